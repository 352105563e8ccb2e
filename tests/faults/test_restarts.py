"""What the server leans on goes and comes back while people write: the database, the bus, one of two processes."""

import asyncio
import os
import random
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.databases import postgresql_only
from tests.faults.forked import Forked
from tests.faults.people import Crowd
from tests.faults.report import share
from tests.faults.tally import Tally
from tests.nursery import Nursery
from tests.postgresql_server import How, PostgreSQL
from tests.process import Process
from tests.redis_server import Redis
from tests.routes.line import until
from tests.workers import serving

PEOPLE = 10
NO_BOUNDS: dict[str, Any] = dict.fromkeys(
    ("messages_per_minute", "commands_per_minute", "desk_commands_per_minute"), 100_000
)

Record = Callable[[str, object], None]


async def postgresql_restarted(nursery: Nursery, folder: Path, hows: Sequence[How], tally: Tally) -> None:
    chance = random.Random()
    async with PostgreSQL() as database:
        server = Forked(nursery, folder / "data", database_url=database.address, **NO_BOUNDS)
        async with server, await Crowd.gather(server, PEOPLE) as crowd:
            for how in hows:
                await crowd.write(20)
                await asyncio.sleep(chance.uniform(0, 0.3))
                await database.stop(how)
                await asyncio.sleep(chance.uniform(0, 0.5))
                tally.on_their_way += crowd.unanswered
                await database.start()
                tally.faults += 1
                tally.recoveries.append(await crowd.settle())
        tally.compare(crowd, database.address)
    assert "Traceback" not in server.output.read_text()


@pytest.mark.timeout(180)
async def test_postgresql_is_restarted(tmp_path: Path, nursery: Nursery, record_property: Record) -> None:
    tally = Tally("PostgreSQL restarted, short")
    await postgresql_restarted(nursery, tmp_path, ["immediate"], tally)
    tally.done(record_property)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_postgresql_is_restarted_many_times(tmp_path: Path, nursery: Nursery, record_property: Record) -> None:
    tally = Tally("PostgreSQL restarted")
    hows: list[How] = ["fast", "immediate"]
    await postgresql_restarted(nursery, tmp_path, hows * share(20), tally)
    tally.done(record_property)


async def redis_stopped(nursery: Nursery, folder: Path, address: str, times: int, tally: Tally) -> None:
    chance = random.Random()
    async with AsyncExitStack() as stack:
        redis = Redis(folder)
        await redis.start()
        stack.push_async_callback(redis.stop)
        more: dict[str, Any] = {"database_url": address, "redis_url": redis.url, "look": 0.5, **NO_BOUNDS}
        servers = [await stack.enter_async_context(Forked(nursery, folder / "data", **more)) for _ in range(2)]
        bases = [lambda server=server: server.base for server in servers]
        crowd = await stack.enter_async_context(await Crowd.gather(servers[0], PEOPLE, bases))
        for _ in range(times):
            await crowd.write(20)
            await redis.stop()
            await crowd.write(20)  # it goes on
            await asyncio.sleep(chance.uniform(0, 0.5))
            tally.on_their_way += crowd.unanswered
            await redis.start()
            tally.faults += 1
            tally.recoveries.append(await crowd.settle())
    tally.compare(crowd, servers[0].settings.database)
    for server in servers:
        server.assert_calm()


@postgresql_only
@pytest.mark.timeout(180)
async def test_redis_is_stopped_and_started(
    tmp_path: Path, address: str, nursery: Nursery, record_property: Record
) -> None:
    tally = Tally("Redis stopped and started, short")
    await redis_stopped(nursery, tmp_path, address, 2, tally)
    tally.done(record_property)


@pytest.mark.long
@postgresql_only
@pytest.mark.timeout(1800)
async def test_redis_is_stopped_and_started_many_times(
    tmp_path: Path, address: str, nursery: Nursery, record_property: Record
) -> None:
    tally = Tally("Redis stopped and started")
    await redis_stopped(nursery, tmp_path, address, share(50), tally)
    tally.done(record_property)


async def one_of_two_killed(folder: Path, address: str, times: int, tally: Tally) -> None:
    chance = random.Random()
    async with AsyncExitStack() as stack:
        redis = Redis(folder)
        await redis.start()
        stack.push_async_callback(redis.stop)
        more: dict[str, Any] = {"database_url": address, "redis_url": redis.url, **NO_BOUNDS}
        server = Process(folder / "data", ("serve", "--workers", "2"), **more)
        async with server:
            await until(lambda: len(serving(server)) == 2, 60)
            async with await Crowd.gather(server, PEOPLE) as crowd:
                for _ in range(times):
                    await crowd.write(20)
                    await asyncio.sleep(chance.uniform(0, 0.3))
                    tally.on_their_way += crowd.unanswered
                    victim = chance.choice(sorted(serving(server)))
                    os.kill(victim, signal.SIGKILL)
                    tally.faults += 1
                    tally.recoveries.append(await crowd.settle())
                    await until(lambda gone=victim: len(serving(server) - {gone}) == 2, 60)  # type: ignore[misc]  # of this turn
        tally.compare(crowd, server.settings.database)
        server.assert_calm()


@postgresql_only
@pytest.mark.timeout(180)
async def test_one_of_two_processes_is_killed(tmp_path: Path, address: str, record_property: Record) -> None:
    tally = Tally("one of two processes killed, short")
    await one_of_two_killed(tmp_path, address, 1, tally)
    tally.done(record_property)


@pytest.mark.long
@postgresql_only
@pytest.mark.timeout(1800)
async def test_one_of_two_processes_is_killed_many_times(tmp_path: Path, address: str, record_property: Record) -> None:
    tally = Tally("one of two processes killed")
    await one_of_two_killed(tmp_path, address, share(30), tally)
    tally.done(record_property)
