"""The tables of what other systems have to do with a place: tokens that read, and webhooks that tell."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_account, of_workshop, within


class ApiTokenRow(SQLModel, table=True):
    """A token with which a program reads in the name of an account. Only the hash of its secret is kept.

    ``scopes``: with spaces between.
    """

    __tablename__ = "api_token"

    id: str = Field(primary_key=True, max_length=16)
    account_id: str = of_account(index=True)
    name: str = Field(max_length=80)
    network_id: int = within("network", index=True)
    municipality_id: int | None = within("municipality", nullable=True)
    scopes: str = Field(max_length=120)
    secret_hash: str = Field(unique=True, max_length=64)
    made_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    ends_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)


class WebhookRow(SQLModel, table=True):
    """An address that is told what happens in a place, in the name of an account. ``events``: with spaces between.

    ``secret``: signs what is sent, and so is kept as it is. ``token_id``: the token by which a program made it, with
    which it is paused; None where a person did.
    """

    __tablename__ = "webhook"

    id: str = Field(primary_key=True, max_length=16)
    account_id: str = of_account(index=True)
    network_id: int = within("network", index=True)
    municipality_id: int | None = within("municipality", nullable=True)
    url: str = Field(max_length=500)
    events: str = Field(max_length=120)
    secret: str = Field(max_length=80)
    active: bool = True
    made_at: datetime = moment()
    token_id: str | None = Field(default=None, max_length=16)


class WebhookDeliveryRow(SQLModel, table=True):
    """Something that a webhook is told. ``next_at``: when it is tried next, None where it is not any more.

    ``done_at``: when it arrived; without it and without ``next_at`` it was given up. ``workshop_id``: the one that it
    is about, with which it goes.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (UniqueConstraint("webhook_id", "event_id"), Index("webhook_delivery_due", "next_at"))

    id: str = Field(primary_key=True, max_length=32)
    webhook_id: str = Field(sa_column=Column(String(16), ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False))
    event_id: str = Field(max_length=40)
    kind: str = Field(max_length=24)
    workshop_id: str | None = of_workshop(nullable=True)
    body: str = Field(sa_column=Column(Text, nullable=False))
    made_at: datetime = moment()
    attempts: int = 0
    next_at: datetime | None = moment(nullable=True)
    done_at: datetime | None = moment(nullable=True)
    last_status: str = Field(default="", max_length=24)
