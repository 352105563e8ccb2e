"""What is seen of tables: at the desk who sits where, on the wall where to find one's table, on a phone one's own seat.

What a table writes is seen by the phones of those who sit there, and what stands on a sheet by the phone before which
it lies; by nobody else, until it is revealed.
"""

from typing import Any, Literal

from app.workshop.cloths import NO_TABLE, lie_at_tables, lying
from app.workshop.hosts import hosts_alone, is_host, people_move
from app.workshop.leaving import present
from app.workshop.method import Merge, Rotate, Round, Share, Step
from app.workshop.parts import (
    Chair,
    Choice,
    DeskTables,
    Idea,
    OwnAway,
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
from app.workshop.sharing import ideas, left, most, originals, put_away, there
from app.workshop.sheets import go_round, own_again, to_read
from app.workshop.tables import usual_size
from app.workshop.turns import next_table, rounds_done, speaking, telling
from app.workshop.visible import shown
from app.workshop.writing import collection

OWN_AWAY = "own-away"
OWN_SEAT = "own-seat"
OWN_SHARE = "own-share"
OWN_SHEET = "own-sheet"
OWN_SOURCES = "own-sources"


def at_desk(room: Room, here: int | None = None) -> DeskTables | None:
    """``here``: how many are connected; None where that is not told."""
    steps = room.method.steps if room.method else ()
    if room.stage != "open" or not (room.tables or any(map(_is_at_tables, steps))):
        return None
    into, now = collection(room), telling(room)
    lie = {table: lying(room, into or "", table) for table in room.seats}
    shared = {table: sum(idea.standing != "withdrawn" for idea in ideas_there) for table, ideas_there in lie.items()}
    wait = {sits(room, statement) for statement in waiting(room)} if room.seats else set[int | None]()
    waits_for_tables = 0 if room.tables else len(present(room))
    return DeskTables(
        step=room.step,
        id="tables",
        into="work",
        order=1.0,
        people=len(room.tables),
        waiting=waits_for_tables,
        absent=0 if not waits_for_tables else None if here is None else max(0, waits_for_tables - here),
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
        since=room.seatings,
        shares=into is not None,
        at_work=_is_at_tables(room.at) and not room.locked,
        lie=lie_at_tables(room),
        hosts=bool(room.roles) and hosts_alone(room),
        away=sum(idea.standing != "withdrawn" for idea in lying(room, into or room.focus or "", NO_TABLE)),
    )


def on_wall(room: Room, mode: str) -> WallTables | None:
    """The table that tells, or in a step of tables all of them; they are told by number only, not by how many sit.

    Where sheets go round, how often. Where what all may see has been hidden, people do not look for their tables.
    """
    step = room.at
    if not room.seats or step is None or room.locked:
        return None
    if mode in ("write", "task") and isinstance(step, Rotate) and go_round(room):
        return _tells(moved=rounds_done(room), moves=step.rounds)
    hidden = mode == "task" and step.sees == "everyone"
    if isinstance(step, Round) and step.turns == "tables" and mode in ("show", "task"):
        now = telling(room)
        if now is None:
            return _tells(hidden=True) if hidden else None
        seen = hidden or mode != "show" or any(shown.on_wall(room, s) for s in room.statements.values())
        return _tells(now=now, next_one=next_table(room), empty=not seen, away=_comes_later(room), hidden=hidden)
    if mode != "task" or hidden or not _is_at_tables(step):
        return None
    return WallTables(id="tables", into="work", tables=tuple(room.seats), now=None, next=None)


def _tells(*, now: int | None = None, next_one: int | None = None, **told: Any) -> WallTables:
    """What stands above what the wall shows, and not in its place."""
    return WallTables(id="tables", into="tells", tables=(), now=now, next=next_one, **told)


def _comes_later(room: Room) -> bool:
    """Whether ideas that have been put away are shown when all tables have told."""
    there = lying(room, room.focus or "", NO_TABLE)
    return any(shown.may_be_shown(room, idea) for idea in there)


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
        stays=is_host(room, participant) and people_move(room, later=True),
        moving=isinstance(room.at, Rotate) and room.at.moves == "people" and rounds_done(room) > 0,
        host=is_host(room, participant),
        others=tuple(number for number in room.seats if number != table),
        guest=participant in room.guests and isinstance(room.at, Share) and room.at.of is not None and not room.locked,
    )


def own_away(room: Room, participant: str) -> OwnAway | None:
    if participant not in room.gone or room.stage != "open":
        return None
    me = room.participants[participant]
    wrote = any(room.statements[there].standing != "withdrawn" for there in room.written.get(participant, ()))
    return OwnAway(id=OWN_AWAY, into="own-task", group=me.group, unit=me.unit, wrote=wrote)


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
        left=left(room, table),
        most=most(room),
        there=there(room, table),
        open=not room.locked,
        seen=_seen_by_others(room, table),
        away=put_away(room),
    )


def _seen_by_others(room: Room, table: int) -> Literal["", "some", "all"]:
    """What of a table's ideas others may see by now than those who sit there; where the wall rests, they have."""
    into = collection(room) or ""
    if not (room.revealed or room.rests):
        return ""
    if into in room.opened:
        return "all"
    return "some" if any(idea.id in room.singled for idea in lying(room, into, table)) else ""


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
        own=own_again(room, participant),
    )


def own_sources(room: Room, participant: str) -> OwnSources | None:
    table = room.tables.get(participant)
    if table is None or room.stage != "open":
        return None
    sources = originals(room, table, participant)
    if not sources:
        return None
    choices = tuple(Choice(statement.id, statement.text) for statement in sources)
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
