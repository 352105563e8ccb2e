"""The vision summary as a document: its parts in order and in words. Markdown and PDF differ only in how it looks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.export.fit import fit_to_leave
from app.export.words import Words
from app.workshop.summary import Line, VisionSummary
from app.workshop.words import clean


@dataclass(frozen=True)
class Table:
    """How many of each took part. None stands for a number that is not shown."""

    heads: tuple[str, str]
    rows: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Said:
    """A statement in its writer's words, and the group that it came from where that may be told."""

    text: str
    by: str | None


@dataclass(frozen=True)
class ThemePart:
    """A theme: what it is about, and all that was said."""

    place: str
    title: str
    vision: str
    signs: tuple[str, ...]
    quotes: tuple[Said, ...]
    statements: tuple[Said, ...]


@dataclass(frozen=True)
class Labels:
    """Headings and standing phrases."""

    head: str
    contents: str
    took_part: str
    withheld: str
    why_withheld: str
    signs: str
    quotes: str
    all: str
    ungrouped: str


@dataclass(frozen=True)
class Paper:
    """The whole document. ``few`` and ``silence`` say why there are no numbers or no words, where there are none."""

    title: str
    question: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    few: str
    themes: tuple[ThemePart, ...]
    ungrouped: tuple[Said, ...]
    silence: str
    labels: Labels

    @property
    def piles(self) -> Iterator[tuple[str, tuple[Said, ...]]]:
        """All statements, under the title of their theme."""
        piles = [*((theme.title, theme.statements) for theme in self.themes), (self.labels.ungrouped, self.ungrouped)]
        return ((title, lines) for title, lines in piles if lines)


def compose(summary: VisionSummary, words: Words) -> Paper:
    """Put ``summary`` into words."""
    summary = fit_to_leave(summary)
    labels = _labels(words)
    tables = tuple(_tables(summary, words))
    telling = any(people is not None for table in tables for _, people in table.rows)
    return Paper(
        title=clean(summary.title) or labels.head,
        question=clean(summary.question),
        facts=tuple(_facts(summary, words)),
        tables=tables if telling else (),
        few="" if telling or not tables else _few(tables[0], words),
        themes=tuple(_themes(summary, words)),
        ungrouped=_said(summary.ungrouped, words),
        silence=_silence(summary, words),
        labels=labels,
    )


def _labels(words: Words) -> Labels:
    _ = words.gettext
    return Labels(
        head=_("Vision summary"),
        contents=_("Contents"),
        took_part=_("Who took part"),
        withheld=_("fewer than five, or withheld"),
        why_withheld=_(
            "Numbers under five are not shown, and neither are numbers from which they could be worked out. "
            "Where fewer than five of a group took part, its statements stand without the name of the group. "
            "This is so that nobody can be recognised."
        ),
        signs=_("Signs to look for"),
        quotes=_("In their own words"),
        all=_("All statements"),
        ungrouped=_("Not in any theme"),
    )


def _facts(summary: VisionSummary, words: Words) -> Iterator[tuple[str, str]]:
    _ = words.gettext
    if summary.held:
        yield _("Held on"), words.date(summary.held)
    yield _("Written on"), words.date(summary.written)
    yield _("Method"), _method(summary, words)
    if summary.people is not None:
        at_least = _("at least %(people)s") % {"people": summary.people}
        yield _("People"), str(summary.people) if summary.people_exact else at_least
    if summary.revealed:
        yield _("Statements"), str(summary.statements)


def _method(summary: VisionSummary, words: Words) -> str:
    _ = words.gettext
    return {"open": _("Open workshop: each writes alone; then all statements are shown and put together into themes.")}[
        summary.method
    ]


def _tables(summary: VisionSummary, words: Words) -> Iterator[Table]:
    _ = words.gettext
    if summary.groups:
        rows = tuple((words.group(row.group, plural=True), row.people) for row in summary.groups)
        yield Table((_("Group"), _("People")), rows)
    if summary.units:
        names = ((clean(row.unit) or _("Not given"), row.people) for row in summary.units)
        yield Table((_("Unit"), _("People")), tuple(names))


def _few(table: Table, words: Words) -> str:
    """One sentence in place of a column of withheld numbers."""
    said = words.gettext("These were asked: %(groups)s. So few have written that no group is shown with a number.")
    return said % {"groups": ", ".join(name for name, _ in table.rows)}


def _themes(summary: VisionSummary, words: Words) -> Iterator[ThemePart]:
    _ = words.gettext
    for number, theme in enumerate(summary.themes, 1):
        place = _("Theme %(number)d of %(themes)d") % {"number": number, "themes": len(summary.themes)}
        statements = _said(theme.statements, words)
        yield ThemePart(
            place=place,
            title=clean(theme.title) or place,
            vision=clean(theme.vision),
            signs=tuple(sign for sign in map(clean, theme.signs) if sign),
            quotes=statements[: theme.quotes],
            statements=statements,
        )


def _said(lines: Iterable[Line], words: Words) -> tuple[Said, ...]:
    return tuple(
        Said(clean(line.text), words.group(line.group, plural=False) if line.group else None) for line in lines
    )


def _silence(summary: VisionSummary, words: Words) -> str:
    _ = words.gettext
    if not summary.revealed:
        return _("What people have written has not been revealed yet, and is not in this document.")
    return "" if summary.statements else _("There are no statements yet.")
