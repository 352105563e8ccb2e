"""What became of somebody's own statements, for the one who has their receipt."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from app.store.tables import StatementRow, ToldRow, ToldStatementRow, ToldThemeRow, WorkshopRow, table_of

_workshops = table_of(WorkshopRow)
_statements = table_of(StatementRow)
_tellings = table_of(ToldRow)
_told = table_of(ToldStatementRow)
_themes = table_of(ToldThemeRow)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a statement. ``told``: the workshop's files tell it; ``theme``: in this theme, by id and title."""

    id: str
    text: str
    told: bool
    theme: str | None
    title: str


def behind(connection: Connection, workshop: str) -> bool:
    """Whether a workshop has gone on since it told what became of everything."""
    query = (
        select(_workshops.c.id)
        .select_from(_workshops.outerjoin(_tellings, _tellings.c.workshop_id == _workshops.c.id))
        .where(_workshops.c.id == workshop, (_tellings.c.seq.is_(None)) | (_tellings.c.seq < _workshops.c.seq))
    )
    return connection.execute(query).first() is not None


def authors(connection: Connection, workshop: str) -> list[str]:
    """Return everybody whose words are kept in a workshop."""
    return list(
        connection.execute(
            select(_statements.c.author).where(_statements.c.workshop_id == workshop).distinct()
        ).scalars()
    )


def fates(connection: Connection, workshop: str, author: str) -> list[Fate]:
    """Return what became of somebody's statements, in the order in which they were written."""
    query = (
        select(_statements.c.id, _statements.c.text, _told.c.statement.label("told"), _told.c.theme, _themes.c.title)
        .select_from(
            _statements.outerjoin(
                _told, and_(_told.c.workshop_id == _statements.c.workshop_id, _told.c.statement == _statements.c.id)
            ).outerjoin(_themes, and_(_themes.c.workshop_id == _told.c.workshop_id, _themes.c.theme == _told.c.theme))
        )
        .where(_statements.c.workshop_id == workshop, _statements.c.author == author)
        .order_by(_statements.c.at, _statements.c.id)
    )
    return [
        Fate(row["id"], row["text"], row["told"] is not None, row["theme"], row["title"] or "")
        for row in connection.execute(query).mappings()
    ]
