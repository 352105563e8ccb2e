"""What groups have said and chosen, by shared theme: added up in the database, as there are many statements."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, FromClause, Select, Subquery, and_, func, select

from app.region.by_group import ByGroup, Row
from app.region.heard import Number
from app.region.rights import Place
from app.store.shared_themes import place_key
from app.store.tables import (
    MunicipalityRow,
    SharedThemeLocalRow,
    SharedThemeRow,
    ToldGroupRow,
    ToldStatementRow,
    ToldThemeRow,
    ToldVoteRow,
    UnitRow,
    WorkshopRow,
    WorkshopUnitRow,
    table_of,
)

_shared = table_of(SharedThemeRow)
_local = table_of(SharedThemeLocalRow)
_themes = table_of(ToldThemeRow)
_votes = table_of(ToldVoteRow)
_groups = table_of(ToldGroupRow)
_statements = table_of(ToldStatementRow)
_workshops = table_of(WorkshopRow)
_whose = table_of(WorkshopUnitRow)
_units = table_of(UnitRow)
_municipalities = table_of(MunicipalityRow)


def by_group(connection: Connection, place: Place) -> ByGroup:
    """Return what the workshops of a place tell by shared theme of that place, and by group."""
    standing, there = _standing(place), _told_in(place)
    statements = _statements_by(connection, standing, there)
    votes = _votes_by(connection, standing, there)
    voters = _voters_by(connection, standing, there)

    def row(theme: int | None, title: str) -> Row:
        return Row(theme, title, statements.get(theme, {}), votes.get(theme), voters.get(theme, {}))

    titles = (
        select(_shared.c.id, _shared.c.title)
        .where(_shared.c.network_id == place.network, _shared.c.municipality_id == place.municipality)
        .where(_shared.c.removed.is_(False))
        .order_by(_shared.c.rank, _shared.c.id)
    )
    return ByGroup(tuple(row(*one) for one in connection.execute(titles)), row(None, ""))


def _statements_by(
    connection: Connection, standing: Subquery, there: Select[tuple[str]]
) -> Mapping[int | None, dict[Any, int]]:
    theme = standing.c.shared_theme_id
    query = (
        select(theme, _statements.c.group, func.count())
        .select_from(_within(_statements, standing))
        .where(_statements.c.workshop_id.in_(there))
        .group_by(theme, _statements.c.group)
    )
    found: dict[int | None, dict[Any, int]] = {}
    for shared, group, number in connection.execute(query):
        found.setdefault(shared, {})[group] = number
    return found


def _votes_by(connection: Connection, standing: Subquery, there: Select[tuple[str]]) -> Mapping[int | None, int]:
    theme = standing.c.shared_theme_id
    query = (
        select(theme, func.sum(_themes.c.votes))
        .select_from(_within(_themes, standing))
        .where(_themes.c.workshop_id.in_(there), _themes.c.votes.is_not(None))
        .group_by(theme)
    )
    return {shared: int(number) for shared, number in connection.execute(query)}


def _voters_by(
    connection: Connection, standing: Subquery, there: Select[tuple[str]]
) -> Mapping[int | None, dict[Any, Number]]:
    """Of each group that was in a workshop that voted: what it tells, or that it does not."""
    theme = standing.c.shared_theme_id
    voters = and_(
        _votes.c.workshop_id == _themes.c.workshop_id,
        _votes.c.theme == _themes.c.theme,
        _votes.c.group == _groups.c.group,
    )
    query = (
        select(theme, _groups.c.group, func.sum(_votes.c.people), func.count(_votes.c.people), func.count())
        .select_from(
            _within(_themes, standing)
            .join(_groups, _groups.c.workshop_id == _themes.c.workshop_id)
            .outerjoin(_votes, voters)
        )
        .where(_themes.c.workshop_id.in_(there), _themes.c.votes.is_not(None))
        .group_by(theme, _groups.c.group)
    )
    found: dict[int | None, dict[Any, Number]] = {}
    for shared, group, people, told, offered in connection.execute(query):
        found.setdefault(shared, {})[group] = Number(int(people or 0), told, offered - told)
    return found


def _within(told: Any, standing: Subquery) -> FromClause:
    """Rows of themes or statements, each with the shared theme that it stands in, where it stands in one."""
    same = and_(standing.c.workshop_id == told.c.workshop_id, standing.c.theme == told.c.theme)
    joined: FromClause = told.outerjoin(standing, same)
    return joined


def _standing(place: Place) -> Subquery:
    """Which local themes stand in which shared theme of the place."""
    return (
        select(_local.c.workshop_id, _local.c.theme, _local.c.shared_theme_id)
        .join(_shared, _shared.c.id == _local.c.shared_theme_id)
        .where(_local.c.place == place_key(place), _shared.c.removed.is_(False))
        .subquery("standing")
    )


def _told_in(place: Place) -> Select[tuple[str]]:
    """The workshops of the place that are not deleted."""
    query = (
        select(_whose.c.workshop_id)
        .join(_workshops, _workshops.c.id == _whose.c.workshop_id)
        .join(_units, _units.c.id == _whose.c.unit_id)
        .join(_municipalities, _municipalities.c.id == _units.c.municipality_id)
        .where(_municipalities.c.network_id == place.network, _workshops.c.stage != "deleted")
    )
    return query if place.municipality is None else query.where(_municipalities.c.id == place.municipality)
