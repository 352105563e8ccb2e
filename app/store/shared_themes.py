"""Shared themes as they are read: local themes come from what workshops tell now, and from nothing else."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from app.region.rights import Place
from app.region.shared_theme import Act, Board, Line, Local, LocalTheme, Moved, SharedTheme
from app.region.told import ToldWorkshop, visible_in
from app.store.tables import (
    AccountRow,
    MunicipalityRow,
    SharedThemeActRow,
    SharedThemeLocalRow,
    SharedThemeRow,
    SharedThemeTagRow,
    ToldStatementRow,
    ToldThemeRow,
    UnitRow,
    WorkshopRow,
    WorkshopUnitRow,
    table_of,
)
from app.store.told_workshops import told_workshops
from app.workshop.people import GROUPS

_shared = table_of(SharedThemeRow)
_local = table_of(SharedThemeLocalRow)
_tags = table_of(SharedThemeTagRow)
_acts = table_of(SharedThemeActRow)
_themes = table_of(ToldThemeRow)
_statements = table_of(ToldStatementRow)
_accounts = table_of(AccountRow)
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


def place_key(place: Place) -> str:
    """A network or a municipality as the rows of its shared themes name it."""
    return str(place.network) if place.municipality is None else f"{place.network}/{place.municipality}"


def local_themes(connection: Connection, place: Place) -> dict[Local, LocalTheme]:
    """Every theme that the workshops of a place tell, of those held latest first, without the statements' words."""
    workshops = {one.id: one for one in visible_in(told_workshops(connection, place.network), [place])}
    named = _municipality_names(connection, place.network)
    counted = _counted(connection, workshops)
    found: dict[str, list[LocalTheme]] = {one: [] for one in workshops}
    for some in _in_parts(workshops):
        query = select(_themes).where(_themes.c.workshop_id.in_(some)).order_by(_themes.c.workshop_id, _themes.c.rank)
        for row in connection.execute(query).mappings():
            workshop = workshops[row["workshop_id"]]
            found[workshop.id].append(_local_theme(row, workshop, named, counted))
    return {one.key: one for themes in found.values() for one in themes}


def board(connection: Connection, place: Place) -> Board:
    """The shared themes of a place with what is told of them now, the local themes in none, and what was done last."""
    there = local_themes(connection, place)
    mapping = mapped(connection, place)
    inside: dict[int, list[LocalTheme]] = {}
    for key, one in there.items():
        if key in mapping:
            inside.setdefault(mapping[key], []).append(one)
    rows = (_shared.c.network_id == place.network) & (_shared.c.municipality_id == place.municipality)
    shared = _read(connection, rows, inside)
    standing = {one.id for one in shared}
    unmapped = tuple(one for key, one in there.items() if mapping.get(key) not in standing)
    return Board(shared, unmapped, last_act(connection, place))


def shared_themes(connection: Connection, network: int, municipality: int | None = None) -> list[SharedTheme]:
    """The shared themes of a network, or of a municipality of it, in their order, down to the statements' words."""
    found = board(connection, Place(network, municipality)).shared
    lines = lines_of(connection, [one for theme in found for one in theme.local])
    return [_with_lines(theme, lines) for theme in found]


def shared_theme(
    connection: Connection, place: Place, theme: int, first: int, most: int
) -> tuple[SharedTheme, dict[Local, tuple[Line, ...]], list[SharedTheme]] | None:
    """A shared theme, with the statements of ``most`` of its local themes from the ``first`` on, and the others there.

    None where there is no such shared theme.
    """
    found = board(connection, place).shared
    one = next((one for one in found if one.id == theme), None)
    if one is None:
        return None
    lines = lines_of(connection, one.local[first : first + most])
    return one, lines, [other for other in found if other.id != theme]


def with_lines(connection: Connection, place: Place, chosen: Iterable[Local]) -> list[LocalTheme]:
    """Those of these local themes that are told in a place, with their statements."""
    there = local_themes(connection, place)
    wanted = [there[one] for one in chosen if one in there]
    lines = lines_of(connection, wanted)
    return [replace(one, lines=lines.get(one.key, ())) for one in wanted]


def place_of(connection: Connection, network: int, theme: int) -> Place | None:
    """Where a shared theme belongs; None where there is none in this network, or it has been removed."""
    query = select(_shared.c.network_id, _shared.c.municipality_id).where(
        _shared.c.id == theme, _shared.c.network_id == network, _shared.c.removed.is_(False)
    )
    row = connection.execute(query).first()
    return Place(row[0], row[1]) if row else None


