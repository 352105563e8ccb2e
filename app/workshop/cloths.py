"""Where tables' ideas lie: on a paper cloth at each table, for whoever sits there.

A cloth stays when people move on. It goes with its people when tables join, or when the last of them leaves for another
table; where all are mixed anew it is put away, and lies at ``NO_TABLE``. An idea keeps the number that it was told by.
"""

from collections.abc import Iterable, Mapping

from app.workshop.card import Statement
from app.workshop.room import Room, changed

NO_TABLE = 0


def table_of(room: Room, idea: Statement) -> int | None:
    """The table at which an idea lies now; None for what is no idea, or put away."""
    return room.laid.get(idea.id, idea.table) or None


def lying(room: Room, into: str, table: int) -> Iterable[Statement]:
    """The ideas of a collection that lie at a table, in the order in which they came there."""
    return (room.statements[idea] for idea in room.cloths.get((into, table), ()))


def taken_along(room: Room, to: Mapping[int, int]) -> dict[str, int]:
    """Where ideas come to lie when the cloths of these tables go to others."""
    return {
        idea: to[table] for (_, table), ideas in room.cloths.items() if to.get(table, table) != table for idea in ideas
    }


def put_away(room: Room) -> dict[str, int]:
    """Where ideas lie when all people are mixed anew."""
    return {idea: NO_TABLE for (_, table), ideas in room.cloths.items() if table != NO_TABLE for idea in ideas}


def lie_at_tables(room: Room) -> int:
    """How many ideas lie at tables, of all collections; those that were taken back left out."""
    there = (idea for (_, table), ideas in room.cloths.items() if table != NO_TABLE for idea in ideas)
    return sum(room.statements[idea].standing != "withdrawn" for idea in there)


def as_they_lie(room: Room) -> dict[str, int]:
    """Where all ideas lie, for whoever takes back what is done to tables next."""
    return {idea: table for (_, table), ideas in room.cloths.items() for idea in ideas}


def idea_written(room: Room, into: str, table: int | None, idea: str) -> Room:
    """The room with one more idea on a table's cloth."""
    if table is None:
        return room
    return changed(room, cloths={**room.cloths, (into, table): (*room.cloths.get((into, table), ()), idea)})


def cloths_moved(room: Room, ideas: Mapping[str, int]) -> Room:
    """The room with these ideas at other tables."""
    if not ideas:
        return room
    cloths: dict[tuple[str, int], tuple[str, ...]] = {}
    for (into, table), there in room.cloths.items():
        for idea in there:
            place = into, ideas.get(idea, table)
            cloths[place] = (*cloths.get(place, ()), idea)
    return changed(room, cloths=cloths, laid={**room.laid, **ideas})
