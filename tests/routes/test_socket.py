"""The socket, as the protocol says it: snapshots and cursors, acknowledgements, refusals, silence and size."""

import asyncio
import json
import logging
from functools import partial
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from app.store import accounts
from tests.process import Process
from tests.routes.line import Line
from tests.server import Server, cookies_of, new_id, running


async def test_a_new_line_gets_the_whole_screen_and_then_what_changes(server: Server) -> None:
    room, desk = await server.open_room()
    phone = await server.writer(room)
    await phone.until(lambda: len(phone.frames) == 2)
    assert [(frame["scope"], frame["whole"]) for frame in phone.frames] == [("room", True), ("own", True)]
    assert phone.screen["stage"]["submissions"] is True
    assert "cursor" in phone.frames[0]
    assert "cursor" not in phone.frames[1]
    await desk.command("close_submissions")
    await phone.until(lambda: phone.screen["stage"]["submissions"] is False)
    assert phone.frames[-1]["whole"] is False


async def test_a_socket_is_told_the_id_under_which_the_log_has_it(server: Server) -> None:
    _, desk = await server.open_room()
    assert desk.socket.response is not None
    assert len(desk.socket.response.headers["x-request-id"]) == 16
    proxied = await Line.open(server.base, "000000", x_request_id="fra-proxyen", x_forwarded_for="192.0.2.7")
    assert proxied.socket.response is not None
    assert proxied.socket.response.headers["x-request-id"] == "fra-proxyen"
    await proxied.close()


async def test_after_the_end_a_desk_is_not_told_what_a_phone_is(server: Server) -> None:
    room, desk = await server.open_room()
    phone = await server.writer(room)
    await desk.command("close")
    there, here = await desk.command("open_submissions"), await phone.say("For sent")
    assert there["reason"] == here["reason"] == "workshop_closed"
    assert "Teksten din ligger her" in here["message"]
    assert "Åpne det igjen først" in there["message"]


async def test_a_line_goes_on_from_its_cursor_and_gets_only_what_it_missed(server: Server) -> None:
    room, desk = await server.open_room()
    projector = await server.wall(room)
    wall = await server.line(projector, room.code, "wall")
    await wall.until(lambda: wall.cursor)
    await wall.close()
    await desk.command("reveal")
    phone = await server.writer(room)
    await phone.say("Mens veggen var borte")

    back = await server.line(projector, room.code, "wall", since=wall.cursor)
    back.screen = dict(wall.screen)
    await back.until(lambda: back.kinds("wall_card"))
    assert not any(frame["whole"] for frame in back.frames)
    fresh = await server.line(projector, room.code, "wall")
    await fresh.until(lambda: fresh.screen == back.screen)
    assert fresh.frames[0]["whole"] is True


async def test_a_page_is_a_snapshot_from_whose_cursor_the_socket_goes_on(server: Server) -> None:
    room, desk = await server.open_room()
    projector = await server.wall(room)
    page = (await projector.get(f"/w/{room.code}/wall")).text
    cursor = page.partition('data-cursor="')[2].partition('"')[0]
    await desk.command("reveal")
    wall = await server.line(projector, room.code, "wall", since=cursor)
    await wall.until(lambda: wall.frames)
    assert [frame["whole"] for frame in wall.frames] == [False]
    assert wall.screen["stage"]["mode"] == "show"


@pytest.mark.parametrize("since", ["nonsense", "abc.1", "%00", "x" * 3_000])
async def test_an_unknown_cursor_gives_the_whole_screen(server: Server, since: str) -> None:
    room, _ = await server.open_room()
    line = await server.line(await server.participant(room.code), room.code, since=since)
    await line.until(lambda: line.frames)
    assert line.frames[0]["whole"] is True


async def test_a_cursor_of_thousands_of_digits_gives_the_whole_screen(server: Server) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    first = await server.line(phone, room.code)
    await first.until(lambda: first.cursor)
    line = await server.line(phone, room.code, since=f"{first.cursor.rpartition('.')[0]}.{'9' * 5_000}")
    await line.until(lambda: line.frames or line.close_code)
    assert line.frames
    assert line.frames[0]["whole"] is True


