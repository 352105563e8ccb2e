"""The fuzz: frames as no browser sends them, of every length. Nothing is unforeseen, and nothing stays in memory."""

import asyncio
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.store.database import Database
from app.verify import verify
from tests.faults.forked import Forked
from tests.faults.frames import LIMIT, Gun
from tests.faults.report import report, share
from tests.faults.shooting import Range, Score
from tests.nursery import Nursery
from tests.routes.line import Line
from tests.server import cookies_of

NO_BOUNDS: dict[str, Any] = {
    "messages_per_minute": 10**9,
    "commands_per_minute": 10**9,
    "desk_commands_per_minute": 10**9,
    "sockets_per_participant": 10**6,
    "idle_room": 2,
}
"""One client is all of them; a room is let go soon after its round, as what it holds is no growth."""
SHOOTERS = 4
FRAMES = 50_000
"""Frames that one room gets; then comes a new one."""
EACH = 1.8
"""Frames that one shot is, as some are fragments or many pings."""
GROWTH = 24 * 1024
"""KiB by which the second half of the rounds may lie above the first: what an allocator takes and keeps."""

PHONE: list[dict[str, object]] = [
    {"type": "say", "text": "I 2040 hører alle til"},
    {"type": "join", "group": "parent", "unit": ""},
    {"type": "edit", "statement": "fuzzed-command-1", "text": "I 2040 er det tid"},
    {"type": "withdraw", "statement": "fuzzed-command-2"},
    {"type": "ping"},
]
DESK: list[dict[str, object]] = [
    {"type": "make_theme", "title": "Natur", "statements": ["fuzzed-command-1"]},
    {"type": "describe_theme", "theme": "fuzzed-command-3", "vision": "I 2040 ...", "signs": "Gummistøvler\nNiste"},
    {"type": "move", "statements": ["fuzzed-command-1"], "to": "fuzzed-command-3", "before": None},
    {"type": "merge_themes", "theme": "fuzzed-command-3", "into": "fuzzed-command-4"},
    {"type": "undo", "act": "fuzzed-command-3"},
    {"type": "pause_wall"},
    {"type": "resume_wall"},
]


async def fuzzed(server: Forked, frames: int, lengths: range, seed: int, rounds: int = 1) -> tuple[Score, list[int]]:
    """Shoot at a server; the score, and its memory in KiB after each round."""
    chance, score, memory = random.Random(seed), Score(), []
    per_round = round((frames - len(lengths)) / EACH / rounds)
    async with server:
        for number in range(rounds):
            room, desk = await server.open_room()
            at_desk = str(desk.socket.request.headers["cookie"])  # type: ignore[union-attr]  # it is open
            await desk.close()
            people = [("phone", cookies_of(await server.participant(room.code)), PHONE) for _ in range(SHOOTERS)]
            people.append(("desk", at_desk, DESK))
            among = [lengths[n::rounds][m::SHOOTERS] for n, m in ((number, m) for m in range(SHOOTERS))]
            async with asyncio.TaskGroup() as shooters:
                for (seen, cookies, commands), mine in zip(people, [*among, range(0)], strict=True):
                    own = random.Random(chance.randbytes(8))
                    gun = Gun(own, commands)
                    messages = per_round // SHOOTERS if seen == "phone" else per_round // 50
                    shooter = Range(server.base, room.code, seen, cookies, gun, own, score)
                    shooters.create_task(shooter.shoot(mine, messages))
            memory.append(_resident(server.pid))
            line = await Line.open(server.base, room.code, "phone", people[0][1])
            assert (await line.say("Og så noen ord", f"after-round-{number}"))["type"] == "ack"
            await line.close()
            _report(frames, seed, score, memory)
    database = Database(server.settings.database)
    with database.reading() as connection:
        assert verify(connection).problems == []
    database.close()
    return score, memory


def _report(frames: int, seed: int, score: Score, memory: list[int]) -> None:
    report(
        f"fuzz of {frames} frames",
        frames=score.frames,
        lengths=len(score.lengths),
        connections=score.connections,
        closed_by_server=score.closed_by_server,
        heard=dict(score.heard),
        seed=seed,
        memory_mib=[round(kib / 1024) for kib in memory],
    )


def growth(memory: list[int]) -> int:
    """KiB by which the later half of the rounds lies above the earlier, the first fifth (warming up) left out."""
    warm = memory[max(1, len(memory) // 5) :]
    half = len(warm) // 2
    return round(statistics.median(warm[half:]) - statistics.median(warm[:half]))


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise ProcessLookupError(pid)


@pytest.mark.timeout(120)
async def test_nothing_that_is_sent_makes_the_server_stumble(
    tmp_path: Path, nursery: Nursery, record_property: Callable[[str, object], None]
) -> None:
    seed = random.randrange(2**32)
    server = Forked(nursery, tmp_path / "data", **NO_BOUNDS)
    score, _ = await fuzzed(server, 2_200, range(0, LIMIT + 1, 256), seed)
    record_property("told", f"seed {seed}: {score.frames} frames, {dict(score.heard)}")
    server.assert_calm()
    assert score.frames >= 2_000


@pytest.mark.long
@pytest.mark.timeout(7200)
async def test_a_million_frames_of_every_length(
    tmp_path: Path, nursery: Nursery, record_property: Callable[[str, object], None]
) -> None:
    seed, frames, began = random.randrange(2**32), max(100_000, share(1_000_000)), time.monotonic()
    server = Forked(nursery, tmp_path / "data", **NO_BOUNDS)
    score, memory = await fuzzed(server, frames, range(LIMIT + 1), seed, max(5, frames // FRAMES))
    record_property("told", f"seed {seed}: {score}, {memory} KiB, {time.monotonic() - began:.0f} s")
    server.assert_calm()
    assert score.frames >= frames
    assert score.lengths == set(range(LIMIT + 1))
    assert growth(memory) < GROWTH


async def test_a_fault_that_stumbles_is_seen(tmp_path: Path, nursery: Nursery) -> None:
    server = Forked(nursery, tmp_path / "data", "stumbles", **NO_BOUNDS)
    with pytest.raises((AssertionError, ExceptionGroup)):
        await fuzzed(server, 500, range(0, LIMIT + 1, 500), 1)
    with pytest.raises(AssertionError):
        server.assert_calm()


async def test_a_server_that_keeps_what_it_is_sent_is_seen(tmp_path: Path, nursery: Nursery) -> None:
    server = Forked(nursery, tmp_path / "data", "keeps_all", **NO_BOUNDS)
    _, memory = await fuzzed(server, 1_000, range(0, LIMIT + 1, 100), 1, rounds=5)
    assert growth(memory) > GROWTH
