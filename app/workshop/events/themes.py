"""Events of themes."""

from typing import Literal

from app.workshop.events.happened import Happened


class ThemeMade(Happened):
    """``of``: the collection whose statements it puts together."""

    type: Literal["theme_made"] = "theme_made"
    theme: str
    title: str
    rank: float
    vision: str = ""
    signs: tuple[str, ...] = ()
    of: str = ""


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
    """Gone, without statements: these have been moved before."""

    type: Literal["theme_deleted"] = "theme_deleted"
    theme: str
