"""The tables of rooms. The log is the truth of a room; workshop, statement and theme project it.

The row in workshop is besides what two processes that write to one room meet at.
"""

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_workshop


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
    created_at: datetime = moment()
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

    workshop_id: str = of_workshop(primary_key=True)
    seq: int = Field(primary_key=True)
    command_id: str = Field(max_length=40)
    n: int
    by_role: str = Field(max_length=16)
    by_id: str = Field(max_length=40)
    at: datetime = moment()
    type: str = Field(max_length=40)
    statement: str | None = Field(default=None, max_length=40)
    payload: str = Field(sa_column=Column(Text, nullable=False))


class StatementRow(SQLModel, table=True):
    """Projection of a statement."""

    __tablename__ = "statement"

    workshop_id: str = of_workshop(primary_key=True)
    id: str = Field(primary_key=True, max_length=40)
    author: str = Field(max_length=40)
    group: str = Field(max_length=16)
    unit: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    standing: str = Field(max_length=16)
    theme: str | None = Field(default=None, max_length=40)
    rank: float


class ThemeRow(SQLModel, table=True):
    """Projection of a theme. ``signs``: one a line."""

    __tablename__ = "theme"

    workshop_id: str = of_workshop(primary_key=True)
    id: str = Field(primary_key=True, max_length=40)
    title: str
    vision: str = Field(sa_column=Column(Text, nullable=False))
    signs: str = Field(sa_column=Column(Text, nullable=False))
    rank: float
