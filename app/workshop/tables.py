"""Tables: who sits where, who does what there, and who moves on.

Seats are numbered from 1 in an order that tells nothing of who sits there. Whoever leaves, leaves an empty chair:
nobody else's number changes, and the next who comes takes it. A table at which nobody sits is gone. What role they had
goes to one of those who are left.
"""

from collections.abc import Iterable
from dataclasses import replace

from app.workshop import cloths, seating
from app.workshop.commands import (
    ClearTables,
    DrawRoles,
    MergeTables,
    MoveSeat,
    RotateTables,
    SetTables,
    Sit,
)
from app.workshop.events import ClockRun, Event, Role, RolesDrawn, SeatTaken, SheetsPassed, TablesSet, TurnPassed
from app.workshop.guests import all_brought, came_by_themselves, roles_at_home
from app.workshop.hosts import drawn_hosts, hosts, hosts_alone
from app.workshop.leaving import EMPTY, giving_sheets, on_seat, present, roles_left, shared_out, without_chair
from app.workshop.method import Merge, Method, Rotate, Round, Share
from app.workshop.people import Actor, StakeholderGroup
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.shared_map import SharedMap, put
from app.workshop.sheets import go_round, passed, went_round
from app.workshop.shuffle import shuffled
from app.workshop.turns import NOWHERE, given_turns, keeping_turns, once_more, people_at, rounds_done

MOST_TABLES = 200
USUAL = 4
"""Seats at a table where no method says how many."""

Arranged = TablesSet | RolesDrawn | TurnPassed | SheetsPassed | ClockRun


def arrange(
    room: Room, command: SetTables | ClearTables | MergeTables | RotateTables | DrawRoles
) -> tuple[Arranged, ...]:
    """Make tables, do away with them, let them join or let people or sheets move on; or draw roles at them."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if isinstance(command, SetTables):
        if not present(room):
            raise Refusal("nobody_yet")
        return _set(room, command.id, _number(room, command.number, command.size))
    if isinstance(command, ClearTables):
        return (TablesSet(tables={}), *_no_roles(room)) if room.tables else ()
    if not room.tables:
        raise Refusal("no_tables")
    match command:
        case MergeTables():
            return _merged(room, command.size, command.id)
        case RotateTables():
            return _moved_on(room, command)
        case DrawRoles():
            return (_drawn(room, command.id),)


def move(room: Room, command: MoveSeat) -> tuple[SeatTaken | RolesDrawn, ...]:
    """Move whoever sits on a seat; also to a new table, with the next number."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    who = on_seat(room, command)
    if command.to > min(max(room.seats) + 1, MOST_TABLES):
        raise Refusal("unknown_table")
    return () if command.to == command.table else _moved_to(room, who, command.to, command.id)


