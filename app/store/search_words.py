"""Keeping the search's words: exactly those of what is told. The index in each database follows by itself."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from app.region.search_words import tokens_of
from app.store.tables import ToldStatementRow, ToldThemeRow, ToldWordsRow, table_of
from app.store.tables.search import FTS

_words = table_of(ToldWordsRow)
_statements = table_of(ToldStatementRow)
_themes = table_of(ToldThemeRow)

Said = Mapping[tuple[str, str], tuple[str, ...]]
"""Texts by what says them: ("statement", its id) or ("theme", its id)."""


def said_in(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Said:
    """What rows of ``told_statement`` and ``told_theme`` say."""
    return {("statement", row["statement"]): (row["text"],) for row in rows["told_statement"]} | {
        ("theme", row["theme"]): (row["title"], row["vision"], row["signs"]) for row in rows["told_theme"]
    }


def said(connection: Connection, workshop: str) -> Said:
    """What a workshop has told."""
    return said_in(
        {
            table.name: [
                dict(row) for row in connection.execute(select(table).where(table.c.workshop_id == workshop)).mappings()
            ]
            for table in (_statements, _themes)
        }
    )


def keep(connection: Connection, workshop: str, before: Said, after: Said) -> None:
    """Bring the words of a workshop from what it told up to what it tells: most of it stays as it is."""
    for kind in ("statement", "theme"):
        column = _words.c[kind]
        known = set(
            connection.execute(select(column).where(_words.c.workshop_id == workshop, column.is_not(None))).scalars()
        )
        gone = [one for one in known if before.get((kind, one)) != after.get((kind, one), ())]
        for start in range(0, len(gone), 500):
            some = gone[start : start + 500]
            connection.execute(delete(_words).where(_words.c.workshop_id == workshop, column.in_(some)))
        new = [
            {"workshop_id": workshop, "statement": None, "theme": None, "words": tokens_of(texts), kind: one}
            for (what, one), texts in after.items()
            if what == kind and (one not in known or one in gone)
        ]
        if new:
            connection.execute(insert(_words), new)


def forget(connection: Connection, workshop: str, gone: Collection[str]) -> None:
    """Take out the words of these statements and themes, at once."""
    for column in (_words.c.statement, _words.c.theme):
        connection.execute(delete(_words).where(_words.c.workshop_id == workshop, column.in_(gone)))


def settle(connection: Connection) -> None:
    """Write SQLite's index anew without what has been deleted from it, whose words stand in it until then.

    It is written anew only where it has changed since. PostgreSQL does so by itself, at its next vacuum.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"INSERT INTO {FTS} ({FTS}) VALUES ('optimize')"))  # noqa: S608 - our own name


def differs(connection: Connection, workshop: str) -> int:
    """Of how many statements and themes the words are other than those that a workshop tells."""
    rows = connection.execute(select(_words).where(_words.c.workshop_id == workshop)).mappings()
    there = {
        ("theme", row["theme"]) if row["statement"] is None else ("statement", row["statement"]): row["words"]
        for row in rows
    }
    wanted = {one: tokens_of(texts) for one, texts in said(connection, workshop).items()}
    return len(dict(there.items() ^ wanted.items()))
