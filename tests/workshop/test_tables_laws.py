"""What holds at tables whatever is done to them, and faults that these laws catch."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.workshop import sharing, tables
from app.workshop.commands import (
    ClearTables,
    Command,
    DrawRoles,
    MergeTables,
    MoveSeat,
    PassTurn,
    RotateTables,
    SetTables,
    ShareIdea,
    Sit,
)
from app.workshop.events import SeatTaken, TablesSet
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables, person
from tests.workshop.rooms import ANNA

Act = tuple[str, int, int, int]
Case = list[Act]
Check = Callable[[Case], None]

_OFTEN = ("sit",) * 6 + ("pass",) * 6 + ("move",) * 3 + ("late",) * 2 + ("share",) * 4 + ("step",) * 2
_KINDS = (*_OFTEN, "set", "merge", "rotate", "roles", "clear")
_small = st.integers(0, 11)
acts = st.lists(st.tuples(st.sampled_from(_KINDS), _small, _small, _small), max_size=25)
tried = settings(max_examples=150, deadline=None, derandomize=True, database=None)
faulty = settings(tried, max_examples=800, phases=[Phase.generate], report_multiple_bugs=False)


def asked(trial: Tables, act: Act) -> tuple[Command, Actor]:
    kind, one, two, three = act
    who, table, name = person(one % len(trial.room.participants)), 1 + two % 4, trial.new_id()
    commands: dict[str, tuple[Command, Actor]] = {
        "sit": (Sit(id=name, table=table), who),
        "pass": (PassTurn(id=name, table=table, since=trial.room.turns.get(table, 0)), ANNA if three % 2 else who),
        "move": (MoveSeat(id=name, table=table, seat=1 + one % 5, to=1 + three % 5), ANNA),
        "share": (ShareIdea(id=name, text=f"{name} delt"), who),
        "set": (SetTables(id=name, number=1 + one % 5), ANNA),
        "merge": (MergeTables(id=name, size=2 + one % 5), ANNA),
        "rotate": (RotateTables(id=name), ANNA),
        "roles": (DrawRoles(id=name), ANNA),
        "clear": (ClearTables(id=name), ANNA),
    }
    return commands[kind]


def walked(case: Case) -> list[tuple[Act, Room, Room]]:
    """Each act with the room before and after it; what is refused changes nothing."""
    trial, turns = Tables(WRITE, ROUND, SHARE, TELL, people=9, begin=2), []
    for act in case:
        before = trial.room
        try:
            if act[0] == "late":
                trial.late()
            elif act[0] == "step":
                trial.go_to(1 + act[1] % 3)
            else:
                trial.ask(*asked(trial, act))
        except Refusal:
            assert trial.room == before
        turns.append((act, before, trial.room))
    assert trial.replayed() == trial.room
    return turns


def check_seats(case: Case) -> None:
    """Everybody has one chair at the table where they sit, and no table stands empty."""
    for _, _, room in walked(case):
        chairs = [(who, table) for table, seats in room.seats.items() for who in seats if who]
        assert sorted(chairs) == sorted(room.tables.items())
        assert all(any(seats) for seats in room.seats.values())
        assert not room.tables or room.tables.keys() == room.participants.keys()
        assert list(room.seats) == sorted(room.seats)
        assert set(room.roles) <= set(room.tables)


def check_chairs(case: Case) -> None:
    """Nobody's seat gets another number because somebody else comes or goes."""
    for (kind, *_), before, after in walked(case):
        if kind not in ("sit", "move", "late"):
            continue
        for table in before.seats.keys() & after.seats.keys():
            for old, new in zip(before.seats[table], after.seats[table], strict=False):
                assert old == new or "" in (old, new)


def check_turns(case: Case) -> None:
    """Whoever has the turn keeps it until it is passed on, unless they leave or all begin anew."""
    for (kind, *_), before, after in walked(case):
        if kind not in ("sit", "move", "late", "roles"):
            continue
        for table in before.turns.keys() & after.seats.keys():
            had = tables.speaking(before, table)
            if after.tables.get(had or "") == table:
                assert tables.speaking(after, table) == had
            assert after.turns[table] >= before.turns[table], "an old press never fits again"


def check_ideas(case: Case) -> None:
    """A table sees ideas of its own only, and never has more than it may."""
    for _, _, room in walked(case):
        if sharing.collection(room) is None:
            continue
        for table in room.seats:
            there = sharing.ideas(room, table, "")
            assert {idea.table for idea in there} <= {table}
            assert len(there) <= sharing.most(room)
            assert {s.author for s in sharing.originals(room, table)} <= set(tables.people_at(room, table))


LAWS: list[Check] = [check_seats, check_chairs, check_turns, check_ideas]


def _stays_on_both(room: Room, event: SeatTaken) -> Room:
    seats = {**room.seats, event.table: (*room.seats.get(event.table, ()), event.participant)}
    return changed(room, tables={**room.tables, event.participant: event.table}, seats=dict(sorted(seats.items())))


def _moves_up(room: Room, event: SeatTaken) -> Room:
    there = {table: tuple(w for w in seats if w != event.participant) for table, seats in room.seats.items()}
    there[event.table] = (*there.get(event.table, ()), event.participant)
    return changed(
        room,
        tables={**room.tables, event.participant: event.table},
        seats={table: seats for table, seats in sorted(there.items()) if seats},
    )


def _forgets_newcomers(*_: Any) -> tuple[()]:
    return ()


def _forgets_seats(room: Room, event: TablesSet) -> Room:
    return changed(room, tables=dict(event.tables), turns={})


FAULTS: dict[str, tuple[Check, Any, str, Any]] = {
    "somebody who moves sits at both tables": (check_seats, tables, "seat_taken", _stays_on_both),
    "a new arrangement leaves the old chairs": (check_seats, tables, "tables_set", _forgets_seats),
    "late comers stand": (check_seats, "app.workshop.participants", "seat_of", _forgets_newcomers),
    "others move up when somebody leaves": (check_chairs, tables, "seat_taken", _moves_up),
    "a turn is only a number": (check_turns, tables, "_kept", lambda turn, _before, _after: turn),
    "a turn begins anew when somebody leaves": (check_turns, tables, "_kept", lambda *_: 0),
    "all tables' ideas are one table's": (
        check_ideas,
        sharing,
        "_of",
        lambda room, _table: tuple(s for s in room.statements.values() if s.table),
    ),
    "a table shares without end": (check_ideas, sharing, "left", lambda _room, _table: 9),
}


def hold(check: Check, how: settings = tried) -> None:
    def law(case: Case) -> None:
        check(case)

    tried_law: Callable[[], None] = how(given(acts)(law))
    tried_law()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_it_holds(law: Check) -> None:
    hold(law)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check, module, name, wrong = FAULTS[fault]
    if isinstance(module, str):
        monkeypatch.setattr(f"{module}.{name}", wrong)
    else:
        monkeypatch.setattr(module, name, wrong)
    with pytest.raises(AssertionError):
        hold(check, faulty)
