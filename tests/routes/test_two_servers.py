"""Two servers on the same data, as two processes: what is written in one is seen in the other."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from app.store.installation import renew_epoch
from tests.routes.line import Line, Message
from tests.server import Server, cookies_of, new_id, running

LOOK = 0.1


@pytest.fixture
async def servers(tmp_path: Path, address: str) -> AsyncIterator[tuple[Server, Server]]:
    one_of_them = partial(running, tmp_path, database_url=address, look=LOOK)
    async with one_of_them() as one, one_of_them() as other:
        yield one, other


async def test_what_is_written_here_reaches_screens_there_within_a_look(servers: tuple[Server, Server]) -> None:
    here, there = servers
    room, desk = await here.open_room()
    phone = await there.writer(room)
    wall = await there.line(await there.wall(room), room.code, "wall")
    assert (await phone.say("Fra den andre prosessen"))["type"] == "ack"
    await desk.until(lambda: desk.kinds("desk_card"), LOOK * 50)
    await desk.command("reveal")
    await wall.until(lambda: wall.kinds("wall_card"), LOOK * 50)
    await phone.until(lambda: phone.own and all(card["on_wall"] for card in phone.own.values()), LOOK * 50)


async def test_a_command_sent_to_both_is_carried_out_once(servers: tuple[Server, Server]) -> None:
    here, there = servers
    room, desk = await here.open_room()
    cookies = cookies_of(await here.participant(room.code))
    lines = [await Line.open(server.base, room.code, "phone", cookies) for server in servers]
    sent = [new_id() for _ in range(20)]
    answers = await asyncio.gather(*(line.say("To veier inn", i) for i in sent for line in lines))
    assert {answer["type"] for answer in answers} == {"ack"}
    await desk.until(lambda: desk.screen["bar"]["statements"] == 20)
    assert (await there.live(room)).room.statements.keys() == set(sent)
    await asyncio.gather(*(line.close() for line in lines))


async def test_two_who_write_at_once_in_two_servers_both_get_through(servers: tuple[Server, Server]) -> None:
    here, _ = servers
    room, desk = await here.open_room()
    lines = [await server.writer(room) for server in servers for _ in range(5)]
    await asyncio.gather(*(_said(line, f"Utsagn {n}") for n in range(20) for line in lines))
    await desk.until(lambda: desk.screen["bar"]["statements"] == 200)
    cookie = str(desk.socket.request.headers["cookie"])  # type: ignore[union-attr]  # it is open
    fresh = [await Line.open(server.base, room.code, "desk", cookie) for server in servers]
    await fresh[0].until(lambda: {c["text"] for c in fresh[0].kinds("desk_card")} == {f"Utsagn {n}" for n in range(20)})
    await fresh[1].until(lambda: _cards(fresh[1]) == _cards(fresh[0]) == _cards(desk))
    await asyncio.gather(*(line.close() for line in fresh))


async def _said(line: Line, text: str) -> None:
    """Say it as the browser does: who lost too many races sends again, with the same id."""
    statement = new_id()
    for _ in range(20):
        answer = await line.say(text, statement)
        if answer["type"] == "ack":
            return
        assert answer["reason"] == "not_saved"
    raise AssertionError("never saved")


def _cards(line: Line) -> list[Message]:
    return sorted(line.kinds("desk_card"), key=lambda card: str(card["id"]))


async def test_after_a_restored_past_screens_are_taken_anew(tmp_path: Path) -> None:
    async with running(tmp_path, look=LOOK) as server:
        room, desk = await server.open_room()
        phone = await server.writer(room)
        assert (await phone.say("Før"))["type"] == "ack"
        cookies = str(phone.socket.request.headers["cookie"])  # type: ignore[union-attr]  # it is open
        before = await server.live(room)
        with server.house.database.writing() as connection:
            renew_epoch(connection)
        assert await desk.closed() in {None, 1005, 1006}
        again = await Line.open(server.base, room.code, "phone", cookies, since=phone.cursor)
        await again.until(lambda: again.frames)
        assert again.frames[0]["whole"], "its cursor is of another time"
        assert await server.live(room) is not before
        await again.close()
