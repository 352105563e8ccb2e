"""The network's municipalities and units."""

from sqlalchemy import Connection, RowMapping, Table, insert, select

from app.region.network import Municipality, Network, Unit
from app.store.tables import MunicipalityRow, NetworkRow, UnitRow

_networks: Table = NetworkRow.__table__  # type: ignore[attr-defined]  # sqlmodel puts it there at class creation
_municipalities: Table = MunicipalityRow.__table__  # type: ignore[attr-defined]
_units: Table = UnitRow.__table__  # type: ignore[attr-defined]


def save_network(connection: Connection, network: Network) -> None:
    """Put a network in, where none of its name is there yet."""
    if connection.execute(select(_networks.c.id).where(_networks.c.name == network.name)).first():
        return
    made = connection.execute(insert(_networks).values(name=network.name).returning(_networks.c.id)).scalar_one()
    for municipality in network.municipalities:
        row = {"number": municipality.number, "network_id": made, "name": municipality.name}
        connection.execute(insert(_municipalities).values(**row))
        units = [
            {"municipality_number": municipality.number, "name": unit.name, "kind": unit.kind}
            for unit in municipality.units
        ]
        if units:
            connection.execute(insert(_units), units)


def networks(connection: Connection) -> list[Network]:
    """Return every network with its municipalities and their units, in the order of their names."""
    units: dict[str, list[Unit]] = {}
    for row in sorted(_by_name(connection, _units), key=lambda row: row["kind"], reverse=True):
        units.setdefault(row["municipality_number"], []).append(Unit(name=row["name"], kind=row["kind"]))
    municipalities: dict[int, list[Municipality]] = {}
    for row in _by_name(connection, _municipalities):
        there = Municipality(number=row["number"], name=row["name"], units=tuple(units.get(row["number"], ())))
        municipalities.setdefault(row["network_id"], []).append(there)
    return [
        Network(name=row["name"], municipalities=tuple(municipalities.get(row["id"], ())))
        for row in _by_name(connection, _networks)
    ]


def network_names(connection: Connection) -> dict[int, str]:
    """Return the names of all networks by id, in their order."""
    return {row["id"]: row["name"] for row in _by_name(connection, _networks)}


def _by_name(connection: Connection, table: Table) -> list[RowMapping]:
    """All rows, sorted here: each database has an order of its own for letters."""
    return sorted(connection.execute(select(table)).mappings(), key=lambda row: str(row["name"]))
