"""Webhooks as a receiver hears them, which checks what comes with code of its own."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app import webhooks as sending
from app.region.rights import Grant, Place
from app.routes.connections import TRIALS_PER_MINUTE
from app.store import webhooks as kept
from tests.routes.api_region import token_for
from tests.routes.line import until
from tests.routes.pages import read
from tests.routes.told_places import places, summary, tell
from tests.routes.webhooks_heard import There, is_genuine, receiving, told_by
from tests.server import Clock, running


@pytest.fixture
async def there(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[There]:
    monkeypatch.setattr(sending, "LOOK", 3_600)  # each test sends by itself
    async with told_by(tmp_path, address) as there:
        yield there


async def test_a_receiver_is_told_and_can_check_who_told_it(there: There) -> None:
    async with receiving() as receiver:
        _, secret = await there.make(receiver.url)
        workshop = await tell(there.server, [there.school], summary({"Ute": [("Hemmelig", None)]}))
        there.clock.forward(days=1)
        assert await there.send() == 1
    ((first, headers, body),) = receiver.heard
    assert first == "POST /hook?from=fb HTTP/1.1"
    assert headers["host"] == f"127.0.0.1:{receiver.port}"
    now = there.clock().timestamp()
    assert is_genuine(secret, headers, body, now)
    assert not is_genuine(secret, headers, body, now + 3_600), "an old one is not believed"
    assert not is_genuine(secret, headers, body + b" ", now)
    assert not is_genuine(f"whsec_{base64.b64encode(b'another').decode()}", headers, body, now)
    assert headers["webhook-timestamp"] == str(int(there.clock().timestamp()))
    told = json.loads(body)
    assert (told["type"], told["id"]) == ("workshop.closed", headers["webhook-id"])
    assert (told["data"]["workshop"], told["data"]["title"]) == (workshop, "Skolen i 2040")
    assert told["links"]["api"] == f"http://fremtid.example/api/v1/networks/{there.network}/workshops/{workshop}"
    assert b"Hemmelig" not in body
    assert b"Ute" not in body
    assert await there.send() == 0


async def test_it_is_told_by_itself(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LOOK", 0.02)
    async with running(tmp_path, database_url=address, webhooks_local=True) as server, receiving(503) as receiver:
        made = await places(server)
        kari = await server.account(grant=Grant("coordinator", Place(made.network)))
        there = There(server, Clock(), kari, made.network, made.school)
        await there.make(receiver.url)
        await tell(server, [made.school], summary({}))
        await until(lambda: receiver.heard)
        assert len(receiver.heard) == 1, "what failed waits"


async def test_what_fails_comes_again_with_the_same_id_and_signed_anew_until_it_is_taken(there: There) -> None:
    async with receiving(500, 302, b"HTTP/1.1 nonsense\r\n\r\n", 204) as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        for _ in range(4):
            assert await there.send() == 1
            assert await there.send() == 0, "not before its pause is over"
            there.clock.forward(hours=2)
        assert await there.send() == 0
    assert len({headers["webhook-id"] for _, headers, _ in receiver.heard}) == 1
    assert len({headers["webhook-signature"] for _, headers, _ in receiver.heard}) == 4
    assert len({body for *_, body in receiver.heard}) == 1
    assert {first for first, *_ in receiver.heard} == {"POST /hook?from=fb HTTP/1.1"}, "a redirect is not followed"
    (one,) = await there.told(page)
    assert (one.done_at is not None, one.attempts, one.status) == (True, 4, "204")


async def test_what_never_arrives_is_given_up_and_shown(there: There) -> None:
    async with receiving(*[500] * 20) as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        sent = 0
        while await there.send():
            sent += 1
            there.clock.forward(hours=13)
    assert sent == 8
    assert (await there.told(page))[0].given_up
    shown = read(await there.kari.get(page, headers={"accept-language": "en"}))
    (row,) = [one for one in shown.all("li") if "data-state" in one.attributes]
    assert row.attributes["data-state"] == "given-up"
    assert "tried 8 times" in row.text
    assert "500" in row.text


async def test_a_receiver_that_says_nothing_is_let_go(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WITHIN", 0.2)
    async with receiving(b"") as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        await there.send()
    assert (await there.told(page))[0].status == "timeout"


async def test_a_receiver_that_never_stops_is_not_listened_to(there: There) -> None:
    async with receiving(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000_000) as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        await asyncio.wait_for(there.send(), 5)
    assert (await there.told(page))[0].status == "200"


async def test_two_processes_tell_it_once(there: There) -> None:
    async with receiving() as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        async with running(
            there.server.settings.data,
            there.clock,
            database_url=there.server.settings.database_url,
            webhooks_local=True,
        ) as other:
            both = There(other, there.clock, there.kari, there.network, there.school)
            await asyncio.gather(there.send(), both.send())  # and the other one by itself, as it begins
            await until(lambda: receiver.heard)
    assert (len(receiver.heard), (await there.told(page))[0].attempts) == (1, 1)


async def test_a_trial_is_sent_at_once_and_what_came_of_it_stands_on_the_page(there: There) -> None:
    async with receiving() as receiver:
        page, secret = await there.make(receiver.url)
        shown = await there.kari.post(f"{page}/trial", follow_redirects=True, headers={"accept-language": "en"})
        ((_, headers, body),) = receiver.heard
    assert json.loads(body)["type"] == "trial"
    assert is_genuine(secret, headers, body, there.clock().timestamp())
    assert "Arrived" in shown.text
    assert secret not in shown.text, "it is shown once"


async def test_a_vision_that_is_withdrawn_is_told_of_no_more(there: There) -> None:
    async with receiving(500) as receiver:
        page, _ = await there.make(receiver.url)
        form = {"place": str(there.network), "language": "nb"}
        vision = (await there.kari.post(f"/region/{there.network}/visions", data=form)).headers["location"]
        await there.kari.post(f"{vision}/publish", data={"version": "1"})
        assert await there.send() == 1
        await there.kari.post(f"{vision}/withdraw")
        there.clock.forward(hours=1)
        assert await there.send() == 0
    assert len(receiver.heard) == 1
    assert (await there.told(page))[0].given_up
    assert "fremtidsbildet er trukket tilbake" in (await there.kari.get(page)).text


async def test_what_a_program_made_is_paused_with_its_token_and_goes_on_as_a_person_says(there: There) -> None:
    place, house = Place(there.network), there.server.house
    secret, _ = [await token_for(there.server, "kari@example.no", place) for _ in range(2)]
    program, root = there.server.visitor(authorization=f"Bearer {secret}"), f"/region/{there.network}"
    async with receiving() as receiver:
        wanted = {"url": receiver.url, "events": ["workshop.closed"]}
        made = await program.post(f"/api/v1/networks/{there.network}/webhooks", json=wanted)
        mine, _ = await there.make(receiver.url)
        shown = read(await there.kari.get(f"{root}/tokens")).text
        assert shown.count("blir satt på pause når du trekker den tilbake") == 1
        (token,) = await house.database.read(
            lambda c: [one.token for one in kept.in_network(c, place.network) if one.token]
        )
        await there.kari.post(f"{root}/tokens/{token}/revoke")
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(minutes=1)
        assert await there.send() == 1
        theirs = f"{root}/webhooks/{made.json()['id']}"
        assert (len(await there.told(mine)), len(await there.told(theirs))) == (1, 0)
        assert "på pause" in read(await there.kari.get(theirs)).text
        await there.kari.post(f"{theirs}/active", data={"active": "yes"})
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(minutes=1)
        assert await there.send() == 2


async def test_trials_have_a_rate_whoever_asks_for_them(there: There) -> None:
    secret = await token_for(there.server, "kari@example.no", Place(there.network))
    program = there.server.visitor(authorization=f"Bearer {secret}")
    async with receiving() as receiver:
        page, _ = await there.make(receiver.url)
        address = f"/api/v1/networks/{there.network}/webhooks/{page.rsplit('/', 1)[1]}/trial"
        answers = [(await program.post(address)).status_code for _ in range(TRIALS_PER_MINUTE + 1)]
        assert answers == [202] * TRIALS_PER_MINUTE + [429]
        assert (await there.kari.post(f"{page}/trial")).status_code == 429


async def test_it_is_paused_and_taken_away(there: There) -> None:
    async with receiving() as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        await there.kari.post(f"{page}/active", data={"active": "no"})
        assert await there.send() == 0
        await there.kari.post(f"{page}/active", data={"active": "yes"})
        assert await there.send() == 1
        await there.kari.post(f"{page}/delete")
        assert (await there.kari.get(page)).status_code == 403
    assert len(receiver.heard) == 1


async def test_a_form_that_cannot_be_taken_comes_back_as_it_was_typed(there: There) -> None:
    form = {"place": str(there.network), "url": "https://kari@example.no/", "event": "summary.published"}
    answer = await there.kari.post(f"/region/{there.network}/webhooks", data=form)
    assert answer.status_code == 409
    page = read(answer)
    assert page.by_id("url").attributes["value"] == form["url"]
    ticked = [one.attributes["value"] for one in page.all("input", name="event") if "checked" in one.attributes]
    assert ticked == ["summary.published"]
