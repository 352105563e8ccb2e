"""Accounts of those who sign in, and the one-time links that let them in."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Literal

from pwdlib import PasswordHash
from sqlalchemy import Connection, RowMapping, Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store.tables import AccountRow, FacilitatorRow, InvitationRow

_accounts: Table = AccountRow.__table__  # type: ignore[attr-defined]  # sqlmodel puts it there at class creation
_invitations: Table = InvitationRow.__table__  # type: ignore[attr-defined]
_facilitators: Table = FacilitatorRow.__table__  # type: ignore[attr-defined]

AccountRole = Literal["administrator", "facilitator"]

PASSWORD_LEAST = 12
PASSWORD_MOST = 200
_passwords = PasswordHash.recommended()


@cache
def _nobody() -> str:
    """What a password of an unknown address is held against, made when it is first needed: it takes its time."""
    return _passwords.hash(secrets.token_urlsafe())


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. ``stamp`` goes into the session cookie; changing it ends every session."""

    id: str
    email: str
    name: str
    role: AccountRole
    stamp: str
    active: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a one-time link gives: a role, with a workshop also a part in running it.

    With an account it is for that one alone: to choose a new password, or with a workshop to be let in without one.
    """

    role: AccountRole
    workshop: str | None
    account: str | None


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
    connection: Connection, *, email: str, name: str, role: AccountRole, password: Hashed, now: datetime
) -> Account:
    """Make an account.

    Raises:
        EmailTaken
    """
    if by_email(connection, email) is not None:
        raise EmailTaken
    account = Account(
        secrets.token_hex(8), _address(email), _storable(name).strip(), role, secrets.token_hex(8), active=True
    )
    row = {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "role": role,
        "password": password.value,
        "stamp": account.stamp,
        "active": True,
        "created_at": now,
    }
    try:
        connection.execute(insert(_accounts).values(**row))
    except IntegrityError as error:  # another process was faster
        raise EmailTaken from error
    return account


def set_password(connection: Connection, account: str, password: Hashed) -> None:
    """Change a password; every session of the account ends."""
    values = {"password": password.value, "stamp": secrets.token_hex(8)}
    connection.execute(update(_accounts).where(_accounts.c.id == account).values(**values))


def set_active(connection: Connection, account: str, *, active: bool) -> None:
    """Let an account in again, or keep it out and end its sessions."""
    values = {"active": active, "stamp": secrets.token_hex(8)}
    connection.execute(update(_accounts).where(_accounts.c.id == account).values(**values))


def signed_in(connection: Connection, email: str, password: str) -> Account | None:
    """Return the active account with this address and password, or None, in the same time either way."""
    row = connection.execute(select(_accounts).where(_accounts.c.email == _address(email))).mappings().first()
    right = _passwords.verify(password[:PASSWORD_MOST], row["password"] if row else _nobody())
    return _account(row) if row and right and row["active"] else None


def by_id(connection: Connection, account: str) -> Account | None:
    """Return an account by its id."""
    row = connection.execute(select(_accounts).where(_accounts.c.id == account)).mappings().first()
    return _account(row) if row else None


def by_email(connection: Connection, email: str) -> Account | None:
    """Return an account by its address, however it is written."""
    row = connection.execute(select(_accounts).where(_accounts.c.email == _address(email))).mappings().first()
    return _account(row) if row else None


def accounts(connection: Connection) -> list[Account]:
    """Return all accounts, by address."""
    there = [_account(row) for row in connection.execute(select(_accounts)).mappings()]
    return sorted(there, key=lambda account: account.email)


def has_administrator(connection: Connection) -> bool:
    """Whether anybody can administrate yet."""
    query = select(func.count()).where(_accounts.c.role == "administrator", _accounts.c.active.is_(True))
    return bool(connection.execute(query).scalar())


def invite(connection: Connection, invitation: Invitation, *, now: datetime, days: float) -> str:
    """Make a one-time link and return its secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(24)
    row = {
        "secret_hash": _secret_hash(secret),
        "role": invitation.role,
        "workshop_id": invitation.workshop,
        "account_id": invitation.account,
        "expires_at": now + timedelta(days=days),
        "used_at": None,
    }
    connection.execute(insert(_invitations).values(**row))
    return secret


def invitation(connection: Connection, secret: str, *, now: datetime) -> Invitation | None:
    """Return what an unused link that has not run out gives."""
    query = select(_invitations).where(
        _invitations.c.secret_hash == _secret_hash(secret),
        _invitations.c.used_at.is_(None),
        _invitations.c.expires_at > now,
    )
    row = connection.execute(query).mappings().first()
    return Invitation(row["role"], row["workshop_id"], row["account_id"]) if row else None


def use_invitation(connection: Connection, secret: str, *, now: datetime) -> Invitation | None:
    """Take a link: it works once. Returns None where it does not work, or does not any more."""
    there = invitation(connection, secret, now=now)
    where = (_invitations.c.secret_hash == _secret_hash(secret)) & _invitations.c.used_at.is_(None)
    taken = connection.execute(update(_invitations).where(where).values(used_at=now)) if there else None
    return there if taken is not None and taken.rowcount == 1 else None


def needs_password(invitation: Invitation, account: Account | None) -> bool:
    """Whether ``account``, or nobody who is signed in, must choose a password to take a link."""
    return invitation.workshop is None if invitation.account is not None else account is None


def accept(
    connection: Connection,
    secret: str,
    account: Account | None,
    *,
    email: str,
    name: str,
    password: Hashed | None,
    now: datetime,
) -> Account | None:
    """Take a link as ``account``, as the account it is for, or with a new one. Returns who has it; None: no such link.

    Raises:
        EmailTaken
        PasswordUnfit: there is none, and ``needs_password`` says that there must be one.
    """
    given = use_invitation(connection, secret, now=now)
    if given is None:
        return None
    if password is None and needs_password(given, account):
        raise PasswordUnfit
    if given.account is not None:
        if password is not None and given.workshop is None:
            set_password(connection, given.account, password)
        account = by_id(connection, given.account)
    elif account is None and password is not None:
        account = add_account(connection, email=email, name=name, role=given.role, password=password, now=now)
    if account is not None and given.workshop is not None:
        add_facilitator(connection, given.workshop, account.id)
    return account


def add_facilitator(connection: Connection, workshop: str, account: str, *, owner: bool = False) -> None:
    """Let an account run a workshop; nothing happens where it may already."""
    if not may_facilitate(connection, workshop, account):
        row = {"workshop_id": workshop, "account_id": account, "owner": owner}
        connection.execute(insert(_facilitators).values(**row))


def may_facilitate(connection: Connection, workshop: str, account: str) -> bool:
    """Whether an account runs a workshop."""
    where = (_facilitators.c.workshop_id == workshop) & (_facilitators.c.account_id == account)
    return connection.execute(select(_facilitators.c.owner).where(where)).first() is not None


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


def _secret_hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _account(row: RowMapping) -> Account:
    return Account(row["id"], row["email"], row["name"], row["role"], row["stamp"], row["active"])
