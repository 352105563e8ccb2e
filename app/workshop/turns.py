"""Turns: whose it is at a table, and among tables; and how often people or sheets have moved on in a step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeVar

from app.workshop.commands import PassTurn
from app.workshop.events import TurnPassed
from app.workshop.method import Rotate, Round, Step
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed

NOWHERE = 0
"""The table of whoever has left from none, or from one that is there no more."""

Place = TypeVar("Place", int, str)


def pass_turn(room: Room, command: PassTurn, by: Actor) -> tuple[TurnPassed, ...]:
    """Let the next one speak: at a table anybody who sits there may say so, before all only the facilitator.

    Nobody needs to be there for it: whoever has left, or passes, is passed over by the others.
    """
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.role == "participant" and (not command.table or room.tables.get(by.id) != command.table):
        raise Refusal("not_yours")
    if not room.tables:
        raise Refusal("no_tables")
    if room.locked:
        raise Refusal("step_finished")
    if not isinstance(room.at, Round) or (room.at.turns == "tables") != (command.table == 0):
        raise Refusal("no_turns")
    if command.table and command.table not in room.seats:
        raise Refusal("unknown_table")
    turn = room.turns.get(command.table, 0)
    return (TurnPassed(table=command.table, turn=turn + 1),) if command.since == turn else ()


def turn_passed(room: Room, event: TurnPassed) -> Room:
    return changed(room, turns={**room.turns, event.table: event.turn})


def left_from(room: Room, table: int) -> tuple[str, ...]:
    """Who has left from a table, with what they wrote still there."""
    return tuple(who for who, at in room.gone.items() if at == table)


def sat_at(room: Room, who: str) -> int | None:
    """The table at which somebody sits, or sat when they left."""
    return room.tables.get(who) or room.gone.get(who) or None


def people_at(room: Room, table: int) -> tuple[str, ...]:
    """Who sits at a table, in the order of the seats."""
    return tuple(who for who in room.seats.get(table, ()) if who)


def speaking(room: Room, table: int) -> str | None:
    """Whose turn it is at a table; whoever chairs it comes last."""
    order = _order(room, table)
    return order[room.turns.get(table, 0) % len(order)] if order else None


def telling(room: Room) -> int | None:
    """The table whose turn it is before all; None where no table tells, or all have told."""
    if not isinstance(room.at, Round) or room.at.turns != "tables" or not room.seats:
        return None
    order = _tables_in_turn(room)
    return order[room.turns.get(0, 0) % len(order)] or None


def next_table(room: Room) -> int | None:
    """The table that tells after the one that does; None where it is the last, or none does."""
    order = _tables_in_turn(room)
    return order[(room.turns.get(0, 0) + 1) % len(order)] or None


def rounds_done(room: Room) -> int:
    """How many times people or sheets have moved on in the step that the room is at."""
    return room.turns.get(0, 0) if isinstance(room.at, Rotate) else 0


def once_more(room: Room) -> TurnPassed:
    """People or sheets have moved on."""
    return TurnPassed(table=0, turn=rounds_done(room) + 1)


def chair_of(room: Room, people: Iterable[str]) -> str | None:
    """Whoever chairs, of these people."""
    return next((who for who in people if "chair" in room.roles.get(who, ())), None)


def _order(room: Room, table: int) -> tuple[str, ...]:
    """Who speaks after whom at a table."""
    people = people_at(room, table)
    chair = chair_of(room, people)
    first = people.index(chair) + 1 if chair else 0
    return (*people[first:], *people[:first])


def _tables_in_turn(room: Room) -> tuple[int, ...]:
    """Which table tells after which; 0 at the end stands for all of them together."""
    return (*sorted(room.seats), 0)


def keeping_turns(before: Room, after: Room, *, seated: bool = False) -> Room:
    """``after`` with turns where they were: with the one who had it, or who comes next of those still there.

    Also in the steps that have been left; and where somebody is ``seated``, at tables that have just begun.
    """
    just_begun = seated and isinstance(before.at, Round) and before.at.turns == "people"
    if not (before.turns or just_begun or any(there.turns for there in before.left.values())):
        return after
    steps = before.method.steps if before.method else ()
    left = {
        step: replace(there, turns=_moved(before, after, there.turns, steps[step])) if there.turns else there
        for step, there in after.left.items()
    }
    first = dict.fromkeys(before.seats, 0) if just_begun else {}
    return changed(after, turns=_moved(before, after, first | dict(before.turns), before.at), left=left)


def held_turns(room: Room, who: str) -> tuple[int, ...]:
    """The tables at which it is somebody's turn; 0 where it is their table's among all."""
    table = room.tables[who]
    if not isinstance(room.at, Round):
        return ()
    if room.at.turns == "tables":
        return (0,) if telling(room) == table else ()
    return (table,) if speaking(room, table) == who else ()


def given_turns(room: Room, who: str, tables: Iterable[int]) -> Room:
    """The room in which it is somebody's turn at these tables; at 0 it is their table's. No number is one of before."""
    turns = dict(room.turns)
    for table in tables:
        turn = turns.get(table, 0)
        if table:
            turns[table] = _turn_of(who, _order(room, table), turn)
        else:
            turns[table] = _turn_of(room.tables[who], _tables_in_turn(room), turn)
    return changed(room, turns=turns)


def _moved(before: Room, after: Room, there: Mapping[int, int], step: Step | None) -> dict[int, int]:
    turns: dict[int, int] = {}
    for table, turn in there.items():
        if table == 0 and isinstance(step, Rotate):
            turns[0] = turn
        elif table == 0:
            turns[0] = _kept(turn, _tables_in_turn(before), _tables_in_turn(after))
        elif table in after.seats:
            turns[table] = _kept(turn, _order(before, table), _order(after, table))
    return turns


def _kept(turn: int, before: Sequence[Place], after: Sequence[Place]) -> int:
    """The first turn from ``turn`` on that is of the same one in ``after``, or of the first one there to follow."""
    ahead = (before[(turn + step) % len(before)] for step in range(len(before)))
    wanted = next((one for one in ahead if one in after), after[0])
    return _turn_of(wanted, after, turn)


def _turn_of(one: Place, order: Sequence[Place], turn: int) -> int:
    """The first turn from ``turn`` on that is of this one."""
    return next(at for at in count(turn) if order[at % len(order)] == one)
