"""The installation: one row that every process reads. Its epoch changes when the past is replaced by a backup."""

import secrets

from sqlalchemy import Connection, select, update

from app.store.tables import InstallationRow, table_of

_installation = table_of(InstallationRow)
_EPOCH = select(_installation.c.epoch)


def epoch(connection: Connection) -> str:
    """Return the epoch: numbers of events mean the same only within one."""
    return str(connection.execute(_EPOCH).scalar_one())


def renew_epoch(connection: Connection) -> str:
    """Begin a new epoch, and return it."""
    fresh = secrets.token_hex(8)
    connection.execute(update(_installation).values(epoch=fresh))
    return fresh