def mapped(connection: Connection, place: Place) -> dict[Local, int]:
    """Which local themes have been put where in a place; those among them that nobody tells now, too."""
    query = (
        select(_local.c.workshop_id, _local.c.theme, _local.c.shared_theme_id)
        .join(_shared, _shared.c.id == _local.c.shared_theme_id)
        .where(_local.c.place == place_key(place), _shared.c.removed.is_(False))
    )
    return {Local(workshop, theme): shared for workshop, theme, shared in connection.execute(query)}


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
                there.append(Line(statement, text, group, told.language, told.title))
    return {key: tuple(lines) for key, lines in found.items()}


def last_act(connection: Connection, place: Place) -> Act | None:
    """What was done last to the shared themes of a place, and has not been undone."""
    query = (
        select(_acts, _accounts.c.name, _accounts.c.email, _shared.c.title)
        .outerjoin(_accounts, _accounts.c.id == _acts.c.who)
        .outerjoin(_shared, _shared.c.id == _acts.c.shared_theme_id)
        .where(_acts.c.place == place_key(place), _acts.c.undone_at.is_(None))
        .order_by(_acts.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    moved = tuple(Moved(*one) for one in json.loads(row.moved))
    return Act(row.id, row.kind, row.shared_theme_id, row.title or "", moved, row.name or row.email or "", row.at)


def declined(connection: Connection, place: Place) -> set[tuple[Local, int | None]]:
    """Which local themes somebody has said do not belong where; None: not into a new one that was proposed."""
    query = select(_acts.c.moved).where(
        _acts.c.place == place_key(place), _acts.c.kind == "decline", _acts.c.undone_at.is_(None)
    )
    acts = (json.loads(moved) for moved in connection.execute(query).scalars())
    return {(Local(workshop, theme), to) for act in acts for workshop, theme, _, to in act}


def _read(connection: Connection, which: Any, inside: Mapping[int, list[LocalTheme]]) -> tuple[SharedTheme, ...]:
    query = (
        select(_shared, _accounts.c.name, _accounts.c.email)
        .outerjoin(_accounts, _accounts.c.id == _shared.c.changed_by)
        .where(which, _shared.c.removed.is_(False))
        .order_by(_shared.c.rank, _shared.c.id)
    )
    rows = connection.execute(query).all()
    tags: dict[int, list[str]] = {}
    worn = select(_tags.c.shared_theme_id, _tags.c.tag).join(_shared, _shared.c.id == _tags.c.shared_theme_id)
    for theme, tag in connection.execute(worn.where(which).order_by(_tags.c.at, _tags.c.tag)):
        tags.setdefault(theme, []).append(tag)
    return tuple(
        SharedTheme(
            id=row.id,
            place=Place(row.network_id, row.municipality_id),
            title=row.title,
            vision=row.vision,
            signs=_lines(row.signs),
            version=row.version,
            changed_at=row.changed_at,
            changed_by=row.name or row.email or "",
            tags=tuple(tags.get(row.id, ())),
            local=tuple(inside.get(row.id, ())),
        )
        for row in rows
    )


def _with_lines(theme: SharedTheme, lines: Mapping[Local, tuple[Line, ...]]) -> SharedTheme:
    return replace(theme, local=tuple(replace(one, lines=lines.get(one.key, ())) for one in theme.local))


def _municipality_names(connection: Connection, network: int) -> dict[int, str]:
    query = select(_municipalities.c.id, _municipalities.c.name).where(_municipalities.c.network_id == network)
    return {row.id: row.name for row in connection.execute(query)}


def _counted(connection: Connection, workshops: Collection[str]) -> dict[Local, dict[str | None, int]]:
    """How many statements each theme tells, by the group that is named on them."""
    found: dict[Local, dict[str | None, int]] = {}
    by = (_statements.c.workshop_id, _statements.c.theme, _statements.c.group)
    for some in _in_parts(workshops):
        query = select(*by, func.count()).where(_statements.c.workshop_id.in_(some)).group_by(*by)
        for workshop, theme, group, number in connection.execute(query):
            if theme is not None:
                found.setdefault(Local(workshop, theme), {})[group] = number
    return found


def _local_theme(
    row: RowMapping,
    workshop: ToldWorkshop,
    named: Mapping[int, str],
    counted: Mapping[Local, Mapping[str | None, int]],
) -> LocalTheme:
    groups = counted.get(Local(workshop.id, row["theme"]), {})
    where = {unit.municipality for unit in workshop.units if unit.municipality is not None}
    return LocalTheme(
        workshop=workshop,
        theme=row["theme"],
        title=row["title"],
        vision=row["vision"],
        signs=_lines(row["signs"]),
        statements=sum(groups.values()),
        votes=row["votes"],
        groups=tuple(group for group in GROUPS if group in groups),
        municipalities=tuple(sorted(named[one] for one in where)),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line)


def _in_parts(workshops: Collection[str]) -> list[list[str]]:
    there = sorted(workshops)
    return [there[at : at + _MOST] for at in range(0, len(there), _MOST)]
