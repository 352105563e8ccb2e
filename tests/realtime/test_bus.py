"""Two servers with a real Redis between them: nudges, presence, and what happens while Redis is away."""

import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import uvloop

from app.realtime.redis_bus import RedisBus
from tests.redis_server import Redis
from tests.routes.line import until
from tests.server import Server, running

LATE = 30.0
"""Seconds between two looks of these servers: what comes sooner came by the bus."""


async def servers(stack: AsyncExitStack, data: Path, redis: Redis, look: float) -> list[Server]:
    return [await stack.enter_async_context(running(data, look=look, redis_url=redis.url)) for _ in range(2)]


async def test_what_is_written_here_is_seen_there_without_waiting_for_a_look(tmp_path: Path, redis: Redis) -> None:
    async with AsyncExitStack() as stack:
        here, there = await servers(stack, tmp_path / "data", redis, LATE)
        room, desk = await here.open_room()
        wall = await there.line(await there.wall(room), room.code, "wall")
        await wall.until(lambda: wall.screen)
        phone = await there.writer(room)
        assert (await phone.say("Fra den andre prosessen"))["type"] == "ack"
        await desk.until(lambda: desk.kinds("desk_card"))
        await desk.command("reveal")
        await wall.until(lambda: wall.kinds("wall_card"))


async def test_people_are_counted_once_on_whichever_process_they_are(tmp_path: Path, redis: Redis) -> None:
    async with AsyncExitStack() as stack:
        here, there = await servers(stack, tmp_path / "data", redis, 0.1)
        room, desk = await here.open_room()
        phones = [await here.participant(room.code) for _ in range(6)]
        lines = [await (here, there)[n % 2].line(phone, room.code) for n, phone in enumerate(phones)]
        lines.append(await there.line(phones[0], room.code))
        await desk.until(lambda: desk.screen["presence"]["total"] == 6)
        for line in (lines[1], lines[3]):
            await line.close()
        await desk.until(lambda: desk.screen["presence"]["total"] == 4)


async def test_while_redis_is_away_rooms_go_on_by_looking(tmp_path: Path, redis: Redis) -> None:
    async with AsyncExitStack() as stack:
        here, there = await servers(stack, tmp_path / "data", redis, 0.2)
        room, desk = await here.open_room()
        phone = await there.writer(room)
        await redis.stop()
        for number in range(5):
            assert (await phone.say(f"Uten Redis {number}"))["type"] == "ack"
        await desk.until(lambda: len(desk.kinds("desk_card")) == 5)


async def test_a_redis_that_hangs_is_taken_for_gone_and_found_again(tmp_path: Path, redis: Redis) -> None:
    async with AsyncExitStack() as stack:
        here, there = await servers(stack, tmp_path / "data", redis, 0.2)
        room, desk = await here.open_room()
        phone = await there.writer(room)
        os.kill(redis.pid, signal.SIGSTOP)
        for number in range(5):
            assert (await phone.say(f"Uten svar {number}"))["type"] == "ack"
        await desk.until(lambda: len(desk.kinds("desk_card")) == 5, 2)
        await until(lambda: all(server.house.rooms.bus.gone for server in (here, there)))
        os.kill(redis.pid, signal.SIGCONT)
        await until(lambda: not any(server.house.rooms.bus.gone for server in (here, there)))


async def test_when_redis_is_back_no_restart_is_needed(tmp_path: Path, redis: Redis) -> None:
    async with AsyncExitStack() as stack:
        here, there = await servers(stack, tmp_path / "data", redis, LATE)
        room, desk = await here.open_room()
        phone = await there.writer(room)
        await redis.stop()
        await until(lambda: all(server.house.rooms.bus.gone for server in (here, there)))
        await redis.start()
        await until(lambda: not any(server.house.rooms.bus.gone for server in (here, there)))
        assert (await phone.say("Med Redis igjen"))["type"] == "ack"
        await desk.until(lambda: len(desk.kinds("desk_card")) == 1)


def test_a_line_that_closes_as_it_is_written_to_is_one_that_is_gone(tmp_path: Path) -> None:
    """On the server's own event loop, which has a word of its own for it."""

    async def played(redis: Redis) -> list[dict[str, int]]:
        bus = RedisBus(redis.url)
        counted = [dict(await bus.counted({"joins": (1, 60)}))]
        for cuts in (1, 2):  # a second try is made, and no third
            with pytest.MonkeyPatch.context() as patch:
                cut_off(bus, cuts, patch)
                counted.append(dict(await bus.counted({"joins": (1, 60)})))
        counted.append(dict(await bus.counted({"joins": (1, 60)})))
        await bus.close()
        return counted

    async def with_redis() -> list[dict[str, int]]:
        redis = Redis(tmp_path)
        await redis.start()
        try:
            return await played(redis)
        finally:
            await redis.stop()

    assert uvloop.run(with_redis()) == [{"joins": 1}, {"joins": 2}, {}, {"joins": 3}]


def cut_off(bus: RedisBus, times: int, patch: pytest.MonkeyPatch) -> None:
    """Let the bus's line close so often just before something is written to it."""
    line: Any = bus._redis.connection_pool._available_connections[0]
    send, left = line.send_packed_command, iter(range(times))

    async def cut(command: object, check_health: bool = True) -> None:
        if next(left, None) is not None:
            line._writer.transport.abort()
        await send(command, check_health)

    patch.setattr(line, "send_packed_command", cut)
