"""Tables: who sits where, who does what there, and whose turn it is.

Seats are numbered from 1 in an order that tells nothing of who sits there. Whoever leaves, leaves an empty chair:
nobody else's number changes, and the next who comes takes it. A table at which nobody sits is gone.
"""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import TypeVar

from app.workshop import seating
from app.workshop.commands import (
    ClearTables,
    DrawRoles,
    MergeTables,
    MoveSeat,
    PassTurn,
    RotateTables,
    SetTables,
    Sit,
)
from app.workshop.events import Event, Role, RolesDrawn, SeatTaken, TablesSet, TurnPassed
from app.workshop.method import Merge, Method, Rotate, Round, Share
from app.workshop.people import Actor, StakeholderGroup
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.shared_map import SharedMap, put
from app.workshop.shuffle import shuffled

MOST_TABLES = 200
USUAL = 4
"""Seats at a table where no method says how many."""
EMPTY = ""
"""Who sits on an empty chair."""

Arranged = TablesSet | RolesDrawn | TurnPassed
Place = TypeVar("Place", int, str)


def arrange(
    room: Room, command: SetTables | ClearTables | MergeTables | RotateTables | DrawRoles
) -> tuple[Arranged, ...]:
    """Make tables, do away with them, let them join or let people move on; or draw roles at them."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if isinstance(command, SetTables):
        if not room.participants:
            raise Refusal("nobody_yet")
        return _set(room, command.id, _number(room, command.number, command.size))
    if isinstance(command, ClearTables):
        return (TablesSet(tables={}), *_no_roles(room)) if room.tables else ()
    if not room.tables:
        raise Refusal("no_tables")
    match command:
        case MergeTables():
            return _merged(room, command.size)
        case RotateTables():
            return _rotated(room, command.id)
        case DrawRoles():
            return (_drawn(room, command.id),)


def move(room: Room, command: MoveSeat) -> tuple[SeatTaken, ...]:
    """Move whoever sits on a seat; also to a new table, with the next number."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if not room.tables:
        raise Refusal("no_tables")
    seats = room.seats.get(command.table, ())
    who = seats[command.seat - 1] if command.seat <= len(seats) else EMPTY
    if not who or command.to > min(max(room.seats) + 1, MOST_TABLES):
        raise Refusal("unknown_table")
    return () if command.to == command.table else (SeatTaken(participant=who, table=command.to),)


