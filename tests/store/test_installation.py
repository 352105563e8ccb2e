"""The installation's epoch: there from the start, read together with the heads that count within it."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.store import installation, log
from app.store.database import Database
from tests.realtime.stations import logged, workshop_in


async def test_the_epoch_is_read_with_the_heads(database: Database) -> None:
    with database.reading() as connection:
        first = installation.epoch(connection)
        assert log.state(connection, []) == (first, {})
    assert len(first) >= 16
    fresh = await database.write(installation.renew_epoch)
    assert await database.read(installation.epoch) == fresh != first


def test_heads_are_those_of_the_rooms_that_are_asked_for(database: Database) -> None:
    one, other = workshop_in(database), workshop_in(database, people=1)
    with database.reading() as connection:
        _, heads = log.state(connection, [one, "unknown"])
    assert heads == {one: len(logged(database, one))}
    assert other not in heads


def test_there_is_one_installation(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO installation VALUES (2, 'another')")
