"""Where the desk shows what is to be read before it is shown to all: on the board that it has now, or at its step."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.workshop.method import Commit, Step, Timeline
from app.workshop.parts import WaitsAt
from app.workshop.room import Room
from app.workshop.unshown import unread
from app.workshop.visible.shown import titles


def waits(room: Room) -> Iterator[WaitsAt]:
    """What waits, in one line for each place where it does; what is here comes first."""
    lines = [*_statements(room), *_plans(room, Timeline, "board", room.milestones)]
    lines += _plans(room, Commit, "promises", room.commitments)
    yield from sorted(lines, key=lambda line: (not line.here, line.step or 0))


def _statements(room: Room) -> Iterator[WaitsAt]:
    steps = room.method.steps if room.method else ()
    for into, count in unread(room).items():
        at = next((number for number, step in enumerate(steps) if getattr(step, "into", None) == into), None)
        yield _line(room, count, "pile" if room.focus in (None, into) else "", at)


def _plans(room: Room, kind: type[Step], here: str, plans: Mapping[str, Any]) -> Iterator[WaitsAt]:
    count = sum(1 for there in plans.values() if there.waits and not getattr(there, "dropped", False))
    if count:
        begun = [number for number, step in enumerate(room.begun) if isinstance(step, kind)]
        yield _line(room, count, here if isinstance(room.at, kind) else "", begun[-1] if begun else None)


def _line(room: Room, count: int, here: str, step: int | None) -> WaitsAt:
    there = None if here or step is None or room.method is None else room.method.steps[step]
    return WaitsAt(count=count, here=here, step=step, title=titles(there) if there else ())
