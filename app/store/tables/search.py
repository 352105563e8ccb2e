"""The table that the search reads, and what each kind of database keeps beside it, which no model describes."""

from typing import Any

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.columns import of_workshop

FTS = "told_words_fts"
"""SQLite's index of ``told_words``, with tables of its own in its shadow; triggers keep it."""
VECTOR, GIN = "vector", "told_words_gin"
"""PostgreSQL's: a column that it fills itself, and the index of it."""

_BESIDE = {"column": VECTOR, "index": GIN}


class ToldWordsRow(SQLModel, table=True):
    """The tokens of one told statement, or of one told theme; see ``app.region.search_words``."""

    __tablename__ = "told_words"
    __table_args__ = (UniqueConstraint("workshop_id", "statement"), UniqueConstraint("workshop_id", "theme"))

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: str = of_workshop()
    statement: str | None = Field(default=None, max_length=40)
    theme: str | None = Field(default=None, max_length=40)
    words: str = Field(sa_column=Column(Text, nullable=False))


def modelled(name: str | None, kind: str, parents: Any = None) -> bool:
    """Whether a table, a column or an index is one that models describe: Alembic asks it of each name that it finds."""
    if name is None:
        return True
    if kind == "table":
        return not name.startswith(FTS)
    return (parents or {}).get("table_name") != ToldWordsRow.__tablename__ or _BESIDE.get(kind) != name
