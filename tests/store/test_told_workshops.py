"""Workshops as the region reads them: those of the network, told, not deleted."""

import pytest
from sqlalchemy import update

from app.realtime.telling import tell_all
from app.region.network import Municipality, Network, Unit
from app.region.rights import Place
from app.store.database import Database
from app.store.region import networks, save_network
from app.store.tables import WorkshopRow, table_of
from app.store.told_workshops import give_units, told_workshops, units_of
from app.workshop.commands import Reveal
from tests.realtime.stations import DESK, NOW, new_id, person, say, workshop_in
from tests.store.test_log import append

NETWORK = Network(
    name="Nordmøre",
    municipalities=(
        Municipality(number="1573", name="Smøla", units=(Unit(name="A", kind="school"), Unit(name="B", kind="school"))),
        Municipality(number="1576", name="Aure", units=(Unit(name="C", kind="kindergarten"),)),
    ),
)


@pytest.fixture
def two(database: Database) -> tuple[str, str]:
    return workshop_in(database), workshop_in(database)


async def test_a_workshop_is_read_with_its_units_and_no_more_once_it_is_deleted(
    database: Database, two: tuple[str, str]
) -> None:
    workshop, other = two
    with database.writing() as connection:
        save_network(connection, NETWORK)
        (network,) = networks(connection)
        aure, smola = network.municipalities
        whose = [Place(network.id or 0, aure.id, aure.units[0].id), Place(network.id or 0, smola.id, smola.units[0].id)]
        give_units(connection, workshop, [unit.unit for unit in whose if unit.unit])
        assert units_of(connection, workshop) == sorted(unit.unit for unit in whose if unit.unit)
    for one in (workshop, other):
        append(database, one, say("Uteskole hver uke"), person(0))
        append(database, one, Reveal(id=new_id()), DESK)
    await tell_all(database, NOW)
    with database.reading() as connection:
        (found,) = told_workshops(connection, network.id or 0)
        assert told_workshops(connection, 99) == []
    assert found.id == workshop
    assert set(found.units) == set(whose)
    assert found.statements == 1
    with database.writing() as connection:
        workshops = table_of(WorkshopRow)
        connection.execute(update(workshops).where(workshops.c.id == workshop).values(stage="deleted"))
    with database.reading() as connection:
        assert told_workshops(connection, network.id or 0) == []
