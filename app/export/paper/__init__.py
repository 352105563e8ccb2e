"""The vision summary as a document: its parts in order and in words. Markdown and PDF differ only in how it looks."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.export.fit import fit_to_leave
from app.export.paper.labels import Labels, labels
from app.export.paper.plans import Board, Promise, boards, promises
from app.export.paper.statements import Pile, Said, Section, ThemePart, sections, themes
from app.export.paper.votes import BarPart, VotePart, votes
from app.export.words import Words
from app.workshop.summary import VisionSummary
from app.workshop.words import clean

__all__ = [
    "BarPart",
    "Board",
    "Labels",
    "Paper",
    "Pile",
    "Promise",
    "Said",
    "Section",
    "Table",
    "ThemePart",
    "VotePart",
    "compose",
]


@dataclass(frozen=True)
class Table:
    """How many of each took part. None stands for a number that is not shown."""

    heads: tuple[str, str]
    rows: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Paper:
    """The whole document. ``few`` and ``silence`` say why there are no numbers or no words, where there are none."""

    title: str
    question: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    few: str
    themes: tuple[ThemePart, ...]
    votes: tuple[VotePart, ...]
    boards: tuple[Board, ...]
    promises: tuple[Promise, ...]
    sections: tuple[Section, ...]
    silence: str
    labels: Labels


def compose(summary: VisionSummary, words: Words) -> Paper:
    """Put ``summary`` into words."""
    summary = fit_to_leave(summary)
    spoken = labels(words)
    tables = tuple(_tables(summary, words))
    telling = any(people is not None for table in tables for _, people in table.rows)
    return Paper(
        title=clean(summary.title) or spoken.head,
        question=clean(summary.question),
        facts=tuple(_facts(summary, words)),
        tables=tables if telling else (),
        few="" if telling or not tables else _few(tables[0], words),
        themes=tuple(themes(summary, words)),
        votes=tuple(votes(summary, words)),
        boards=tuple(boards(summary, words)),
        promises=promises(summary),
        sections=tuple(sections(summary, spoken, words)),
        silence=_silence(summary, words),
        labels=spoken,
    )


def _facts(summary: VisionSummary, words: Words) -> Iterator[tuple[str, str]]:
    _ = words.gettext
    if summary.held:
        yield _("Workshop held on"), words.date(summary.held)
    yield _("This file made on"), words.date(summary.written)
    yield _("Method"), _method(summary, words)
    if summary.people is not None:
        at_least = _("at least %(people)s") % {"people": max(summary.people, *_told(summary))}
        yield _("Have written"), str(summary.people) if summary.people_exact else at_least
    if summary.revealed:
        yield _("Statements"), str(summary.statements)


def _told(summary: VisionSummary) -> tuple[int, int]:
    """How many the numbers of groups, and of units, add up to: what stands in the tables tells as much already."""
    return sum(row.people or 0 for row in summary.groups), sum(row.people or 0 for row in summary.units)


def _method(summary: VisionSummary, words: Words) -> str:
    open_workshop = words.gettext(
        "Open workshop: each writes alone; then all statements are shown and put together into themes."
    )
    return clean(summary.method_title) or open_workshop


def _tables(summary: VisionSummary, words: Words) -> Iterator[Table]:
    _ = words.gettext
    if summary.groups:
        rows = tuple((words.group(row.group, plural=True), row.people) for row in summary.groups)
        yield Table((_("Group"), _("Have written")), _folded(rows))
    if summary.units:
        names = ((clean(row.unit) or _("Not given"), row.people) for row in summary.units)
        yield Table((_("Unit"), _("Have written")), _folded(tuple(names)))


def _folded(rows: tuple[tuple[str, int | None], ...]) -> tuple[tuple[str, int | None], ...]:
    """Those whose number is not shown as one row, after the others."""
    withheld = [name for name, people in rows if people is None]
    told = tuple((name, people) for name, people in rows if people is not None)
    return (*told, (", ".join(withheld), None)) if withheld else told


def _few(table: Table, words: Words) -> str:
    """One sentence in place of a column of withheld numbers."""
    said = words.gettext("One could answer as: %(groups)s. So few have written that no group is shown with a number.")
    return said % {"groups": table.rows[-1][0]}


def _silence(summary: VisionSummary, words: Words) -> str:
    _ = words.gettext
    if not summary.revealed:
        return _(
            "What people have written is not in this document. It has not been shown to all, or has been hidden again."
        )
    said = summary.statements or summary.milestones or summary.commitments
    return "" if said else _("There are no statements yet.")
