"""The own list: what one participant alone sees, as one of their screens has it."""

from collections.abc import Iterable, Mapping

from app.realtime.stream import Frame
from app.workshop.parts import Part, difference
from app.workshop.room import Room
from app.workshop.visible import own, own_part


class OwnList:
    """Takes up only what may have changed: who has written hundreds of statements is shown one when they write one."""

    __slots__ = ("_parts", "_touched", "participant", "stale")

    def __init__(self, participant: str) -> None:
        self.participant = participant
        self.stale = True
        """Whether something may have changed since it was taken."""
        self._parts: dict[str, Part] | None = None
        self._touched: set[str] | None = None

    def mark(self, touched: Mapping[str, Iterable[str]] | None) -> None:
        """Note whose own parts may have changed, as ``all_own_touched`` tells; None: any of them."""
        if touched is None:
            self._touched = None
        elif self.participant not in touched:
            return
        elif self._touched is not None:
            self._touched.update(touched[self.participant])
        self.stale = True

    def take(self, room: Room) -> list[Frame]:
        """What has changed since the last time; at first, all there is."""
        if not self.stale:
            return []
        shown, touched = self._parts, self._touched
        self.stale, self._touched = False, set()
        if shown is not None and touched is not None:
            put, drop = self._changes(room, shown, touched)
        else:
            self._parts = own(room, self.participant)
            put, drop = difference(shown or {}, self._parts)
        whole = shown is None
        return [Frame("own", put, drop, whole)] if whole or put or drop else []

    def _changes(self, room: Room, shown: dict[str, Part], touched: set[str]) -> tuple[list[Part], list[str]]:
        put: list[Part] = []
        drop: list[str] = []
        for i in sorted(touched):
            part = own_part(room, self.participant, i)
            if part is None:
                if shown.pop(i, None) is not None:
                    drop.append(i)
            elif shown.get(i) != part:
                shown[i] = part
                put.append(part)
        return put, drop
