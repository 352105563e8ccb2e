"""Workshops as the region knows them: read from what they have told, and whose they are."""

import json
from collections.abc import Collection

from sqlalchemy import Connection, Select, delete, func, insert, select

from app.region.rights import Place
from app.region.told import ToldWorkshop
from app.store import files_gone
from app.store.tables import MunicipalityRow, ToldRow, ToldStatementRow, UnitRow, WorkshopRow, WorkshopUnitRow, table_of

_told = table_of(ToldRow)
_statements = table_of(ToldStatementRow)
_workshops = table_of(WorkshopRow)
_whose = table_of(WorkshopUnitRow)
_units = table_of(UnitRow)
_municipalities = table_of(MunicipalityRow)


def told_workshops(connection: Connection, network: int) -> list[ToldWorkshop]:
    """Return the workshops of a network that have told something and are not deleted, latest held first."""
    units: dict[str, list[Place]] = {}
    whose = (
        select(_whose.c.workshop_id, _municipalities.c.network_id, _municipalities.c.id, _units.c.id)
        .join(_units, _units.c.id == _whose.c.unit_id)
        .join(_municipalities, _municipalities.c.id == _units.c.municipality_id)
        .where(_municipalities.c.network_id == network)
        .order_by(_units.c.id)
    )
    for workshop, *place in connection.execute(whose):
        units.setdefault(workshop, []).append(Place(*place))
    counts = (
        select(_statements.c.workshop_id, func.count().label("statements"))
        .group_by(_statements.c.workshop_id)
        .subquery()
    )
    query = (
        select(_told, func.coalesce(counts.c.statements, 0).label("statements"))
        .join(_workshops, _workshops.c.id == _told.c.workshop_id)
        .outerjoin(counts, counts.c.workshop_id == _told.c.workshop_id)
        .where(_workshops.c.stage != "deleted", _told.c.workshop_id.in_(select(_whose.c.workshop_id).distinct()))
    )
    found = [
        ToldWorkshop(
            id=row["workshop_id"],
            title=row["title"],
            language=row["language"],
            method=row["method"],
            ended=row["ended"],
            held=row["held"],
            people=row["people"],
            exact=row["exact"],
            statements=row["statements"],
            units=tuple(units[row["workshop_id"]]),
        )
        for row in connection.execute(query).mappings()
        if row["workshop_id"] in units
    ]
    return sorted(found, key=lambda one: (one.held is not None, one.held, one.title, one.id), reverse=True)


def places_of(connection: Connection, workshop: str) -> list[Place]:
    """Return the units whose workshop it is, of whichever network."""
    query = (
        select(_municipalities.c.network_id, _municipalities.c.id, _units.c.id)
        .select_from(_whose)
        .join(_units, _units.c.id == _whose.c.unit_id)
        .join(_municipalities, _municipalities.c.id == _units.c.municipality_id)
        .where(_whose.c.workshop_id == workshop)
    )
    return [Place(*row) for row in connection.execute(query)]


def give_units(connection: Connection, workshop: str, units: Collection[int]) -> None:
    """Say whose a workshop is, instead of whose it was."""
    if not set(units_of(connection, workshop)) <= set(units):
        files_gone.take_back(connection, workshop)
    connection.execute(delete(_whose).where(_whose.c.workshop_id == workshop))
    if units:
        connection.execute(insert(_whose), [{"workshop_id": workshop, "unit_id": unit} for unit in sorted(set(units))])


def units_of(connection: Connection, workshop: str) -> list[int]:
    """Return the ids of the units whose workshop it is."""
    return list(
        connection.execute(
            select(_whose.c.unit_id).where(_whose.c.workshop_id == workshop).order_by(_whose.c.unit_id)
        ).scalars()
    )


def method_titles(connection: Connection, methods: Collection[str]) -> dict[str, str]:
    """Return the titles of methods by id, as a workshop that was held by each tells it; of some it may be unknown."""
    query = select(_told.c.method, func.max(_told.c.summary)).where(_told.c.method.in_(sorted(methods)))
    rows = connection.execute(query.group_by(_told.c.method)).all() if methods else []
    return {method: json.loads(summary)["method_title"] for method, summary in rows if summary}


def workshops_of(place: Place) -> Select[tuple[str]]:
    """The ids of the workshops that are some unit's of a place and not deleted, as a question within another."""
    query = (
        select(_whose.c.workshop_id)
        .join(_workshops, _workshops.c.id == _whose.c.workshop_id)
        .join(_units, _units.c.id == _whose.c.unit_id)
        .join(_municipalities, _municipalities.c.id == _units.c.municipality_id)
        .where(_municipalities.c.network_id == place.network, _workshops.c.stage != "deleted")
    )
    return query if place.municipality is None else query.where(_municipalities.c.id == place.municipality)
