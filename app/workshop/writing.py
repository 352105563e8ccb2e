"""What is written now: by everyone, or by tables."""

from collections.abc import Sequence
from typing import Literal

from app.workshop.card import Statement
from app.workshop.method import Rotate, Share, Step, Write
from app.workshop.revealing import written_for
from app.workshop.room import Room
from app.workshop.turns import rounds_done


def collection(room: Room) -> str | None:
    """What tables write in now, by its name in the method; None where they do not write."""
    return written_in(room, room.step) if room.step is not None else None


def written_in(room: Room, number: int) -> str | None:
    """What tables write in a step: what it makes, or what it works on, or what was made last."""
    steps: tuple[Step, ...] = room.method.steps if room.method else ()
    step = steps[number]
    if not isinstance(step, Share) and step.writes != "tables":
        return None
    before = [made for earlier in steps[:number] if (made := getattr(earlier, "into", None))]
    into: str | None = getattr(step, "into", None) or getattr(step, "of", None) or (before[-1] if before else None)
    return into


def steps_of(room: Room, name: str) -> tuple[Step, ...]:
    """The steps in which a collection is written, in order: those that have been begun, where any of them has."""
    steps = room.method.steps if room.method else ()
    there = [number for number, step in enumerate(steps) if _made_in(room, number, step) == name]
    reached = {*room.left, *room.finished, room.step}
    return tuple(steps[number] for number in [one for one in there if one in reached] or there)


def _made_in(room: Room, number: int, step: Step) -> str | None:
    if isinstance(step, Write | Share):
        return step.into
    if not isinstance(step, Rotate) or step.writes == "nobody":
        return None
    return written_in(room, number) if step.writes == "tables" else step.of


def may_change(room: Room, statement: Statement) -> bool:
    """Whether its author may say a statement otherwise: while that is written which it belongs to."""
    if room.stage != "open":
        return False
    if room.submissions and statement.into == written_for(room):
        return True
    return statement.table is not None and not room.locked and statement.into == collection(room)


Readers = Literal["", "table", "next"]
"""Who else than those who run the workshop reads something before the wall shows it: one's table, or the next one."""


def read_by(room: Room) -> Readers:
    """Who else than those who run the workshop reads what everyone writes now, before the wall shows it.

    The people at one's table, who share ideas out of it; or the next person, who gets the sheet that it stands on.
    """
    steps = room.method.steps[room.step :] if room.method and room.step is not None else ()
    going = [step for step in steps if not (step is room.at and _has_gone_round(room, step))]
    return _readers(going, written_for(room))


def promised_to(room: Room, name: str) -> Readers:
    """Who else its authors were told would read a collection before it is on the wall."""
    if any(isinstance(step, Share) or step.writes == "tables" for step in steps_of(room, name)):
        return "table"
    return _readers(room.method.steps if room.method else (), name)


def _readers(steps: Sequence[Step], about: str) -> Readers:
    for step in steps:
        if isinstance(step, Share | Rotate) and step.of == about and step.sees != "nobody":
            if isinstance(step, Share):
                return "table"
            if step.moves == "sheets":
                return "next"
    return ""


def _has_gone_round(room: Room, step: Step) -> bool:
    return isinstance(step, Rotate) and step.moves == "sheets" and rounds_done(room) >= step.rounds
