"""Sessions: the browsers that accounts are signed in with. Ending one is deleting its row."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from app.store.tables import SessionRow, table_of

_sessions = table_of(SessionRow)

SEEN_EVERY = timedelta(minutes=10)
"""How exactly it is kept when a session was used last: a write for each page would be too much of it."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in. ``device``: which kind it is, in words that its owner knows it by."""

    id: str
    account: str
    device: str
    created_at: datetime
    seen_at: datetime


def begin(connection: Connection, account: str, *, device: str, now: datetime) -> str:
    """Sign an account in with a browser. Returns the session's id, which is for its cookie alone."""
    session = secrets.token_urlsafe(18)
    row = {"id": session, "account_id": account, "device": device[:80], "created_at": now, "seen_at": now}
    connection.execute(insert(_sessions).values(**row))
    return session


def by_id(connection: Connection, session: str) -> Session | None:
    """Return a session that has not ended."""
    query = select(_sessions).where(_sessions.c.id == session)
    row = connection.execute(query).mappings().first() if "\0" not in session else None
    return _session(row) if row else None


def seen(connection: Connection, session: str, *, now: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(update(_sessions).where(_sessions.c.id == session).values(seen_at=now))


def listed(connection: Connection, account: str) -> list[Session]:
    """Return an account's sessions, the last used first."""
    query = select(_sessions).where(_sessions.c.account_id == account).order_by(_sessions.c.seen_at.desc())
    return [_session(row) for row in connection.execute(query).mappings()]


def end(connection: Connection, session: str) -> None:
    """Sign a browser out; nothing happens where it is not signed in."""
    connection.execute(delete(_sessions).where(_sessions.c.id == session))


def end_all(connection: Connection, account: str) -> None:
    """Sign all of an account's browsers out."""
    connection.execute(delete(_sessions).where(_sessions.c.account_id == account))


def _session(row: RowMapping) -> Session:
    return Session(row["id"], row["account_id"], row["device"], row["created_at"], row["seen_at"])
