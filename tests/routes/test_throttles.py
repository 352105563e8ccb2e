"""How often: bounds count who does it, so that a whole school behind one address is not in its own way."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.routes import live
from tests.routes.line import Line
from tests.server import Server, cookies_of, new_id, running

BOUNDS = {
    "commands_per_minute": 5,
    "desk_commands_per_minute": 8,
    "wrong_codes_per_minute": 4,
    "rooms_found_per_hour": 2,
    "joins_per_minute": 200,
    "sign_ins_per_minute": 3,
    "sockets_per_participant": 2,
    "strikes": 10,
}


@pytest.fixture
async def strict(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    async with running(tmp_path, database_url=address, **BOUNDS) as server:
        now = time.time()
        monkeypatch.setattr(server.house.throttle, "_clock", lambda: now)  # no test may see two minutes
        yield server


async def test_forty_people_behind_one_address_all_get_through(strict: Server) -> None:
    room, desk = await strict.open_room()
    people = [await strict.participant(room.code) for _ in range(40)]
    lines = [await strict.line(phone, room.code) for phone in people]
    answers = await asyncio.gather(*(line.say(f"Utsagn {n}") for line in lines for n in range(5)))
    assert {answer["type"] for answer in answers} == {"ack"}
    await desk.until(lambda: len(desk.kinds("desk_card")) == 200)


async def test_one_who_sends_too_fast_is_asked_to_wait_and_told_how_long(strict: Server) -> None:
    room, _ = await strict.open_room()
    phone = await strict.participant(room.code)
    line, second_screen = [await strict.line(phone, room.code) for _ in range(2)]
    for n in range(5):
        assert (await (line, second_screen)[n % 2].say(str(n)))["type"] == "ack"
    answer = await line.say("for fort")
    assert (answer["type"], answer["reason"]) == ("refused", "too_fast")
    assert 1 <= answer["facts"]["retry_after"] <= 60
    assert answer["message"]
    as_form = await phone.post(
        f"/w/{room.code}/send", data={"type": "say", "text": "x"}, headers={"accept": "application/json"}
    )
    assert (as_form.status_code, as_form.json()["reason"]) == (409, "too_fast")
    assert (await (await strict.writer(room)).say("En annen"))["type"] == "ack"


async def test_one_who_will_not_wait_is_shown_out(strict: Server) -> None:
    room, _ = await strict.open_room()
    line = await strict.writer(room)
    for n in range(5):
        await line.say(str(n))
    for _ in range(11):
        await line.send("{" + "x" * 60_000)
    assert await line.closed() == 4429


async def test_who_floods_pings_is_shown_out_and_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, pings = 0, Counter[int]()
    answer = live._Connection._answer

    async def watched(self: live._Connection, text: str) -> str:
        pings[turn] += text == live.PING
        return await answer(self, text)

    async def take_turns() -> None:
        nonlocal turn
        while True:
            turn += 1
            await asyncio.sleep(0)

    monkeypatch.setattr(live._Connection, "_answer", watched)
    async with running(tmp_path, messages_per_minute=1_000) as server:
        room, _ = await server.open_room()
        flooding, other = await server.writer(room), await server.writer(room)
        taking = asyncio.create_task(take_turns())
        for _ in range(1_200):
            flooding.socket.protocol.send_text(live.PING.encode())
        flooding.socket.send_data()
        assert (await other.say("Midt i flommen"))["type"] == "ack"
        assert await flooding.closed() == 4429
        taking.cancel()
        assert [message["type"] for message in flooding.heard] == ["pong"] * 1_000
        assert pings.total() == 1_101, "those past the bound are strikes"
        assert max(pings.values()) == 1, "others have their turn between any two"


async def test_a_wall_that_sends_commands_is_not_listened_to_without_end(tmp_path: Path) -> None:
    async with running(tmp_path, messages_per_minute=5, strikes=2) as server:
        room, _ = await server.open_room()
        wall = await server.line(await server.wall(room), room.code, "wall")
        answers = [await wall.say("Herfra går det ikke") for _ in range(7)]
        assert [answer["reason"] for answer in answers] == ["not_allowed"] * 5 + ["too_fast"] * 2
        assert 1 <= answers[-1]["facts"]["retry_after"] <= 60
        await wall.send({"type": "ping"})
        assert await wall.closed() == 4429


async def test_the_desk_has_a_bound_of_its_own(strict: Server) -> None:
    _, desk = await strict.open_room()
    answers = [await desk.command("reveal" if n % 2 else "conceal") for n in range(8)]
    assert [answer["type"] for answer in answers] == ["ack"] * 7 + ["refused"]


@pytest.mark.parametrize("before", ["desk", "phone"])
async def test_a_right_code_opens_however_many_wrong_ones_others_type(strict: Server, before: str) -> None:
    """Where somebody at the address is in the room already: at its desk, or as one who joined."""
    room, _ = await strict.open_room()
    if before == "phone":
        await strict.participant(room.code)
    browser = strict.visitor(accept="application/json")
    statuses = [(await browser.post("/join", data={"code": f"{n:06}"})).status_code for n in range(6)]
    assert statuses == [404] * 4 + [429] * 2
    assert (await browser.post("/join", data={"code": room.code})).status_code == 303
    line = await strict.writer(room)
    assert (await line.say("Jeg kom inn"))["type"] == "ack"


async def test_a_search_for_codes_finds_but_a_few_rooms_and_disturbs_nobody_who_is_in(strict: Server) -> None:
    desk = await strict.account()
    codes = [(await strict.workshop(desk)).code for _ in range(4)]
    elsewhere = {"accept": "application/json", "x-forwarded-for": "198.51.100.7"}
    phone = await strict.participant(codes[3], **elsewhere)
    guesser = strict.visitor(**elsewhere | {"x-forwarded-for": "192.0.2.7"})
    for n in range(6):
        await guesser.post("/join", data={"code": f"{n:06}"})
    found = [(await guesser.post("/join", data={"code": code})).status_code for code in codes]
    assert found == [303] * 2 + [429] * 2, "as many as the bound says"
    assert (await guesser.get(f"/w/{codes[2]}/")).json()["problem"] == "too_many_requests", "as a wrong one"
    assert (await guesser.get(f"/w/{codes[0]}/")).status_code == 200, "it is found already"
    assert (await phone.get(f"/w/{codes[3]}/")).status_code == 200
    moved = await phone.get(f"/w/{codes[3]}/", headers={"x-forwarded-for": "192.0.2.7"})
    assert moved.status_code == 200, "who is in may come from there"
    assert (await guesser.get(f"/w/{codes[3]}/")).status_code == 200, "and so may those beside them"


@pytest.mark.parametrize("path", ["/w/{n:06}/", "/w/{n:06}/qr.svg", "/w/{n:06}/frames", "/wall/{n:032}"])
async def test_guessing_is_slowed_down_at_every_door(strict: Server, path: str) -> None:
    browser = strict.visitor(accept="application/json")
    statuses = [(await browser.get(path.format(n=n))).status_code for n in range(6)]
    assert statuses == [404] * 4 + [429] * 2


async def test_guessing_over_sockets_is_slowed_down_too(strict: Server) -> None:
    codes = []
    for n in range(6):
        line = await Line.open(strict.base, f"{n:06}", "phone")
        codes.append(await line.closed())
        await line.close()
    assert codes == [4404] * 4 + [4429] * 2


async def test_guessing_from_elsewhere_does_not_slow_this_address_down(strict: Server) -> None:
    guesser = strict.visitor(accept="application/json")
    for n in range(6):
        await guesser.post("/join", data={"code": f"{n:06}"}, headers={"x-forwarded-for": "192.0.2.7"})
    mistyped = await strict.visitor(accept="application/json").post("/join", data={"code": "000001"})
    assert mistyped.status_code == 404


async def test_passwords_of_one_account_are_not_guessed_by_the_thousand(strict: Server) -> None:
    await strict.account("kari@example.no")
    browser = strict.visitor(accept="application/json")
    for n in range(3):
        form = {"email": " KARI@example.no", "password": f"et forsøk til {n}"}
        assert (await browser.post("/signin", data=form)).status_code == 403
    late = await browser.post("/signin", data={"email": "kari@example.no", "password": "enda et forsøk"})
    assert (late.status_code, late.json()["problem"]) == (429, "too_many_requests")


async def test_one_participant_cannot_open_sockets_without_end(strict: Server) -> None:
    room, _ = await strict.open_room()
    phone = await strict.participant(room.code)
    for _ in range(2):
        line = await strict.line(phone, room.code)
        await line.until(lambda line=line: line.frames)  # type: ignore[misc]  # it is seated, not only connected
    third = await Line.open(strict.base, room.code, "phone", cookies_of(phone))
    assert await third.closed() == 4429
    await third.close()
    other = await strict.writer(room)
    assert (await other.say("Plass til meg", new_id()))["type"] == "ack"


async def test_a_tab_that_is_closed_makes_room_for_another(strict: Server) -> None:
    room, desk = await strict.open_room()
    phone = await strict.participant(room.code)
    lines = [await strict.line(phone, room.code) for _ in range(2)]
    await lines[0].close()
    await desk.until(lambda: desk.screen["presence"]["total"] == 1)
    again = await strict.line(phone, room.code)
    await again.until(lambda: again.frames)
