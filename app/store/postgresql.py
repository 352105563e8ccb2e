"""PostgreSQL's policy: the same promises as SQLite's, and nobody waits for long.

A commit survives power loss, whatever the server's own default is. Writers are optimistic: they meet at the room's row
in ``workshop``, in READ COMMITTED; readers see one state, in REPEATABLE READ READ ONLY. Each connection is tried before
it is used, so that a database which was restarted, or a network that was gone, heals without a restart here.
"""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_POLICY = """
SET synchronous_commit = on;
SET statement_timeout = '10s';
SET lock_timeout = '3s';
SET idle_in_transaction_session_timeout = '5s';
SET timezone = 'UTC';
SET client_min_messages = warning
"""
"""A process that is frozen within a transaction is let go before those who wait for its rows have given up twice."""

_NETWORK = {
    "application_name": "fremtidsbilde",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_RACES = ("40001", "40P01")  # serialization_failure, deadlock_detected
_MIGRATING = 2_040_000_001
"""The advisory lock of those who migrate, in a number of our own."""


def engine(url: URL, connections: int) -> Engine:
    """An engine whose connections all keep the policy."""
    arguments = {name: value for name, value in _NETWORK.items() if name not in url.query}
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=arguments,
    )
    event.listen(made, "connect", _prepare)
    return made


def alone(connection: Connection) -> None:
    """Wait until nobody else migrates; this transaction may take its time."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = '10min'; SET LOCAL lock_timeout = '10min'")
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})


def lost_a_race(error: OperationalError) -> bool:
    """Whether a transaction failed only because another one came first."""
    return getattr(error.orig, "sqlstate", None) in _RACES


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.autocommit = True
    connection.execute(_POLICY)
    connection.autocommit = False
