"""Who said what: the shared themes of a place by stakeholder group, as drawings and tables."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from app.i18n import words
from app.region import chart
from app.region.by_group import ByGroup, Row, fullest, most
from app.routes.theme_places import themes_first
from app.routes.visit import Visiting
from app.store.by_group import by_group
from app.workshop.people import StakeholderGroup

router = APIRouter(prefix="/region/{network}/themes/groups")

MOST_BARS = 12
"""Shared themes that are drawn as bars, those with most; the table has all of them."""

MOST_NAMED = 3
"""Shared themes that a sentence names, where several have as much."""

Cells = dict[int | str, dict[str, chart.Cell]]
"""By shared theme, "rest" or "all"; and by group, "unnamed" or "all"."""


@router.get("")
async def show(visit: Visiting, network: int, municipality: int | None = None) -> Response:
    """How many statements and votes each shared theme has of each group."""
    themes = await themes_first(visit, network, municipality)
    found = await visit.house.database.read(lambda c: by_group(c, themes.place))
    whole, wording = found.whole, words(visit.language)
    said = {row: row.said for row in found.themes}
    chosen = {row: row.votes for row in found.themes if row.votes is not None}
    said_by = {group: sum(row.statements.get(group, 0) for row in found.themes) for group in found.groups}
    voters = [row.voters for row in found.themes]
    chosen_by = {group: sum(one[group].people for one in voters if group in one) for group in found.voting}

    def of_groups(numbers: Mapping[StakeholderGroup, int]) -> chart.Bars:
        return _bars((wording.group(group, plural=True), number) for group, number in numbers.items())

    return visit.page(
        "theme_groups",
        region=themes.region,
        themes=themes,
        found=found,
        whole=whole,
        in_themes=sum(said.values()),
        named=sum(said_by.values()),
        chosen_in_themes=sum(chosen.values()),
        said=_bars((row.title, number) for row, number in said.items()),
        said_by=of_groups(said_by),
        chosen=_bars((row.title, number) for row, number in chosen.items()),
        chosen_by=of_groups(chosen_by),
        most_said=_titles(said),
        most_said_by=most(said_by),
        most_chosen=_titles(chosen),
        most_chosen_by=most(chosen_by),
        fullest=fullest(found.themes),
        statements=_statements(found, whole),
        votes=_votes(found, whole),
    )


def _titles(numbers: Mapping[Row, int]) -> tuple[str, int, int]:
    """The titles with the largest number, some of them where there are many; that number, and how many have it."""
    rows, number = most(numbers)
    titles = ", ".join(f"«{row.title}»" for row in rows[:MOST_NAMED])
    return f"{titles} …" if len(rows) > MOST_NAMED else titles, number, len(rows)


def _bars(parts: Iterable[tuple[str, int]]) -> chart.Bars:
    """The longest bars first; the longest of all is the whole that they are drawn of."""
    told = sorted((part for part in parts if part[1]), key=lambda part: -part[1])[:MOST_BARS]
    return chart.bars([(label, number, told[0][1]) for label, number in told])


def _statements(found: ByGroup, whole: Row) -> Cells:
    """Where a theme and a group meet, and the sums beside."""

    def told(row: Row) -> dict[str, int]:
        return {group: number for group in found.groups if (number := row.statements.get(group))}

    def sums(row: Row) -> dict[str, chart.Cell]:
        there = {"unnamed": row.statements.get(None, 0), "all": row.said}
        return {key: chart.Cell(number) for key, number in there.items() if number}

    shaded = chart.heat({row: told(row) for row in found.themes})
    cells: Cells = {row.id or 0: {**shaded[row], **sums(row)} for row in found.themes}
    for name, row in (("rest", found.rest), ("all", whole)):
        cells[name] = {**{group: chart.Cell(number) for group, number in told(row).items()}, **sums(row)}
    return cells


def _votes(found: ByGroup, whole: Row) -> Cells:
    """The same of votes: where only some workshops tell a group's, it is at least so many."""

    def told(row: Row) -> dict[StakeholderGroup, int | None]:
        return {group: number.people if number.workshops else None for group, number in row.voters.items()}

    def row_of(row: Row, cells: Mapping[StakeholderGroup, chart.Cell]) -> dict[str, chart.Cell]:
        there: dict[str, chart.Cell] = {
            group: replace(cell, more=row.voters[group].withheld > 0) for group, cell in cells.items()
        }
        return there if row.votes is None else {**there, "all": chart.Cell(row.votes)}

    shaded = chart.heat({row: told(row) for row in found.themes})
    cells: Cells = {row.id or 0: row_of(row, shaded[row]) for row in found.themes}
    for name, row in (("rest", found.rest), ("all", whole)):
        cells[name] = row_of(row, {group: chart.Cell(number) for group, number in told(row).items()})
    return cells
