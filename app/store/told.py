"""What workshops have told, as rows that the region asks: written from a vision summary, and from nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, false, func, insert, select, update

from app.store import files_gone, frozen_words, happenings, search_words
from app.store.tables import ToldGroupRow, ToldRow, ToldStatementRow, ToldThemeRow, ToldVoteRow, WorkshopRow, table_of
from app.workshop.summary import VisionSummary
from app.workshop.suppression import LEAST

_told = table_of(ToldRow)
_groups = table_of(ToldGroupRow)
_themes = table_of(ToldThemeRow)
_votes = table_of(ToldVoteRow)
_statements = table_of(ToldStatementRow)
_workshops = table_of(WorkshopRow)

Row = dict[str, Any]

_TABLES = {"told_group": _groups, "told_theme": _themes, "told_vote": _votes, "told_statement": _statements}


def tell(
    connection: Connection, workshop: str, seq: int, summary: VisionSummary, *, ended: bool, now: datetime
) -> bool:
    """Put what a workshop tells after event ``seq`` in the place of what it told; False where later has been told."""
    there = connection.execute(select(_told.c.seq, _told.c.ended).where(_told.c.workshop_id == workshop)).first()
    if there is not None and there.seq > seq:
        return False
    row = {
        "workshop_id": workshop,
        "seq": seq,
        "told_at": now,
        "title": summary.title,
        "language": summary.language,
        "method": summary.method,
        "ended": ended,
        "held": summary.held,
        "people": summary.people,
        "exact": summary.people_exact,
        "summary": summary.model_dump_json(),
    }
    told = rows_of(workshop, summary)
    search_words.keep(connection, workshop, search_words.said(connection, workshop), search_words.said_in(told))
    if not _facts(_there(connection, workshop)) <= _facts(told):
        files_gone.take_back(connection, workshop)
    for table in (*_TABLES.values(), _told):
        connection.execute(delete(table).where(table.c.workshop_id == workshop))
    connection.execute(insert(_told).values(**row))
    for name, rows in told.items():
        if rows:
            connection.execute(insert(_TABLES[name]), rows)
    if ended and not (there is not None and there.ended):
        happenings.workshop_closed(connection, workshop, summary.title, now=now)
    return True


def hold(connection: Connection, workshop: str) -> bool:
    """Let nobody write to a workshop's log before this transaction has ended; False where somebody does just now.

    It waits for nobody, as other jobs of the same transaction may hold what that one waits for.
    """
    row = select(_workshops.c.seq).where(_workshops.c.id == workshop)
    return connection.execute(row.with_for_update(key_share=True, skip_locked=True)).first() is not None


def rows_of(workshop: str, summary: VisionSummary) -> dict[str, list[Row]]:
    """The rows that a summary gives, by table."""
    bars = {bar.id: bar for vote in summary.votes if vote.on == "themes" for bar in vote.bars}
    lines = [(line, theme.id) for theme in summary.themes for line in theme.statements if not line.copied] + [
        (line, None) for line in summary.ungrouped
    ]
    return {
        "told_group": [
            {"workshop_id": workshop, "group": count.group, "people": count.people} for count in summary.groups
        ],
        "told_theme": [
            {
                "workshop_id": workshop,
                "theme": theme.id,
                "title": theme.title,
                "vision": theme.vision,
                "signs": "\n".join(theme.signs),
                "statements": sum(not line.copied for line in theme.statements),
                "votes": bars[theme.id].votes if theme.id in bars else None,
                "rank": rank,
            }
            for rank, theme in enumerate(summary.themes)
        ],
        "told_vote": [
            {"workshop_id": workshop, "theme": theme.id, "group": voters.group, "people": voters.people}
            for theme in summary.themes
            if theme.id in bars
            for voters in bars[theme.id].by_group
            if voters.people is not None and voters.people >= LEAST
        ],
        "told_statement": [
            {
                "workshop_id": workshop,
                "statement": line.id,
                "theme": theme,
                "group": line.group,
                "collection": line.collection,
                "text": line.text,
                "rank": rank,
            }
            for rank, (line, theme) in enumerate(lines)
        ],
    }


def forget(connection: Connection, workshop: str, gone: Collection[str]) -> None:
    """Take the words of what has these ids out of what was told, at once; the rest is told anew soon."""
    of_it = _statements.c.workshop_id == workshop
    said = connection.execute(delete(_statements).where(of_it, _statements.c.statement.in_(gone))).rowcount
    connection.execute(delete(_themes).where(_themes.c.workshop_id == workshop, _themes.c.theme.in_(gone)))
    search_words.forget(connection, workshop, gone)
    files_gone.take_back(connection, workshop)
    if said < len(set(gone)):  # the others may be themes
        frozen_words.forget(connection, workshop, gone)
    connection.execute(update(_told).where(_told.c.workshop_id == workshop).values(seq=0, summary=""))


@dataclass(frozen=True, slots=True)
class Behind:
    """A workshop that has gone on since it told. ``emptied``: words are gone from it, and the rest is told nowhere."""

    workshop: str
    told_at: datetime | None
    emptied: bool


def behind(connection: Connection) -> list[Behind]:
    """Return the workshops whose logs are ahead of what they have told, first those that tell nothing meanwhile."""
    emptied = _told.c.summary == ""
    query = (
        select(_workshops.c.id, _told.c.told_at, emptied, _told.c.seq)
        .select_from(_workshops.outerjoin(_told, _told.c.workshop_id == _workshops.c.id))
        .where((_told.c.seq.is_(None)) | (_told.c.seq < _workshops.c.seq))
        .order_by(func.coalesce(emptied, false()).desc(), _workshops.c.id)
    )
    return [
        Behind(workshop, at if empty or seq else None, bool(empty))  # what an older program told counts as nothing
        for workshop, at, empty, seq in connection.execute(query)
    ]


def _there(connection: Connection, workshop: str) -> dict[str, list[Row]]:
    """The rows that a workshop has told, by table."""
    return {
        name: [dict(row) for row in connection.execute(select(table).where(table.c.workshop_id == workshop)).mappings()]
        for name, table in _TABLES.items()
    }


def _facts(rows: dict[str, list[Row]]) -> set[tuple[object, ...]]:
    """What a file can hold that may be taken back: words, whose group they are, and that a number is told."""
    return {
        *(("group", row["group"]) for row in rows["told_group"] if row["people"] is not None),
        *(("theme", row["theme"], row["title"]) for row in rows["told_theme"]),
        *(("vision", row["theme"], row["vision"]) for row in rows["told_theme"] if row["vision"]),
        *(("sign", row["theme"], sign) for row in rows["told_theme"] for sign in row["signs"].split("\n") if sign),
        *(("said", row["statement"], row["text"]) for row in rows["told_statement"]),
        *(("by", row["statement"], row["group"]) for row in rows["told_statement"] if row["group"]),
    }
