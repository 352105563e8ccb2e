"""Databases of one's own on the PostgreSQL of this machine, gone afterwards."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from bench.machine import NotAvailable

SERVER = "127.0.0.1:5432"
USER = "postgres"


@contextmanager
def database(like: str = "") -> Iterator[str]:
    """The address of a new database, empty or with all that the one at the address ``like`` has.

    Raises:
        NotAvailable: no PostgreSQL answers.
    """
    name = f"fremtidsbilde_bench_{secrets.token_hex(6)}"
    template = f' TEMPLATE "{like.rpartition("/")[2]}"' if like else ""
    try:
        _do(f'CREATE DATABASE "{name}"{template}')
    except psycopg.OperationalError as error:
        raise NotAvailable(f"PostgreSQL at {SERVER}: {type(error).__name__}") from error
    try:
        yield f"postgresql+psycopg://{USER}@{SERVER}/{name}"
    finally:
        with suppress(psycopg.Error):
            _do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _do(statement: str) -> None:
    with psycopg.connect(f"postgresql://{USER}@{SERVER}/postgres", autocommit=True, connect_timeout=3) as connection:
        connection.execute(statement.encode())
