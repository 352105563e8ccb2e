"""Themes and statements as they stand on paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.export.paper.labels import Labels
from app.export.words import Words
from app.workshop.summary import Line, ThemeSummary, VisionSummary
from app.workshop.words import clean


@dataclass(frozen=True)
class Said:
    """A statement in its writer's words, and the group or table that it came from where that may be told.

    Of a copy, ``by`` also says that it is one.

    ``builds_on``: the statements that a shared idea is made of.
    """

    text: str
    by: str | None
    builds_on: tuple["Said", ...] = ()


@dataclass(frozen=True)
class ThemePart:
    """A theme: which one it is, what it is about, and some of what was said.

    ``within`` says which theme it stands within; "" for none.
    """

    place: str
    within: str
    title: str
    vision: str
    signs: tuple[str, ...]
    quotes: tuple[Said, ...]


@dataclass(frozen=True)
class Pile:
    """Statements under the title of their theme; without a title where there is no other pile to tell it from."""

    title: str
    lines: tuple[Said, ...]


@dataclass(frozen=True)
class Section:
    """All that was written in one step; without a title where everything was written in one."""

    title: str
    piles: tuple[Pile, ...]


def themes(summary: VisionSummary, words: Words) -> Iterator[ThemePart]:
    """The themes in order; with the step that their statements are from, where they are from several."""
    titles = _titles(summary) if len({theme.collection for theme in summary.themes}) > 1 else {}
    outers = _outers(summary)
    counted = [theme.id for theme in summary.themes if not theme.alone]
    for theme in summary.themes:
        if theme.alone and not (theme.statements or theme.vision or theme.signs):
            continue
        place = ""  # what stands alone is none of the themes that are counted
        if not theme.alone:
            facts = {"number": counted.index(theme.id) + 1, "themes": len(counted)}
            place = words.gettext("Theme %(number)d of %(themes)d") % facts
        of, outer = titles.get(theme.collection), outers.get(theme.id)
        yield ThemePart(
            place=" · ".join(filter(None, (place, of))),
            within=words.gettext("Within: %(theme)s") % {"theme": outer} if outer else "",
            title=clean(theme.title) or place or words.gettext("Standing alone"),
            vision=clean(theme.vision),
            signs=tuple(sign for sign in map(clean, theme.signs) if sign),
            quotes=tuple(_said(line, words) for line in theme.statements[: theme.quotes]),
        )


def sections(summary: VisionSummary, labels: Labels, words: Words) -> Iterator[Section]:
    """All statements, by the step that they were written in and by theme; what tables share comes first."""
    known = {line.id: line for line in summary.lines}
    outers = _outers(summary)
    ordered = sorted(summary.piles, key=lambda pile: not (pile[0] and pile[0].shared))
    for collection, piles in groupby(ordered, key=lambda pile: pile[0]):
        there = [
            Pile(_head(theme, outers) if theme else labels.ungrouped, _all_said(lines, words, known))
            for _, theme, lines in piles
        ]
        if collection is None:
            yield Section("", tuple(there))
            continue
        alone = len(there) == 1 and there[0].title == labels.ungrouped
        title = clean(collection.title) or labels.other
        yield Section(title, (Pile("", there[0].lines),) if alone else tuple(there))


def _titles(summary: VisionSummary) -> dict[str, str]:
    return {collection.id: clean(collection.title) for collection in summary.collections}


def _outers(summary: VisionSummary) -> dict[str, str]:
    """The titles of those that themes stand within, by the ids of these."""
    known = {theme.id: clean(theme.title) for theme in summary.themes}
    return {theme.id: known[theme.within] for theme in summary.themes if theme.within in known}


def _head(theme: ThemeSummary, outers: Mapping[str, str]) -> str:
    title, outer = clean(theme.title), outers.get(theme.id)
    return f"{outer} › {title}" if outer else title


def _all_said(lines: Sequence[Line], words: Words, known: Mapping[str, Line]) -> tuple[Said, ...]:
    return tuple(
        _said(line, words, tuple(_said(known[source], words) for source in line.sources if source in known))
        for line in lines
    )


def _said(line: Line, words: Words, builds_on: tuple[Said, ...] = ()) -> Said:
    by = words.group(line.group, plural=False) if line.group else None
    if line.table is not None:
        by = words.gettext("Table %(number)d") % {"number": line.table}
    if line.copied:
        by = " · ".join(filter(None, (by, words.gettext("copy"))))
    return Said(clean(line.text), by, builds_on)