def sit(room: Room, command: Sit, by: Actor) -> tuple[SeatTaken | RolesDrawn, ...]:
    """Sit down at another table."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.id not in room.participants:
        raise Refusal("not_joined")
    if not room.tables:
        raise Refusal("no_tables")
    if command.table not in room.seats:
        raise Refusal("unknown_table")
    return () if room.tables.get(by.id) == command.table else _moved_to(room, by.id, command.table, command.id)


def seat_of(room: Room, participant: str, group: StakeholderGroup, wished: int | None = None) -> tuple[SeatTaken, ...]:
    """The seat that somebody gets who comes when there are tables, and has none.

    Who comes back sits where they sat, if a chair is empty there or no table has fewer people. Else it is at the table
    that is ``wished`` for, if there is such a one.
    """
    if not room.seats or participant in room.tables:
        return ()
    before = room.gone.get(participant, NOWHERE)
    if before in room.seats:
        fewest = min(len(people_at(room, table)) for table in room.seats)
        if EMPTY in room.seats[before] or len(room.seats[before]) == fewest:
            return (SeatTaken(participant=participant, table=before),)
    if wished is not None and wished in room.seats:
        return (SeatTaken(participant=participant, table=wished),)
    groups = {table: [room.participants[who].group for who in seats if who] for table, seats in room.seats.items()}
    return (SeatTaken(participant=participant, table=seating.seat_for(group, groups)),)


def arranged(room: Room, command: str) -> tuple[Arranged, ...]:
    """What a step that is begun does at the tables, which it makes where there are none."""
    step = room.at
    if not present(room) or not _at_tables(room):
        return ()
    there = bool(room.tables)
    made: tuple[Arranged, ...] = ()
    if not there:
        made = _set(room, command, _number(room, None, step.size if isinstance(step, Merge) else None))
    elif isinstance(step, Merge):
        made = _merged(room, step.size, command)
    elif isinstance(step, Rotate) and step.moves == "people":
        made = _rotated(room, command)
    if go_round(room) and not room.sheets:  # of a step that is reopened they lie where they lay
        made = (*made, passed(_after(room, made).seats, {}), once_more(room))
    if isinstance(step, Round) and step.roles:
        made = (*(event for event in made if not isinstance(event, RolesDrawn)), _drawn(_after(room, made), command))
    elif not any(isinstance(event, RolesDrawn) for event in made):
        made = (*made, *drawn_hosts(_after(room, made), command))
    return made


def tables_set(room: Room, event: TablesSet) -> Room:
    """Everybody takes a seat anew; turns begin anew as well, in every step, and all take their own sheets along.

    Who has come since these tables were thought out, as where an act is undone, sits down as one who comes late, and
    who was a guest is one again; who has left since stays away, and ideas of a table that nobody else had are put away.
    """
    at: dict[int, list[str]] = {}
    for who in sorted(event.tables.keys() - room.gone.keys(), key=lambda who: (shuffled(who), who)):
        at.setdefault(event.tables[who], []).append(who)
    seats = {table: _chairs_of(at[table], event.seats.get(table, ())) for table in sorted(at)}
    laid = cloths.cloths_moved(room, event.ideas)
    if event.tables.keys() & room.gone.keys():
        laid = cloths.cloths_moved(
            laid, cloths.taken_along(laid, dict.fromkeys(event.tables.values() - seats.keys(), 0))
        )
    from_where = {who: event.gone.get(who) or event.tables.get(who, NOWHERE) for who in room.gone}
    gone = {who: table if table in seats else NOWHERE for who, table in from_where.items()}
    tables = SharedMap({who: table for who, table in event.tables.items() if who not in gone})
    left = {step: replace(there, turns={}, sheets={}) for step, there in room.left.items()}
    seated = {"tables": tables, "seats": seats, "gone": gone, "mixings": room.mixings + 1}
    after = changed(laid, **seated, turns=event.turns, sheets={}, left=left)
    after = all_brought(after, event.guests)
    for who in sorted(room.tables.keys() - event.tables.keys()) if seats else ():
        for taken in seat_of(after, who, room.participants[who].group):
            after = came_by_themselves(after, seat_taken(after, taken), who)
    return after


def seat_taken(room: Room, event: SeatTaken) -> Room:
    """One leaves an empty chair and what they did at that table, and takes an empty one at the other.

    Where nobody is left at a table, what those wrote who left it before is no table's from then on, and not that of the
    table to which the last one goes.
    """
    who = event.participant
    left = room.tables.get(who)
    after = dict(room.seats) if left is None else without_chair(room.seats, who, left)
    gone = {one: NOWHERE if at == left and left not in after else at for one, at in room.gone.items() if one != who}
    if event.table not in room.seats:
        gone |= {one: event.table for one in event.gone if gone.get(one) == NOWHERE}
    after[event.table] = _on_chair(who, after.get(event.table, ()), event.chair)
    roles = {other: theirs for other, theirs in room.roles.items() if other != who}
    seated = put(room.tables, who, event.table)
    laid = cloths.cloths_moved(room, event.ideas)
    moved = changed(laid, tables=seated, seats=dict(sorted(after.items())), roles=roles, gone=gone)
    moved = keeping_turns(room, moved if left is None else giving_sheets(moved, who, room.seats[left]), seated=True)
    return given_turns(moved, who, event.turns) if event.turns else moved


def roles_drawn(room: Room, event: RolesDrawn) -> Room:
    return keeping_turns(room, changed(room, roles=dict(event.roles)))


def usual_size(method: Method | None) -> int:
    """How many sit at a table, if nobody says otherwise: the middle of what the method wants."""
    return max(2, sum(method.table) // 2) if method else USUAL


def _moved_to(room: Room, who: str, table: int, seed: str) -> tuple[SeatTaken | RolesDrawn, ...]:
    """Whoever leaves a table last takes along what lies there; else a table that had all roles keeps them all."""
    left = room.tables.get(who)
    people = people_at(room, left) if left is not None else ()
    ideas = cloths.taken_along(room, {left: table}) if left is not None and people == (who,) else {}
    taken = SeatTaken(participant=who, table=table, ideas=ideas)
    handed, theirs = roles_left(room, who, seed), roles_at_home(room, who, table)
    if not theirs:
        return taken, *handed
    others = handed[0].roles if handed else {other: roles for other, roles in room.roles.items() if other != who}
    return taken, RolesDrawn(roles={one: roles for one, roles in ({**others} | theirs).items() if roles}, kept={})


def _chairs_of(people: Iterable[str], were: tuple[str, ...]) -> tuple[str, ...]:
    """A table's chairs: those that were theirs, then the others'."""
    there = dict.fromkeys(people)
    return (*(who if who in there else EMPTY for who in were), *(who for who in there if who not in were))


def _on_chair(who: str, chairs: tuple[str, ...], wanted: int | None) -> tuple[str, ...]:
    """A table's chairs with somebody on the one that is wanted, or on the first empty one where that is taken."""
    there = (*chairs, *[EMPTY] * (0 if wanted is None else wanted + 1 - len(chairs)), EMPTY)
    free = wanted if wanted is not None and there[wanted] == EMPTY else there.index(EMPTY)
    return (*there[:free], who, *there[free + 1 : max(len(chairs), free)])


