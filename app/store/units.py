"""Changing a network's municipalities and units."""

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.region.network import Network, Unit
from app.region.unit_import import Import
from app.store.region import networks, unit_columns
from app.store.tables import MunicipalityRow, NetworkRow, UnitRow, table_of
from app.store.versions import Overtaken

_networks = table_of(NetworkRow)
_municipalities = table_of(MunicipalityRow)
_units = table_of(UnitRow)


class NameTaken(Exception):
    """There is a network, a municipality or a unit by this name or number in the same place."""


class Moved(Exception):
    """The network is otherwise than when the import was looked at."""


def make_network(connection: Connection, name: str) -> int:
    """Put an empty network in and return its id.

    Raises:
        NameTaken
    """
    try:
        with connection.begin_nested():
            return int(connection.execute(insert(_networks).values(name=name).returning(_networks.c.id)).scalar_one())
    except IntegrityError as error:
        raise NameTaken from error


def network_by_id(connection: Connection, network: int) -> Network | None:
    """Return a network with all that is in it."""
    return next((one for one in networks(connection) if one.id == network), None)


def carry_out(connection: Connection, network: int, plan: Import) -> None:
    """Put in and change what an import would, all of it or nothing.

    Raises:
        Moved: somebody has changed the same units since.
    """
    try:
        with connection.begin_nested():
            for number, name in plan.municipalities.items():
                connection.execute(insert(_municipalities).values(network_id=network, number=number, name=name))
            query = select(_municipalities.c.number, _municipalities.c.id).where(
                _municipalities.c.network_id == network
            )
            ids = {row.number: row.id for row in connection.execute(query)}
            for change in plan.changes:
                row = unit_columns(change.unit, ids[change.municipality_no])
                if change.before is None:
                    connection.execute(insert(_units).values(**row))
                else:
                    connection.execute(update(_units).where(_units.c.id == change.before.id).values(**row))
    except (IntegrityError, KeyError) as error:
        raise Moved from error


def change_unit(connection: Connection, municipality: int, unit: Unit, before: Unit | None = None) -> None:
    """Put a unit in, or let one be as it says that has been as ``before`` until now.

    Raises:
        NameTaken
        Overtaken: it is otherwise by now.
    """
    row = unit_columns(unit, municipality)
    try:
        with connection.begin_nested():
            if before is None:
                connection.execute(insert(_units).values(**row))
                return
            was = [_units.c[name] == value for name, value in unit_columns(before, municipality).items()]
            changed = update(_units).where(_units.c.id == before.id, *was).values(**row)
            if not connection.execute(changed).rowcount:
                raise Overtaken
    except IntegrityError as error:
        raise NameTaken from error
