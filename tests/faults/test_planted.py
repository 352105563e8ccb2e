"""Planted faults: each checker sees the one that it is there for."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.workshop.events import Recorded, StatementSaid
from app.workshop.people import Actor
from tests.faults.forked import Forked
from tests.faults.history import History, Verdict
from tests.faults.people import Crowd
from tests.nursery import Nursery

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def is_seen(plant: str, nursery: Nursery, data: Path, seen: Callable[[Verdict], object]) -> bool:
    """Whether the harness sees a planted fault after one of some kills: not each of them strikes where it shows."""
    for number in range(12):
        server = Forked(nursery, data / str(number), plant, messages_per_minute=100_000, commands_per_minute=100_000)
        async with server, await Crowd.gather(server, 6) as crowd:
            await crowd.write(20)
            await server.kill()
            await server.start()
            await crowd.settle()
        if seen(crowd.history.compared(server.settings.database, crowd.room.code)):
            return True
    return False


@pytest.mark.long
async def test_an_answer_before_the_commit_is_seen_as_a_loss(tmp_path: Path, nursery: Nursery) -> None:
    assert await is_seen("acknowledged_before_commit", nursery, tmp_path, lambda verdict: verdict.lost)


@pytest.mark.long
async def test_forgotten_ids_are_seen_as_doubles(tmp_path: Path, nursery: Nursery) -> None:
    def seen(verdict: Verdict) -> bool:
        return any(text.startswith("Utsagn") for text in verdict.doubled)

    assert await is_seen("forgotten_ids", nursery, tmp_path, seen)


async def test_a_frame_that_is_left_out_is_seen_on_the_screens(tmp_path: Path, nursery: Nursery) -> None:
    server = Forked(
        nursery, tmp_path / "data", "frames_left_out", messages_per_minute=100_000, commands_per_minute=100_000
    )
    async with server, await Crowd.gather(server, 3) as crowd:
        await crowd.write(40)
        with pytest.raises(AssertionError, match="screens that differ"):
            await settled_again_and_again(crowd)


async def settled_again_and_again(crowd: Crowd) -> None:
    for _ in range(10):
        await crowd.settle(patience=3)
        await crowd.write(random.randint(1, 20))


def entry(seq: int, command: str, text: str, by: str = "someone") -> Recorded:
    said = StatementSaid(statement=command, author=by, text=text, standing="shown", rank=1.0)
    return Recorded(seq=seq, command=command, n=0, by=Actor(role="participant", id=by), at=NOW, event=said)


@pytest.mark.parametrize(
    ("answer", "recorded", "expected"),
    [
        ("ack", [("command-1", "Ord")], Verdict()),
        ("ack", [], Verdict(lost=["command-1"])),
        ("refused", [], Verdict()),
        ("refused", [("command-1", "Ord")], Verdict(wrong=["refused"])),
        ("ack", [("command-1", "Ord"), ("command-1", "Ord")], Verdict(doubled=["command-1", "command-1", "Ord"])),
        ("ack", [("command-1", "Andre ord")], Verdict(wrong=["other words"])),
        ("ack", [("command-1", "Ord"), ("command-2", "Ord")], Verdict(doubled=["Ord"], wrong=["said by nobody"])),
    ],
)
def test_what_is_told_of_a_log(answer: str, recorded: list[tuple[str, str]], expected: Verdict) -> None:
    history = History()
    given = history.gives("somebody's cookies", {"type": "say", "id": "command-1", "text": "Ord"})
    history.answered(given, {"type": answer})
    found = history.held_against([entry(n, *what) for n, what in enumerate(recorded, 1)])
    assert (found.lost, found.doubled) == (expected.lost, expected.doubled)
    assert [what.partition(":")[0].partition(" (")[0] for what in found.wrong] == expected.wrong
