"""Roles that accounts have been given, and where."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from app.region.rights import Grant, Place
from app.store.tables import AccountRow, GrantRow, table_of

_grants = table_of(GrantRow)
_accounts = table_of(AccountRow)


def of(connection: Connection, accounts: Sequence[str]) -> dict[str, frozenset[Grant]]:
    """Return what each of these accounts has been given."""
    found: dict[str, set[Grant]] = {account: set() for account in accounts}
    for row in connection.execute(select(_grants).where(_grants.c.account_id.in_(accounts))).mappings():
        found[row["account_id"]].add(grant_in(row))
    return {account: frozenset(there) for account, there in found.items()}


def vouched(connection: Connection) -> dict[tuple[str, Grant], str]:
    """Return the roles that providers alone have given, by account and role, with the issuer: taken, they come back."""
    by_hand: set[tuple[str, Grant]] = set()
    found: dict[tuple[str, Grant], str] = {}
    for row in connection.execute(select(_grants)).mappings():
        one = row["account_id"], grant_in(row)
        if row["issuer"]:
            found[one] = row["issuer"]
        else:
            by_hand.add(one)
    return {one: issuer for one, issuer in found.items() if one not in by_hand}


def give(connection: Connection, account: str, given: Iterable[Grant], *, issuer: str = "") -> None:
    """Give an account roles, each once; ``issuer``: the provider that says so, "" for a person's word."""
    there = {
        grant_in(row)
        for row in connection.execute(
            select(_grants).where(_grants.c.account_id == account, _grants.c.issuer == issuer)
        ).mappings()
    }
    rows = [
        {"account_id": account, "role": grant.role, "issuer": issuer, **place_columns(grant.place)}
        for grant in dict.fromkeys(given)
        if grant not in there
    ]
    if rows:
        connection.execute(insert(_grants), rows)


def take(connection: Connection, account: str, grant: Grant) -> bool:
    """Take a role from an account, whoever gave it. Returns whether it had it."""
    if grant.role == "administrator":
        hold_administrators(connection)
    columns = {"role": grant.role, **place_columns(grant.place)}
    where = [
        _grants.c[name].is_(None) if value is None else _grants.c[name] == value for name, value in columns.items()
    ]
    return connection.execute(delete(_grants).where(_grants.c.account_id == account, *where)).rowcount > 0


def renew(connection: Connection, account: str, given: Iterable[Grant], *, issuer: str) -> None:
    """Let an account have exactly these roles from a provider; what people have given stays as it is."""
    wanted = frozenset(given)
    mine = (_grants.c.account_id == account) & (_grants.c.issuer == issuer)
    gone = [
        row["id"] for row in connection.execute(select(_grants).where(mine)).mappings() if grant_in(row) not in wanted
    ]
    if gone:
        connection.execute(delete(_grants).where(_grants.c.id.in_(gone)))
    give(connection, account, wanted, issuer=issuer)


def hold_administrators(connection: Connection) -> None:
    """Let one after the other take away who administrates, so that each sees whom the one before has left."""
    rows = select(_grants.c.id).where(_grants.c.role == "administrator").order_by(_grants.c.id)
    connection.execute(rows.with_for_update())


def has_administrator(connection: Connection) -> bool:
    """Whether anybody can administrate yet."""
    query = (
        select(func.count())
        .select_from(_grants.join(_accounts, _accounts.c.id == _grants.c.account_id))
        .where(_grants.c.role == "administrator", _accounts.c.active.is_(True))
    )
    return bool(connection.execute(query).scalar())


def place_columns(place: Place | None) -> dict[str, int | None]:
    """A place as the columns that several tables keep it in."""
    return {
        "network_id": place.network if place else None,
        "municipality_id": place.municipality if place else None,
        "unit_id": place.unit if place else None,
    }


def grant_in(row: RowMapping | dict[str, Any]) -> Grant:
    """The grant that a row's columns tell."""
    place = Place(row["network_id"], row["municipality_id"], row["unit_id"]) if row["network_id"] is not None else None
    return Grant(row["role"], place)
