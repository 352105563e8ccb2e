"""SQLite's policy: a commit survives power loss, one writer at a time, and deleted bytes are overwritten."""

import sqlite3
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import asbool

PATIENCE_MS = 5_000
"""For another program that writes: a command of ours or a backup is done long before, and a phone waits no longer."""


def file_of(address: str | URL) -> Path | None:
    """The file of a SQLite database; None: it is in no file, or of another kind.

    With ``uri=true`` the name is a URI of SQLite's own: ``file:``, a path in percent-encoding, perhaps a query.
    """
    url = make_url(address)
    name = url.database or ""
    if url.get_backend_name() != "sqlite":
        return None
    if name.startswith("file:") and asbool(url.query.get("uri", False)):
        name = "" if url.query.get("mode") == "memory" else unquote(urlsplit(name).path)
    return None if name in ("", ":memory:") else Path(name)


def engine(url: URL, connections: int) -> Engine:
    """An engine whose connections all keep the policy."""
    made = create_engine(url, pool_size=connections, hide_parameters=True)
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def cut_wal(engine: Engine) -> bool:
    """Write the log ahead back into the database and cut it, so that erased words stand in no file any more.

    Returns whether that was possible now: one who reads an older state keeps the log from being cut, and the writer's
    thread must not wait for them.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            cursor.close()
        return busy == 0
    finally:
        raw.close()


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}").close()
    _write_ahead(connection)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let what is written go to a log first. While another does the same to a new file, SQLite itself does not wait."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # the kinds of being busy differ above that
            if not busy or time.monotonic() > end:
                raise
            time.sleep(0.02)  # as SQLite's own waiting does: nobody says when the other is done
        else:
            return


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
