"""Projections: the rows that lists and coordinators ask for, written in the transaction of the events behind them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from app.store.batch import Batch
from app.store.tables import StatementRow, ThemeRow, WorkshopRow, table_of
from app.workshop.card import Statement, Theme
from app.workshop.events import Recorded
from app.workshop.room import Room

_workshops = table_of(WorkshopRow)
_statements = table_of(StatementRow)
_themes = table_of(ThemeRow)

Row = dict[str, Any]

# Built once, as building a statement costs more than SQLite takes to carry it out.
_UPDATE = update(_workshops).where(_workshops.c.id == bindparam("workshop"), _workshops.c.seq == bindparam("was"))
_POSITIONS = (
    select(_workshops.c.id, _workshops.c.seq)
    .where(_workshops.c.id.in_(bindparam("ids", expanding=True)))
    .with_for_update(key_share=True, skip_locked=True)
)
_PUT_RIGHT = update(_workshops).where(_workshops.c.id == bindparam("workshop"))
_INSERT = {table.name: insert(table) for table in (_statements, _themes)}
_DELETE = {
    table.name: delete(table).where(table.c.workshop_id == bindparam("workshop"), table.c.id == bindparam("former"))
    for table in (_statements, _themes)
}


def positions(connection: Connection, workshops: Sequence[str]) -> dict[str, int]:
    """The number of the latest event of each of these workshops whose rows nobody else holds. They are locked."""
    rows = connection.execute(_POSITIONS, {"ids": workshops})
    return {row[0]: row[1] for row in rows}


def advance(connection: Connection, batches: Sequence[Batch]) -> bool:
    """Bring the workshops' own rows on; False where one of them is not at ``before``.

    The rows stay locked until the transaction ends, so that whoever else writes to these rooms comes after it.
    """
    facts = [{"workshop": b.workshop, "was": b.before.seq, **workshop_facts(b.after)} for b in batches]
    return connection.execute(_UPDATE, facts).rowcount == len(batches)


def put_right(connection: Connection, batch: Batch) -> None:
    """Bring a workshop's own row to ``after`` from wherever it is."""
    connection.execute(_PUT_RIGHT, {"workshop": batch.workshop, **workshop_facts(batch.after)})


def project(connection: Connection, batches: Sequence[Batch]) -> None:
    """Bring the other rows from ``before`` to ``after``, touching only what differs."""
    for table in (_statements, _themes):
        former: list[Row] = []
        rows: list[Row] = []
        for batch in batches:
            there = _of(table, batch.before)
            changed = _changed(batch.recorded, table, there, _of(table, batch.after))
            former += [{"workshop": batch.workshop, "former": i} for i in changed if i in there]
            rows += _rows(batch.workshop, batch.after, table, changed)
        if former:
            connection.execute(_DELETE[table.name], former)
        if rows:
            connection.execute(_INSERT[table.name], rows)


def workshop_facts(room: Room) -> Row:
    """The columns of a workshop's row that its room decides."""
    return {
        "seq": room.seq,
        "title": room.title,
        "language": room.language,
        "stage": room.stage,
        "submissions": room.submissions,
        "revealed": room.revealed,
        "participants": len(room.participants),
        "statements": room.there,
    }


def expected(workshop: str, room: Room) -> dict[str, list[Row]]:
    """The projection rows that ``room`` should have, by table, each list sorted by id."""
    return {
        table.name: sorted(_rows(workshop, room, table, _of(table, room)), key=lambda row: row["id"])
        for table in (_statements, _themes)
    }


def found(connection: Connection, workshop: str) -> dict[str, list[Row]]:
    """The projection rows that are there, in the same form."""
    there = {
        table.name: connection.execute(select(table).where(table.c.workshop_id == workshop)).mappings().all()
        for table in (_statements, _themes)
    }
    return {name: sorted(map(dict, rows), key=lambda row: row["id"]) for name, rows in there.items()}


def facts_found(connection: Connection, workshop: str) -> Row:
    """The columns of the workshop's row that its room decides, as they are."""
    row = connection.execute(select(_workshops).where(_workshops.c.id == workshop)).mappings().one()
    return {name: row[name] for name in workshop_facts(Room())}


def _of(table: Table, room: Room) -> Mapping[str, Statement | Theme]:
    return room.statements if table is _statements else room.themes


def _changed(recorded: Sequence[Recorded], table: Table, old: Any, new: Any) -> list[str]:
    name = "statement" if table is _statements else "theme"
    named: dict[str, None] = {}
    for entry in recorded:
        for event in (entry.event, *getattr(entry.event, "events", ())):
            subject = getattr(event, name, None)
            if subject is not None:
                named[subject] = None
    return [i for i in named if old.get(i) != new.get(i)]


def _rows(workshop: str, room: Room, table: Table, ids: Iterable[str]) -> list[Row]:
    if table is _themes:
        themes = [room.themes[i] for i in ids if i in room.themes]
        return [
            {
                "workshop_id": workshop,
                "id": t.id,
                "title": t.title,
                "vision": t.vision,
                "signs": "\n".join(t.signs),
                "rank": t.rank,
            }
            for t in themes
        ]
    statements = [room.statements[i] for i in ids if i in room.statements]
    return [
        {
            "workshop_id": workshop,
            "id": s.id,
            "author": s.author,
            "group": room.participants[s.author].group,
            "unit": room.participants[s.author].unit,
            "text": s.text,
            "at": s.at,
            "standing": s.standing,
            "theme": s.theme,
            "rank": s.rank,
        }
        for s in statements
        if s.standing != "withdrawn"
    ]
