"""The server is killed at random moments while people write: what they saw confirmed is there, once."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Kind
from tests.faults.forked import Forked
from tests.faults.people import Crowd
from tests.faults.report import share
from tests.faults.tally import Tally
from tests.nursery import Nursery
from tests.process import Process

PEOPLE = 10
KILLS = 20
"""Kills that one room sees; then comes a new one, on new data."""
SIDE_BY_SIDE = 2

NO_BOUNDS: dict[str, Any] = dict.fromkeys(
    ("messages_per_minute", "commands_per_minute", "desk_commands_per_minute"), 100_000
)

Record = Callable[[str, object], None]


async def killed(server: Forked | Process, times: int, tally: Tally, chance: random.Random) -> None:
    """One room through so many kills; the log afterwards."""
    async with server, await Crowd.gather(server, PEOPLE) as crowd:
        while times > 0:
            await crowd.write()
            await asyncio.sleep(chance.uniform(0, 0.25))
            tally.on_their_way += crowd.unanswered
            await server.kill()
            if isinstance(server, Forked) and times > 1 and chance.random() < 0.1:  # and once more while it starts
                await server.begin()
                await asyncio.sleep(chance.uniform(0, 0.3))
                await server.kill()
                tally.faults, times = tally.faults + 1, times - 1
            await server.start()
            tally.faults, times = tally.faults + 1, times - 1
            tally.recoveries.append(await crowd.settle())
    tally.compare(crowd, server.settings.database)
    server.assert_calm()


@pytest.mark.timeout(240)
async def test_what_was_confirmed_survives_kills(
    tmp_path: Path, address: str, backend: Kind, nursery: Nursery, record_property: Record
) -> None:
    tally = Tally(f"kill -9, {backend}, short")
    server = Forked(nursery, tmp_path / "data", database_url=address, **NO_BOUNDS)
    await killed(server, 5 if backend == "sqlite" else 2, tally, random.Random())
    tally.done(record_property)


@pytest.mark.long
@pytest.mark.timeout(240)
async def test_a_server_that_is_started_anew_each_time_is_no_other(tmp_path: Path, record_property: Record) -> None:
    tally = Tally("kill -9, sqlite, started anew")
    await killed(Process(tmp_path / "data", **NO_BOUNDS), share(10), tally, random.Random())
    tally.done(record_property)


@pytest.mark.long
@pytest.mark.timeout(7200)
async def test_what_was_confirmed_survives_many_kills(
    tmp_path: Path, backend: Kind, new_address: Callable[[], str], nursery: Nursery, record_property: Record
) -> None:
    tally = Tally(f"kill -9, {backend}")
    times = share(1_000 if backend == "sqlite" else 200)
    rooms = [(n, min(KILLS, times - n)) for n in range(0, times, KILLS)]

    async def one_after_the_other() -> None:
        while rooms:
            number, kills = rooms.pop()
            server = Forked(nursery, tmp_path / str(number), database_url=new_address(), **NO_BOUNDS)
            await killed(server, kills, tally, random.Random())

    async with asyncio.TaskGroup() as servers:
        for _ in range(SIDE_BY_SIDE):
            servers.create_task(one_after_the_other())
    assert tally.faults == times
    tally.done(record_property)
