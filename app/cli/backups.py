"""Commands that keep an installation safe: backup, restore, a new epoch."""

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import FOUND_WRONG, HERE, NOT_FOUND, TOO_NEW, UNOPENED, Data, fail, say, settings_for, writing
from app.settings import Settings

IN_USE = 5


def backup(
    out: Annotated[Path, typer.Option(help="File to write.", dir_okay=False)],
    data: Data = HERE,
) -> None:
    """Copy the database and the signing secret to one file, also while the server runs. Keep it as you keep them."""
    from app.store.backup import NotABackup
    from app.store.backup import backup as copy

    settings = settings_for(data)
    database = _file(settings, "pg_dump --format=custom --file FILE DATABASE")
    if not database.exists():
        fail(f"there is no database in {settings.data}", NOT_FOUND)
    try:
        size = copy(database, out, settings.signing_secret())
    except (NotABackup, sqlite3.Error, OSError) as error:
        fail(f"{out} was not written: {error}", FOUND_WRONG)
    say(f"{out}: {size} bytes, checked")


def restore(
    source: Annotated[
        Path, typer.Option("--from", help="A file that `backup` has written.", exists=True, dir_okay=False)
    ],
    data: Data = HERE,
) -> None:
    """Put a backup in the database's place; what is there now is kept aside. Stop the server first."""
    from app.main import now
    from app.store.backup import InUse, NotABackup
    from app.store.backup import restore as put_back
    from app.store.database import NewerDatabase
    from app.store.opening import Unopened

    settings = settings_for(data)
    database = _file(settings, "pg_restore --clean --dbname DATABASE FILE, then `fremtidsbilde new-epoch`")
    try:
        aside = put_back(source, database, settings.data / "secret", now=now())
    except NotABackup as error:
        fail(f"{source} is no backup to restore from: {error}; nothing was changed", FOUND_WRONG)
    except InUse:
        fail(f"{database} is open elsewhere; stop the server, then restore; nothing was changed", IN_USE)
    except NewerDatabase as error:
        fail(f"{source} is of a newer program (it has {error}); update this one; nothing was changed", TOO_NEW)
    except (sqlite3.Error, Unopened, OSError) as error:
        fail(f"not restored: {error}", FOUND_WRONG)
    say(f"{database} is restored from {source}")
    for kept in aside:
        say(f"kept aside: {kept}")


def new_epoch(data: Data = HERE) -> None:
    """Tell all clients to forget what they have seen: after a database was put back by other means than `restore`."""
    from app.store.installation import renew_epoch

    with writing(settings_for(data)) as connection:
        epoch = renew_epoch(connection)
    say(f"epoch {epoch}")


def _file(settings: Settings, instead: str) -> Path:
    from sqlalchemy.exc import ArgumentError

    from app.store.opening import UNREADABLE
    from app.store.sqlite import file_of

    try:
        file = file_of(settings.database)
    except (ArgumentError, ValueError):
        fail(UNREADABLE, UNOPENED)
    if file is None:
        fail(f"this database is PostgreSQL's; use its own: {instead} (docs/guides/backup.md)", FOUND_WRONG)
    return file
