"""The table that the search reads, and what each kind of database keeps beside it, which no model describes."""

from typing import Any

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.columns import of_workshop

FTS = "told_words_fts"
"""SQLite's index of ``told_words``, with tables of its own in its shadow; triggers keep it."""
GIN = "told_words_gin"
"""PostgreSQL's."""


class ToldWordsRow(SQLModel, table=True):
    """The tokens of one told statement, or of one told theme; see ``app.region.search_words``."""

    __tablename__ = "told_words"
    __table_args__ = (UniqueConstraint("workshop_id", "statement"), UniqueConstraint("workshop_id", "theme"))

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: str = of_workshop()
    statement: str | None = Field(default=None, max_length=40)
    theme: str | None = Field(default=None, max_length=40)
    words: str = Field(sa_column=Column(Text, nullable=False))


def modelled(name: str | None, kind: str, _parents: Any = None) -> bool:
    """Whether a table or an index is one that models describe: what Alembic asks of each name that it finds."""
    return not (name is not None and ((kind == "table" and name.startswith(FTS)) or (kind == "index" and name == GIN)))
