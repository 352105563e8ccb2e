"""The log of every room: append-only, ``(workshop_id, seq)`` without holes, each command once."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from app.store.batch import Batch
from app.store.installation import epoch
from app.store.postgresql import lost_a_race
from app.store.projections import advance, positions, project
from app.store.tables import EventRow, WorkshopRow
from app.workshop.events import EVENT, Recorded, StatementWithdrawn, erased, statement_of
from app.workshop.people import Actor

_events = EventRow.__table__  # type: ignore[attr-defined]  # sqlmodel puts it there at class creation
_workshops = WorkshopRow.__table__  # type: ignore[attr-defined]

_INSERT = insert(_events)  # once, as building a statement costs more than SQLite takes to carry it out


class Conflict(Exception):
    """Somebody else has written to one of these rooms since: read the tail and decide again."""


def append(connection: Connection, batch: Batch) -> None:
    """Append the events of a room, with their projections and erasures, or nothing at all.

    Raises:
        Conflict: the log does not end where the batch begins, or a command is in it already.
    """
    _append(connection, [batch])


def append_all(connection: Connection, batches: Sequence[Batch]) -> list[Conflict | None]:
    """The same for several rooms, whose rows are locked in one order. Tells of each what kept it from being appended.

    Raises:
        Conflict: nothing has been appended, as one of them could not be, and which cannot be told.
    """
    moved_on: set[str] = set()
    if len(batches) > 1:
        there = positions(connection, [batch.workshop for batch in batches])
        moved_on = {batch.workshop for batch in batches if there.get(batch.workshop) != batch.before.seq}
    if ready := [batch for batch in batches if batch.workshop not in moved_on]:
        _append(connection, ready)
    return [Conflict(batch.workshop) if batch.workshop in moved_on else None for batch in batches]


def load(connection: Connection, workshop: str, after: int = 0) -> list[Recorded]:
    """Return the events after number ``after``, in order."""
    query = select(_events).where(_events.c.workshop_id == workshop, _events.c.seq > after).order_by(_events.c.seq)
    return [_recorded(row) for row in connection.execute(query).mappings()]


def tails(connection: Connection, after: Mapping[str, int]) -> dict[str, list[Recorded]]:
    """Return the events of each of these workshops after the number given with it, in order."""
    beyond = or_(*((_events.c.workshop_id == workshop) & (_events.c.seq > seq) for workshop, seq in after.items()))
    found: dict[str, list[Recorded]] = {workshop: [] for workshop in after}
    for row in connection.execute(select(_events).where(beyond).order_by(_events.c.seq)).mappings():
        found[row["workshop_id"]].append(_recorded(row))
    return found


def heads(connection: Connection, workshops: Sequence[str]) -> dict[str, int]:
    """Return the number of the latest event of each of these workshops, as their rows tell."""
    query = select(_workshops.c.id, _workshops.c.seq).where(_workshops.c.id.in_(workshops))
    return {row[0]: row[1] for row in connection.execute(query)}


def state(connection: Connection, workshops: Sequence[str]) -> tuple[str, dict[str, int]]:
    """Return the installation's epoch, and the ``heads`` that count within it."""
    return epoch(connection), heads(connection, workshops)


def _append(connection: Connection, batches: Sequence[Batch]) -> None:
    rooms = ", ".join(batch.workshop for batch in batches)
    try:
        if not advance(connection, batches):
            raise Conflict(rooms)
        connection.execute(_INSERT, [_row(batch.workshop, entry) for batch in batches for entry in batch.recorded])
    except IntegrityError as error:
        raise Conflict(rooms) from error
    except OperationalError as error:
        if lost_a_race(error):
            raise Conflict(rooms) from error
        raise
    project(connection, batches)
    for batch in batches:
        for entry in batch.recorded:
            if isinstance(entry.event, StatementWithdrawn):
                erase(connection, batch.workshop, entry.event.statement)


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
