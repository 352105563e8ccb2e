"""PostgreSQL beside SQLite: what it treats in its own way comes out the same, and what fails heals by itself."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant
from app.settings import Settings
from app.store import accounts, log, region, workshops
from app.store.database import Database
from app.store.journal import Journal
from app.verify import verify
from app.workshop.commands import Create
from app.workshop.people import GROUPS
from tests.databases import connect, held, postgresql_only
from tests.realtime.stations import NOW, Station, logged, new_id, person, say, workshop_in
from tests.server import PASSWORD


@pytest.fixture
def workshop(database: Database) -> str:
    return workshop_in(database)


@pytest.fixture
def elsewhere(address: str, database: Database) -> Iterator[Database]:
    """The same database, as another process has it open."""
    other = Database(address)
    yield other
    other.close()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://kari:ord@db/verksted", "postgresql+psycopg://kari:ord@db/verksted"),
        ("postgresql://db/verksted?sslmode=require", "postgresql+psycopg://db/verksted?sslmode=require"),
        ("postgresql+psycopg://db/verksted", "postgresql+psycopg://db/verksted"),
        ("sqlite:////var/lib/a.db", "sqlite:////var/lib/a.db"),
        ("", "sqlite:///data/fremtidsbilde.db"),
    ],
)
def test_an_address_is_understood_as_it_is_usually_written(given: str, used: str) -> None:
    assert Settings(database_url=given).database == used


def test_the_address_comes_from_either_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://plain/name")
    assert Settings().database == "postgresql+psycopg://plain/name"
    monkeypatch.setenv("FREMTIDSBILDE_DATABASE_URL", "postgres://our/own")
    assert Settings().database == "postgresql+psycopg://our/own"


def test_words_numbers_and_times_come_back_as_they_were(database: Database, workshop: str) -> None:
    texts = ["Blåbærskog 🫐", "Åse, aase og ÅSE", "' \" \\ % :name {} ;--", "a" * 280, "ﷺ שלום 学校"]

    async def tell() -> None:
        station = Station(Journal(database, workshop))
        for line in texts:
            assert await station.submit(say(line), person(0)) is None
        station.hub.stop()

    asyncio.run(tell())
    with database.reading() as connection:
        assert verify(connection).problems == []
        kept = [row[0] for row in connection.execute(text("SELECT text FROM statement ORDER BY rank"))]
    assert sorted(kept) == sorted(texts)
    assert {entry.at for entry in logged(database, workshop)} == {NOW}


def test_what_cannot_be_kept_is_not_looked_for_either(database: Database) -> None:
    with database.writing() as connection:
        made = accounts.add_account(
            connection,
            email="kari\0@b.no",
            name="Ka\0ri",
            grants=[Grant("facilitator")],
            password=accounts.hashed(PASSWORD),
            now=NOW,
        )
        assert (made.email, made.name) == ("kari@b.no", "Kari")
        assert accounts.by_email(connection, "KARI\0@B.no") == made
        assert workshops.by_wall_key(connection, "nokkel\0") is None


def test_names_are_in_one_order_everywhere(database: Database) -> None:
    names = ["Ålesund", "aure", "Aukra", "Averøy", "Ørsta", "Sunndal", "Smøla"]
    there = [Municipality(number=f"{1500 + n}", name=name, units=()) for n, name in enumerate(names)]
    schools = (Unit(name="a", kind="school"), Unit(name="B", kind="school"), Unit(name="Å", kind="kindergarten"))
    there[0] = Municipality(number="1500", name="Ålesund", units=schools)
    with database.writing() as connection:
        region.save_network(connection, Network(name="Nordmøre", municipalities=tuple(there)))
        (network,) = region.networks(connection)
        for email in ("b@b.no", "A-b@b.no", "ab@b.no"):
            accounts.add_account(
                connection,
                email=email,
                name="x",
                grants=[Grant("facilitator")],
                password=accounts.hashed(PASSWORD),
                now=NOW,
            )
        assert [a.email for a in accounts.accounts(connection)] == ["a-b@b.no", "ab@b.no", "b@b.no"]
    assert [m.name for m in network.municipalities] == sorted(names)
    assert [u.name for u in next(m for m in network.municipalities if m.units).units] == ["B", "a", "Å"]


async def test_a_form_that_comes_to_two_processes_makes_one_workshop(database: Database, elsewhere: Database) -> None:
    account = await database.write(
        lambda c: accounts.add_account(
            c, email="k@b.no", name="K", grants=[Grant("facilitator")], password=accounts.hashed(PASSWORD), now=NOW
        )
    )
    create = Create(id=new_id(), title="Én", question={"nb": "Hvordan?"}, language="nb", groups=GROUPS)
    made = await asyncio.gather(
        *(
            one.write(lambda c: workshops.create(c, create, owner=account.id, now=NOW))
            for one in (database, elsewhere, database, elsewhere)
        )
    )
    assert len({workshop.id for workshop in made}) == 1


async def test_an_address_that_two_processes_give_away_at_once_is_given_once(
    database: Database, elsewhere: Database
) -> None:
    async def take(one: Database) -> object:
        return await one.write(
            lambda c: accounts.add_account(
                c, email="k@b.no", name="K", grants=[Grant("facilitator")], password=accounts.hashed(PASSWORD), now=NOW
            )
        )

    taken = await asyncio.gather(take(database), take(elsewhere), return_exceptions=True)
    assert sorted(type(one).__name__ for one in taken) == ["Account", "EmailTaken"]


@postgresql_only
async def test_a_database_that_was_restarted_is_used_again_without_a_word(
    database: Database, workshop: str, address: str
) -> None:
    station = Station(Journal(database, workshop))
    assert await station.submit(say("Før"), person(0)) is None
    for line in ("Etter", "Og igjen"):
        with connect(address) as bare:
            bare.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert await station.submit(say(line), person(0)) is None
    assert [s.text for s in station.room.statements.values()] == ["Før", "Etter", "Og igjen"]
    station.hub.stop()


@postgresql_only
async def test_a_connection_that_is_cut_in_the_middle_fails_all_who_share_it(database: Database) -> None:
    def cut(connection: object) -> None:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")  # type: ignore[attr-defined]

    def add(connection: object) -> None:
        connection.exec_driver_sql("INSERT INTO network (name) VALUES ('Borte')")  # type: ignore[attr-defined]

    with held(database):
        asked = [asyncio.create_task(database.write(work)) for work in (add, cut)]
        await asyncio.sleep(0)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(answer, SQLAlchemyError) for answer in answers)
    count = text("SELECT count(*) FROM network")
    assert await database.read(lambda c: c.execute(count).scalar()) == 0
    await database.write(add)
    assert await database.read(lambda c: c.execute(count).scalar()) == 1


@postgresql_only
async def test_who_waits_for_another_process_gives_up_in_time_and_gets_through_afterwards(
    database: Database, workshop: str, address: str
) -> None:
    station = Station(Journal(database, workshop))
    with connect(address) as bare:
        bare.execute("BEGIN")
        bare.execute("SELECT 1 FROM workshop FOR UPDATE")
        spoken = say("Venter")
        refusal = await asyncio.wait_for(station.submit(spoken, person(0)), 8)
        assert refusal is not None
        assert refusal.reason == "not_saved"
        bare.execute("ROLLBACK")
    assert await station.submit(spoken, person(0)) is None
    assert await asyncio.to_thread(lambda: len(logged(database, workshop))) == station.room.seq
    station.hub.stop()


@postgresql_only
async def test_who_stands_still_in_a_transaction_is_let_go(database: Database, address: str) -> None:
    def stand_still(connection: object) -> None:
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '50ms'")  # type: ignore[attr-defined]
        connection.exec_driver_sql("INSERT INTO network (name) VALUES ('Fryst')")  # type: ignore[attr-defined]
        with connect(address) as bare:  # waits until the row is free
            bare.execute("INSERT INTO network (name) VALUES ('Fryst')")

    with pytest.raises(SQLAlchemyError):
        await database.write(stand_still)
    names = text("SELECT name FROM network")
    assert await database.read(lambda c: c.execute(names).scalars().all()) == ["Fryst"], "the other one's row"


async def test_two_processes_writing_to_one_room_lose_nothing(
    database: Database, elsewhere: Database, workshop: str
) -> None:
    stations = [Station(Journal(one, workshop)) for one in (database, elsewhere)]

    async def tell(station: Station, who: int) -> int:
        told = 0
        for n in range(25):
            told += await station.submit(say(f"{who} {n}"), person(who)) is None
        return told

    told = await asyncio.gather(*(tell(station, n % 3) for n, station in enumerate(stations * 3)))
    with database.reading() as connection:
        findings = verify(connection)
        assert findings.problems == []
        assert len([e for e in log.load(connection, workshop) if e.event.type == "statement_said"]) == sum(told)
    assert sum(told) >= 140
    for station in stations:
        station.hub.stop()
