"""The tables of those who sign in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_account, of_workshop, within


class AccountRow(SQLModel, table=True):
    """Somebody who signs in. ``password``: its hash; "" where only another provider lets them in."""

    __tablename__ = "account"

    id: str = Field(primary_key=True, max_length=32)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=120)
    password: str = Field(max_length=255)
    active: bool = True
    created_at: datetime = moment()


class IdentityRow(SQLModel, table=True):
    """By what another provider knows an account: its ``subject`` there, which does not change as addresses do."""

    __tablename__ = "identity"

    issuer: str = Field(primary_key=True, max_length=255)
    subject: str = Field(primary_key=True, max_length=255)
    account_id: str = of_account(index=True)
    created_at: datetime = moment()


class SessionRow(SQLModel, table=True):
    """A browser that an account has signed in with, until it is signed out. ``device``: which kind, for its owner."""

    __tablename__ = "session"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = of_account(index=True)
    device: str = Field(max_length=80)
    created_at: datetime = moment()
    seen_at: datetime = moment()


class GrantRow(SQLModel, table=True):
    """A role of an account, in a network, a municipality or a unit, or in the installation itself.

    ``issuer``: the provider whose groups gave it, and may take it; "" is a person's word.
    """

    __tablename__ = "grant_of_role"

    id: int | None = Field(default=None, primary_key=True)
    account_id: str = of_account(index=True)
    role: str = Field(max_length=16)
    network_id: int | None = within("network", nullable=True)
    municipality_id: int | None = within("municipality", nullable=True)
    unit_id: int | None = within("unit", nullable=True)
    issuer: str = Field(default="", max_length=255)


class FacilitatorRow(SQLModel, table=True):
    """Who may run a workshop."""

    __tablename__ = "facilitator"

    workshop_id: str = of_workshop(primary_key=True)
    account_id: str = of_account(primary_key=True)
    owner: bool


class InvitationRow(SQLModel, table=True):
    """A link that lets somebody in once. Only the hash of its secret is kept. ``invited_by``: whose link it is."""

    __tablename__ = "invitation"

    secret_hash: str = Field(primary_key=True, max_length=64)
    role: str = Field(max_length=16)
    network_id: int | None = within("network", nullable=True)
    municipality_id: int | None = within("municipality", nullable=True)
    unit_id: int | None = within("unit", nullable=True)
    workshop_id: str | None = of_workshop(nullable=True)
    account_id: str | None = of_account(nullable=True)
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    invited_by: str | None = Field(default=None, max_length=32)
