"""The log of every room: append-only, ``(workshop_id, seq)`` without holes, each command once."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from app.store.installation import epoch
from app.store.postgresql import lost_a_race
from app.store.projections import project
from app.store.tables import EventRow
from app.workshop.events import EVENT, Recorded, StatementWithdrawn, erased, statement_of
from app.workshop.people import Actor
from app.workshop.room import Room

_events = EventRow.__table__  # type: ignore[attr-defined]  # sqlmodel puts it there at class creation

# Built once, as building a statement costs more than SQLite takes to carry it out.
_HEAD = select(func.max(_events.c.seq)).where(_events.c.workshop_id == bindparam("workshop"))
_INSERT = insert(_events)


class Conflict(Exception):
    """Somebody else has written to this room since: read the tail and decide again."""


def append(connection: Connection, workshop: str, recorded: Sequence[Recorded], before: Room, after: Room) -> None:
    """Append events that lead from ``before`` to ``after``, with their projections and erasures, or nothing at all.

    Raises:
        Conflict: the log does not end at ``before.seq``, or a command is in it already.
    """
    if head(connection, workshop) != before.seq:
        raise Conflict(workshop)
    try:
        connection.execute(_INSERT, [_row(workshop, entry) for entry in recorded])
    except IntegrityError as error:
        raise Conflict(workshop) from error
    except OperationalError as error:
        if lost_a_race(error):
            raise Conflict(workshop) from error
        raise
    project(connection, workshop, recorded, before, after)
    for entry in recorded:
        if isinstance(entry.event, StatementWithdrawn):
            erase(connection, workshop, entry.event.statement)


def load(connection: Connection, workshop: str, after: int = 0) -> list[Recorded]:
    """Return the events after number ``after``, in order."""
    query = select(_events).where(_events.c.workshop_id == workshop, _events.c.seq > after).order_by(_events.c.seq)
    return [_recorded(row) for row in connection.execute(query).mappings()]


def head(connection: Connection, workshop: str) -> int:
    """Return the number of the latest event, 0 where there is none."""
    return connection.execute(_HEAD, {"workshop": workshop}).scalar() or 0


def heads(connection: Connection, workshops: Sequence[str]) -> dict[str, int]:
    """Return the number of the latest event of each of these workshops."""
    query = (
        select(_events.c.workshop_id, func.max(_events.c.seq))
        .where(_events.c.workshop_id.in_(workshops))
        .group_by(_events.c.workshop_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def state(connection: Connection, workshops: Sequence[str]) -> tuple[str, dict[str, int]]:
    """Return the installation's epoch, and the ``heads`` that count within it."""
    return epoch(connection), heads(connection, workshops)


def erase(connection: Connection, workshop: str, statement: str) -> None:
    """Take the words of a statement out of every event that holds them; the events stay as shells."""
    # What undoing did to other statements is not even read: all rooms wait for this one thread.
    undone = (_events.c.type == "act_undone") & _events.c.payload.contains(statement, autoescape=True)
    query = select(_events.c.seq, _events.c.payload).where(
        _events.c.workshop_id == workshop, (_events.c.statement == statement) | undone
    )
    for seq, payload in connection.execute(query).all():
        event = EVENT.validate_json(payload)
        shell = erased(event, statement)
        if shell != event:
            where = (_events.c.workshop_id == workshop) & (_events.c.seq == seq)
            connection.execute(update(_events).where(where).values(payload=shell.model_dump_json()))


def _row(workshop: str, entry: Recorded) -> dict[str, object]:
    return {
        "workshop_id": workshop,
        "seq": entry.seq,
        "command_id": entry.command,
        "n": entry.n,
        "by_role": entry.by.role,
        "by_id": entry.by.id,
        "at": entry.at,
        "type": entry.event.type,
        "statement": statement_of(entry.event),
        "payload": entry.event.model_dump_json(),
    }


def _recorded(row: RowMapping) -> Recorded:
    return Recorded(
        seq=row["seq"],
        command=row["command_id"],
        n=row["n"],
        by=Actor(role=row["by_role"], id=row["by_id"]),
        at=row["at"],
        event=EVENT.validate_json(row["payload"]),
    )
