"""A made-up region is a real one: its logs hold, it is told as any other, and it is put in once."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from app.demo.held import Plan, held
from app.demo.whole_region import NetworkThere, NoNetwork, Seeded, Size, made_up, school_days, seed_region
from app.realtime.telling import AT_MOST_EVERY, tell_all
from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant, Place
from app.region.told import ToldWorkshop
from app.store import accounts, log, region, told, workshops
from app.store.database import Database
from app.store.told_workshops import told_workshops
from app.verify import verify
from app.workshop.apply import replay
from app.workshop.people import Actor
from app.workshop.summary import summarise
from app.workshop.suppression import LEAST
from tests.databases import sqlite_only

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SIZE = Size(units=6, workshops=1, statements=12)


def place(number: str, name: str) -> Municipality:
    units = (Unit(name="Skole A", kind="school"), Unit(name="Skole B", kind="school"))
    return Municipality(number=number, name=name, units=(*units, Unit(name="Barnehage A", kind="kindergarten")))


NETWORK = Network(name="Nettverk 2040", municipalities=(place("1573", "Smøla"), place("1576", "Aure")))


@pytest.fixture
def seeded(database: Database) -> Seeded:
    return seed_region(database, NETWORK, SIZE, now=NOW, seed=1, coordinator="kari@b.no")


def found(database: Database, network: int) -> list[ToldWorkshop]:
    with database.reading() as connection:
        return told_workshops(connection, network)


async def test_a_small_region_holds_and_is_told_as_the_server_tells(database: Database, seeded: Seeded) -> None:
    assert (seeded.units, seeded.workshops, seeded.statements) == (6, 6, 72)
    with database.reading() as connection:
        findings = verify(connection)
        assert (findings.problems, findings.workshops, findings.statements) == ([], 6, 72)
        for workshop in workshops.everything(connection):
            room = replay(log.load(connection, workshop.id))
            for name, rows in told.rows_of(workshop.id, summarise(room, NOW)).items():
                table = SQLModel.metadata.tables[name]
                query = select(table).where(table.c.workshop_id == workshop.id)
                kept_rows = connection.execute(query).mappings().all()
                assert sorted(str({key: row[key] for key in rows[0]}) for row in kept_rows) == sorted(map(str, rows))
            all_told = SQLModel.metadata.tables["told"]
            (kept,) = connection.execute(select(all_told).where(all_told.c.workshop_id == workshop.id)).mappings()
            assert kept["summary"] == summarise(room, NOW).model_dump_json()
            assert (kept["seq"], kept["ended"]) == (room.seq, room.stage != "open")
    assert await tell_all(database, NOW + AT_MOST_EVERY) == 0, "all has been told"
    there = found(database, seeded.network)
    assert len({unit for one in there for unit in one.units}) == 6
    assert {one.held in school_days(NOW) for one in there} == {True}
    with database.reading() as connection:
        kari = accounts.by_email(connection, "kari@b.no")
    assert kari is not None
    assert kari.grants == {Grant("coordinator", Place(seeded.network))}
    assert seeded.fresh
    assert not kari.has_password


def test_it_is_put_in_once_and_more_is_held_only_where_that_is_asked_for(database: Database, seeded: Seeded) -> None:
    with pytest.raises(NetworkThere):
        seed_region(database, NETWORK, SIZE, now=NOW, seed=1)
    assert len(found(database, seeded.network)) == 6
    more = seed_region(database, made_up(NETWORK.name), SIZE, now=NOW, seed=1, coordinator="kari@b.no", again=True)
    assert (more.network, more.fresh) == (seeded.network, False)
    assert len(found(database, seeded.network)) == 12
    with database.reading() as connection:
        assert verify(connection).problems == []
        (network,) = region.networks(connection)
    assert sum(len(part.units) for part in network.municipalities) == 6, "the units are those that were there"
    with pytest.raises(NoNetwork):
        seed_region(database, made_up("Romsdal"), SIZE, now=NOW, seed=1, again=True)


@sqlite_only
def test_workshops_differ_as_they_do(database: Database) -> None:
    size = Size(units=20, workshops=2, statements=40)
    seeded = seed_region(database, made_up("Nettverk 2040", 20), size, now=NOW, seed=5)
    assert seeded.coordinator is None
    there = found(database, seeded.network)
    assert {one.language for one in there} == {"nb", "nn"}
    assert {one.method for one in there} == {"fremtidsbilde-60", "future-we-want", "open"}
    assert {one.people is None for one in there} == {True, False}, "some tell how many took part"
    assert any(len(one.units) > 1 for one in there)
    assert {one.held.year for one in there if one.held} == {2024, 2025, 2026}
    with database.reading() as connection:
        standings = set(connection.execute(select(SQLModel.metadata.tables["statement"].c.standing)).scalars())
        groups = connection.execute(select(SQLModel.metadata.tables["told_group"])).mappings().all()
        payloads = select(SQLModel.metadata.tables["event"].c.type).distinct()
        kinds = set(connection.execute(payloads).scalars())
    assert standings == {"shown", "hidden"}
    assert {"statement_withdrawn", "vote_closed", "commitment_put", "theme_described", "stage_set"} <= kinds
    assert {row["people"] is None for row in groups} == {True, False}
    assert min(row["people"] for row in groups if row["people"] is not None) >= LEAST


def test_the_same_chance_gives_the_same_workshop() -> None:
    def words(seed: int) -> Iterator[tuple[str, str]]:
        plan = Plan("Framtidsverkstad", "nn", "school", NOW, 12)
        there = held(plan, Actor(role="facilitator", id="kari"), random.Random(seed))
        yield from ((one.id, one.text) for one in there.after.statements.values())

    assert list(words(1)) == list(words(1))
    assert list(words(1)) != list(words(2))


def test_the_made_up_network_has_its_units_spread() -> None:
    whole, small = made_up("Alt"), made_up("Litt", 16)
    kinds = [unit.kind for part in whole.municipalities for unit in part.units]
    assert (kinds.count("school"), kinds.count("kindergarten")) == (45, 80)
    assert [len(part.units) for part in small.municipalities] == [2] * 8
    assert {part.number for part in small.municipalities} == {
        *("1505", "1554", "1557", "1560", "1563", "1566", "1573", "1576"),
    }


def test_workshops_are_held_on_days_when_there_is_school() -> None:
    days = school_days(NOW)
    assert (min(days), max(days)) == (date(2024, 8, 20), date(2026, 6, 12))
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert date(2025, 7, 7) not in days
    assert max(school_days(datetime(2026, 3, 1, tzinfo=UTC))).year == 2025
