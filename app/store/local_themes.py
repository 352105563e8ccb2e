"""Local themes as the region reads them: from what workshops tell now, and from nothing else."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, func, select

from app.region.rights import Place
from app.region.shared_theme import Line, Local, LocalTheme
from app.region.told import ToldWorkshop, visible_in
from app.store.tables import (
    MunicipalityRow,
    ToldStatementRow,
    ToldThemeRow,
    UnitRow,
    WorkshopRow,
    WorkshopUnitRow,
    table_of,
)
from app.store.told_workshops import told_workshops
from app.workshop.people import GROUPS
from app.workshop.written_in import written_in

_themes = table_of(ToldThemeRow)
_statements = table_of(ToldStatementRow)
_municipalities = table_of(MunicipalityRow)
_units = table_of(UnitRow)
_whose = table_of(WorkshopUnitRow)
_workshops = table_of(WorkshopRow)

_LINE = (
    _statements.c.workshop_id,
    _statements.c.theme,
    _statements.c.statement,
    _statements.c.text,
    _statements.c.group,
)

_MOST = 400
"""Workshops named in one question: each is a bound value, and databases have limits for those."""


def local_themes(
    connection: Connection, place: Place, only: Collection[Local] | None = None
) -> dict[Local, LocalTheme]:
    """Every theme that the workshops of a place tell, of those held latest first, without the statements' words.

    ``only``: none but these, and with the groups that are named on their statements: to look for those in all that a
    network has told takes long.
    """
    workshops = {one.id: one for one in visible_in(told_workshops(connection, place.network), [place])}
    if only is not None:
        wanted = {one.workshop for one in only}
        workshops = {id_: one for id_, one in workshops.items() if id_ in wanted}
    named = _municipality_names(connection, place.network)
    counted = _counted(connection, workshops)
    groups = {} if only is None else _groups(connection, workshops)
    found: dict[str, list[LocalTheme]] = {one: [] for one in workshops}
    for some in _in_parts(workshops):
        query = select(_themes).where(_themes.c.workshop_id.in_(some)).order_by(_themes.c.workshop_id, _themes.c.rank)
        for row in connection.execute(query).mappings():
            workshop = workshops[row["workshop_id"]]
            found[workshop.id].append(_local_theme(row, workshop, named, counted, groups))
    told = (one for themes in found.values() for one in themes)
    return {one.key: one for one in told if only is None or one.key in only}


def with_lines(connection: Connection, place: Place, chosen: Iterable[Local]) -> list[LocalTheme]:
    """Those of these local themes that are told in a place, with their statements."""
    there = local_themes(connection, place, frozenset(chosen))
    lines = lines_of(connection, there.values())
    return [replace(one, lines=lines.get(key, ())) for key, one in there.items()]


def told_there(connection: Connection, place: Place, chosen: Iterable[Local]) -> list[Local]:
    """Those of these local themes that a workshop of the place tells now."""
    wanted = list(dict.fromkeys(chosen))
    found: set[Local] = set()
    for some in _in_parts({one.workshop for one in wanted}):
        query = (
            select(_themes.c.workshop_id, _themes.c.theme)
            .join(_workshops, _workshops.c.id == _themes.c.workshop_id)
            .join(_whose, _whose.c.workshop_id == _themes.c.workshop_id)
            .join(_units, _units.c.id == _whose.c.unit_id)
            .join(_municipalities, _municipalities.c.id == _units.c.municipality_id)
            .where(_themes.c.workshop_id.in_(some), _workshops.c.stage != "deleted")
            .where(_municipalities.c.network_id == place.network)
        )
        if place.municipality is not None:
            query = query.where(_municipalities.c.id == place.municipality)
        found |= {Local(workshop, theme) for workshop, theme in connection.execute(query)}
    return [one for one in wanted if one in found]


def lines_of(
    connection: Connection, local: Iterable[LocalTheme], most: int | None = None
) -> dict[Local, tuple[Line, ...]]:
    """The statements of local themes, in their workshops' order; the first ``most`` of each, where that is said."""
    wanted = {one.key: one for one in local}
    found: dict[Local, list[Line]] = {}
    for some in _in_parts({key.workshop for key in wanted}):
        themes = {key.theme for key in wanted if key.workshop in some}
        query = select(*_LINE).where(_statements.c.workshop_id.in_(some)).order_by(_statements.c.rank)
        if len(themes) <= _MOST:
            query = query.where(_statements.c.theme.in_(themes))
        for workshop, theme, statement, text, group in connection.execute(query):
            key = Local(workshop, theme)
            there = found.setdefault(key, []) if key in wanted else None
            if there is not None and (most is None or len(there) < most):
                told = wanted[key].workshop
                there.append(Line(statement, text, group, written_in(text, told.language), told.title))
    return {key: tuple(lines) for key, lines in found.items()}


def _local_theme(
    row: RowMapping,
    workshop: ToldWorkshop,
    named: Mapping[int, str],
    counted: Mapping[Local, int],
    groups: Mapping[Local, Collection[str]],
) -> LocalTheme:
    key = Local(workshop.id, row["theme"])
    there = groups.get(key, ())
    where = {unit.municipality for unit in workshop.units if unit.municipality is not None}
    return LocalTheme(
        workshop=workshop,
        theme=row["theme"],
        title=row["title"],
        vision=row["vision"],
        signs=lines_in(row["signs"]),
        statements=counted.get(key, 0),
        votes=row["votes"],
        groups=tuple(group for group in GROUPS if group in there),
        municipalities=tuple(sorted(named[one] for one in where)),
    )


def _counted(connection: Connection, workshops: Collection[str]) -> dict[Local, int]:
    """How many statements each theme tells."""
    found: dict[Local, int] = {}
    by = (_statements.c.workshop_id, _statements.c.theme)
    for some in _in_parts(workshops):
        query = select(*by, func.count()).where(_statements.c.workshop_id.in_(some)).group_by(*by)
        found |= {Local(workshop, theme): number for workshop, theme, number in connection.execute(query)}
    return found


def _groups(connection: Connection, workshops: Collection[str]) -> dict[Local, set[str]]:
    """Which groups are named on each theme's statements."""
    found: dict[Local, set[str]] = {}
    for some in _in_parts(workshops):
        query = select(_statements.c.workshop_id, _statements.c.theme, _statements.c.group).distinct()
        query = query.where(_statements.c.workshop_id.in_(some), _statements.c.group.is_not(None))
        for workshop, theme, group in connection.execute(query):
            found.setdefault(Local(workshop, theme), set()).add(group)
    return found


def _municipality_names(connection: Connection, network: int) -> dict[int, str]:
    query = select(_municipalities.c.id, _municipalities.c.name).where(_municipalities.c.network_id == network)
    return {row.id: row.name for row in connection.execute(query)}


def lines_in(text: str) -> tuple[str, ...]:
    """Signs as they are kept, one a line."""
    return tuple(line for line in text.split("\n") if line)


def _in_parts(workshops: Collection[str]) -> list[list[str]]:
    there = sorted(workshops)
    return [there[at : at + _MOST] for at in range(0, len(there), _MOST)]