async def test_after_a_restart_an_old_cursor_gives_the_whole_screen(tmp_path: Path, address: str) -> None:
    again = partial(running, tmp_path, database_url=address)
    async with again() as server:
        room, _ = await server.open_room()
        phone = await server.participant(room.code)
        before = await server.line(phone, room.code)
        assert (await before.say("Før omstarten"))["type"] == "ack"
        await before.until(lambda: before.own)
    async with again() as server:
        after = await Line.open(server.base, room.code, "phone", cookies_of(phone), since=before.cursor)
        await after.until(lambda: after.own)
        assert after.frames[0]["whole"] is True
        assert after.own == before.own
        await after.close()


async def test_an_acknowledged_statement_survives_a_kill(tmp_path: Path, address: str) -> None:
    async with Process(tmp_path, database_url=address) as server:
        room, _ = await server.open_room()
        phone = await server.participant(room.code)
        line = await server.line(phone, room.code)
        assert (await line.say("Bekreftet"))["type"] == "ack"
        await server.kill()
        await server.start()
        again = await server.line(phone, room.code)
        await again.until(lambda: again.own)
        assert [card["text"] for card in again.own.values()] == ["Bekreftet"]


async def test_a_resend_gets_the_first_answer_and_is_stored_once(server: Server) -> None:
    room, desk = await server.open_room()
    phone = await server.participant(room.code)
    statement = new_id()
    first = await (await server.line(phone, room.code)).say("Én gang", statement)
    again = await (await server.line(phone, room.code)).say("Én gang", statement)
    as_form = await phone.post(
        f"/w/{room.code}/send",
        data={"type": "say", "id": statement, "text": "Én gang"},
        headers={"accept": "application/json"},
    )
    assert first == again == as_form.json() == {"type": "ack", "id": statement}
    await desk.command("close_submissions")
    assert await (await server.line(phone, room.code)).say("Én gang", statement) == first, "also when writing is over"
    await desk.until(lambda: desk.screen["bar"]["submissions"] is False)
    assert desk.screen["bar"]["statements"] == 1


async def test_many_commands_at_once_are_each_answered_by_their_id(server: Server) -> None:
    room, _ = await server.open_room()
    line = await server.writer(room)
    sent = {new_id(): "   " if n % 3 == 0 else f"Utsagn {n}" for n in range(30)}
    answers = await asyncio.gather(*(line.say(text, i) for i, text in sent.items()))
    for (i, text), answer in zip(sent.items(), answers, strict=True):
        assert answer["id"] == i
        assert answer["type"] == ("ack" if text.strip() else "refused")


async def test_a_refusal_says_why_in_words_and_facts(server: Server) -> None:
    room, _ = await server.open_room()
    answer = await (await server.writer(room)).say("x" * 300)
    assert answer.pop("message")
    assert isinstance(answer.pop("id"), str)
    assert answer == {"type": "refused", "reason": "too_long", "facts": {"limit": 280, "length": 300}}


async def test_a_ping_is_answered(server: Server) -> None:
    room, desk = await server.open_room()
    for line in (desk, await server.writer(room), await server.line(await server.wall(room), room.code, "wall")):
        assert (await line.answer_to({"type": "ping"}))["type"] == "pong"


async def test_who_is_silent_for_too_long_is_let_go(tmp_path: Path) -> None:
    async with running(tmp_path, heartbeat=0.6) as server:
        room, _ = await server.open_room()
        phone = await server.participant(room.code)
        silent, lively = await server.line(phone, room.code), await server.line(phone, room.code)
        while silent.close_code is None:
            assert (await lively.answer_to({"type": "ping"}))["type"] == "pong"
            await asyncio.sleep(0.05)
        assert silent.close_code == 4408
        assert lively.close_code is None


async def test_who_is_let_go_while_much_is_told_leaves_no_trace_in_the_log(tmp_path: Path) -> None:
    async with running(tmp_path, heartbeat=0.1, pulse_near=0.0) as server:
        desk = await server.account()
        room = await server.workshop(desk)
        phone, projector = await server.participant(room.code), await server.wall(room)
        for n in range(4):
            walls = [await server.line(projector, room.code, "wall") for _ in range(8)]
            for type_ in ("open_submissions", "close_submissions") * 10:
                await desk.post(f"/w/{room.code}/send", data={"as": "desk", "type": type_})
            assert [await wall.closed() for wall in walls] == [4408] * 8
            await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": str(n)})


