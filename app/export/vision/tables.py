"""A place's vision summary as tables of typed cells, one kind of thing to each, for spreadsheets and programs.

A column once named keeps its place, so that what opens one version opens the next. What nobody may know is said in
words: an empty cell counts as nought.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from app.export.vision.paper import Paper, Said, Theme

Cell = str | int | date | None
"""None is an empty cell."""

TABLES = ("themes", "quotes", "workshops", "groups", "steps", "overview")
"""What there is a table of."""

SEPARATOR = "; "
"""Stands between several names in one cell."""


@dataclass(frozen=True)
class Table:
    """``name`` is one of TABLES, ``title`` what a sheet of it is called."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(paper: Paper) -> dict[str, Table]:
    """Return all tables by name, in the order of a workbook: the overview first."""
    of = paper.labels
    there = (
        Table("overview", of.overview, (of.name, of.content), tuple(_overview(paper))),
        Table(
            "themes",
            of.themes,
            (
                *(of.theme, of.sentence, of.signs, of.statements, of.votes, of.workshops),
                *(of.municipalities, of.groups, of.identity),
            ),
            tuple(_theme(theme, paper) for theme in paper.themes),
        ),
        Table(
            "quotes",
            of.statements,
            (of.kind, of.quote, of.language, of.group, of.workshop, of.identity),
            tuple(_quotes(paper)),
        ),
        Table(
            "workshops",
            of.workshops,
            (
                *(of.workshop, of.held, of.method, of.municipalities, of.units),
                *(of.people, of.exactness, of.statements, of.identity),
            ),
            tuple(_workshops(paper)),
        ),
        Table(
            "groups",
            of.groups,
            (of.group, of.people, of.exactness, of.told_by, of.withheld_by),
            tuple(_groups(paper)),
        ),
        Table(
            "steps",
            of.steps,
            (of.what, of.who, of.when),
            tuple((step.what, step.who, step.when) for step in paper.steps),
        ),
    )
    return {table.name: table for table in there}


def _overview(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    of = paper.labels
    rows = chain(
        ((of.title, paper.title), (of.question, paper.question), (of.sentence, paper.vision)),
        ((of.introduction, text) for text in paper.ingress),
        paper.facts,
        ((of.done, text) for text in paper.done),
        ((of.heard, of.why_withheld),),
    )
    yield from (row for row in rows if row[1])


def _theme(theme: Theme, paper: Paper) -> tuple[Cell, ...]:
    votes = paper.labels.not_voted if theme.votes is None else theme.votes
    names = (SEPARATOR.join(there) for there in (theme.municipalities, theme.groups))
    return (
        *(theme.title, theme.vision, "\n".join(theme.signs), theme.statements, votes, theme.workshops),
        *names,
        theme.id,
    )


def _quotes(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    for theme in paper.themes:
        yield from (_quote(theme.title, said) for said in theme.quotes)
    yield from (_quote(paper.labels.minority, said) for said in paper.minority)


def _quote(under: str, said: Said) -> tuple[Cell, ...]:
    return under, said.text, said.language, said.group, said.said_at, f"{said.workshop}/{said.statement}"


def _workshops(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    of = paper.labels
    for held in paper.workshops:
        exactness = of.exact if held.exact else of.at_least
        number = (of.withheld, of.withheld) if held.people is None else (held.people, exactness)
        where = (SEPARATOR.join(held.municipalities), SEPARATOR.join(held.units))
        yield held.title, held.held, held.method, *where, *number, held.statements, held.id


def _groups(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    of = paper.labels
    for group in paper.heard:
        number = (group.people, of.at_least) if group.people else (of.withheld, of.withheld)
        yield group.name, *number, group.workshops, group.withheld
