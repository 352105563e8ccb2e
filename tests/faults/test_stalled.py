"""A fifth of the phones stop reading: the others see everything in time, and those are let go and come back."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.store import log
from app.store.database import Database
from app.workshop.events import StatementSaid
from bench.load import Row, phones, walls
from bench.machine import client, open_many_files, resident_kib
from bench.rooms import BenchRoom, prepare
from tests.faults.forked import Forked
from tests.faults.report import report
from tests.nursery import Nursery
from tests.process import Process

Record = Callable[[str, object], None]

MiB = 1024
EACH = 160
"""KiB that one line that takes nothing may cost: what the transport buffers before it says stop, and a frame."""


@dataclass(frozen=True)
class Play:
    """How many watch and are there, how many statements a second, and for how long (seconds)."""

    walls: int
    idle: int
    writers: int
    rate: int
    seconds: int
    stalled_for: float
    drain: float = 60
    heartbeat: int = 4

    @property
    def let_go(self) -> int:
        """Seconds after which nothing is left of one who is silent: two heartbeats, ten for a farewell, two spare."""
        return 2 * self.heartbeat + 12

    @property
    def late(self) -> float:
        """Seconds after which others would have waited until the silent ones read again, or were let go."""
        return min(self.stalled_for, self.let_go) - 1


async def stalled(nursery: Nursery, data: Path, play: Play, name: str, plant: str = "") -> dict[str, Any]:
    """Let a fifth of them stall; what the client found, with the server's memory in KiB and its connections."""
    prepared = prepare(data, participants=play.idle + play.writers)
    room = prepared.rooms[0]
    rows = [*walls(room, play.walls), *phones(room, play.writers), *_idle(room, play)]
    plan = data.with_name("plan")
    plan.write_text("".join(f"{r.count}\t{r.role}\t{r.room}\t{r.path}\t{r.cookie}\n" for r in rows))
    acknowledged = data.with_name("acknowledged")
    per_minute = dict.fromkeys(("messages_per_minute", "commands_per_minute", "joins_per_minute"), 10**8)
    bounds = {**per_minute, "sockets_per_participant": 10**6}
    server = Forked(nursery, data, plant, stalled=2, heartbeat=play.heartbeat, **bounds)
    async with server:
        words = ["write", "--plan", plan, "--port", server.port, "--pids", server.pid, "--ping", 1]
        words += [
            "--rate",
            play.rate,
            "--seconds",
            play.seconds,
            "--drain",
            play.drain,
            "--acknowledged",
            acknowledged,
        ]
        words += ["--stalled", 0.2, "--stalled-for", play.stalled_for]
        playing = await asyncio.create_subprocess_exec(
            client(), *map(str, words), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert playing.stdout is not None
        ready = json.loads(await playing.stdout.readline())
        before, most = resident_kib([server.pid]), 0
        connections = fewest = _open(server)
        end = asyncio.create_task(playing.stdout.read())
        while not end.done():
            most = max(most, resident_kib([server.pid]))
            fewest = min(fewest, _open(server))
            await asyncio.wait([end], timeout=0.2)
        found: dict[str, Any] = json.loads(end.result().splitlines()[-1])
        found |= {"ready": ready["ready"], "memory_before": before, "memory_most": most}
        found["closed_meanwhile"] = connections - fewest
    server.assert_calm()
    found |= _counted(server, room, acknowledged.read_text().split())
    told_of = ["sockets", "stalled", "let_go", "stalled_back", "sent", "acknowledged", "refused", "unknown", "shown"]
    told_of += ["to_show", "wall_p50_ms", "wall_p99_ms", "memory_before", "memory_most"]
    told_of += ["closed_meanwhile", "lost", "doubled"]
    report(name, **{what: found[what] for what in told_of})
    return found


def _idle(room: BenchRoom, play: Play) -> list[Row]:
    path = f"/w/{room.code}/live?as=phone"
    return [Row(1, "i", 0, path, cookie) for cookie in room.participants[play.writers : play.writers + play.idle]]


def _open(server: Process) -> int:
    return len(list(Path(f"/proc/{server.pid}/fd").iterdir()))


def _counted(server: Process, room: BenchRoom, acknowledged: list[str]) -> dict[str, int]:
    database = Database(server.settings.database)
    with database.reading() as connection:
        events = [entry.event for entry in log.load(connection, room.id)]
    database.close()
    said = Counter(event.statement for event in events if isinstance(event, StatementSaid))
    return {"lost": len(set(acknowledged) - said.keys()), "doubled": sum(times > 1 for times in said.values())}


def assert_in_time(found: dict[str, Any], play: Play) -> None:
    everybody = play.walls + play.idle + play.writers
    assert found["ready"] == found["sockets"] == everybody
    assert found["stalled"] > everybody * 0.1
    assert found["shown"] == found["to_show"] > 0, "those who read saw every statement"
    assert found["wall_p99_ms"] < play.late * 1_000, "nobody waited for those who are silent"
    assert (found["refused"], found["unknown"], found["lost"], found["doubled"]) == (0, 0, 0, 0)
    assert found["let_go"] > 0
    assert found["stalled_back"] == found["let_go"] == found["stalled"], "all were let go, and came back"
    closed = found["stalled"] if play.stalled_for > play.let_go else 1
    assert found["closed_meanwhile"] >= closed, "the server keeps nothing of those who do not read"
    assert found["ready_at_end"] == everybody
    assert found["memory_most"] - found["memory_before"] < found["stalled"] * EACH + 64 * MiB


@pytest.mark.timeout(180)
async def test_a_fifth_of_the_phones_stop_reading(
    tmp_path: Path, nursery: Nursery, record_property: Callable[[str, object], None]
) -> None:
    play = Play(walls=15, idle=75, writers=10, rate=150, seconds=5, stalled_for=6, heartbeat=2)
    found = await stalled(nursery, tmp_path / "data", play, "a fifth stop reading, short")
    record_property("told", found)
    assert_in_time(found, play)


@pytest.mark.timeout(180)
async def test_a_server_that_lets_nobody_go_is_seen(tmp_path: Path, nursery: Nursery) -> None:
    play = Play(walls=2, idle=20, writers=3, rate=5, seconds=2, stalled_for=4, drain=3)
    found = await stalled(nursery, tmp_path / "data", play, "planted: nobody is let go", "never_let_go")
    with pytest.raises(AssertionError):
        assert_in_time(found, play)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_thousand_of_five_thousand_phones_stop_reading(
    tmp_path: Path, nursery: Nursery, record_property: Record
) -> None:
    open_many_files()
    play = Play(walls=500, idle=4_400, writers=100, rate=100, seconds=25, stalled_for=25)
    found = await stalled(nursery, tmp_path / "data", play, "a fifth of 5 000 stop reading")
    record_property("told", found)
    assert_in_time(found, play)
