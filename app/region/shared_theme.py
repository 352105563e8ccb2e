"""Shared themes: themes of many workshops, put together by people for a municipality or a network.

Which local theme stands where is a mapping from local themes to shared ones: each stands in one at most, by its shape.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from app.region.rights import Place
from app.region.told import ToldWorkshop
from app.workshop.people import GROUPS, Language, StakeholderGroup

LONGEST_TITLE = 120
LONGEST_WORDS = 2_000

ActKind = Literal["map", "make", "remove", "decline"]


class Local(NamedTuple):
    """A theme of a workshop, by the workshop's id and its own."""

    workshop: str
    theme: str


class Moved(NamedTuple):
    """A local theme that went from one shared theme to another; None: it stood, or stands, in none."""

    workshop: str
    theme: str
    before: int | None
    after: int | None

    @property
    def local(self) -> Local:
        """Which local theme it was."""
        return Local(self.workshop, self.theme)


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as its workshop tells it. ``group``: None where it may not be named."""

    id: str
    text: str
    group: StakeholderGroup | None
    language: Language
    workshop_title: str


@dataclass(frozen=True, slots=True)
class LocalTheme:
    """A theme that a workshop tells. ``municipalities``: the names of those that the workshop's units lie in.

    ``votes``: None where it stood in no vote; ``groups``: those named on its statements. ``lines``: its statements,
    where they have been read.
    """

    workshop: ToldWorkshop
    theme: str
    title: str
    vision: str
    signs: tuple[str, ...]
    statements: int
    votes: int | None
    groups: tuple[StakeholderGroup, ...]
    municipalities: tuple[str, ...]
    lines: tuple[Line, ...] = ()

    @property
    def key(self) -> Local:
        """Which theme it is."""
        return Local(self.workshop.id, self.theme)


@dataclass(frozen=True, slots=True)
class SharedTheme:
    """A theme of a place, with the local themes in it that are told now. ``tags``: their ids, with their sets'."""

    id: int
    place: Place
    title: str
    vision: str
    signs: tuple[str, ...]
    version: int
    changed_at: datetime
    changed_by: str
    tags: tuple[str, ...]
    local: tuple[LocalTheme, ...]

    @property
    def statements(self) -> int:
        """How many statements its local themes tell."""
        return sum(one.statements for one in self.local)

    @property
    def votes(self) -> int | None:
        """The sum of the votes that are told; None where none is."""
        told = [one.votes for one in self.local if one.votes is not None]
        return sum(told) if told else None

    @property
    def unvoted(self) -> int:
        """How many of its local themes stood in no vote."""
        return sum(one.votes is None for one in self.local)

    @property
    def workshops(self) -> int:
        """How many workshops stand behind it."""
        return len({one.workshop.id for one in self.local})

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The names of the municipalities that stand behind it."""
        return tuple(sorted({name for one in self.local for name in one.municipalities}))

    @property
    def groups(self) -> tuple[StakeholderGroup, ...]:
        """The groups that are named on its statements."""
        named = {group for one in self.local for group in one.groups}
        return tuple(group for group in GROUPS if group in named)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did to the shared themes of a place.

    ``title``: of the shared theme that it was about, "" where there was none; ``who``: a name, "" where they have gone.
    """

    id: int
    kind: ActKind
    shared_theme: int | None
    title: str
    moved: tuple[Moved, ...]
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """All shared themes of a place in their order, the local themes that stand in none, and what was done last."""

    shared: tuple[SharedTheme, ...]
    unmapped: tuple[LocalTheme, ...]
    last: Act | None


def moves(now: Mapping[Local, int], chosen: Iterable[Local], to: int | None) -> list[Moved]:
    """What changes when these local themes are put into a shared theme, or taken out of theirs."""
    return [Moved(*one, now.get(one), to) for one in dict.fromkeys(chosen) if now.get(one) != to]


def back(now: Mapping[Local, int], done: Iterable[Moved]) -> list[Moved]:
    """What changes when these moves are undone; what has been moved on since stays where it is."""
    return [Moved(*one.local, one.after, one.before) for one in done if now.get(one.local) == one.after]


def after(now: Mapping[Local, int], moved: Iterable[Moved]) -> dict[Local, int]:
    """Where local themes stand after these moves."""
    then = dict(now)
    for one in moved:
        then.pop(one.local, None)
        if one.after is not None:
            then[one.local] = one.after
    return then


def sifted(local: Iterable[LocalTheme], wanted: str) -> list[LocalTheme]:
    """Those local themes in whose title, vision, workshop or municipality all these words stand."""
    words = wanted.casefold().split()
    return [one for one in local if all(word in _said(one) for word in words)]


def _said(one: LocalTheme) -> str:
    return " ".join((one.title, one.vision, one.workshop.title, *one.municipalities)).casefold()