async def test_browsers_are_told_the_same_as_html_in_their_language(server: Server) -> None:
    room, desk = await server.open_room()
    cookies = f"{cookies_of(await server.participant(room.code))}; fb_language=en"
    address = f"{server.base.replace('http', 'ws')}/w/{room.code}/live?as=phone"
    offered = [Subprotocol("fremtidsbilde.v2.json"), Subprotocol("fremtidsbilde.v1.html")]
    async with connect(address, subprotocols=offered, additional_headers={"cookie": cookies}, proxy=None) as socket:
        assert socket.subprotocol == "fremtidsbilde.v1.html"
        frame = json.loads(await socket.recv())
        assert frame.keys() == {"type", "scope", "whole", "drop", "cursor", "html"}
        assert 'id="stage"' in frame["html"]
        assert "How do we want it to be?" in frame["html"]
        await socket.send('{"type":"ping"}')
        while json.loads(raw := await socket.recv())["type"] == "frame":
            assert "html" in json.loads(raw)
    assert (await desk.command("reveal"))["type"] == "ack"


async def test_a_message_that_is_too_large_ends_the_line(server: Server) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    fits, too_large = await server.line(phone, room.code), await server.line(phone, room.code)
    message = {"type": "say", "id": new_id(), "text": ""}
    room_left = 65_536 - len(json.dumps(message))
    assert (await fits.ask({**message, "text": "x" * room_left}))["reason"] == "too_long"
    await too_large.send({**message, "text": "x" * (room_left + 1)})
    assert await too_large.closed() == 1009


async def test_text_that_is_no_utf_8_ends_the_line(server: Server) -> None:
    room, _ = await server.open_room()
    line = await server.writer(room)
    await line.socket.send([b"\xff\xfe"], text=True)
    assert await line.closed() == 1007
    server.log.told.clear()  # what uvicorn itself tells of it


async def test_an_unknown_code_is_told_by_the_close_code(server: Server) -> None:
    line = await Line.open(server.base, "000000")
    assert await line.closed() == 4404
    await line.close()


async def test_a_screen_that_asks_for_something_unknown_is_a_phone(server: Server) -> None:
    room, _ = await server.open_room()
    line = await server.line(await server.participant(room.code), room.code, "nonsense")
    await line.until(lambda: line.screen)
    assert line.screen["stage"]["kind"] == "phone_stage"


async def test_a_line_that_breaks_in_the_middle_does_no_harm(server: Server) -> None:
    room, desk = await server.open_room()
    for _ in range(10):
        line = await server.writer(room)
        await line.send({"type": "say", "id": new_id(), "text": "På vei ut"})
        line.socket.transport.abort()
    await desk.until(lambda: desk.screen["presence"]["total"] == 0)
    assert (await desk.command("reveal"))["type"] == "ack"


async def test_a_server_that_stops_lets_everybody_go_and_loses_nothing(
    tmp_path: Path, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    again = partial(running, tmp_path, database_url=address)
    async with again() as server:
        room, _ = await server.open_room()
        lines = [await server.writer(room) for _ in range(5)]
        sent = [asyncio.create_task(line.say("Like før stopp")) for line in lines]
        answers = await asyncio.gather(*sent)
        server.stop_soon()
        assert [await line.closed() for line in lines] == [1012] * 5
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    async with again() as server:
        live = await server.live(room)
        assert len(live.room.statements) == sum(answer["type"] == "ack" for answer in answers) == 5


@pytest.mark.parametrize("then", ["silence", "a ping", "a command"])
async def test_a_desk_is_closed_to_one_who_may_no_longer_run_it(
    server: Server, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    if then == "silence":
        monkeypatch.setattr("app.routes.live.LOOK_AGAIN", 0.05)
    _, desk = await server.open_room()
    heard = len(desk.heard)
    with server.house.database.writing() as connection:
        (account,) = accounts.accounts(connection)
        accounts.set_active(connection, account.id, active=False)
    if then != "silence":
        await desk.send({"type": "ping" if then == "a ping" else "reveal", "id": new_id()})
    assert await desk.closed() == 4403
    assert len(desk.heard) == heard, "and nothing was carried out"


async def test_more_statements_than_one_command_takes(server: Server) -> None:
    """An honest answer with the bound, not "reload the page"."""
    _, desk = await server.open_room()
    many = [f"statement-{n}" for n in range(501)]
    for type_, more in (("hide", {}), ("show", {}), ("move", {"to": None}), ("make_theme", {"title": "Alle"})):
        answer = await desk.command(type_, statements=many, **more)
        assert (answer["reason"], answer["facts"]) == ("too_many", {"limit": 500}), type_
        assert "500" in answer["message"]
