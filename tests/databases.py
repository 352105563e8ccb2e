"""Databases for tests, empty and migrated: SQLite as a copied file, PostgreSQL as a copied database.

PostgreSQL is asked for at 127.0.0.1:5432 as postgres, or where FREMTIDSBILDE_TEST_POSTGRESQL says. Where none answers,
its tests are left out and the end of the report says so; with CI=true that is a failure instead.
"""

import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from app.store.database import Database

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")

sqlite_only = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)

ADDRESS = os.environ.get("FREMTIDSBILDE_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")
PREFIX = "fremtidsbilde_test_"
LEFT_OVER = 6 * 3600
"""Seconds after which a database of a run that did not clean up is nobody's any more."""


_ROWS = ("workshop", "method", "account", "invitation", "unit", "municipality", "network")
"""What is deleted to empty a database; the other tables' rows go with these."""


@cache
def missing() -> str:
    """Why PostgreSQL's tests cannot run, in a line; empty: they can."""
    try:
        psycopg.connect(ADDRESS, connect_timeout=3).close()
    except psycopg.OperationalError:
        return "No PostgreSQL answers: its tests were left out (address: FREMTIDSBILDE_TEST_POSTGRESQL)."
    return ""


class SQLite:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        migrate(self.address(self._template))

    def new(self, folder: Path) -> str:
        """The address of a new database in this folder, where the program looks by itself."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "fremtidsbilde.db"
        shutil.copyfile(self._template, file)
        return self.address(file)

    @staticmethod
    def address(file: Path) -> str:
        return f"sqlite:///{file}"


class PostgreSQL:
    """Copies of one migrated database. Making one takes the server long, so that they are emptied and used again."""

    def __init__(self) -> None:
        self._names = f"{PREFIX}{int(time.time())}_{secrets.token_hex(3)}"
        self._made: list[str] = []
        self._free: list[str] = []
        self._server = psycopg.connect(ADDRESS, autocommit=True)
        self._drop_left_over()
        self._template = f"{self._names}_template"
        self._server.execute(f"CREATE DATABASE {self._template}")
        migrate(self.address(self._template))
        with connect(self.address(self._template)) as there:
            self._tables = _tables(there)

    def new(self) -> str:
        """The address of an empty database."""
        if not self._free:
            name = f"{self._names}_{len(self._made)}"
            self._server.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
            self._made.append(name)
            self._free.append(name)
        return self.address(self._free.pop())

    def give_back(self, address: str) -> None:
        """Empty a database for the next test, unless its tables are not what they were."""
        name = str(make_url(address).database)
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        self._server.execute(end, [name])  # also those of a server that was killed
        with connect(address) as there:
            if _tables(there) == self._tables:
                for table in _ROWS:
                    there.execute(SQL("DELETE FROM {}").format(Identifier(table)))
                self._free.append(name)

    def close(self) -> None:
        """Leave nothing behind."""
        for name in (*self._made, self._template):
            self._server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        self._server.close()

    @staticmethod
    def address(name: str) -> str:
        """The address of a database of the server that tests use."""
        url = make_url(ADDRESS).set(drivername="postgresql", database=name)
        return url.render_as_string(hide_password=False)

    def _drop_left_over(self) -> None:
        there = self._server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        for (name,) in there.fetchall():
            made = name.removeprefix(PREFIX).partition("_")[0]
            if made.isdecimal() and time.time() - int(made) > LEFT_OVER:
                self._server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def connect(address: str) -> psycopg.Connection:
    """A bare connection to one of these databases, beside the program."""
    return psycopg.connect(make_conninfo(address), autocommit=True)


def _tables(there: psycopg.Connection) -> list[tuple[object, ...]]:
    """All that makes up a database but its rows: columns, indexes and rules, and the version of the migrations."""
    shape = there.execute(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text"
        " FROM information_schema.columns WHERE table_schema = 'public'"
        " UNION ALL SELECT tablename::text, indexname::text, indexdef, '' FROM pg_indexes WHERE schemaname = 'public'"
        " UNION ALL SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid), ''"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3"
    ).fetchall()
    version = there.execute("SELECT version_num FROM alembic_version").fetchall() if shape else []
    return [*shape, *version]


def migrate(address: str) -> None:
    """Make this program's tables in an empty database."""
    database = Database(address)
    database.migrate()
    database.close()


@contextmanager
def held(database: Database) -> Iterator[None]:
    """The writer's thread is kept busy, so that what is asked meanwhile waits together."""
    go = threading.Event()
    database._writer._thread.submit(go.wait, 20)
    try:
        yield
    finally:
        go.set()


def taken_back(address: str, revision: str) -> None:
    """Bring the database at an address back to what an older program left."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    database = Database(address)
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    database.close()