def sit(room: Room, command: Sit, by: Actor) -> tuple[SeatTaken, ...]:
    """Sit down at another table."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.id not in room.participants:
        raise Refusal("not_joined")
    if not room.tables:
        raise Refusal("no_tables")
    if command.table not in room.seats:
        raise Refusal("unknown_table")
    return () if room.tables.get(by.id) == command.table else (SeatTaken(participant=by.id, table=command.table),)


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


def seat_of(room: Room, participant: str, group: StakeholderGroup) -> tuple[SeatTaken, ...]:
    """The seat that somebody gets who comes when there are tables, and has none."""
    if not room.seats or participant in room.tables:
        return ()
    groups = {table: [room.participants[who].group for who in seats if who] for table, seats in room.seats.items()}
    return (SeatTaken(participant=participant, table=seating.seat_for(group, groups)),)


def arranged(room: Room, command: str) -> tuple[Arranged, ...]:
    """What a step that is begun does at the tables, which it makes where there are none."""
    step = room.at
    if not room.participants or not _at_tables(room):
        return ()
    there = bool(room.tables)
    made: tuple[Arranged, ...] = ()
    if not there:
        made = _set(room, command, _number(room, None, step.size if isinstance(step, Merge) else None))
    elif isinstance(step, Merge):
        made = _merged(room, step.size)
    elif isinstance(step, Rotate) and step.moves == "people":
        made = _rotated(room, command)
    if isinstance(step, Round) and step.roles:
        made = (*(event for event in made if not isinstance(event, RolesDrawn)), _drawn(_after(room, made), command))
    return made


def tables_set(room: Room, event: TablesSet) -> Room:
    """Everybody takes a seat anew; whose turn it is begins anew as well."""
    at: dict[int, list[str]] = {}
    for who in sorted(event.tables, key=lambda who: (shuffled(who), who)):
        at.setdefault(event.tables[who], []).append(who)
    seats = {table: tuple(at[table]) for table in sorted(at)}
    return changed(room, tables=SharedMap(event.tables), seats=seats, turns={})


def seat_taken(room: Room, event: SeatTaken) -> Room:
    """One leaves an empty chair and what they did at that table, and takes the first empty one at the other."""
    who, before = event.participant, dict(room.seats)
    left = room.tables.get(who)
    after = dict(before)
    if left is not None:
        chairs = tuple(EMPTY if other == who else other for other in before[left])
        after[left] = chairs
        if not any(chairs):
            del after[left]
    chairs = after.get(event.table, ())
    free = chairs.index(EMPTY) if EMPTY in chairs else len(chairs)
    after[event.table] = (*chairs[:free], who, *chairs[free + 1 :])
    roles = {other: theirs for other, theirs in room.roles.items() if other != who}
    moved = changed(room, tables=put(room.tables, who, event.table), seats=dict(sorted(after.items())), roles=roles)
    return _keeping_turns(room, moved)


def roles_drawn(room: Room, event: RolesDrawn) -> Room:
    return _keeping_turns(room, changed(room, roles=dict(event.roles)))


def turn_passed(room: Room, event: TurnPassed) -> Room:
    return changed(room, turns={**room.turns, event.table: event.turn})


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
    """How many times people have moved on in the step that the room is at."""
    return room.turns.get(0, 0) if isinstance(room.at, Rotate) else 0


def usual_size(method: Method | None) -> int:
    """How many sit at a table, if nobody says otherwise: the middle of what the method wants."""
    return max(2, sum(method.table) // 2) if method else USUAL


def _number(room: Room, number: int | None, size: int | None) -> int:
    people = len(room.participants)
    tables = number or seating.number_of_tables(people, size or usual_size(room.method))
    return min(tables, people, MOST_TABLES)


def _at_tables(room: Room) -> bool:
    step = room.at
    return isinstance(step, Share | Merge | Rotate) or (isinstance(step, Round) and step.turns == "people")


def _set(room: Room, seed: str, number: int) -> tuple[Arranged, ...]:
    groups = {who: there.group for who, there in room.participants.items()}
    return (TablesSet(tables=seating.mixed(groups, number, seed)), *_no_roles(room))


def _merged(room: Room, size: int) -> tuple[Arranged, ...]:
    after = seating.merged(room.tables, size)
    return () if after == room.tables else (TablesSet(tables=after), *_no_roles(room))


def _rotated(room: Room, seed: str) -> tuple[Arranged, ...]:
    """Whoever chairs a table is its host and stays; where nobody does, somebody is drawn for it."""
    hosts: dict[str, tuple[Role, ...]] = {}
    for table in room.seats:
        people = people_at(room, table)
        chair = _chair(room, people) or min(people, key=lambda who: shuffled(f"{seed} {who}"))
        hosts[chair] = ("chair",)
    after = seating.rotated(room.tables, hosts)
    moved = TablesSet(tables=after)
    told = (TurnPassed(table=0, turn=rounds_done(room) + 1),) if isinstance(room.at, Rotate) else ()
    return (moved, RolesDrawn(roles=hosts), *told)


def _drawn(room: Room, seed: str) -> RolesDrawn:
    groups = {who: there.group for who, there in room.participants.items()}
    drawn: dict[str, tuple[Role, ...]] = {}
    for table in room.seats:
        drawn |= seating.roles(people_at(room, table), groups, f"{seed} {table}")
    return RolesDrawn(roles=drawn)


def _no_roles(room: Room) -> tuple[RolesDrawn, ...]:
    return (RolesDrawn(roles={}),) if room.roles else ()


def _after(room: Room, events: Iterable[Event]) -> Room:
    """The room with its tables as these events set them."""
    for event in events:
        room = tables_set(room, event) if isinstance(event, TablesSet) else room
    return room


def _chair(room: Room, people: Iterable[str]) -> str | None:
    return next((who for who in people if "chair" in room.roles.get(who, ())), None)


def _order(room: Room, table: int) -> tuple[str, ...]:
    """Who speaks after whom at a table."""
    people = people_at(room, table)
    chair = _chair(room, people)
    first = people.index(chair) + 1 if chair else 0
    return (*people[first:], *people[:first])


def _tables_in_turn(room: Room) -> tuple[int, ...]:
    """Which table tells after which; 0 at the end stands for all of them together."""
    return (*sorted(room.seats), 0)


def _keeping_turns(before: Room, after: Room) -> Room:
    """``after`` with the turn where it was: with the one who had it, or who comes next of those still there."""
    if not before.turns:
        return after
    turns: dict[int, int] = {}
    for table, turn in before.turns.items():
        if table == 0 and isinstance(before.at, Rotate):
            turns[0] = turn
        elif table == 0:
            turns[0] = _kept(turn, _tables_in_turn(before), _tables_in_turn(after))
        elif table in after.seats:
            turns[table] = _kept(turn, _order(before, table), _order(after, table))
    return changed(after, turns=turns)


def _kept(turn: int, before: Sequence[Place], after: Sequence[Place]) -> int:
    """The first turn from ``turn`` on that is of the same one in ``after``, or of the first one there to follow."""
    ahead = (before[(turn + step) % len(before)] for step in range(len(before)))
    wanted = next((one for one in ahead if one in after), after[0])
    return next(at for at in count(turn) if after[at % len(after)] == wanted)
