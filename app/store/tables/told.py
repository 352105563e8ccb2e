"""The tables of what workshops have told: all that the region may know of them, and nothing else."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_workshop


class ToldRow(SQLModel, table=True):
    """A workshop's vision summary as it was after event number ``seq``.

    ``summary``: the whole, as JSON; "" where something in it has been erased since. ``people``: None where that is not
    told; ``exact``: not only at least so many.
    """

    __tablename__ = "told"

    workshop_id: str = of_workshop(primary_key=True)
    seq: int
    told_at: datetime = moment()
    title: str
    language: str = Field(max_length=2)
    method: str = Field(max_length=40)
    ended: bool
    held: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    people: int | None = None
    exact: bool
    summary: str = Field(sa_column=Column(Text, nullable=False))


class ToldGroupRow(SQLModel, table=True):
    """How many of a group took part, as the workshop tells it; None is withheld."""

    __tablename__ = "told_group"

    workshop_id: str = of_workshop(primary_key=True)
    group: str = Field(primary_key=True, max_length=16)
    people: int | None = None


class ToldThemeRow(SQLModel, table=True):
    """A theme that a workshop tells. ``votes``: of the latest vote on themes that it stood in; None: in none."""

    __tablename__ = "told_theme"

    workshop_id: str = of_workshop(primary_key=True)
    theme: str = Field(primary_key=True, max_length=40)
    title: str
    vision: str = Field(sa_column=Column(Text, nullable=False))
    signs: str = Field(sa_column=Column(Text, nullable=False))
    statements: int
    votes: int | None = None
    rank: int


class ToldVoteRow(SQLModel, table=True):
    """How many of a group voted for a theme in the vote that its ``votes`` are of, where the workshop tells that."""

    __tablename__ = "told_vote"

    workshop_id: str = of_workshop(primary_key=True)
    theme: str = Field(primary_key=True, max_length=40)
    group: str = Field(primary_key=True, max_length=16)
    people: int


class ToldStatementRow(SQLModel, table=True):
    """A statement that a workshop tells, where it stands first. ``group``: None where it may not be named."""

    __tablename__ = "told_statement"
    __table_args__ = (
        UniqueConstraint("workshop_id", "statement"),
        Index("told_statement_theme", "workshop_id", "theme", "group"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: str = of_workshop()
    statement: str = Field(max_length=40)
    theme: str | None = Field(default=None, max_length=40)
    group: str | None = Field(default=None, max_length=16)
    collection: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    rank: int
