"""What is seen of tables: at the desk who sits where, on the wall where to find one's table, on a phone one's own seat.

What a table writes is seen by the phones of those who sit there, and what stands on a sheet by the phone before which
it lies; by nobody else, until it is revealed.
"""

from app.workshop.cloths import lying
from app.workshop.method import Merge, Rotate, Round, Share, Step
from app.workshop.parts import (
    Chair,
    Choice,
    DeskTables,
    Idea,
    OwnSeat,
    OwnShare,
    OwnSheet,
    OwnSources,
    TableLine,
    Turns,
    WallTables,
)
from app.workshop.revealing import sits, waiting
from app.workshop.room import Room
from app.workshop.sharing import ideas, left, most, originals
from app.workshop.sheets import go_round, to_read
from app.workshop.tables import usual_size
from app.workshop.turns import next_table, rounds_done, speaking, telling
from app.workshop.visible import shown
from app.workshop.writing import collection

OWN_SEAT = "own-seat"
OWN_SHARE = "own-share"
OWN_SHEET = "own-sheet"
OWN_SOURCES = "own-sources"


def at_desk(room: Room) -> DeskTables | None:
    steps = room.method.steps if room.method else ()
    if room.stage != "open" or not (room.tables or any(map(_is_at_tables, steps))):
        return None
    into, now = collection(room), telling(room)
    lie = {table: lying(room, into or "", table) for table in room.seats}
    shared = {table: sum(idea.standing != "withdrawn" for idea in there) for table, there in lie.items()}
    wait = {sits(room, statement) for statement in waiting(room)} if room.seats else set[int | None]()
    return DeskTables(
        step=room.step,
        id="tables",
        into="work",
        order=1.0,
        people=len(room.tables),
        waiting=0 if room.tables else len(room.participants),
        size=usual_size(room.method),
        tables=tuple(
            TableLine(table, _chairs(room, table), room.turns.get(table, 0), shared[table], table in wait)
            for table in room.seats
        ),
        turns=_turns(room),
        turn=room.turns.get(0, 0),
        now=now,
        next=next_table(room) if now is not None else None,
        moving=room.at.moves if isinstance(room.at, Rotate) else "people",
        moves=room.at.rounds if isinstance(room.at, Rotate) and not room.locked else 0,
        moved=rounds_done(room),
        shares=into is not None,
        at_work=_is_at_tables(room.at) and not room.locked,
    )


def on_wall(room: Room, mode: str) -> WallTables | None:
    """The table that tells, or in a step of tables all of them; they are told by number only, not by how many sit."""
    now = telling(room)
    finding = mode == "task" and _is_at_tables(room.at) and not room.locked
    if not room.seats or not (finding or (mode == "show" and now is not None)):
        return None
    return WallTables(
        id="tables",
        into="work" if now is None else "tells",
        tables=() if now is not None else tuple(room.seats),
        now=now,
        next=next_table(room) if now is not None else None,
        empty=now is not None and not any(shown.on_wall(room, statement) for statement in room.statements.values()),
    )


def own_seat(room: Room, participant: str) -> OwnSeat | None:
    table = room.tables.get(participant)
    if table is None or room.stage != "open":
        return None
    turns, now = _turns(room), None
    if turns == "people":
        now = 1 + room.seats[table].index(speaking(room, table) or participant)
    elif turns == "tables":
        now = telling(room)
    seat = 1 + room.seats[table].index(participant)
    return OwnSeat(
        id=OWN_SEAT,
        into="own-task",
        table=table,
        seat=seat,
        roles=room.roles.get(participant, ()),
        at_work=_is_at_tables(room.at) and not room.locked,
        turns=turns,
        turn=room.turns.get(table if turns == "people" else 0, 0),
        now=now,
        mine=now == (seat if turns == "people" else table),
        stays=isinstance(room.at, Rotate) and room.at.moves == "people" and "chair" in room.roles.get(participant, ()),
        others=tuple(number for number in room.seats if number != table),
        guest=participant in room.guests and isinstance(room.at, Share) and room.at.of is not None and not room.locked,
    )


def own_share(room: Room, participant: str) -> OwnShare | None:
    table = room.tables.get(participant)
    if table is None or collection(room) is None or room.stage != "open":
        return None
    return OwnShare(
        id=OWN_SHARE,
        into="own-task",
        order=1.0,
        table=table,
        ideas=tuple(
            Idea(idea.id, idea.text, idea.author == participant, len(idea.sources))
            for idea in ideas(room, table, participant)
        ),
        left=0 if room.locked else left(room, table),
        most=most(room),
    )


def own_sheet(room: Room, participant: str) -> OwnSheet | None:
    step = room.at
    if not isinstance(step, Rotate) or not go_round(room) or participant not in room.tables:
        return None
    return OwnSheet(
        id=OWN_SHEET,
        into="own-task",
        order=1.0,
        sheets=len(room.sheets.get(participant, ())),
        lines=tuple(Choice(statement.id, statement.text) for statement in to_read(room, participant)),
        moves=step.rounds,
        moved=rounds_done(room),
    )


def own_sources(room: Room, participant: str) -> OwnSources | None:
    table = room.tables.get(participant)
    if table is None or room.stage != "open":
        return None
    there = originals(room, table, participant)
    if not there:
        return None
    choices = tuple(Choice(statement.id, statement.text) for statement in there)
    return OwnSources(id=OWN_SOURCES, into="sources-place", sources=choices)


def _chairs(room: Room, table: int) -> tuple[Chair, ...]:
    speaks = speaking(room, table) if _turns(room) == "people" else None
    return tuple(
        Chair(seat, room.participants[who].group, room.roles.get(who, ()), who == speaks)
        for seat, who in enumerate(room.seats[table], 1)
        if who
    )


def _turns(room: Room) -> Turns:
    if not isinstance(room.at, Round) or room.locked or not room.seats:
        return ""
    return room.at.turns


def _is_at_tables(step: Step | None) -> bool:
    return isinstance(step, Share | Merge | Rotate | Round)
