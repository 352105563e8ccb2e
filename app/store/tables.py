"""Tables: everything that migrations read. The log is the truth of a room; workshop, statement and theme project it.

The row in workshop is besides what two processes that write to one room meet at.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time, also on SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=UTC if dialect.name != "sqlite" else None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - sqlalchemy names it
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _time(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(UtcDateTime(), nullable=nullable))


def _workshop(*, primary_key: bool = False) -> Any:
    reference = ForeignKey("workshop.id", ondelete="CASCADE")
    return Field(sa_column=Column(String(32), reference, primary_key=primary_key, nullable=False))


class InstallationRow(SQLModel, table=True):
    """The installation itself, in one row. ``epoch``: a new one where a backup has replaced the past."""

    __tablename__ = "installation"

    id: int = Field(primary_key=True)
    epoch: str = Field(max_length=32)


class WorkshopRow(SQLModel, table=True):
    """A workshop: its addresses, and the facts of its room that lists and searches ask for."""

    __tablename__ = "workshop"

    id: str = Field(primary_key=True, max_length=32)
    code: str = Field(unique=True, max_length=12)
    wall_key: str = Field(unique=True, max_length=64)
    created_at: datetime = _time()
    seq: int = 0
    title: str
    language: str
    stage: str
    submissions: bool
    revealed: bool
    participants: int
    statements: int


class EventRow(SQLModel, table=True):
    """One event of a room's log. ``statement``: whose words the payload may hold, for erasing."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("workshop_id", "command_id", "n"),
        Index("event_statement", "workshop_id", "statement"),
    )

    workshop_id: str = _workshop(primary_key=True)
    seq: int = Field(primary_key=True)
    command_id: str = Field(max_length=40)
    n: int
    by_role: str = Field(max_length=16)
    by_id: str = Field(max_length=40)
    at: datetime = _time()
    type: str = Field(max_length=40)
    statement: str | None = Field(default=None, max_length=40)
    payload: str = Field(sa_column=Column(Text, nullable=False))


class StatementRow(SQLModel, table=True):
    """Projection of a statement."""

    __tablename__ = "statement"

    workshop_id: str = _workshop(primary_key=True)
    id: str = Field(primary_key=True, max_length=40)
    author: str = Field(max_length=40)
    group: str = Field(max_length=16)
    unit: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = _time()
    standing: str = Field(max_length=16)
    theme: str | None = Field(default=None, max_length=40)
    rank: float


class ThemeRow(SQLModel, table=True):
    """Projection of a theme. ``signs``: one a line."""

    __tablename__ = "theme"

    workshop_id: str = _workshop(primary_key=True)
    id: str = Field(primary_key=True, max_length=40)
    title: str
    vision: str = Field(sa_column=Column(Text, nullable=False))
    signs: str = Field(sa_column=Column(Text, nullable=False))
    rank: float


class AccountRow(SQLModel, table=True):
    """Somebody who signs in. ``stamp`` is in every session: a new one ends them all."""

    __tablename__ = "account"

    id: str = Field(primary_key=True, max_length=32)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=120)
    role: str = Field(max_length=16)
    password: str = Field(max_length=255)
    stamp: str = Field(max_length=32)
    active: bool = True
    created_at: datetime = _time()


class FacilitatorRow(SQLModel, table=True):
    """Who may run a workshop."""

    __tablename__ = "facilitator"

    workshop_id: str = _workshop(primary_key=True)
    account_id: str = Field(
        sa_column=Column(String(32), ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    owner: bool


class InvitationRow(SQLModel, table=True):
    """A link that lets somebody in once. Only the hash of its secret is kept."""

    __tablename__ = "invitation"

    secret_hash: str = Field(primary_key=True, max_length=64)
    role: str = Field(max_length=16)
    workshop_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("workshop.id", ondelete="CASCADE"), nullable=True)
    )
    account_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("account.id", ondelete="CASCADE"), nullable=True)
    )
    expires_at: datetime = _time()
    used_at: datetime | None = _time(nullable=True)


class NetworkRow(SQLModel, table=True):
    """Municipalities that work together."""

    __tablename__ = "network"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=120)


class MethodRow(SQLModel, table=True):
    """A method that somebody has made. ``body``: the method itself, as JSON; ``version`` grows with each change."""

    __tablename__ = "method"

    id: str = Field(primary_key=True, max_length=40)
    owner_id: str = Field(
        sa_column=Column(String(32), ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    shared: bool
    network_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("network.id", ondelete="SET NULL"), nullable=True)
    )
    version: int
    body: str = Field(sa_column=Column(Text, nullable=False))
    changed_at: datetime = _time()


class MunicipalityRow(SQLModel, table=True):
    """A municipality by its official number: four digits, kept as text."""

    __tablename__ = "municipality"

    number: str = Field(primary_key=True, max_length=4)
    network_id: int = Field(foreign_key="network.id")
    name: str = Field(max_length=80)


class UnitRow(SQLModel, table=True):
    """A school or a kindergarten."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("municipality_number", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    municipality_number: str = Field(foreign_key="municipality.number")
    name: str = Field(max_length=80)
    kind: str = Field(max_length=16)
