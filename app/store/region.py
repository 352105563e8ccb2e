"""The networks with their municipalities and units."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, select

from app.region.network import Municipality, Network, Unit
from app.region.rights import Place
from app.store.tables import MunicipalityRow, NetworkRow, UnitRow, table_of

_networks = table_of(NetworkRow)
_municipalities = table_of(MunicipalityRow)
_units = table_of(UnitRow)

_KINDS = ("school", "kindergarten", "other")
"""In this order they stand under their municipality."""


def save_network(connection: Connection, network: Network) -> None:
    """Put a network in, where none of its name is there yet."""
    if connection.execute(select(_networks.c.id).where(_networks.c.name == network.name)).first():
        return
    made = connection.execute(insert(_networks).values(name=network.name).returning(_networks.c.id)).scalar_one()
    for municipality in network.municipalities:
        row = {"number": municipality.number, "network_id": made, "name": municipality.name}
        there = connection.execute(insert(_municipalities).values(**row).returning(_municipalities.c.id)).scalar_one()
        units = [unit_columns(unit, there) for unit in municipality.units]
        if units:
            connection.execute(insert(_units), units)


def networks(connection: Connection) -> list[Network]:
    """Return every network with its municipalities and their units, in the order of their names."""
    units: dict[int, list[Unit]] = {}
    for row in sorted(_by_name(connection, _units), key=lambda row: _KINDS.index(row["kind"])):
        units.setdefault(row["municipality_id"], []).append(_unit(row))
    municipalities: dict[int, list[Municipality]] = {}
    for row in _by_name(connection, _municipalities):
        there = Municipality(
            id=row["id"], number=row["number"], name=row["name"], units=tuple(units.get(row["id"], ()))
        )
        municipalities.setdefault(row["network_id"], []).append(there)
    return [
        Network(id=row["id"], name=row["name"], municipalities=tuple(municipalities.get(row["id"], ())))
        for row in _by_name(connection, _networks)
    ]


def network_names(connection: Connection) -> dict[int, str]:
    """Return the names of all networks by id, in their order."""
    return {row["id"]: row["name"] for row in _by_name(connection, _networks)}


def place_named(connection: Connection, network: str, municipality: str = "", unit: str = "") -> Place | None:
    """Return a place by its names, a municipality also by its number; None where there is no such place."""
    return places_named(connection, [(network, municipality, unit)])[0]


def places_named(connection: Connection, named: Sequence[tuple[str, str, str]]) -> list[Place | None]:
    """Return places by the names of network, municipality and unit, as many as are asked for; all is read once."""
    there = networks(connection) if named else []
    return [_named(there, *names) for names in named]


def _named(there: Iterable[Network], network: str, municipality: str, unit: str) -> Place | None:
    for one in there:
        if one.name != network or one.id is None:
            continue
        if not municipality:
            return Place(one.id)
        for part in one.municipalities:
            if municipality not in (part.name, part.number):
                continue
            if not unit:
                return Place(one.id, part.id)
            return next((Place(one.id, part.id, last.id) for last in part.units if last.name == unit), None)
    return None


def unit_columns(unit: Unit, municipality: int) -> dict[str, Any]:
    """A unit as the columns of its row."""
    return {"municipality_id": municipality, **unit.model_dump(exclude={"id"})}


def _unit(row: RowMapping) -> Unit:
    return Unit(**{name: row[name] for name in Unit.model_fields})


def _by_name(connection: Connection, table: Table) -> list[RowMapping]:
    """All rows, sorted here: each database has an order of its own for letters."""
    return sorted(connection.execute(select(table)).mappings(), key=lambda row: str(row["name"]))
