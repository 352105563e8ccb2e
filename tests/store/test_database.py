"""The database: its policy is really in force, its tables are those of the models, and it takes turns with others."""

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import SQLModel

from app.region.rights import Grant
from app.store import accounts, facilitators, region, tables
from app.store.database import Database, NewerDatabase
from app.store.sqlite import engine, file_of
from app.store.tables.search import modelled
from tests.databases import connect, postgresql_only, sqlite_only, taken_back

MIGRATIONS = Path(tables.__file__).parents[3] / "migrations"


def table_names(connection: Connection) -> set[str]:
    """The tables that are there, without those of an index."""
    return {name for name in inspect(connection).get_table_names() if modelled(name, "table")}


@sqlite_only
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 5_000)],
)
async def test_each_connection_to_sqlite_keeps_the_policy(database: Database, pragma: str, value: object) -> None:
    found = [
        await database.read(lambda c: c.exec_driver_sql(f"PRAGMA {pragma}").scalar()),
        await database.write(lambda c: c.exec_driver_sql(f"PRAGMA {pragma}").scalar()),
    ]
    assert found == [value, value]


@postgresql_only
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous_commit", "on"),
        ("statement_timeout", "10s"),
        ("lock_timeout", "3s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("TimeZone", "UTC"),
        ("application_name", "fremtidsbilde"),
    ],
)
async def test_each_connection_to_postgresql_keeps_the_policy(database: Database, setting: str, value: str) -> None:
    found = [
        await database.read(lambda c: c.exec_driver_sql(f"SHOW {setting}").scalar()),
        await database.write(lambda c: c.exec_driver_sql(f"SHOW {setting}").scalar()),
    ]
    assert found == [value, value]


@postgresql_only
async def test_one_who_reads_cannot_write(database: Database) -> None:
    with pytest.raises(SQLAlchemyError, match="read-only"):
        await database.read(lambda c: c.execute(text("INSERT INTO network (name) VALUES ('Nei')")))
    await database.write(lambda c: c.execute(text("INSERT INTO network (name) VALUES ('Ja')")))


def test_the_tables_are_those_of_the_models(database: Database) -> None:
    with database.reading() as connection:
        options = {"compare_type": True, "render_as_batch": True, "include_name": modelled}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO network (name) VALUES ('Nordmøre')"))
    database.migrate()
    with database.reading() as connection:
        assert connection.execute(text("SELECT name FROM network")).scalars().all() == ["Nordmøre"]


def test_a_migration_can_be_taken_back_and_made_again(database: Database) -> None:
    taken_back(str(database.engine.url.render_as_string(hide_password=False)), "base")
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    database.migrate()
    with database.reading() as connection:
        assert table_names(connection) == {*SQLModel.metadata.tables, "alembic_version"}


def test_who_was_there_before_roles_had_places_keeps_everything(database: Database) -> None:
    address = database.engine.url.render_as_string(hide_password=False)
    taken_back(address, "0003")
    before = """
        INSERT INTO network (id, name) VALUES (1, 'Nordmøre');
        INSERT INTO municipality (number, network_id, name) VALUES ('1573', 1, 'Smøla');
        INSERT INTO unit (id, municipality_number, name, kind) VALUES (7, '1573', 'Skole A', 'school');
        INSERT INTO account (id, email, name, role, password, stamp, active, created_at)
            VALUES ('a', 'a@b.no', 'A', 'administrator', 'x', 's', true, '2026-01-01 00:00:00'),
                   ('b', 'b@b.no', 'B', 'facilitator', 'x', 's', true, '2026-01-01 00:00:00');
        INSERT INTO workshop (id, code, wall_key, created_at, seq, title, language, stage, submissions, revealed,
                participants, statements)
            VALUES ('w', '123456', 'k', '2026-01-01 00:00:00', 0, '2040', 'nb', 'open', true, true, 0, 0);
        INSERT INTO facilitator (workshop_id, account_id, owner) VALUES ('w', 'b', true)"""
    with database.writing() as connection:
        for statement in before.split(";"):
            connection.exec_driver_sql(statement)
    database.migrate()
    with database.reading() as connection:
        boss, kari = accounts.accounts(connection)
        assert [*boss.grants, *kari.grants] == [Grant("administrator"), Grant("facilitator")]
        assert facilitators.may_facilitate(connection, "w", "b")
        assert [line for one in region.networks(connection) for line in one.lines()] == ["Smøla", "Smøla – Skole A"]


def test_two_starts_at_once_migrate_once(address: str, backend: str, tmp_path: Path) -> None:
    """Each brings an empty database up to date, or finds it so."""
    empty = f"sqlite:///{tmp_path / 'empty.db'}" if backend == "sqlite" else address
    if backend == "postgresql":
        with connect(address) as bare:
            bare.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    databases = [Database(empty) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(Database.migrate, databases))
    with databases[0].reading() as connection:
        assert table_names(connection) == {*SQLModel.metadata.tables, "alembic_version"}
    for database in databases:
        database.close()


