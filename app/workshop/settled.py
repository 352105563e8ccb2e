"""How what has been settled is taken back: with what the wall shows since, or rests, and with what files tell of."""

from collections.abc import Mapping

from app.workshop.events import CollectionsSettled, Recorded, RevealSet
from app.workshop.method import Rest
from app.workshop.room import Room


def settles(room: Room, recorded: Recorded) -> bool:
    """Whether an event says what becomes of what is in no file, or shows what comes of saying so.

    Where fewer collections are settled, they are written in secret again; and all else is shown or hidden by itself.
    """
    if isinstance(recorded.event, CollectionsSettled):
        return recorded.event.settled.keys() >= room.settled.keys()
    return bool(room.acts) and (room.acts[-1].command, room.acts[-1].kind) == (recorded.command, "collections_settled")


def as_before(room: Room, event: CollectionsSettled | RevealSet) -> CollectionsSettled | RevealSet:
    """The event that takes ``event`` back, given the room before it."""
    if isinstance(event, CollectionsSettled):
        return CollectionsSettled(settled=dict(room.settled), hidden="left" if room.withheld else None)
    singled = tuple(sorted(room.singled))
    return RevealSet(revealed=room.revealed, opened=room.opened, singled=singled, rests=room.rests)


def still_settled(settled: Mapping[str, Rest], event: RevealSet) -> dict[str, Rest]:
    """What stays settled when something is shown or hidden: what is on the wall no more, is settled no more."""
    return {name: rest for name, rest in settled.items() if rest != "wall" or name in event.opened}


def rest_of(before: Mapping[str, Rest], event: CollectionsSettled) -> str:
    """What has been said of collections that were not settled so before; "" where some are settled no more."""
    return next((rest for name, rest in event.settled.items() if before.get(name) != rest), "")


def about(room: Room, event: CollectionsSettled) -> str:
    """What tells one settling from another: what became of the rest, and what is told again of what was hidden.

    They are words with spaces between: left, files, wall; hidden_left, hidden_files, hidden_wall.
    """
    hidden = event.hidden and not (event.hidden == "left" and room.withheld)
    return " ".join(filter(None, (rest_of(room.settled, event), f"hidden_{event.hidden}" if hidden else "")))
