"""By what other providers know accounts: the issuer and the subject there, and nothing that changes or is handed on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.region.rights import Grant
from app.store import grants
from app.store.accounts import Account, add_account, by_id
from app.store.facilitators import add_facilitator
from app.store.invitations import Invitation, use_invitation
from app.store.invitations import invitation as invitation_of
from app.store.tables import IdentityRow, table_of

_identities = table_of(IdentityRow)


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody, as a provider names them."""

    issuer: str
    subject: str


class IdentityTaken(Exception):
    """It belongs to another account, or the account has another one with the same provider."""


class LastWayIn(Exception):
    """Without it nothing would be left to sign in with."""


def account_of(connection: Connection, identity: Identity) -> Account | None:
    """Return the account that an identity belongs to."""
    row = connection.execute(select(_identities).where(_is(identity))).mappings().first()
    return by_id(connection, row["account_id"]) if row else None


def issuers_of(connection: Connection, account: str) -> frozenset[str]:
    """Return the providers that vouch for an account."""
    query = select(_identities.c.issuer).where(_identities.c.account_id == account)
    return frozenset(connection.execute(query).scalars())


def connect(connection: Connection, identity: Identity, account: str, *, now: datetime) -> None:
    """Let an account sign in by an identity; nothing happens where it may already.

    Raises:
        IdentityTaken
    """
    there = account_of(connection, identity)
    if there is not None and there.id == account:
        return
    if there is not None or identity.issuer in issuers_of(connection, account):
        raise IdentityTaken
    row = {"issuer": identity.issuer, "subject": identity.subject, "account_id": account, "created_at": now}
    try:
        connection.execute(insert(_identities).values(**row))
    except IntegrityError as error:  # another process was faster
        raise IdentityTaken from error


def disconnect(connection: Connection, account: Account, issuer: str, still: Collection[str]) -> None:
    """Let an account sign in by a provider no more, and take the roles that it gave. ``still``: issuers that are set.

    Raises:
        LastWayIn
    """
    others = (issuers_of(connection, account.id) - {issuer}) & frozenset(still)
    if not account.has_password and not others:
        raise LastWayIn
    where = (_identities.c.account_id == account.id) & (_identities.c.issuer == issuer)
    connection.execute(delete(_identities).where(where))
    grants.renew(connection, account.id, (), issuer=issuer)


def welcome(
    connection: Connection,
    identity: Identity,
    *,
    email: str,
    name: str,
    secret: str,
    given: Iterable[Grant],
    now: datetime,
) -> tuple[Account, Invitation | None] | None:
    """Make an account for somebody new whom a provider vouches for.

    They are let in by a one-time link with the secret, by roles that their groups give, or by both. Returns None where
    neither does; nothing is made then.

    Raises:
        EmailTaken, IdentityTaken
    """
    roles = frozenset(given)
    there = invitation_of(connection, secret, now=now) if secret else None
    anyones = there is not None and there.account is None
    invitation = use_invitation(connection, secret, now=now) if anyones else None
    if invitation is None and not roles:
        return None
    by_hand = [invitation.grant] if invitation else []
    made = add_account(connection, email=email, name=name, grants=by_hand, password=None, now=now)
    connect(connection, identity, made.id, now=now)
    grants.give(connection, made.id, roles, issuer=identity.issuer)
    if invitation is not None and invitation.workshop is not None:
        add_facilitator(connection, invitation.workshop, made.id)
    account = by_id(connection, made.id)
    return (account, invitation) if account else None


def _is(identity: Identity) -> ColumnElement[bool]:
    return (_identities.c.issuer == identity.issuer) & (_identities.c.subject == identity.subject)
