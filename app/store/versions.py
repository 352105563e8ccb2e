"""Rows that two people may change at once: the second is told, and changes nothing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError


class Overtaken(Exception):
    """Somebody else has changed it, or taken it away, since the page was read."""


def put(connection: Connection, table: Table, key: Mapping[str, Any], version: int, values: Mapping[str, Any]) -> None:
    """Give the row with this key these values, if it is still of this version; put it in where that is 0.

    Raises:
        Overtaken
    """
    if version == 0:
        try:
            with connection.begin_nested():
                connection.execute(insert(table).values(**key, **values, version=1))
        except IntegrityError as error:
            raise Overtaken from error
        return
    there = and_(*(table.c[name] == value for name, value in key.items()), table.c.version == version)
    if not connection.execute(update(table).where(there).values(**values, version=version + 1)).rowcount:
        raise Overtaken


def put_once(
    connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any], **by: Any
) -> None:
    """Put a row in, unless one that says the same stands there: it has been sent twice.

    ``by``: who writes, and when. Whoever asks lets nobody else put one in meanwhile.
    """
    same = and_(*(table.c[name] == value for name, value in {**key, **values}.items()))
    if connection.execute(select(table.c.version).where(same)).first() is None:
        put(connection, table, key, 0, {**values, **by})


def drop(connection: Connection, table: Table, key: Mapping[str, Any], version: int) -> None:
    """Take the row with this key away, if it is still of this version.

    Raises:
        Overtaken
    """
    there = and_(*(table.c[name] == value for name, value in key.items()), table.c.version == version)
    if not connection.execute(delete(table).where(there)).rowcount:
        raise Overtaken
