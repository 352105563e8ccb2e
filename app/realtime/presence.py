"""Presence: who is in a room now. Fleeting: never in the log, and gone with the connection, or some seconds after."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from app.workshop.parts import Presence
from app.workshop.room import Participant

LATELY = 15.0
"""Seconds for which one who asks for news instead of listening counts as here: pages without scripts ask each five."""

COUNTED = frozenset({"presence", "tables"})
"""The parts that tell how many are here."""

Seat = TypeVar("Seat")


class Attendance(Generic[Seat]):
    """Participants, each with the seats of all their screens, whoever asks for news, and who is at other processes."""

    def __init__(self) -> None:
        self._seats: dict[str, set[Seat]] = {}
        self._met: dict[str, float] = {}
        self._elsewhere: frozenset[str] = frozenset()
        self._counted: tuple[Mapping[str, Participant], Presence] | None = None
        """What was counted last, and of which people, as long as nobody has come or gone since."""

    def come(self, participant: str, seat: Seat) -> None:
        """One more screen of a participant."""
        if participant not in self._seats:
            self._counted = None
        self._seats.setdefault(participant, set()).add(seat)

    def go(self, participant: str, seat: Seat) -> None:
        """One less."""
        mine = self._seats.get(participant, set())
        mine.discard(seat)
        if not mine:
            self._seats.pop(participant, None)
            self._counted = None

    def seats(self, participant: str) -> Iterable[Seat]:
        """All screens of a participant."""
        return self._seats.get(participant, ())

    def seated(self) -> list[str]:
        """The participants who have a seat."""
        return list(self._seats)

    def met(self, participant: str) -> bool:
        """Take note of one who asks for news; whether that is news itself."""
        now = time.monotonic()
        new = self._met.get(participant, float("-inf")) <= now - LATELY
        self._met[participant] = now
        if new:
            self._counted = None
        return new

    def here(self) -> set[str]:
        """The participants who are at this process."""
        lately = time.monotonic() - LATELY
        return {*self._seats, *(who for who, when in self._met.items() if when > lately)}

    def update(self, anywhere: frozenset[str]) -> bool:
        """Learn who is at any process, and forget who has not asked for long; whether anything is otherwise now."""
        here = self.here()
        gone = self._met.keys() - here
        for participant in gone:
            del self._met[participant]
        before, self._elsewhere = self._elsewhere, anywhere - here
        changed = bool(gone) or before != self._elsewhere
        if changed:
            self._counted = None
        return changed

    def count(self, people: Mapping[str, Participant]) -> Presence:
        """How many there are by group, however many screens each has."""
        if self._counted is None or self._counted[0] is not people:
            everybody = self._elsewhere.union(self.here())
            groups = Counter(people[i].group for i in everybody if i in people)
            self._counted = people, Presence(tuple(sorted(groups.items())))
        return self._counted[1]
