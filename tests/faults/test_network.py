"""The network between people and the server loses, delays and swallows what they say: a real TCP meets real losses."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults import link
from tests.faults.link import Link
from tests.faults.people import Crowd
from tests.faults.report import share
from tests.faults.tally import Tally
from tests.process import Process

PEOPLE = 8
NO_BOUNDS: dict[str, Any] = {
    "messages_per_minute": 100_000,
    "commands_per_minute": 100_000,
    "desk_commands_per_minute": 100_000,
    "heartbeat": 10,
}

BAD: list[dict[str, Any]] = [
    {"loss": 0.2},
    {"delay": 0.5},
    {"cut": "in"},
    {"cut": "out"},
    {"cut": "both"},
    {"loss": 0.2, "delay": 0.25},
]

Record = Callable[[str, object], None]


@pytest.fixture
async def network() -> AsyncIterator[Link]:
    if reason := link.missing():
        pytest.skip(f"no bad network can be made: {reason}")
    async with Link() as network:
        yield network


class Inside(Process):
    """A server in the namespace: who comes to it comes over the bad link."""

    def __init__(self, network: Link, data: Path, /, **settings: Any) -> None:
        super().__init__(data, **settings)
        self._network = network
        self._host = network.inside
        self._within = network.within()
        self.base = f"http://{self._host}:{self.port}"


async def cut(network: Link, folder: Path, faults: list[dict[str, Any]], seconds: float, tally: Tally) -> None:
    chance = random.Random()
    server = Inside(network, folder / "data", **NO_BOUNDS)
    async with server, await Crowd.gather(server, PEOPLE) as crowd:
        for fault in faults:
            await crowd.write(10)
            await network.become(**fault)
            await asyncio.sleep(chance.uniform(seconds * 0.7, seconds) if "cut" in fault else seconds / 4)
            tally.on_their_way += crowd.unanswered
            await network.become()
            tally.faults += 1
            tally.recoveries.append(await crowd.settle())
    tally.compare(crowd, server.settings.database)
    server.assert_calm()


@pytest.mark.timeout(180)
async def test_the_network_is_bad(tmp_path: Path, network: Link, record_property: Record) -> None:
    tally = Tally("bad network, short")
    await cut(network, tmp_path, BAD[:3], 5, tally)
    tally.done(record_property)


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_the_network_is_bad_again_and_again(tmp_path: Path, network: Link, record_property: Record) -> None:
    tally = Tally("bad network")
    await cut(network, tmp_path, BAD * share(10), 8, tally)
    tally.done(record_property)
