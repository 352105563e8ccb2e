"""Links that have been made: shown to their maker alone, listed while they are open, taken back, and dead in time."""

import re
from pathlib import Path

import httpx2
import pytest

from app.region.rights import Grant, Place
from app.store import accounts, grants
from tests.routes.pages import read
from tests.routes.test_people import follow, id_of, made
from tests.routes.test_units import coordinator, network
from tests.server import PASSWORD, Clock, Server, cookies_of, running


def listed(page: httpx2.Response) -> list[str]:
    return [" ".join(one.text.split()) for one in read(page).by_id("invited").all("li")]


async def take_back(browser: httpx2.AsyncClient, page: httpx2.Response) -> httpx2.Response:
    """Press what takes back the first invitation on a page."""
    form = next(one for one in read(page).all("form") if one.attributes.get("action") == "/people/take-back")
    return await browser.post("/people/take-back", data={"invitation": form.all("input")[0].attributes["value"] or ""})


async def test_a_link_is_still_shown_after_the_language_has_been_changed_and_to_its_maker_alone(
    tmp_path: Path, address: str
) -> None:
    async with running(tmp_path, Clock(), database_url=address) as server:
        there = await network(server, "Nettverk 2040")
        desk = await coordinator(server, Place(there.id or 0))
        shown = await made(desk, role="coordinator", place=f"{there.id}")
        link = read(shown).by_id("person-link").attributes["value"]
        assert "Lenken gir rollen koordinator i Nettverk 2040." in shown.text
        assert re.search(r"Den virker én gang, til \d+\. \w+ 2026\.", shown.text)
        await desk.post("/language", data={"language": "nn", "then": "/people"})
        again = await desk.get("/people")
        assert read(again).by_id("person-link").attributes["value"] == link
        assert "Lenkja gjev rolla koordinator i Nettverk 2040. Ho verkar éin gong, til" in again.text

        cookie = desk.cookies["fb_made"]
        other = await coordinator(server, Place(there.id or 0), "ola@example.no")
        stolen = server.visitor(cookie=f"{cookies_of(other)}; fb_made={cookie}")
        assert "person-link" not in (await stolen.get("/people")).text, "the next one at this device sees nothing of it"
        assert "fb_made" not in str((await desk.get("/home")).request.headers.get("cookie"))

        browser = server.visitor()
        await follow(browser, again, email="siv@example.no", name="Siv", password=PASSWORD)
        assert "person-link" not in (await desk.get("/people")).text, "it has been used"


async def test_open_invitations_are_listed_and_one_that_is_taken_back_is_worth_nothing(server: Server) -> None:
    mine, foreign = await network(server), await network(server, "Romsdal")
    desk = await coordinator(server, Place(mine.id or 0))
    shown = await made(desk, role="coordinator", place=f"{mine.id}")
    (row,) = listed(shown)
    assert row.startswith("Koordinator, Nordmøre Invitert av kari, gjelder til")

    stranger = await coordinator(server, Place(foreign.id or 0), "ola@example.no")
    assert "invited" not in {one.attributes.get("id") for one in read(await stranger.get("/people")).all("section")}
    assert (await take_back(stranger, shown)).status_code == 303
    browser = server.visitor()
    link = re.search(r"/invitation/[\w-]+", shown.text)
    assert link
    await browser.get(link[0])
    assert (await browser.get("/invitation")).status_code == 200, "it is no business of theirs"

    colleague = await coordinator(server, Place(mine.id or 0), "siv@example.no")
    assert (await take_back(colleague, await colleague.get("/people"))).headers["location"] == "/people"
    assert "person-link" not in (await desk.get("/people")).text
    accepted = {"email": "per@example.no", "name": "Per", "password": PASSWORD}
    assert (await browser.get("/invitation")).status_code == 404
    assert (await browser.post("/invitation", data=accepted)).status_code == 404


