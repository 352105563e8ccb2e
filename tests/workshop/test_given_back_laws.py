"""What the desk does at tables is given back whole, and what those wrote who have left stays where they sat."""

from itertools import product
from typing import Any

import pytest

from app.realtime.live_room import decided
from app.workshop import acts, cloths, given_back, sharing, tables, turns
from app.workshop.commands import Undo
from app.workshop.events import SeatTaken
from app.workshop.room import Room, changed
from app.workshop.shuffle import shuffled
from tests.workshop.rooms import ANNA, START
from tests.workshop.table_walk import Case, Check, hold, walked


def check_given_back(case: Case) -> None:
    """What the desk does at tables and takes back at once changes nothing there: nobody reads more than before."""
    for _, before, after in walked(case):
        if after.acts and after.acts[-1].command not in {act.command for act in before.acts}:
            undone, _ = decided(after, Undo(id="undo-it-0", act=after.acts[-1].command), ANNA, START)
            if (before.step, before.finished) == (after.step, after.finished):
                assert _as_they_sit(undone) == _as_they_sit(before)


def _as_they_sit(room: Room) -> tuple[object, ...]:
    reads = {who: {s.id for s in sharing.originals(room, at, who)} for who, at in room.tables.items()}
    seats = {table: " ".join(chairs).rstrip() for table, chairs in room.seats.items()}  # an empty chair more is none
    lie = cloths.as_they_lie(room)
    speak = {table: turns.speaking(room, table) for table in room.seats}
    return reads, seats, dict(room.gone), dict(room.guests), dict(room.roles), speak, turns.telling(room), lie


def check_left_behind(case: Case) -> None:
    """What somebody wrote who has left is a table's at which they sat, as long as these are not made anew or join."""
    were: dict[str, Room] = {}
    for (kind, *_), before, after in walked(case):
        if after.acts and after.acts[-1].command not in {act.command for act in before.acts}:
            were[after.acts[-1].command] = before
        if kind in ("step", "set", "merge"):
            continue
        was = were.get(before.acts[-1].command, before) if kind == "undo" and before.acts else before
        for who, table in after.gone.items():
            assert table in (0, before.gone.get(who), before.tables.get(who), was.gone.get(who), was.tables.get(who))


_seat_taken = tables.seat_taken


def _takes_their_words_along(room: Room, event: SeatTaken) -> Room:
    after, left = _seat_taken(room, event), room.tables.get(event.participant)
    gone = {
        who: event.table if left == at and at not in after.seats else after.gone[who]
        for who, at in room.gone.items()
        if who in after.gone
    }
    return changed(after, gone=gone)


def _given_back(field: str, nothing: object) -> Any:
    def seat_back(*given: Any) -> SeatTaken | None:
        seat = given_back.seat_back(*given)
        return seat and seat.model_copy(update={field: nothing})

    return seat_back


@pytest.mark.parametrize("law", [check_given_back, check_left_behind], ids=lambda law: law.__name__)
def test_it_holds(law: Check) -> None:
    hold(law)


FAULTS: dict[str, tuple[Check, Any, str, Any]] = {
    "the last of a table takes along what others wrote": (
        check_left_behind,
        tables,
        "seat_taken",
        _takes_their_words_along,
    ),
    "a seat is given back without the guest's home": (check_given_back, acts, "seat_back", _given_back("home", None)),
    "another chair is given back": (check_given_back, acts, "seat_back", _given_back("chair", None)),
    "a seat is given back without the turn": (check_given_back, acts, "seat_back", _given_back("turns", ())),
    "a seat is given back without who had left": (check_given_back, acts, "seat_back", _given_back("gone", ())),
    "a seat is given back that is nobody's home": (check_given_back, acts, "seat_back", _given_back("guests", {})),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check, *planted = FAULTS[fault]
    monkeypatch.setattr(*planted)

    def both_go() -> None:
        """In a round, or among ideas: one of two leaves a table, then another does, or the desk sees to it."""
        ways = product((4, 9), ("leave", "sit"), range(9), range(2), ("sit", "empty"), range(9), range(2))
        for begun, kind, one, table, then, other, where in sorted(ways, key=lambda way: shuffled(str(way))):
            check([("set", begun, 0, 0), (kind, one, table, 0), (then, other, where, 0)])

    with pytest.raises(AssertionError):
        both_go()
