"""What the desk's board is made of: statements with their earlier wordings and second places, and themes."""

from dataclasses import dataclass
from datetime import datetime

from app.workshop.events import Standing
from app.workshop.people import Actor


@dataclass(frozen=True, slots=True)
class Edition:
    """An earlier wording of a statement, kept as trace: the words, and who replaced them when."""

    text: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """One "In 2040 …". ``rank`` orders it on its pile; ``cleared`` is the seq at which it became fit to be shown;
    ``number`` is its place among all that its author has said, from 1.

    ``wrote``: its author's own words. ``editions``: its first earlier wording and the latest ones, some twenty at most.
    ``into``: the collection it was written for, by its name in the method. ``table`` and ``sources``: whose shared idea
    it is, and the statements that it is made of. ``sheet``: who began the sheet that it stands on; None: its author.
    """

    id: str
    author: str
    text: str
    at: datetime
    standing: Standing
    rank: float
    cleared: int
    number: int = 1
    theme: str | None = None
    editions: tuple[Edition, ...] = ()
    into: str = ""
    table: int | None = None
    sources: tuple[str, ...] = ()
    sheet: str | None = None
    wrote: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """Statements of the collection ``of`` put together; ``alone``: the pile of what stands by itself.

    ``under``: the theme that it stands within, if any; a theme that stands within one holds no other.
    """

    id: str
    title: str
    rank: float
    vision: str = ""
    signs: tuple[str, ...] = ()
    of: str = ""
    alone: bool = False
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A statement's second place, in another theme."""

    id: str
    statement: str
    theme: str
    rank: float
