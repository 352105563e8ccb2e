"""Backups of a SQLite database: one file, taken while everybody writes, checked before it is given its name.

The file is the database itself with one more table, ``carried``: the secret that signs cookies. Without it a restored
database would know all participants, and none of their phones.
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from app.store.installation import renew_epoch
from app.store.opening import opened
from app.store.tables.search import FTS

_CARRIED = "CREATE TABLE carried (name TEXT PRIMARY KEY, value TEXT NOT NULL)"


class NotABackup(Exception):
    """The file is no sound database of this program; says why."""


class InUse(Exception):
    """Somebody has the database open: a server, or another command."""


def backup(database: Path, out: Path, secret: str) -> int:
    """Copy a database, which others may be writing to, with the secret; the size of the copy in bytes.

    Raises:
        NotABackup: the copy is not sound, and was not kept.
        OSError, sqlite3.Error
    """
    with _beside(out) as fresh:
        _copy(database, fresh)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            copy.execute("PRAGMA secure_delete=ON")
            _settle(copy)
            copy.execute(_CARRIED)
            copy.execute("INSERT INTO carried VALUES ('secret', ?)", [secret])
            _check(copy)
        _keep(fresh, out)
    return out.stat().st_size


def restore(source: Path, database: Path, secret_file: Path, *, now: datetime) -> list[Path]:
    """Put a backup in the place of a database, in a new epoch. Returns where what was there before has been kept.

    Raises:
        NotABackup: the file is not fit; nothing was changed.
        InUse: a server runs on the database; nothing was changed.
        opening.Unopened: it cannot be brought up to date; nothing was changed.
        database.NewerDatabase: the backup is of a newer program; nothing was changed.
        OSError, sqlite3.Error
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    stamp = f"{now:%Y-%m-%dT%H-%M-%SZ}"
    with _beside(database) as fresh, _alone(database):
        secret = _taken_from(source, fresh)
        with opened(f"sqlite:///{fresh}") as there, there.writing() as connection:
            renew_epoch(connection)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        aside = [_aside(file, stamp) for file in (database, secret_file) if file.exists()]
        _keep(fresh, database)
        if secret:
            with _beside(secret_file) as written:
                written.write_text(secret)
                _keep(written, secret_file)
    return aside


def _taken_from(source: Path, fresh: Path) -> str:
    """Copy a backup that may be read only, without what it carries; returns the secret, or nothing."""
    try:
        _copy(source, fresh)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete=ON")
            _check(copy)
            tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"alembic_version", "workshop", "event"} <= tables:
                raise NotABackup("it is not a database of this program")
            secret = ""
            if "carried" in tables:
                row = copy.execute("SELECT value FROM carried WHERE name = 'secret'").fetchone()
                secret = row[0] if row else ""
                copy.execute("DROP TABLE carried")
            return secret
    except sqlite3.DatabaseError as error:
        raise NotABackup(str(error)) from error


def _copy(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment: in one step, as writers would make one of many steps begin again."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as there, closing(sqlite3.connect(target)) as copy:
        there.backup(copy, pages=-1)


def _settle(copy: sqlite3.Connection) -> None:
    """Write the search's index anew, as words that were erased just now may still stand in it."""
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [FTS]).fetchone():
        copy.execute(f"INSERT INTO {FTS} ({FTS}) VALUES ('optimize')")  # noqa: S608 - our own name


def _check(copy: sqlite3.Connection) -> None:
    found = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise NotABackup("; ".join(found))
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise NotABackup("it has rows that refer to nothing")


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Nobody else has the database open, and nobody can open it meanwhile. What its log holds is written back."""
    if not database.exists():
        yield
        return
    with closing(sqlite3.connect(database, timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # refused while anybody else has it open
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise InUse(str(error)) from error
        except sqlite3.DatabaseError:  # so damaged that it is no database any more: nobody works with that
            pass
        yield


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A fresh file in the same folder, for its owner's eyes only; gone afterwards unless it was kept."""
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600, exist_ok=False)
    try:
        yield fresh
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            fresh.with_name(f"{fresh.name}{ending}").unlink(missing_ok=True)


def _keep(fresh: Path, file: Path) -> None:
    """Give a fresh file its name, once all of it is on the disk."""
    _sync(fresh)
    fresh.replace(file)
    _sync(file.parent)


def _aside(file: Path, stamp: str) -> Path:
    """Keep a file under a second name; the first is replaced in one step, so that it never points to nothing."""
    kept = file.with_name(f"{file.stem}-{stamp}{file.suffix}")
    with suppress(OSError):
        kept.hardlink_to(file)
        return kept
    shutil.copy2(file, kept)  # a disk that knows no links
    _sync(kept)
    return kept


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
