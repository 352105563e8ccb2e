"""What holds at tables whatever is done to them, and faults that these laws catch."""

from collections import Counter
from typing import Any

import pytest

from app.workshop import cloths, guests, leaving, seating, sharing, tables, turns, writing
from app.workshop.events import SeatTaken, TablesSet
from app.workshop.people import StakeholderGroup
from app.workshop.room import Room, changed
from app.workshop.seating import ROLES, Role
from tests.workshop.table_walk import Case, Check, faulty, hold, walked


def check_seats(case: Case) -> None:
    """Everybody has one chair at the table where they sit, and no table stands empty."""
    for _, _, room in walked(case):
        chairs = [(who, table) for table, seats in room.seats.items() for who in seats if who]
        assert sorted(chairs) == sorted(room.tables.items())
        assert all(any(seats) for seats in room.seats.values())
        assert not room.tables or room.tables.keys() == room.participants.keys() - room.gone.keys()
        assert not room.tables.keys() & room.gone.keys()
        assert {*room.gone.values()} <= {0, *room.seats}
        assert list(room.seats) == sorted(room.seats)
        assert {at: len(since) for at, since in room.sat.items()} == {
            at: len(there) for at, there in room.seats.items()
        }
        assert set(room.roles) <= set(room.tables)


def check_chairs(case: Case) -> None:
    """Nobody's seat gets another number because somebody else comes or goes."""
    for (kind, *_), before, after in walked(case):
        if kind not in ("sit", "move", "late", "leave", "empty", "back", "next"):
            continue
        for table in before.seats.keys() & after.seats.keys():
            for old, new in zip(before.seats[table], after.seats[table], strict=False):
                assert old == new or "" in (old, new)


def check_turns(case: Case) -> None:
    """Whoever has the turn keeps it until it is passed on, unless they leave or all begin anew."""
    for (kind, *_), before, after in walked(case):
        if kind not in ("sit", "move", "late", "roles", "leave", "empty", "back", "next"):
            continue
        for table in before.turns.keys() & after.seats.keys():
            had = turns.speaking(before, table)
            if after.tables.get(had or "") == table:
                assert turns.speaking(after, table) == had
            assert after.turns[table] >= before.turns[table], "an old press never fits again"


def check_roles(case: Case) -> None:
    """A table that had all roles has them all when somebody leaves: with those who had fewest. Whoever comes has none.

    A child is secretary only among children.
    """
    for (kind, *_), before, after in walked(case):
        if kind not in ("sit", "move", "late", "leave", "empty", "back", "next"):
            continue
        for table in before.seats.keys() & after.seats.keys():
            had, have = _roles(before, table), _roles(after, table)
            if {role for roles in had.values() for role in roles} == set(ROLES):
                assert sorted(role for roles in have.values() for role in roles) == sorted(ROLES)
            came = have.keys() - had.keys()
            assert not any(have[who] for who in came)
            gained = {who: set(have[who]) - set(had[who]) for who in have.keys() - came if have[who] != had[who]}
            young = {who for who in have if after.participants[who].group == "child"}
            idle = {who for who in have.keys() - young - came if not have[who]}
            assert not any(had[who] for who in gained) or not idle, "nobody has two while somebody has none"
            assert not any("secretary" in new for who, new in gained.items() if who in young) or young >= have.keys()


def _roles(room: Room, table: int) -> dict[str, tuple[Role, ...]]:
    return {who: room.roles.get(who, ()) for who in turns.people_at(room, table)}


def check_ideas(case: Case) -> None:
    """A table sees no idea that none of its people has sat with, but where people move on; nor more than it may have.

    Nobody loses sight of an idea because tables join.
    """
    sat_with: dict[str, set[str]] = {}
    for (kind, *_), before, room in walked(case):
        seen = {table: _seen(room, table) for table in room.seats}
        for table, ideas in seen.items():
            people = set(turns.people_at(room, table))
            for idea in ideas:
                assert kind in ("rotate", "step") or people & sat_with.setdefault(idea, people)
                sat_with.setdefault(idea, set()).update(people)
            assert all(
                count <= sharing.most(room) for count in Counter(room.statements[i].table for i in ideas).values()
            )
            assert {s.author for s in sharing.originals(room, table, "")} <= people | {*turns.left_from(room, table)}
        if kind == "merge":
            assert all(_seen(before, at) <= seen[room.tables[who]] for who, at in before.tables.items())


