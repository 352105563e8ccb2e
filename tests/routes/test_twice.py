"""What is sent twice is done once: a double tap, or an answer that never came."""

import asyncio
from collections.abc import Sequence

import httpx2
import pytest

from app.store import follow_ups, plans, shared_themes, tokens, visions, webhooks
from tests.routes.pages import fields_of, form_of, read
from tests.routes.test_visions import coordinator, told_place
from tests.routes.told_places import Places
from tests.server import Server


async def test_joining_twice_by_one_form_is_joining_once(server: Server) -> None:
    room, desk = await server.open_room()
    phone, again = server.visitor(), server.visitor()
    form = fields_of(form_of(read(await phone.get(f"/w/{room.code}/")), action=f"/w/{room.code}/join"))
    fields = {**form, "group": ["child"]}
    first = await phone.post(f"/w/{room.code}/join", data=fields)
    second = await again.post(f"/w/{room.code}/join", data=fields)
    assert (first.status_code, second.status_code) == (303, 303)
    live = await server.live(room)
    assert len(live.room.participants) == 1
    assert (await again.get(f"/w/{room.code}/")).status_code == 200
    assert desk.screen["bar"]["statements"] == 0


async def test_a_ticket_of_another_workshop_or_of_nobody_lets_in_as_a_newcomer(server: Server) -> None:
    room, _ = await server.open_room()
    other, _ = await server.open_room()
    phone = server.visitor()
    form = fields_of(form_of(read(await phone.get(f"/w/{other.code}/")), action=f"/w/{other.code}/join"))
    for ticket in (form["ticket"][0], "nobody's"):
        joined = await server.visitor().post(f"/w/{room.code}/join", data={"group": "child", "ticket": ticket})
        assert joined.status_code == 303
    assert len((await server.live(room)).room.participants) == 2


async def test_a_copy_asked_for_twice_by_one_form_is_made_once(server: Server) -> None:
    browser = await server.account()
    room = await server.workshop(browser)
    form = fields_of(form_of(read(await browser.get("/home")), action=f"/w/{room.code}/duplicate"))
    places = {(await browser.post(f"/w/{room.code}/duplicate", data=form)).headers["location"] for _ in range(2)}
    assert len(places) == 1
    assert (await browser.get("/home")).text.count("/duplicate") == 2


class TestRegion:
    """What is made in a region: two presses, the second before the first is answered."""

    @pytest.fixture
    async def told(self, server: Server) -> tuple[Places, str]:
        return await told_place(server)

    @pytest.fixture
    def there(self, told: tuple[Places, str]) -> Places:
        return told[0]

    @pytest.fixture
    async def kari(self, server: Server, there: Places) -> httpx2.AsyncClient:
        return await coordinator(server, there)

    async def press(self, kari: httpx2.AsyncClient, page: str, **typed: str) -> list[httpx2.Response]:
        form = fields_of(form_of(read(await kari.get(page)), action=page)) | typed
        return await self.twice(kari, page, **form)

    async def twice(self, kari: httpx2.AsyncClient, path: str, **data: str | Sequence[str]) -> list[httpx2.Response]:
        return list(await asyncio.gather(*(kari.post(path, data=data) for _ in range(2))))

    async def test_a_draft_is_made_once(self, server: Server, there: Places, kari: httpx2.AsyncClient) -> None:
        page, place = f"/region/{there.network}/visions", f"{there.network}/{there.smola}"
        answers = await self.press(kari, page, place=place, language="nb")
        assert len({one.headers["location"] for one in answers}) == 1
        assert (await kari.get(answers[0].headers["location"])).status_code == 200
        await self.press(kari, page, place=place, language="nb")  # the page shown anew
        found = await server.house.database.read(lambda c: visions.in_network(c, there.network))
        assert len(found) == 2

    async def test_a_shared_theme_is_made_once(
        self, server: Server, told: tuple[Places, str], kari: httpx2.AsyncClient
    ) -> None:
        there, workshop = told
        data = {"local": [f"{workshop} t0"], "into": "new", "title": "Felles"}
        path = f"/region/{there.network}/themes/map"
        await self.twice(kari, path, **data)
        found = await server.house.database.read(lambda c: shared_themes.shared_themes(c, there.network))
        assert [(one.title, len(one.local)) for one in found] == [("Felles", 1)]
        await kari.post(path, data={**data, "local": [f"{workshop} t1"]})
        found = await server.house.database.read(lambda c: shared_themes.shared_themes(c, there.network))
        assert [one.title for one in found] == ["Felles", "Felles"], "of something else"

    async def test_gatherings_tasks_and_notes_are_put_in_once(
        self, server: Server, there: Places, kari: httpx2.AsyncClient
    ) -> None:
        page = f"/region/{there.network}/plan"
        unit = f"/region/{there.network}/unit/{there.school}"
        for day in ("2026-12-01", "2026-12-08"):
            await self.twice(kari, f"{page}/gathering", title="Samling", on=day)
            await self.twice(kari, f"{page}/task", title="Lese", due=day)
            await self.twice(kari, f"{unit}/note", on=day, strengths="Vi er mye ute")
        plan = await server.house.database.read(lambda c: plans.plan_of(c, there.network))
        assert (len(plan.gatherings), len(plan.tasks)) == (2, 2)
        assert len(await server.house.database.read(lambda c: follow_ups.notes_of(c, there.school))) == 2

    async def test_a_token_is_made_once_and_the_secret_that_was_shown_last_works(
        self, server: Server, there: Places, kari: httpx2.AsyncClient
    ) -> None:
        page = f"/region/{there.network}/tokens"
        typed = {"name": "Statistikk", "place": str(there.network), "scope": "read:region", "lasts": "30"}
        form = fields_of(form_of(read(await kari.get(page)), action=page)) | typed
        answers = [await kari.post(page, data=form) for _ in range(2)]
        worth = [
            (await server.visitor(authorization=f"Bearer {secret}").get("/api/v1/token")).status_code
            for secret in (read(one).by_id("secret").attributes["value"] for one in answers)
        ]
        assert worth == [401, 200]
        (one,) = await server.house.database.read(lambda c: tokens.in_network(c, there.network))
        await kari.post(f"{page}/{one.id}/revoke")
        await kari.post(page, data=form)
        found = await server.house.database.read(lambda c: tokens.in_network(c, there.network))
        assert len(found) == 2, "one that is revoked stays so"

    async def test_a_webhook_is_made_once(self, server: Server, there: Places, kari: httpx2.AsyncClient) -> None:
        page = f"/region/{there.network}/webhooks"
        typed = {"place": str(there.network), "url": "https://example.no/", "event": "workshop.closed"}
        answers = await self.press(kari, page, **typed)
        assert len({read(one).by_id("secret").attributes["value"] for one in answers}) == 1
        assert len(await server.house.database.read(lambda c: webhooks.in_network(c, there.network))) == 1
