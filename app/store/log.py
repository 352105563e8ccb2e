"""The log of every room: append-only, ``(workshop_id, seq)`` without holes, each command once."""

from collections.abc import Sequence

import structlog
from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from app.store import files_gone, told
from app.store.batch import Batch
from app.store.installation import epoch
from app.store.postgresql import lost_a_race
from app.store.projections import advance, positions, project, put_right
from app.store.tables import EventRow, WorkshopRow, table_of
from app.workshop.concealed import concealed
from app.workshop.events import EVENT, Recorded, erased, taken_back, words_of
from app.workshop.people import Actor

_events = table_of(EventRow)
_workshops = table_of(WorkshopRow)

_log = structlog.get_logger(__name__)

# Built once, as building a statement costs more than SQLite takes to carry it out.
_HEAD = select(func.max(_events.c.seq)).where(_events.c.workshop_id == bindparam("workshop"))
_INSERT = insert(_events)


class Conflict(Exception):
    """Somebody else has written to one of these rooms since: read the tail and decide again."""


def append(connection: Connection, batch: Batch) -> None:
    """Append the events of a room, with their projections and erasures, or nothing at all.

    Raises:
        Conflict: the log does not end where the batch begins, or a command is in it already.
    """
    _append(connection, [batch])


def append_all(connection: Connection, batches: Sequence[Batch]) -> list[Conflict | None]:
    """The same for several rooms. Tells of each what kept it from being appended; no room waits for what holds another.

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


def head(connection: Connection, workshop: str) -> int:
    """Return the number of the latest event, 0 where there is none."""
    return connection.execute(_HEAD, {"workshop": workshop}).scalar() or 0


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
        _enter(connection, batches, rooms)
        project(connection, batches)
        _tell_no_more(connection, batches)
    except OperationalError as error:
        if lost_a_race(error):
            raise Conflict(rooms) from error
        raise


def _enter(connection: Connection, batches: Sequence[Batch], rooms: str) -> None:
    """Put the events in where the log ends."""
    try:
        if not advance(connection, batches):
            if len(batches) > 1 or head(connection, batches[0].workshop) != batches[0].before.seq:
                raise Conflict(rooms)
            _log.warning("row_put_right", room=rooms)  # it had drifted from the log, which is what counts
            put_right(connection, batches[0])
        connection.execute(_INSERT, [_row(batch.workshop, entry) for batch in batches for entry in batch.recorded])
    except IntegrityError as error:
        raise Conflict(rooms) from error


def _tell_no_more(connection: Connection, batches: Sequence[Batch]) -> None:
    """Let what has been taken back, hidden or deleted be told no more."""
    less: dict[str, set[str]] = {}
    for batch in batches:
        theirs = {whose for entry in batch.recorded if (whose := taken_back(entry.event)) is not None}
        for whose in theirs:
            erase(connection, batch.workshop, whose)
        if any(entry.by.role != "participant" for entry in batch.recorded):  # who mends their own words can wait
            theirs |= concealed(batch.before, batch.after, batch.recorded)
        if theirs or (batch.after.stage == "deleted" and batch.before.stage != "deleted"):
            less[batch.workshop] = theirs
    if len(less) > 1:
        files_gone.hold(connection, *less)
    for workshop, theirs in less.items():
        if theirs:
            told.forget(connection, workshop, theirs)
        else:
            files_gone.take_back(connection, workshop)


def erase(connection: Connection, workshop: str, whose: str) -> None:
    """Take the words of what has this id out of every event that holds them; the events stay as shells."""
    # What undoing did to others is not even read: all rooms wait for this one thread.
    undone = (_events.c.type == "act_undone") & _events.c.payload.contains(whose, autoescape=True)
    query = select(_events.c.seq, _events.c.payload).where(
        _events.c.workshop_id == workshop, (_events.c.statement == whose) | undone
    )
    for seq, payload in connection.execute(query).all():
        event = EVENT.validate_json(payload)
        shell = erased(event, whose)
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
        "statement": words_of(entry.event),
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
