"""Screens of a room in a story: streams marked and published as the hub does it, pages opened and kept up to date."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import app.painter
from app.painter import Painter, _Inside
from app.realtime.own_list import OwnList
from app.realtime.presence import COUNTED
from app.realtime.stream import Frame, Stream
from app.workshop import touched as changes
from app.workshop import visible as seen_by
from app.workshop.parts import Audience, Part, Presence
from app.workshop.people import LANGUAGES, Language
from app.workshop.room import Room
from tests.laws.dom import Page, read, told
from tests.laws.stories import Turn

PAINTER = Painter()
AUDIENCES: tuple[Audience, ...] = ("desk", "wall", "phone")
RING = 5

_TEMPLATES = Path(app.painter.__file__).parent / "templates/pages"
_PAGES: dict[Audience, tuple[list[str], list[str]]] = {
    audience: (re.findall(r'inside\.one\("([a-z-]+)"\)', page), re.findall(r'inside\("([a-z-]+)"\)', page))
    for audience in AUDIENCES
    for page in ((_TEMPLATES / f"{audience}.html").read_text(encoding="utf-8"),)
}
"""Of each page: the parts that have their fixed place, and the containers."""


class House:
    """One room's streams, one for each audience, and who is connected."""

    def __init__(self, ring: int = RING) -> None:
        self.streams = {audience: Stream(audience, ring) for audience in AUDIENCES}
        self.here: set[str] = set()
        self.room = Room()
        self._waiting: list[Turn] = []

    def live(self, turn: Turn) -> None:
        """Take one turn in; screens learn of it with the batch that it ends."""
        self._waiting.append(turn)
        if turn.tick & 1:
            self.commit()

    def commit(self) -> None:
        """End the batch: as ``Hub.became`` with all its events."""
        if not self._waiting:
            return
        before, after = self._waiting[0].before, self._waiting[-1].after
        self.room = after
        parts = changes.all_touched(before, (e.event for turn in self._waiting for e in turn.recorded), after)
        if parts != set():
            for stream in self.streams.values():
                stream.mark(parts)
        for turn in self._waiting:
            self._come_and_go(turn)
        self._waiting = []

    def publish(self, audience: Audience) -> list[Frame]:
        """The frame that this makes, if any."""
        stream = self.streams[audience]
        since = stream.cursor
        stream.publish(self.room, self.presence())
        return stream.after(since)

    def presence(self) -> Presence:
        """Who is connected, by group, as ``Hub.presence`` counts it."""
        people = self.room.participants
        return Presence(tuple(sorted(Counter(people[i].group for i in self.here if i in people).items())))

    def now(self, audience: Audience) -> dict[str, Part]:
        """What a page that is opened now shows."""
        return seen_by.visible(self.room, audience, self.presence())

    def _come_and_go(self, turn: Turn) -> None:
        """A participant's screen connects when they act, and some others' go."""
        if turn.by.role != "participant" or turn.by.id not in self.room.participants:
            return
        (self.here.discard if turn.tick == 7 else self.here.add)(turn.by.id)
        for audience in ("desk", "wall"):
            self.streams[audience].mark(COUNTED)


def told_of(own: OwnList, turn: Turn) -> None:
    """Let a list know what came, as ``Hub.became`` does."""
    own.mark(changes.all_own_touched((entry.event for entry in turn.recorded), turn.after))


def painted(audience: Audience, parts: dict[str, Part], language: Language) -> str:
    """A page of nothing but its parts and the containers they stand in."""
    fixed, containers = _PAGES[audience]
    inside = _Inside(PAINTER, language, parts.values())
    return "".join(
        [*(inside.one(part) for part in fixed), *(f'<div id="{name}">{inside(name)}</div>' for name in containers)]
    )


def opened(audience: Audience, parts: dict[str, Part], language: Language) -> Page:
    """The same page in a browser."""
    return Page(painted(audience, parts, language))


def as_opened(audience: Audience, parts: dict[str, Part], language: Language) -> list[str]:
    """What a page opened now would tell."""
    return told(read(painted(audience, parts, language)))


def html(frame: Frame, language: Language) -> str:
    """The frame as browsers get it."""
    return frame.text("html", language, PAINTER)


def every_form(frames: Sequence[Frame], language: Language | None = None) -> str:
    """All the bytes that these frames can become, in every language or in one."""
    languages = LANGUAGES if language is None else (language,)
    forms = [frame.text("html", spoken, PAINTER) for frame in frames for spoken in languages]
    return "\n".join([*forms, *(frame.text("json", "nb", PAINTER) for frame in frames)])


def values(parts: dict[str, Part]) -> dict[str, Any]:
    """Parts as programs hold them."""
    plain = {i: {"kind": part.kind, **asdict(part)} for i, part in parts.items()}
    copied: dict[str, Any] = json.loads(json.dumps(plain, default=datetime.isoformat))
    return copied


def kept_up(held: dict[str, Any], frame: Frame) -> dict[str, Any]:
    """What a program holds after one more frame in JSON."""
    message = json.loads(frame.text("json", "nb", PAINTER))
    put = {part["id"]: part for part in message["put"]}
    kept = {} if message["whole"] else held
    return {i: part for i, part in {**kept, **put}.items() if i not in message["drop"]}