def _number(room: Room, number: int | None, size: int | None) -> int:
    people = len(present(room))
    tables = number or seating.number_of_tables(people, size or usual_size(room.method))
    return min(tables, people, MOST_TABLES)


def _at_tables(room: Room) -> bool:
    step = room.at
    return isinstance(step, Share | Merge | Rotate) or (isinstance(step, Round) and step.turns == "people")


def _set(room: Room, seed: str, number: int) -> tuple[Arranged, ...]:
    mixed = seating.mixed(present(room), number, seed, room.tables)
    made = TablesSet(tables=mixed, ideas=cloths.put_away(room), gone=shared_out(room, mixed))
    return (made, *_roles_again(room, made, seed))


def _merged(room: Room, size: int, seed: str) -> tuple[Arranged, ...]:
    after = seating.merged(room.tables, size)
    if after == room.tables:
        return ()
    joined = {before: after[who] for who, before in room.tables.items()}
    gone = {who: joined[at] for who, at in room.gone.items() if at in joined}
    made = TablesSet(tables=after, how="merged", ideas=cloths.taken_along(room, joined), gone=gone)
    return (made, *_roles_again(room, made, seed))


def _moved_on(room: Room, command: RotateTables) -> tuple[Arranged, ...]:
    """The next round of a step in which something moves on, with its own time; elsewhere only people move."""
    if command.since not in (None, rounds_done(room)):
        return ()
    round_begins = isinstance(room.at, Rotate) and not room.locked
    clock = (ClockRun(seconds=room.at.seconds),) if room.at is not None and round_begins else ()
    if go_round(room):
        if went_round(room):
            raise Refusal("sheets_went_round", rounds=rounds_done(room))
        return (passed(room.seats, room.sheets), once_more(room), *clock)
    return (*_rotated(room, command.id), *clock)


def _rotated(room: Room, seed: str) -> tuple[Arranged, ...]:
    """Whoever chairs a table is its host and stays; where nobody does, somebody is drawn for it."""
    stay = hosts(room, seed)
    after = seating.rotated(room.tables, stay, {who: room.participants[who].group for who in room.tables})
    told = (once_more(room),) if isinstance(room.at, Rotate) else ()
    return (
        TablesSet(tables=after, how="moved_on", gone={who: at for who, at in room.gone.items() if at}),
        RolesDrawn(roles=stay),
        *told,
    )


def _drawn(room: Room, seed: str) -> RolesDrawn:
    groups = present(room)
    drawn: dict[str, tuple[Role, ...]] = {}
    for table in room.seats:
        drawn |= seating.roles(people_at(room, table), groups, f"{seed} {table}")
    return RolesDrawn(roles=drawn)


def _roles_again(room: Room, made: TablesSet, seed: str) -> tuple[RolesDrawn, ...]:
    """Where people have had roles at tables, or were to, the new tables get theirs; hosts, where there were no more."""
    after = tables_set(room, made)
    if hosts_alone(room):
        return (RolesDrawn(roles=hosts(after, seed)),)
    drawn = room.roles or any(isinstance(step, Round) and step.roles for step in room.begun)
    return (_drawn(after, seed),) if drawn else ()


def _no_roles(room: Room) -> tuple[RolesDrawn, ...]:
    return (RolesDrawn(roles={}),) if room.roles else ()


def _after(room: Room, events: Iterable[Event]) -> Room:
    """The room with its tables as these events set them."""
    for event in events:
        room = tables_set(room, event) if isinstance(event, TablesSet) else room
    return room
