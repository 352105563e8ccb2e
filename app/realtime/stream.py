"""A stream: what one audience of one room has been shown, and the latest changes to it, as numbered frames."""

import json
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from app.painter import Painter
from app.workshop.parts import Audience, Part, Presence, difference
from app.workshop.people import Language
from app.workshop.room import Room
from app.workshop.visible import Places, visible, visible_part

Form = Literal["html", "json"]
"""The two renderings of one stream: for browsers, and for programs."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat).encode


@dataclass(slots=True)
class Frame:
    """One change of a screen: put these parts, then drop those; ``whole``: and drop every other one of this scope."""

    scope: Literal["room", "own"]
    put: list[Part]
    drop: list[str] = field(default_factory=list)
    whole: bool = False
    cursor: str = ""
    ready: dict[Any, bytes] = field(default_factory=dict)
    """The frame as bytes for the wire, kept by those who send it: made once for all who take it in the same form."""
    _texts: dict[tuple[Form, str], str] = field(default_factory=dict)

    def text(self, form: Form, language: Language, painter: Painter) -> str:
        """The frame as a message, painted once per form and language. Programs get the same in every language."""
        key = (form, language if form == "html" else "")
        if key not in self._texts:
            self._texts[key] = self._written(form, language, painter)
        return self._texts[key]

    def _written(self, form: Form, language: Language, painter: Painter) -> str:
        message: dict[str, Any] = {"type": "frame", "scope": self.scope, "whole": self.whole, "drop": self.drop}
        if self.cursor:
            message["cursor"] = self.cursor
        if form == "html":
            message["html"] = painter.parts(self.put, language)
        else:
            message["put"] = [part.as_json() for part in self.put]
        return _json(message)


class Stream:
    """One audience's screen and its ring of frames.

    A cursor names a frame of this very stream. It is opaque and counts only what this audience was shown: the room's
    own seq would tell a phone how much others have written while it is hidden.
    """

    def __init__(self, audience: Audience, ring: int) -> None:
        self.audience: Audience = audience
        self.parts: dict[str, Part] = {}
        self._ring: deque[frozenset[str]] = deque(maxlen=ring)
        self._merged: dict[int, Frame] = {}
        self._number = 0
        self._epoch = secrets.token_urlsafe(6)
        self.cursor = f"{self._epoch}.0"
        """The cursor of the latest frame."""
        self._dirty: set[str] = set()
        self._all_dirty = True
        self._snapshot: Frame | None = None

    @property
    def stale(self) -> bool:
        """Whether something may have changed since the latest frame."""
        return self._all_dirty or bool(self._dirty)

    def mark(self, parts: Iterable[str] | None) -> None:
        """Note that these parts may have changed; None: any of them."""
        if parts is None:
            self._all_dirty = True
        else:
            self._dirty.update(parts)

    def publish(self, room: Room, presence: Presence) -> bool:
        """Make one frame of all that has changed; False where nothing visible has."""
        put, drop = self._changes(room, presence)
        self._dirty.clear()
        self._all_dirty = False
        if not put and not drop:
            return False
        self._number += 1
        self.cursor = f"{self._epoch}.{self._number}"
        self._ring.append(frozenset((*(part.id for part in put), *drop)))
        self._merged.clear()
        self._snapshot = None
        return True

    def after(self, cursor: str) -> list[Frame]:
        """What has changed since ``cursor``, as one frame; where it is unknown or has left the ring, a whole snapshot.

        The ring keeps which parts changed, never what they said: whoever was away learns what they are now.
        """
        epoch, _, number = cursor.rpartition(".")
        known = epoch == self._epoch and number.isdecimal() and len(number) < 16
        missed = self._number - int(number) if known else -1
        if not 0 <= missed <= len(self._ring):
            return [self.snapshot()]
        return [self._since(missed)] if missed else []

    def _since(self, missed: int) -> Frame:
        if missed not in self._merged:
            touched = frozenset().union(*list(self._ring)[len(self._ring) - missed :])
            put = [part for i, part in self.parts.items() if i in touched]
            put.sort(key=_containers_first)
            drop = sorted(i for i in touched if i not in self.parts)
            self._merged[missed] = Frame("room", put, drop, cursor=self.cursor)
        return self._merged[missed]

    def snapshot(self) -> Frame:
        """The whole screen as one frame, shared by all who need it."""
        if self._snapshot is None:
            self._snapshot = Frame("room", list(self.parts.values()), whole=True, cursor=self.cursor)
        return self._snapshot

    def _changes(self, room: Room, presence: Presence) -> tuple[list[Part], list[str]]:
        if self._all_dirty:
            after = visible(room, self.audience, presence)
            put, drop = difference(self.parts, after)
            self.parts = after
            return put, drop
        put, drop = [], []
        places = Places(room)
        for i in sorted(self._dirty):
            part = visible_part(room, self.audience, i, presence, places)
            if part is None:
                if self.parts.pop(i, None) is not None:
                    drop.append(i)
            elif self.parts.get(i) != part:
                self.parts[i] = part
                put.append(part)
        return sorted(put, key=_containers_first), drop


def _containers_first(part: Part) -> tuple[int, str]:
    """What stands within something comes after it: themes within themes, then what lies in them."""
    inside = part.id.startswith(("card-", "copy-", "milestone-", "promise-"))
    return (2 if inside else 1 if part.into.startswith("under-") else 0, part.id)
