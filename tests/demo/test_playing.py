"""The demo's participants stay after their lines are said: connected, with a word now and then, and never too many."""

import asyncio
from contextlib import suppress
from unittest.mock import AsyncMock

import pytest

from app.demo import playing
from app.simulate import Line, Simulated
from app.workshop.people import GROUPS
from tests.routes.line import until
from tests.server import Server

LINES = [Line("Ute hver dag", "child"), Line("Tid til alle", "staff")]

ACK: dict[str, object] = {"type": "ack"}


@pytest.mark.anyio
async def test_it_ends_also_when_an_answer_comes_in_that_moment() -> None:
    person = Simulated("http://127.0.0.1", "CODE", "child", ())
    person._socket = AsyncMock()

    async def going_on() -> None:
        while True:
            await person.give({"type": "say", "id": "one"})

    task = asyncio.create_task(going_on())
    await until(lambda: "one" in person._waiting)
    person._waiting["one"].set_result(ACK)
    task.cancel()
    ended, _ = await asyncio.wait([task], timeout=5)
    assert ended, "the answer swallowed the cancelling"


@pytest.mark.anyio
async def test_it_goes_on_when_all_lines_are_said(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "PAUSE", 0.01)
    monkeypatch.setattr(playing, "PING", 0.05)
    monkeypatch.setattr(playing, "KEPT", 5)
    room, _desk = await server.open_room()
    live = await server.live(room)

    def standing() -> list[str]:
        return [s.text for s in live.room.statements.values() if s.standing != "withdrawn"]

    play = playing.play(server.base, room.code, LINES, participants=4, rate=200, groups=GROUPS)
    task = asyncio.create_task(play)
    await until(lambda: len(live.room.statements) > 20)
    assert {line.text for line in LINES} <= set(standing()), "what they came to say stays"
    assert len(standing()) <= len(LINES) + 6, "older words are taken back"
    await until(lambda: any(s.editions for s in live.room.statements.values()))
    assert sum(count for _, count in live.hub.presence().groups) == 4
    task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)
    assert task.done()