async def test_what_is_used_or_has_run_out_is_not_listed(tmp_path: Path, address: str) -> None:
    clock = Clock()
    async with running(tmp_path, clock, database_url=address) as server:
        there = await network(server)
        desk = await coordinator(server, Place(there.id or 0))
        first = await made(desk, role="reader", place=f"{there.id}")
        await made(desk, role="facilitator", place=f"{there.id}")
        assert len(listed(await desk.get("/people"))) == 2
        await follow(server.visitor(), first, email="siv@example.no", name="Siv", password=PASSWORD)
        (row,) = listed(await desk.get("/people"))
        assert row.startswith("Prosessleder")
        clock.forward(days=server.settings.invitation_days)
        assert 'id="invited"' not in (await desk.get("/people")).text


@pytest.mark.parametrize("how", ["role taken", "kept out"])
async def test_an_invitation_works_for_as_long_as_its_maker_may_make_it(server: Server, how: str) -> None:
    there = await network(server)
    place, boss = Place(there.id or 0), await server.account("boss@example.no", "administrator")
    desk = await coordinator(server, place)
    shown = await made(desk, role="coordinator", place=f"{there.id}")
    kari = await id_of(server, "kari@example.no")
    if how == "role taken":
        await boss.post(f"/people/{kari}/take", data={"given": f"coordinator {there.id}"})
    else:
        await boss.post(f"/people/{kari}/active", data={"active": "no"})
    new = {"email": "ny@example.no", "name": "Ny", "password": PASSWORD}
    browser = server.visitor()
    for taker in (desk, browser):
        refused = await follow(taker, shown, **new)
        assert refused.status_code == 404
        assert "Denne lenken virker ikke" in refused.text
        assert (await taker.get("/units")).status_code in (303, 403), "nobody gets a role by it"
    assert 'id="invited"' not in (await boss.get("/people")).text

    await server.house.database.write(lambda c: grants.give(c, kari, [Grant("coordinator", place)]))
    await server.house.database.write(lambda c: accounts.set_active(c, kari, active=True))
    assert (await follow(browser, shown, **new)).status_code == 303


async def test_a_link_for_a_password_is_worth_nothing_when_its_maker_is_no_administrator_any_more(
    server: Server,
) -> None:
    boss, other = await server.account("boss@example.no"), await server.account("ola@example.no")
    shown = await made(other, f"{await id_of(server, 'boss@example.no')}/reset")
    await boss.post(f"/people/{await id_of(server, 'ola@example.no')}/active", data={"active": "no"})
    browser = server.visitor()
    assert (await follow(browser, shown, password="et annet langt passord")).status_code == 404
    assert (await browser.get("/people")).status_code == 303
    by_hand = server.invite(account=await id_of(server, "boss@example.no"))
    await browser.get(f"/invitation/{by_hand}")
    taken = await browser.post("/invitation", data={"password": "et annet langt passord"})
    assert taken.status_code == 303, "the command line's links have no maker who could lose a role"


async def test_a_link_for_a_password_is_listed_and_taken_back_by_administrators_alone(server: Server) -> None:
    there = await network(server)
    boss, desk = await server.account("boss@example.no"), await coordinator(server, Place(there.id or 0))
    shown = await made(boss, f"{await id_of(server, 'kari@example.no')}/reset")
    (row,) = listed(shown)
    assert row.startswith("Lenke til nytt passord, kari Laget av boss, gjelder til")
    assert 'id="invited"' not in (await desk.get("/people")).text
    await take_back(desk, shown)
    assert len(listed(await boss.get("/people"))) == 1, "it is no business of theirs"
    await take_back(boss, shown)
    assert (await follow(server.visitor(), shown, password="et annet langt passord")).status_code == 404


async def test_a_link_to_a_workshop_is_worth_nothing_when_its_maker_is_kept_out(server: Server) -> None:
    boss, desk = await server.account("boss@example.no"), await server.account("kari@example.no", "facilitator")
    room = await server.workshop(desk)
    shown = await desk.post(f"/w/{room.code}/desk/share")
    ola = await server.account("ola@example.no", "facilitator")
    kari = await id_of(server, "kari@example.no")
    await boss.post(f"/people/{kari}/active", data={"active": "no"})
    assert (await follow(ola, shown)).status_code == 404
    await boss.post(f"/people/{kari}/active", data={"active": "yes"})
    assert (await follow(ola, shown)).headers["location"] == f"/w/{room.code}/desk"
