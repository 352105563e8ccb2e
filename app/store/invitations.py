"""One-time links: they let somebody in, give them a role or a part in a workshop, or a new password.

One that a person has made works for as long as that person may make it.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from app.region.rights import Grant, allowed, may_give
from app.store import grants
from app.store.accounts import Account, Hashed, PasswordUnfit, add_account, by_id, set_password
from app.store.facilitators import add_facilitator, may_facilitate
from app.store.tables import InvitationRow, table_of

_invitations = table_of(InvitationRow)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a one-time link gives: a role, with a workshop also a part in running it.

    With an account it is for that one alone: to choose a new password, or with a workshop to be let in without one.
    ``by``: the account that made it; None where the command line did.
    """

    grant: Grant
    workshop: str | None = None
    account: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A one-time link that still works. ``key``: what it is called, which lets nobody in."""

    key: str
    invitation: Invitation
    until: datetime


def may_make(grants: Iterable[Grant], invitation: Invitation) -> bool:
    """Whether somebody with these grants may make a link that is no workshop's, and so take it back."""
    if invitation.account is not None:
        return allowed(grants, "run_installation")
    return may_give(grants, invitation.grant)


def invite(connection: Connection, invitation: Invitation, *, now: datetime, days: float) -> str:
    """Make a one-time link and return its secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(24)
    row = {
        "secret_hash": _secret_hash(secret),
        "role": invitation.grant.role,
        **grants.place_columns(invitation.grant.place),
        "workshop_id": invitation.workshop,
        "account_id": invitation.account,
        "expires_at": now + timedelta(days=days),
        "used_at": None,
        "invited_by": invitation.by,
    }
    connection.execute(insert(_invitations).values(**row))
    return secret


def invitation(connection: Connection, secret: str, *, now: datetime) -> Invitation | None:
    """Return what a link gives that still works."""
    there = open_link(connection, secret, now=now)
    return there.invitation if there else None


def open_link(connection: Connection, secret: str, *, now: datetime) -> OpenLink | None:
    """Return a link by its secret: unused, not run out, and still its maker's to give."""
    query = select(_invitations).where(_invitations.c.secret_hash == _secret_hash(secret), *_open(now))
    row = connection.execute(query).mappings().first()
    return next(iter(_given_still(connection, [_link_in(row)])), None) if row else None


def open_links(connection: Connection, *, now: datetime) -> list[OpenLink]:
    """Return all links that still work for a role, and those that people have made for a new password.

    The one that runs out last comes first.
    """
    listed = _invitations.c.account_id.is_(None) | _invitations.c.invited_by.is_not(None)
    query = select(_invitations).where(_invitations.c.workshop_id.is_(None), listed, *_open(now))
    found = [_link_in(row) for row in connection.execute(query).mappings()]
    return sorted(_given_still(connection, found), key=lambda one: (one.until, one.key), reverse=True)


def take_back(connection: Connection, key: str) -> None:
    """Make a link worthless, by what it is called. One that has been used stays so."""
    connection.execute(delete(_invitations).where(_invitations.c.secret_hash == key, _invitations.c.used_at.is_(None)))


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
    elif account is not None and given.workshop is None:
        grants.give(connection, account.id, [given.grant])
        account = by_id(connection, account.id)
    elif account is None and password is not None:
        account = add_account(connection, email=email, name=name, grants=[given.grant], password=password, now=now)
    if account is not None and given.workshop is not None:
        add_facilitator(connection, given.workshop, account.id)
    return account


def _open(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _invitations.c.used_at.is_(None), _invitations.c.expires_at > now


def _given_still(connection: Connection, links: Sequence[OpenLink]) -> list[OpenLink]:
    """Those of these links whose makers may make them today; what the command line made stays."""
    makers = {by: by_id(connection, by) for by in {one.invitation.by for one in links} if by is not None}
    return [
        one
        for one in links
        if one.invitation.by is None or _makes(connection, makers[one.invitation.by], one.invitation)
    ]


def _makes(connection: Connection, maker: Account | None, invitation: Invitation) -> bool:
    if maker is None or not maker.active:
        return False
    if invitation.workshop is not None and invitation.account is None:
        return may_facilitate(connection, invitation.workshop, maker.id)
    return may_make(maker.grants, invitation)


def _link_in(row: RowMapping) -> OpenLink:
    given = Invitation(grants.grant_in(row), row["workshop_id"], row["account_id"], row["invited_by"])
    return OpenLink(row["secret_hash"], given, row["expires_at"])


def _secret_hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
