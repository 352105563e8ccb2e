"""Three hundred people in one room, each with a real socket."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.workshop.people import GROUPS
from tests.process import Process
from tests.routes.line import Line
from tests.server import FAST, PATIENCE, cookies_of

PEOPLE = 300


@pytest.mark.timeout(180)
async def test_three_hundred_people_write_at_once_and_the_wall_shows_them_all(
    tmp_path: Path, address: str, record_property: Callable[[str, object], None]
) -> None:
    async with Process(tmp_path / "data", database_url=address, **FAST) as server:
        room, desk = await server.open_room(limit="100")
        wall = await server.line(await server.wall(room), room.code, "wall")
        lines: list[Line] = []
        for start in range(0, PEOPLE, 50):
            groups = [GROUPS[n % 8] for n in range(start, start + 50)]
            phones = await asyncio.gather(*(server.participant(room.code, group) for group in groups))
            lines += await asyncio.gather(*(Line.open(server.base, room.code, "phone", cookies_of(p)) for p in phones))
            await asyncio.gather(*(phone.aclose() for phone in phones))
        await desk.until(lambda: desk.screen["presence"]["total"] == PEOPLE, PATIENCE)
        await wall.until(lambda: wall.screen["presence"]["total"] == PEOPLE, PATIENCE)
        assert {count for _, count in desk.screen["presence"]["groups"] if count is not None} <= {37, 38}

        spoken = time.monotonic()
        answers = await asyncio.gather(*(line.say(f"Utsagn nummer {n}") for n, line in enumerate(lines)))
        assert {answer["type"] for answer in answers} == {"ack"}
        acknowledged = time.monotonic() - spoken
        await desk.until(lambda: desk.screen["bar"]["statements"] == PEOPLE and len(desk.kinds("desk_card")) == PEOPLE)
        await wall.until(lambda: wall.screen["stage"]["writers"] == PEOPLE)
        assert wall.kinds("wall_card") == []

        revealed = time.monotonic()
        assert (await desk.command("reveal"))["type"] == "ack"
        await wall.until(lambda: len(wall.kinds("wall_card")) == PEOPLE, PATIENCE)
        shown = time.monotonic() - revealed
        assert {card["text"] for card in wall.kinds("wall_card")} == {f"Utsagn nummer {n}" for n in range(PEOPLE)}
        for line in lines:
            await line.until(lambda line=line: line.own and line.screen["stage"]["revealed"])  # type: ignore[misc]
            assert [card["text"] for card in line.own.values()] == [f"Utsagn nummer {lines.index(line)}"]
            assert line.close_code is None
        await asyncio.gather(*(line.close() for line in lines))
        await wall.until(lambda: wall.screen["presence"]["total"] == 0)
    record_property("seconds to acknowledge", round(acknowledged, 2))
    record_property("seconds to show", round(shown, 2))
