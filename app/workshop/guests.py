"""Guests: who has gone to another table by their own phone while ideas are written, and what they come home to.

A guest reads nothing of what others at the table wrote alone, so that nobody can go from table to table and read. Who
comes home to the table that they left is no guest there, and has again what they did there.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.workshop.events import Home, Role, SeatTaken
from app.workshop.method import Share
from app.workshop.room import Room, changed
from app.workshop.turns import people_at


def came_by_themselves(before: Room, after: Room, who: str) -> Room:
    """``after``, in which somebody has sat down by their own phone: a guest at the table, while its ideas are written.

    Also where the room only looks back from a step of ideas, and is to go on with it.
    """
    was = before.guests.get(who)
    if was is None and not _shares(after):
        return _with(after, after.guests)
    home = was or Home(before.tables.get(who, 0), before.roles.get(who, ()))
    if home.table != after.tables[who]:
        return _with(after, {**after.guests, who: home})
    return _with(after, {other: _less(there, home) for other, there in after.guests.items() if other != who})


def came_back(before: Room, after: Room, who: str) -> Room:
    """``after``, in which somebody who had left has come back: the table that they left is their home."""
    table = before.gone.get(who)
    if not table or who in after.guests or not _shares(after):
        return after
    return _with(after, {**after.guests, who: Home(table)})


def brought(before: Room, after: Room, event: SeatTaken) -> Room:
    """``after``, in which a facilitator has seated somebody, who is no guest; or one again where that is undone.

    Then others are guests as they were before, too, unless they have been brought or moved on since.
    """
    who, there = event.participant, dict(after.guests)
    was = there.pop(who, None)
    if event.home is not None:
        there[who] = event.home
    elif was is not None and was.table == event.table:
        there = {other: _less(home, was) for other, home in there.items()}
    for other, home in event.guests.items():
        now = there[other].table if other in there else None
        if now == home.table or (now == 0 and home.table == event.table and event.table not in before.seats):
            there[other] = home
    return _with(after, there)


def all_brought(room: Room, guests: Mapping[str, Home]) -> Room:
    """The room in which all have been seated anew: no guests but those whom the tables had, where these come back."""
    return _with(room, guests)


def left_their_table(before: Room, after: Room, who: str) -> Room:
    """``after``, in which somebody has left the tables: back at their own they are no guest, at others they are."""
    if who in before.guests or not _shares(after):
        return _with(after, after.guests)
    return _with(after, {**after.guests, who: Home(before.tables.get(who, 0))})


def roles_dealt(room: Room, kept: Mapping[str, tuple[Role, ...]] | None) -> Room:
    """The room in which a facilitator has given roles. Dealt anew, those of before are kept for nobody who comes home.

    Where they have only been handed on, or are given back, all keep theirs but those who have others ``kept``.
    """
    theirs = {who: () if kept is None else kept.get(who, home.roles) for who, home in room.guests.items()}
    return _with(room, {who: replace(home, roles=theirs[who]) for who, home in room.guests.items()})


def roles_kept(room: Room) -> dict[str, tuple[Role, ...]]:
    """What guests do if they come home."""
    return {who: home.roles for who, home in room.guests.items()}


def roles_at_home(room: Room, who: str, table: int) -> dict[str, tuple[Role, ...]]:
    """What people do at the table to which somebody comes home: that one as before, and no other in their stead."""
    home = room.guests.get(who)
    if home is None or home.table != table or not home.roles:
        return {}
    meanwhile = {other: room.roles.get(other, ()) for other in people_at(room, table)}
    there = {other: tuple(role for role in theirs if role not in home.roles) for other, theirs in meanwhile.items()}
    return {**there, who: home.roles}


def _shares(room: Room) -> bool:
    steps = room.method.steps if room.method else ()
    return any(isinstance(steps[step], Share) for step in room.under_way)


def _with(room: Room, guests: Mapping[str, Home]) -> Room:
    """A table that is gone is nobody's home, also when another one gets its number."""
    there = {who: home if home.table in room.seats else Home() for who, home in guests.items()}
    return room if there == room.guests else changed(room, guests=there)


def _less(home: Home, taken: Home) -> Home:
    """What one did at a table, without what another does there who has come home to it."""
    if home.table != taken.table:
        return home
    return replace(home, roles=tuple(role for role in home.roles if role not in taken.roles))
