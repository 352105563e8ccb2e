"""What is in no file as it was never shown, or has been hidden again by hand; counted as it changes."""

from collections import Counter
from collections.abc import Iterable, Iterator

from app.workshop.room import Room


def untold(room: Room) -> Counter[str]:
    """How many statements of each collection are fit to be shown, and have neither been opened nor put into files."""
    told = {*room.opened, *(name for name, rest in room.settled.items() if rest == "files")}
    return _count((into, number) for into, single, number in _fit(room) if into not in told and not single)


def hidden_by_hand(room: Room) -> bool:
    """Whether something has been shown, and all of it has been hidden since."""
    return not (room.revealed or room.rests) and bool(room.opened or room.singled)


def hidden_again(room: Room) -> Counter[str]:
    """How many of each have been opened and are in no file, as all that was shown has been hidden by hand."""
    if not hidden_by_hand(room):
        return Counter()
    return _count((into, number) for into, single, number in _fit(room) if into in room.opened or single)


def on_view(room: Room) -> set[str]:
    """The collections of which something stands revealed now."""
    return {into for into, single, _ in _fit(room) if room.revealed and (single or into in room.opened)}


def to_come(room: Room) -> int:
    """How many statements of the step could be shown on the wall and are not yet."""
    fit = ((into, single, number) for into, single, number in _fit(room) if room.focus in (None, into))
    return sum(number for into, single, number in fit if not (room.revealed and (single or into in room.opened)))


def unread(room: Room) -> Counter[str]:
    """How many statements of each collection are to be read before they are shown."""
    return _count((into, number) for (into, standing, _), number in room.standings.items() if standing == "pending")


def _fit(room: Room) -> Iterator[tuple[str, bool, int]]:
    """Of each collection, singled or not, how many are fit to be shown."""
    for (into, standing, single), number in room.standings.items():
        if standing == "shown" and number:
            yield into, single, number


def _count(counts: Iterable[tuple[str, int]]) -> Counter[str]:
    """By collection, added up."""
    there: Counter[str] = Counter()
    for into, number in counts:
        there[into] += number
    return there
