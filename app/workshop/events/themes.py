"""Events of themes."""

from typing import Literal

from app.workshop.events.happened import Happened


class ThemeMade(Happened):
    """``of``: the collection whose statements it puts together; ``alone``: the pile of what stands by itself."""

    type: Literal["theme_made"] = "theme_made"
    theme: str
    title: str
    rank: float
    vision: str = ""
    signs: tuple[str, ...] = ()
    of: str = ""
    alone: bool = False
    under: str | None = None


class ThemeRenamed(Happened):
    type: Literal["theme_renamed"] = "theme_renamed"
    theme: str
    title: str


class ThemeDescribed(Happened):
    type: Literal["theme_described"] = "theme_described"
    theme: str
    vision: str
    signs: tuple[str, ...]


class ThemePlaced(Happened):
    type: Literal["theme_placed"] = "theme_placed"
    theme: str
    rank: float


class ThemeDeleted(Happened):
    """Gone, without statements: these have been moved before. ``into``: the theme that it was merged into, if any."""

    type: Literal["theme_deleted"] = "theme_deleted"
    theme: str
    into: str | None = None


class ThemeNested(Happened):
    """The theme that it stands within, if any."""

    type: Literal["theme_nested"] = "theme_nested"
    theme: str
    under: str | None


class ThemesLocked(Happened):
    type: Literal["themes_locked"] = "themes_locked"
    locked: bool


class CopyPut(Happened):
    """A statement stands in a second theme as well; the copy is new, or has moved."""

    type: Literal["copy_put"] = "copy_put"
    copy_id: str
    statement: str
    theme: str
    rank: float


class CopyDropped(Happened):
    type: Literal["copy_dropped"] = "copy_dropped"
    copy_id: str


class HandPlaced(Happened):
    """Where a participant would put a statement; None: they have no idea."""

    type: Literal["hand_placed"] = "hand_placed"
    participant: str
    statement: str
    theme: str | None
