"""Webhooks and what they are told: at least once each, by one process at a time, until it arrives or is given up."""

import json
import secrets
from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.region.rights import Place, allowed
from app.region.webhooks import EVENTS, SECRET, TRIAL, EventKind, Happened, event_id, pause_after
from app.store import accounts, visions
from app.store.happenings import put
from app.store.tables import AccountRow, ApiTokenRow, WebhookDeliveryRow, WebhookRow, WorkshopRow, table_of

_webhooks = table_of(WebhookRow)
_deliveries = table_of(WebhookDeliveryRow)
_workshops = table_of(WorkshopRow)
_accounts = table_of(AccountRow)
_tokens = table_of(ApiTokenRow)

LEASE = timedelta(seconds=60)
"""How long whoever sends has for it; then another process does, as the first may have died."""
KEPT = timedelta(days=30)
"""How long it can be seen what became of a delivery."""
AT_ONCE = 20
"""Deliveries that one process takes at a time."""
SHOWN = 50
"""Deliveries of a webhook that are listed."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told ``events`` of a place. ``maker``: the name of who made it; ``active``: not paused.

    ``token``: the id of the token by which a program has made it; None where a person did.
    """

    id: str
    account: str
    maker: str
    place: Place
    url: str
    events: tuple[EventKind, ...]
    active: bool
    made_at: datetime
    token: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a webhook is told. ``status``: what came of it last: an answer's number, or a word; "" before the first."""

    id: str
    event: str
    kind: str
    made_at: datetime
    attempts: int
    next_at: datetime | None
    done_at: datetime | None
    status: str

    @property
    def given_up(self) -> bool:
        """Whether it has not arrived and is not tried any more."""
        return self.done_at is None and self.next_at is None


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that is this process's to send now. ``attempts``: with this one."""

    id: str
    webhook: str
    event: str
    body: str
    url: str
    secret: str
    attempts: int


def make(
    connection: Connection,
    account: str,
    place: Place,
    url: str,
    events: Collection[EventKind],
    *,
    now: datetime,
    token: str | None = None,
    made: str = "",
) -> tuple[str, str]:
    """Make a webhook, and return its id and the secret that signs what it is told.

    ``made``: that id; where it is there, nothing is done.
    ``token``: a program's that asks; where it has been revoked meanwhile, the webhook is paused as its others are.
    """
    asking = connection.execute(select(_tokens.c.revoked_at).where(_tokens.c.id == token).with_for_update()).first()
    made, secret = made or secrets.token_hex(8), SECRET + b64encode(secrets.token_bytes(32)).decode()
    row = {
        "id": made,
        "account_id": account,
        "network_id": place.network,
        "municipality_id": place.municipality,
        "url": url,
        "events": " ".join(one for one in EVENTS if one in events),
        "secret": secret,
        "active": asking is None or asking.revoked_at is None,
        "made_at": now,
        "token_id": token,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(_webhooks).values(**row))
    except IntegrityError:
        secret = connection.execute(select(_webhooks.c.secret).where(_webhooks.c.id == made)).scalar_one()
    return made, secret


def in_network(connection: Connection, network: int) -> list[Webhook]:
    """Return the webhooks of a network's places, the latest made first."""
    rows = connection.execute(_select().where(_webhooks.c.network_id == network)).mappings()
    return sorted(map(_webhook, rows), key=lambda one: (one.made_at, one.id), reverse=True)


def set_active(connection: Connection, webhook: str, *, active: bool) -> None:
    """Pause a webhook, or let it go on: what waits is sent then, what happens meanwhile is not."""
    connection.execute(update(_webhooks).where(_webhooks.c.id == webhook).values(active=active))


def remove(connection: Connection, webhook: str) -> None:
    """Take a webhook away, with all that it was told."""
    connection.execute(delete(_webhooks).where(_webhooks.c.id == webhook))


def try_out(connection: Connection, webhook: Webhook, *, now: datetime) -> str | None:
    """Let a webhook be told something that has not happened. Returns the delivery's id."""
    happened = Happened(
        event_id(TRIAL, webhook.id, secrets.token_hex(8)),
        TRIAL,
        now,
        {"network": webhook.place.network},
        {"page": f"/region/{webhook.place.network}/webhooks/{webhook.id}"},
    )
    return put(connection, webhook.id, happened)


def deliveries(connection: Connection, webhook: str) -> list[Delivery]:
    """Return what a webhook was told, the latest first."""
    query = select(_deliveries).where(_deliveries.c.webhook_id == webhook)
    rows = connection.execute(query.order_by(_deliveries.c.made_at.desc(), _deliveries.c.id).limit(SHOWN)).mappings()
    return [
        Delivery(
            row["id"],
            row["event_id"],
            row["kind"],
            row["made_at"],
            row["attempts"],
            row["next_at"],
            row["done_at"],
            row["last_status"],
        )
        for row in rows
    ]