def test_a_new_file_is_opened_by_many_at_once(tmp_path: Path) -> None:
    """SQLite does not wait by itself where two make one file write ahead; of these rounds one in fourteen met it."""
    many = 6

    def opened(file: Path, gate: threading.Barrier) -> None:
        there = engine(make_url(f"sqlite:///{file}"), 1)
        gate.wait()
        with there.connect() as connection:
            connection.execute(text("SELECT 1"))
        there.dispose()

    with ThreadPoolExecutor(many) as threads:
        for number in range(80):
            gate = threading.Barrier(many)
            list(threads.map(opened, [tmp_path / f"{number}.db"] * many, [gate] * many))


def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    with pytest.raises(NewerDatabase, match="9999_from_the_future"):
        database.migrate()


def test_the_folder_is_made_with_the_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'fremtidsbilde.db'}")
    database.migrate()
    database.close()
    assert (tmp_path / "new" / "folder" / "fremtidsbilde.db").exists()


def test_a_uri_of_sqlite_is_a_file_and_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``file:`` begins the URI; it is no folder to be made where the program happens to run."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    file = tmp_path / "new" / "a b.db"
    database = Database(f"sqlite:///file:{tmp_path}/new/a%2520b.db?nolock=1&uri=true")
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    database.close()
    assert file.exists()
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("sqlite:////srv/a.db", "/srv/a.db"),
        ("sqlite:///data/a.db", "data/a.db"),
        ("sqlite:///file:/srv/a.db?nolock=1&uri=true", "/srv/a.db"),
        ("sqlite:///file:///srv/a.db?uri=true", "/srv/a.db"),
        ("sqlite:///file://localhost/srv/a.db?uri=1", "/srv/a.db"),
        ("sqlite:///file:data/a.db?uri=true", "data/a.db"),
        ("sqlite:///file:/srv/a.db%3Fmode=ro?uri=true", "/srv/a.db"),
        ("sqlite:///file:odd/a.db", "file:odd/a.db"),
        ("sqlite:///file:a?mode=memory&uri=true", None),
        ("sqlite:///file::memory:?uri=true", None),
        ("sqlite:///:memory:", None),
        ("sqlite://", None),
        ("postgresql+psycopg://user:word@host/name", None),
    ],
)
def test_the_file_that_an_address_leads_to(address: str, file: str | None) -> None:
    assert file_of(address) == (file and Path(file))


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await database.write(
            lambda c: [c.execute(text("INSERT INTO network (name) VALUES ('To ganger')")) for _ in range(2)]
        )
    assert await database.read(lambda c: c.execute(text("SELECT count(*) FROM network")).scalar()) == 0


async def test_what_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await database.write(
            lambda c: c.execute(text("INSERT INTO facilitator VALUES ('no such workshop', 'no such account', true)"))
        )


async def test_one_who_reads_sees_one_state_while_others_write(database: Database) -> None:
    read, written = threading.Event(), threading.Event()
    counted = text("SELECT count(*) FROM network")

    def look_twice(connection: object) -> list[object]:
        first = connection.execute(counted).scalar()  # type: ignore[attr-defined]  # a Connection
        read.set()
        assert written.wait(10)
        return [first, connection.execute(counted).scalar()]  # type: ignore[attr-defined]

    looking = asyncio.create_task(database.read(look_twice))
    await asyncio.to_thread(read.wait, 10)
    await database.write(lambda c: c.execute(text("INSERT INTO network (name) VALUES ('Ny')")))
    written.set()
    assert await looking == [0, 0]
    assert await database.read(lambda c: c.execute(counted).scalar()) == 1


@sqlite_only
async def test_one_who_writes_waits_for_another_process(database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "fremtidsbilde.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(database.write(lambda c: c.execute(text("INSERT INTO network (name) VALUES ('B')"))))
    done, _ = await asyncio.wait([writing], timeout=0.05)
    assert not done
    other.execute("INSERT INTO network (name) VALUES ('A')")
    other.execute("COMMIT")
    other.close()
    await writing
    assert await database.read(lambda c: c.execute(text("SELECT name FROM network ORDER BY id")).scalars().all()) == [
        "A",
        "B",
    ]


async def test_a_crowd_is_answered_together_and_never_from_before_it_asked(database: Database) -> None:
    began, go = threading.Event(), threading.Event()
    reads: list[int] = []

    def work(_: object) -> int:
        reads.append(len(reads) + 1)
        began.set()
        assert go.wait(10)
        return reads[-1]

    first = [asyncio.create_task(database.look("one", work)) for _ in range(50)]
    await asyncio.to_thread(began.wait, 10)
    later = [asyncio.create_task(database.look("one", work)) for _ in range(50)]
    later[0].cancel()  # one who leaves takes nothing away from the others
    await asyncio.sleep(0)
    assert await database.look("another", lambda _: "at once") == "at once"
    go.set()
    assert await asyncio.gather(*first) == [1] * 50
    assert await asyncio.gather(*later[1:]) == [2] * 49
    assert reads == [1, 2]


async def test_a_crowd_hears_together_that_it_failed_and_the_next_one_asks_anew(database: Database) -> None:
    def fail(_: object) -> None:
        raise SQLAlchemyError

    failed = await asyncio.gather(*(database.look("one", fail) for _ in range(3)), return_exceptions=True)
    assert [type(error) for error in failed] == [SQLAlchemyError] * 3
    assert await database.look("one", lambda _: "again") == "again"
