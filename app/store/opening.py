"""Opening a database that may not be there: what went wrong, in a line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from app.store.database import Database

_OF_SQLITE = {
    "unable to open database file": "cannot be opened: its folder must be there, this user be allowed to "
    "write to it, and the disk not be mounted read-only",
    "attempt to write a readonly database": "may not be written to: let this user write to the file and its folder, "
    "and see whether the disk is mounted read-only",
    "file is not a database": "is no database: put a backup back with `fremtidsbilde restore`, or take the file away",
    "database disk image is malformed": "is damaged: put a backup back with `fremtidsbilde restore`",
    "database is locked": "is held by another program: stop that one first",
    "database or disk is full": "cannot grow: the disk is full",
    "disk I/O error": "cannot be read or written: look at the disk",
}
"""What SQLite says, and what to do about it."""


UNREADABLE = "the database's address cannot be read: postgresql://user:word@host/name"


class Unopened(Exception):
    """The database cannot be used; says why and what to do. It holds no password."""


@contextmanager
def opened(address: str) -> Iterator[Database]:
    """A database brought up to date, and closed at the end.

    Raises:
        NewerDatabase: it is ahead of the program.
        Unopened: it cannot be reached, read or written to, now or while it is used.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise Unopened(UNREADABLE) from None
    try:
        database = Database(address)
    except OSError as error:
        raise Unopened(f"{url.database} has no folder to be in: {error.strerror}; look at the data folder") from error
    except (SQLAlchemyError, ImportError) as error:
        raise Unopened(f"the database's address cannot be used: {type(error).__name__}") from error
    try:
        database.migrate()
        yield database
    except SQLAlchemyError as error:
        raise Unopened(why(url, error)) from error
    finally:
        database.close()


def why(url: URL, error: SQLAlchemyError) -> str:
    """What a database's failure means to the one who has to mend it."""
    told = str(error.orig if isinstance(error, DBAPIError) else type(error).__name__).strip().partition("\n")[0]
    if url.get_backend_name() == "sqlite":
        advice = next((advice for said, advice in _OF_SQLITE.items() if said in told), f"cannot be used: {told}")
        return f"{url.database} {advice}"
    where = f"{url.host or 'local'}:{url.port or 5432}/{url.database or ''}"
    return f"PostgreSQL at {where} cannot be used: {told}; is it running, and does the address in DATABASE_URL fit?"
