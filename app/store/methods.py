"""Methods that people have made: kept with their owner, shared where the owner wants it.

Kept as JSON, not as the TOML that people exchange: it is read and checked in one go, eight times as fast, and needs no
writer of files here. What stood in comments of a file is not kept, as a form could not carry it on.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.store.tables import AccountRow, MethodRow, NetworkRow, table_of
from app.workshop.method import Method, shipped

_methods = table_of(MethodRow)
_accounts = table_of(AccountRow)
_networks = table_of(NetworkRow)

_PAGES = ("new", "import")


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who may use a method: its owner alone, or everybody who runs workshops here, for a network where there is one."""

    shared: bool = False
    network: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A method as it is kept. ``version`` grows with each change; ``by`` and ``network`` are names."""

    method: Method
    owner: str
    by: str
    sharing: Sharing
    network: str | None
    version: int
    changed_at: datetime


class NameTaken(Exception):
    """There is a method by this id, or a page of methods that has its address."""


class Newer(Exception):
    """Somebody has changed the method since, or it is there no more (``version`` None)."""

    def __init__(self, version: int | None) -> None:
        super().__init__("newer")
        self.version = version


def keep(connection: Connection, method: Method, *, owner: str, sharing: Sharing, now: datetime) -> Kept:
    """Keep a new method.

    Raises:
        NameTaken
    """
    if method.id in {*shipped(), *_PAGES} or by_id(connection, method.id) is not None:
        raise NameTaken
    row = {"id": method.id, "owner_id": owner, "version": 1, **_row(method, sharing, now)}
    try:
        connection.execute(insert(_methods).values(**row))
    except IntegrityError as error:  # another process was faster
        raise NameTaken from error
    return _there(connection, method.id)


def change(connection: Connection, method: Method, *, sharing: Sharing, version: int, now: datetime) -> Kept:
    """Put a method in the place of its ``version``.

    Raises:
        Newer: that is not the latest one.
    """
    where = (_methods.c.id == method.id) & (_methods.c.version == version)
    row = {"version": version + 1, **_row(method, sharing, now)}
    if connection.execute(update(_methods).where(where).values(**row)).rowcount != 1:
        there = by_id(connection, method.id)
        raise Newer(there.version if there else None)
    return _there(connection, method.id)


def remove(connection: Connection, name: str) -> None:
    """Delete a method; nothing happens where there is none. Rooms that have chosen it keep theirs."""
    connection.execute(delete(_methods).where(_methods.c.id == name))


def by_id(connection: Connection, name: str) -> Kept | None:
    """Return a method by its id."""
    row = connection.execute(_select().where(_methods.c.id == name)).mappings().first() if "\0" not in name else None
    return _kept(row) if row else None


def usable_by(connection: Connection, account: str) -> list[Kept]:
    """Return the methods that an account may use, the shortest first: its own, and what others share."""
    query = _select().where(or_(_methods.c.owner_id == account, _methods.c.shared.is_(True)))
    there = [_kept(row) for row in connection.execute(query).mappings()]
    return sorted(there, key=lambda kept: (kept.method.minutes, kept.method.id))


def _row(method: Method, sharing: Sharing, now: datetime) -> dict[str, object]:
    return {
        "shared": sharing.shared,
        "network_id": sharing.network if sharing.shared else None,
        "body": method.model_dump_json(by_alias=True),
        "changed_at": now,
    }


def _select() -> Select[tuple[object, ...]]:
    return (
        select(_methods, _accounts.c.name.label("by"), _networks.c.name.label("network"))
        .join(_accounts, _accounts.c.id == _methods.c.owner_id)
        .join(_networks, _networks.c.id == _methods.c.network_id, isouter=True)
    )


def _there(connection: Connection, name: str) -> Kept:
    there = by_id(connection, name)
    assert there is not None  # noqa: S101 - it was written in this transaction
    return there


def _kept(row: RowMapping) -> Kept:
    return Kept(
        Method.model_validate_json(row["body"]),
        owner=row["owner_id"],
        by=row["by"],
        sharing=Sharing(row["shared"], row["network_id"]),
        network=row["network"],
        version=row["version"],
        changed_at=row["changed_at"],
    )
