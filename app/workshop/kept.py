"""What many phones have in common, made once for all of them and kept as long as what it is made of stays the same."""

from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

from app.workshop.room import Room, changed

T = TypeVar("T")
Of = TypeVarTuple("Of")


def kept(room: Room, make: Callable[[Room, *Of], T], fields: tuple[str, ...], *of: *Of) -> T:
    """What ``make`` says of a room and of ``of``; the last it said is kept with the room, and with those that follow.

    It is given no more of the room than these fields, so that it can tell nothing that it is not kept by. They are
    compared by identity: a room shares with the one before all that has not changed, and no value ever does.
    """
    values = {name: getattr(room, name) for name in fields}
    made_of = (*values.values(), *of)
    there: tuple[tuple[object, ...], Any] | None = room.kept.get(make)
    if there is None or any(one is not other for one, other in zip(there[0], made_of, strict=True)):
        there = room.kept[make] = (made_of, make(changed(Room(), **values), *of))
    made: T = there[1]
    return made