def waiting(connection: Connection, *, now: datetime) -> bool:
    """Whether anything is due."""
    query = select(_deliveries.c.id).join(_webhooks, _webhooks.c.id == _deliveries.c.webhook_id)
    due = (_deliveries.c.next_at <= now) & _webhooks.c.active.is_(True)
    return connection.execute(query.where(due).limit(1)).first() is not None


def claim(connection: Connection, *, now: datetime, only: str | None = None) -> list[Due]:
    """Take what is due, so that no other process sends it for a while. ``only``: this delivery, where it is due.

    What nobody is to be told any more is given up here: its maker may make no webhook there now, the workshop that it
    is about has been deleted, or the vision withdrawn.
    """
    query = (
        select(_deliveries, _webhooks, _workshops.c.stage)
        .join(_webhooks, _webhooks.c.id == _deliveries.c.webhook_id)
        .outerjoin(_workshops, _workshops.c.id == _deliveries.c.workshop_id)
        .where(_deliveries.c.next_at <= now)
        .order_by(_deliveries.c.next_at)
        .limit(AT_ONCE)
    )
    query = query.where(_webhooks.c.active.is_(True)) if only is None else query.where(_deliveries.c.id == only)
    taken = []
    for row in connection.execute(query).mappings().all():
        mine = (_deliveries.c.id == row[_deliveries.c.id]) & (_deliveries.c.attempts == row["attempts"])
        still = mine & (_deliveries.c.next_at == row["next_at"])
        if why := _barred(connection, row):
            connection.execute(update(_deliveries).where(still).values(next_at=None, last_status=why))
            continue
        leased = {"attempts": row["attempts"] + 1, "next_at": now + LEASE}
        if connection.execute(update(_deliveries).where(still).values(**leased)).rowcount == 1:
            one = Due(
                row[_deliveries.c.id],
                row["webhook_id"],
                row["event_id"],
                row["body"],
                row["url"],
                row["secret"],
                row["attempts"] + 1,
            )
            taken.append(one)
    return taken


def arrived(connection: Connection, due: Due, status: str, *, now: datetime) -> None:
    """It has been taken."""
    where = _deliveries.c.id == due.id
    connection.execute(update(_deliveries).where(where).values(done_at=now, next_at=None, last_status=status))


def failed(connection: Connection, due: Due, status: str, *, now: datetime, for_good: bool = False) -> None:
    """It has not: it is tried again after a while, or given up. ``for_good``: the webhook is paused, too.

    Where another process has sent it since, what that one learned stays.
    """
    pause = None if for_good else pause_after(due.attempts)
    again = None if pause is None else now + pause
    where = (_deliveries.c.id == due.id) & (_deliveries.c.attempts == due.attempts) & _deliveries.c.done_at.is_(None)
    connection.execute(update(_deliveries).where(where).values(next_at=again, last_status=status))
    if for_good:
        set_active(connection, due.webhook, active=False)


def forget_old(connection: Connection, *, now: datetime) -> None:
    """Let go of what became of deliveries long ago."""
    old = (_deliveries.c.made_at < now - KEPT) & _deliveries.c.next_at.is_(None)
    connection.execute(delete(_deliveries).where(old))


def _barred(connection: Connection, row: RowMapping) -> str:
    """Why nobody is to be told this, in a word; "" where somebody is."""
    if row["stage"] == "deleted":
        return "deleted"
    if row["kind"] == "summary.published":
        told = json.loads(row["body"])["data"]
        kept = visions.by_id(connection, told["summary"])
        if kept is None or kept.published != told["version"]:
            return "withdrawn"
    maker = accounts.by_id(connection, row["account_id"])
    place = Place(row["network_id"], row["municipality_id"])
    return "" if maker and maker.active and allowed(maker.grants, "make_token", place) else "no_right"


def _select() -> Select[tuple[object, ...]]:
    return select(_webhooks, _accounts.c.name.label("maker"), _accounts.c.email).join(
        _accounts, _accounts.c.id == _webhooks.c.account_id
    )


def _webhook(row: RowMapping) -> Webhook:
    told = row["events"].split()
    return Webhook(
        row["id"],
        row["account_id"],
        row["maker"] or row["email"],
        Place(row["network_id"], row["municipality_id"]),
        row["url"],
        tuple(one for one in EVENTS if one in told),
        row["active"],
        row["made_at"],
        row["token_id"],
    )
