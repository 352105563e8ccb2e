"""Tokens with which programs read: kept by the hash of their secret, and worth what their maker may at each use."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.region.rights import Place
from app.region.tokens import SCOPES, Scope, lent, scopes_in
from app.store import accounts
from app.store.accounts import Account
from app.store.tables import AccountRow, ApiTokenRow, WebhookRow, table_of

_tokens = table_of(ApiTokenRow)
_webhooks = table_of(WebhookRow)
_accounts = table_of(AccountRow)

PREFIX = "fb_"
"""What every secret begins with, so that one that has gone astray is known for what it is."""
USED_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a token was used last."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its page lists it. ``maker``: the name of whose it is; ``account``: their id."""

    id: str
    account: str
    maker: str
    name: str
    place: Place
    scopes: frozenset[Scope]
    made_at: datetime
    used_at: datetime | None
    ends_at: datetime
    revoked_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether it has neither run out nor been revoked."""
        return self.revoked_at is None and now < self.ends_at


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks by a token: its maker, with what they lend it."""

    token: Token
    account: Account


def make(
    connection: Connection,
    account: str,
    *,
    name: str,
    place: Place,
    scopes: Collection[Scope],
    now: datetime,
    ends: datetime,
    made: str = "",
) -> str:
    """Make a token and return its secret, which is kept nowhere.

    ``made``: its id. Where that is there and works, it gets this secret in the place of the one that it had.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    row = {
        "id": made or secrets.token_hex(8),
        "account_id": account,
        "name": name,
        "network_id": place.network,
        "municipality_id": place.municipality,
        "scopes": " ".join(one for one in SCOPES if one in scopes),
        "secret_hash": _secret_hash(secret),
        "made_at": now,
        "ends_at": ends,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(_tokens).values(**row))
    except IntegrityError:
        there = (_tokens.c.id == made) & _tokens.c.revoked_at.is_(None)
        if not connection.execute(update(_tokens).where(there).values(secret_hash=row["secret_hash"])).rowcount:
            connection.execute(insert(_tokens).values(**row | {"id": secrets.token_hex(8)}))
    return secret


def bearer(connection: Connection, secret: str, *, now: datetime) -> Bearer | None:
    """Who asks by this secret; None where it is none, has run out or been revoked, or its maker may make none now."""
    row = connection.execute(_select().where(_tokens.c.secret_hash == _secret_hash(secret))).mappings().first()
    token = _token(row) if row else None
    account = accounts.by_id(connection, token.account) if token and token.works(now) else None
    given = lent(account.grants, token.place) if token and account and account.active else frozenset()
    return Bearer(token, replace(account, grants=given)) if token and account and given else None


def used(connection: Connection, token: str, *, now: datetime) -> None:
    """Note that a token is in use."""
    connection.execute(update(_tokens).where(_tokens.c.id == token).values(used_at=now))


def in_network(connection: Connection, network: int) -> list[Token]:
    """Return the tokens of a network's places, the latest made first."""
    rows = connection.execute(_select().where(_tokens.c.network_id == network)).mappings()
    return sorted(map(_token, rows), key=lambda one: (one.made_at, one.id), reverse=True)


def revoke(connection: Connection, token: str, *, now: datetime) -> None:
    """Let a token be worth nothing from now on. The webhooks that were made by it are paused: whoever it has gone
    astray to may have made them."""
    there = (_tokens.c.id == token) & _tokens.c.revoked_at.is_(None)
    if connection.execute(update(_tokens).where(there).values(revoked_at=now)).rowcount:
        connection.execute(update(_webhooks).where(_webhooks.c.token_id == token).values(active=False))


def _select() -> Select[tuple[object, ...]]:
    return select(_tokens, _accounts.c.name.label("maker"), _accounts.c.email).join(
        _accounts, _accounts.c.id == _tokens.c.account_id
    )


def _token(row: RowMapping) -> Token:
    return Token(
        row["id"],
        row["account_id"],
        row["maker"] or row["email"],
        row["name"],
        Place(row["network_id"], row["municipality_id"]),
        scopes_in(row["scopes"]),
        row["made_at"],
        row["used_at"],
        row["ends_at"],
        row["revoked_at"],
    )


def _secret_hash(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
