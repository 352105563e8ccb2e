"""Columns that many tables have."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Table
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


def table_of(row: type[SQLModel]) -> Table:
    """The table that a class of rows describes, for statements of SQL."""
    table: Table = row.__table__  # type: ignore[attr-defined]  # sqlmodel puts it there at class creation
    return table


def moment(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(UtcDateTime(), nullable=nullable))


def of_workshop(*, primary_key: bool = False, nullable: bool = False) -> Any:
    """The workshop that a row belongs to, and goes with."""
    reference = ForeignKey("workshop.id", ondelete="CASCADE")
    return Field(sa_column=Column(String(32), reference, primary_key=primary_key, nullable=nullable))


def of_account(*, primary_key: bool = False, nullable: bool = False, index: bool = False) -> Any:
    """The account that a row belongs to, and goes with."""
    reference = ForeignKey("account.id", ondelete="CASCADE")
    return Field(sa_column=Column(String(32), reference, primary_key=primary_key, nullable=nullable, index=index))


def within(table: str, *, primary_key: bool = False, nullable: bool = False, index: bool = False) -> Any:
    """The network, municipality or unit that a row belongs to, and goes with."""
    reference = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Field(sa_column=Column(Integer, reference, primary_key=primary_key, nullable=nullable, index=index))