def check_guests(case: Case) -> None:
    """Whoever sits down at a table by themselves while what others wrote alone can be read, reads none of it there.

    But at the table that they left. What the desk does at tables and takes back changes nothing of that.
    """
    left: dict[str, int] = {}
    were: dict[str, dict[str, int]] = {}
    """Who had left which table before what the desk did, by act."""
    for (kind, *_), before, room in walked(case):
        moved = [who for who, at in room.tables.items() if before.tables.get(who) != at]
        acted = room.acts[-1:] != before.acts[-1:]
        if kind in ("set", "merge", "rotate", "clear", "move", "empty") and acted:
            were[room.acts[-1].command] = dict(left)
        if kind == "step" or (kind in ("set", "merge", "rotate", "clear") and acted):
            left = {}
        if kind == "step":
            were = {}
        if kind == "undo" and acted and before.acts[-1].command in were:
            again = were[before.acts[-1].command]
            one = before.acts[-1].kind != "tables_set"
            left = {**left, **{who: again[who] for who in moved if who in again}} if one else dict(again)
        for who in moved if kind != "undo" else ():
            home = left.pop(who, before.tables.get(who) or before.gone.get(who, 0))
            if kind in ("sit", "late", "back", "next") and home != room.tables[who]:
                left[who] = home
        for who in before.tables.keys() - room.tables.keys() if kind in ("leave", "empty") else ():
            left.setdefault(who, before.tables[who])
        left = {who: home if home in room.seats else 0 for who, home in left.items()}
        for who in left.keys() & room.tables.keys():
            there = sharing.originals(room, room.tables[who], who)
            assert {s.author for s in there if s.table is None} <= {who}


def check_next(case: Case) -> None:
    """Whoever takes over a device sits where it was, if these are the same tables; nobody else's seat changes."""
    for (kind, _, two, three), before, room in walked(case):
        came = room.tables.keys() - before.tables.keys()
        if kind != "next" or not came:
            continue
        (one,) = came
        assert {who: at for who, at in room.tables.items() if who != one} == before.tables
        if 1 + two % 4 in before.seats and three % 4:
            assert room.tables[one] == 1 + two % 4
        elif before.mixings:
            fewest = min(len(turns.people_at(before, table)) for table in before.seats)
            assert len(turns.people_at(before, room.tables[one])) <= fewest + 1


def _seen(room: Room, table: int) -> set[str]:
    if writing.collection(room) is None:
        return set()
    return {idea.id for idea in sharing.ideas(room, table, "")}


LAWS: list[Check] = [check_seats, check_chairs, check_turns, check_roles, check_ideas, check_guests, check_next]


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


def _to_the_first(lost: tuple[Role, ...], held: dict[str, tuple[Role, ...]], *_: Any) -> dict[str, tuple[Role, ...]]:
    first = next(iter(held))
    return {**held, first: (*held[first], *lost)}


def _forgets_newcomers(*_: Any) -> tuple[()]:
    return ()


def _anywhere(room: Room, who: str, group: StakeholderGroup, _wished: int | None) -> tuple[SeatTaken, ...]:
    return tables.seat_of(room, who, group)


def _forgets_seats(room: Room, event: TablesSet) -> Room:
    return changed(room, tables=dict(event.tables), turns={})


FAULTS: dict[str, tuple[Check, Any, str, Any]] = {
    "somebody who moves sits at both tables": (check_seats, tables, "seat_taken", _stays_on_both),
    "a new arrangement leaves the old chairs": (check_seats, tables, "tables_set", _forgets_seats),
    "late comers stand": (check_seats, "app.workshop.participants", "seat_of", _forgets_newcomers),
    "whoever leaves the room keeps the chair": (
        check_seats,
        leaving,
        "without_chair",
        lambda seats, _who, _table: dict(seats),
    ),
    "the next one at a device sits anywhere": (check_next, "app.workshop.participants", "seat_of", _anywhere),
    "others move up when somebody leaves": (check_chairs, tables, "seat_taken", _moves_up),
    "a turn is only a number": (check_turns, turns, "_kept", lambda turn, _before, _after: turn),
    "a turn begins anew when somebody leaves": (check_turns, turns, "_kept", lambda *_: 0),
    "a role goes with the one who leaves": (check_roles, seating, "passed_on", lambda _lost, held, *_: dict(held)),
    "all roles of one who leaves go to the first": (check_roles, seating, "passed_on", _to_the_first),
    "all tables' ideas are one table's": (
        check_ideas,
        sharing,
        "_shared_at",
        lambda room, _table: tuple(s for s in room.statements.values() if s.table),
    ),
    "ideas stay where they lie when tables join": (check_ideas, cloths, "taken_along", lambda _room, _to: {}),
    "ideas lie there for others when all are mixed anew": (check_ideas, cloths, "put_away", lambda _room: {}),
    "a phone goes from table to table and reads": (
        check_guests,
        guests,
        "came_by_themselves",
        lambda _before, after, _who: after,
    ),
    "a table shares without end": (check_ideas, sharing, "left", lambda _room, _table: 9),
}


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
