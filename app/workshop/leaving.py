"""Leaving: somebody gives up their place at the tables, by their own phone or by the desk's hand.

What they wrote stays, and stays with the table that they left, until nobody is left there; where people are mixed, it
is shared out among the tables. Whoever only lost contact has not left. They still are one of those who take part: no
number that is told but at the desk goes down by it, as one that did would tell of few people.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from app.workshop import cloths, seating
from app.workshop.acts import brings_back
from app.workshop.commands import EmptySeat, Leave, MoveSeat
from app.workshop.events import ParticipantLeft, RolesDrawn
from app.workshop.guests import left_their_table
from app.workshop.hosts import hosts_alone
from app.workshop.people import Actor, StakeholderGroup
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.shared_map import SharedMap
from app.workshop.sheets import left_to_the_next
from app.workshop.shuffle import shuffled
from app.workshop.turns import NOWHERE, keeping_turns, people_at

EMPTY = ""
"""Who sits on an empty chair."""


def leave(room: Room, command: Leave, by: Actor) -> tuple[ParticipantLeft | RolesDrawn, ...]:
    """Leave, as whoever passes the device on does; also before there are tables. Who comes back joins once more.

    Whoever the desk has taken from the tables before is told of as well where that can be undone: now it cannot.
    """
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.id not in room.participants:
        raise Refusal("not_joined")
    if by.id in room.gone and not brings_back(room, by.id):
        return ()
    return _left(room, by.id, command.id)


def empty(room: Room, command: EmptySeat) -> tuple[ParticipantLeft | RolesDrawn, ...]:
    """Take whoever sat on a seat, and is not there any more, from the tables."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    return _left(room, on_seat(room, command), command.id)


def participant_left(room: Room, event: ParticipantLeft) -> Room:
    """One leaves an empty chair; sheets, turn and roles as where they sit down elsewhere."""
    who, table = event.participant, room.tables.get(event.participant)
    if table is None:
        return changed(room, gone={**room.gone, who: room.gone.get(who, NOWHERE)})
    seats = without_chair(room.seats, who, table)
    gone = {**room.gone, who: table}
    after = changed(
        cloths.cloths_moved(room, event.ideas),
        tables=SharedMap({other: at for other, at in room.tables.items() if other != who}),
        seats=seats,
        gone=gone if table in seats else {one: NOWHERE if at == table else at for one, at in gone.items()},
        roles={other: roles for other, roles in room.roles.items() if other != who},
    )
    return keeping_turns(room, giving_sheets(left_their_table(room, after, who), who, room.seats[table]), seated=True)


def present(room: Room) -> dict[str, StakeholderGroup]:
    """Who can be seated, with their groups: all who have come and not left."""
    return {who: there.group for who, there in room.participants.items() if who not in room.gone}


def shared_out(room: Room, tables: Mapping[str, int]) -> dict[str, int]:
    """The tables to which those who have left and written belong, where these are made: as evenly as may be."""
    wrote = (who for who in room.gone if room.participants[who].wrote)
    there, shared = Counter(tables.values()), dict[str, int]()
    for who in sorted(wrote, key=lambda who: (shuffled(who), who)):
        shared[who] = min(there, key=lambda table: (there[table], table))
        there[shared[who]] += 1
    return shared


def on_seat(room: Room, command: EmptySeat | MoveSeat) -> str:
    """Who sits on the seat that a facilitator means.

    Raises:
        Refusal: nobody does, or somebody who sat down there after what the facilitator saw.
    """
    if not room.tables:
        raise Refusal("no_tables")
    who = dict(enumerate(room.seats.get(command.table, ()), 1)).get(command.seat, EMPTY)
    if not who:
        raise Refusal("unknown_table")
    if command.since is not None and room.sat[command.table][command.seat - 1] > command.since:
        raise Refusal("seat_changed")
    return who


def sat_since(before: Room, after: Room) -> Room:
    """``after`` with the change of seats by which each chair came to be whose it is.

    Counted by themselves: an event's own number tells how much else has happened, be it votes.
    """
    if after.seats is before.seats:
        return after
    now = before.seatings + 1

    def since(table: int, chairs: tuple[str, ...]) -> tuple[int, ...]:
        were = before.seats.get(table, ())
        if were == chairs:
            return before.sat[table]
        same = [old == new for old, new in zip(were, chairs, strict=False)]
        return tuple(before.sat[table][at] if at < len(same) and same[at] else now for at in range(len(chairs)))

    return changed(after, sat={table: since(table, chairs) for table, chairs in after.seats.items()}, seatings=now)


def without_chair(seats: Mapping[int, tuple[str, ...]], who: str, table: int) -> dict[int, tuple[str, ...]]:
    """The seats with an empty chair at a table for whoever sat there; a table at which nobody is left is gone."""
    chairs = tuple(EMPTY if other == who else other for other in seats[table])
    return {at: chairs if at == table else theirs for at, theirs in seats.items() if at != table or any(chairs)}


def giving_sheets(room: Room, who: str, chairs: tuple[str, ...]) -> Room:
    """What lay before whoever leaves one of these chairs goes to the next person; also in the steps that were left."""
    left = {
        step: replace(there, sheets=left_to_the_next(there.sheets, who, chairs)) if there.sheets else there
        for step, there in room.left.items()
    }
    return changed(room, sheets=left_to_the_next(room.sheets, who, chairs), left=left)


def roles_left(room: Room, who: str, seed: str) -> tuple[RolesDrawn, ...]:
    """What becomes of somebody's roles where they leave a table that had all of them, or its host alone."""
    table = room.tables.get(who)
    people = people_at(room, table) if table is not None else ()
    lost, held = room.roles.get(who, ()), {other: room.roles.get(other, ()) for other in people if other != who}
    if not lost or not held:
        return ()
    if {*lost, *chain(*held.values())} != {*seating.ROLES} and not hosts_alone(room):
        return ()
    theirs = seating.passed_on(lost, held, present(room), seed)
    others = {other: roles for other, roles in room.roles.items() if other != who}
    return (RolesDrawn(roles=others | {heir: roles for heir, roles in theirs.items() if roles}, kept={}),)


def _left(room: Room, who: str, seed: str) -> tuple[ParticipantLeft | RolesDrawn, ...]:
    """Ideas of a table that nobody is left at are put away, so that they are not those of the next with its number."""
    table = room.tables.get(who)
    alone = table is not None and people_at(room, table) == (who,)
    ideas = cloths.taken_along(room, {table: cloths.NO_TABLE}) if table is not None and alone else {}
    return (ParticipantLeft(participant=who, ideas=ideas), *roles_left(room, who, seed))
