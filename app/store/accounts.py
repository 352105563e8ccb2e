"""Accounts of those who sign in."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import Connection, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.region.rights import Grant, Right, held
from app.store import grants as given_to
from app.store import sessions
from app.store.tables import AccountRow, table_of

_accounts = table_of(AccountRow)

PASSWORD_LEAST = 12
PASSWORD_MOST = 200
_passwords = PasswordHash.recommended()


@cache
def _nobody() -> str:
    """What a password of an unknown address is held against, made when it is first needed: it takes its time."""
    return _passwords.hash(secrets.token_urlsafe())


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, and the roles that they have been given."""

    id: str
    email: str
    name: str
    active: bool
    grants: frozenset[Grant]
    has_password: bool = True

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do anywhere."""
        return held(self.grants)


class EmailTaken(Exception):
    """Another account has this address."""


class PasswordUnfit(Exception):
    """The password is too short or too long; facts: least, most."""

    def __init__(self) -> None:
        super().__init__("password length")
        self.least = PASSWORD_LEAST
        self.most = PASSWORD_MOST


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password as it is kept."""

    value: str


def hashed(password: str) -> Hashed:
    """Hash a password. It takes the processor long, and is for outside of every transaction.

    Raises:
        PasswordUnfit
    """
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise PasswordUnfit
    return Hashed(_passwords.hash(password))


def add_account(
    connection: Connection,
    *,
    email: str,
    name: str,
    grants: Iterable[Grant],
    password: Hashed | None,
    now: datetime,
) -> Account:
    """Make an account; without a password, only another provider lets it in.

    Raises:
        EmailTaken
    """
    if by_email(connection, email) is not None:
        raise EmailTaken
    account = Account(
        secrets.token_hex(8),
        _address(email),
        _storable(name).strip(),
        active=True,
        grants=frozenset(grants),
        has_password=password is not None,
    )
    row = {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "password": password.value if password else "",
        "active": True,
        "created_at": now,
    }
    try:
        connection.execute(insert(_accounts).values(**row))
    except IntegrityError as error:  # another process was faster
        raise EmailTaken from error
    given_to.give(connection, account.id, account.grants)
    return account


def set_password(connection: Connection, account: str, password: Hashed) -> None:
    """Change a password; every session of the account ends."""
    connection.execute(update(_accounts).where(_accounts.c.id == account).values(password=password.value))
    sessions.end_all(connection, account)


def rename(connection: Connection, account: str, name: str) -> None:
    """Let an account be called otherwise."""
    connection.execute(update(_accounts).where(_accounts.c.id == account).values(name=_storable(name).strip()))


def set_active(connection: Connection, account: str, *, active: bool) -> None:
    """Let an account in again, or keep it out and end its sessions."""
    if not active:
        given_to.hold_administrators(connection)
    connection.execute(update(_accounts).where(_accounts.c.id == account).values(active=active))
    sessions.end_all(connection, account)


def signed_in(connection: Connection, email: str, password: str) -> Account | None:
    """Return the active account with this address and password, or None, in the same time either way."""
    row = connection.execute(select(_accounts).where(_accounts.c.email == _address(email))).mappings().first()
    right = _passwords.verify(password[:PASSWORD_MOST], (row["password"] if row else "") or _nobody())
    return _one(connection, row) if row and row["password"] and right and row["active"] else None


def by_id(connection: Connection, account: str) -> Account | None:
    """Return an account by its id."""
    row = connection.execute(select(_accounts).where(_accounts.c.id == account)).mappings().first()
    return _one(connection, row) if row else None


def by_email(connection: Connection, email: str) -> Account | None:
    """Return an account by its address, however it is written."""
    row = connection.execute(select(_accounts).where(_accounts.c.email == _address(email))).mappings().first()
    return _one(connection, row) if row else None


def accounts(connection: Connection) -> list[Account]:
    """Return all accounts, by address."""
    rows = connection.execute(select(_accounts)).mappings().all()
    grants = given_to.of(connection, [row["id"] for row in rows])
    return sorted((_account(row, grants[row["id"]]) for row in rows), key=lambda account: account.email)


def names(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """What those of these accounts that there are, are called, by id."""
    query = select(_accounts.c.id, _accounts.c.name).where(_accounts.c.id.in_(ids))
    return {row.id: row.name for row in connection.execute(query)}


def _address(email: str) -> str:
    """An address in the one form that is kept and looked for."""
    return _storable(email).strip().lower()


def _storable(text: str) -> str:
    """What every database can hold: PostgreSQL knows no NUL."""
    return text.replace("\0", "")


def _one(connection: Connection, row: RowMapping) -> Account:
    return _account(row, given_to.of(connection, [row["id"]])[row["id"]])


def _account(row: RowMapping, grants: frozenset[Grant]) -> Account:
    return Account(row["id"], row["email"], row["name"], row["active"], grants, bool(row["password"]))
