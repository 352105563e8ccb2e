"""Leaving: a seat is freed, by the phone's leaving or by the desk's hand, and nothing at the table breaks by it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshop import history, sharing, sheets, turns, visible
from app.workshop.commands import (
    Close,
    EmptySeat,
    GoTo,
    Join,
    Leave,
    MergeTables,
    MoveSeat,
    Reveal,
    RevealSome,
    Undo,
)
from app.workshop.parts import DeskTables
from app.workshop.people import Actor
from app.workshop.revealing import sits
from app.workshop.seating import ROLES
from app.workshop.summary import summarise
from tests.workshop.at_tables import GROUPS, ROUND, SHARE, TELL, WRITE, Tables, step
from tests.workshop.rooms import ANNA, START
from tests.workshop.table_walk import tried

SHEETS = step("rotate", writes="everyone", sees="table", moves="sheets", rounds=5, of="ideas")


@pytest.fixture
def trial() -> Tables:
    """Eight people at two tables have each written alone, and speak in turn."""
    made = Tables(WRITE, ROUND, SHARE, TELL, begin=1)
    made.each_writes()
    made.go_to(1)
    return made


def leave(trial: Tables, by: Actor) -> None:
    trial.ask(Leave(id=trial.new_id()), by)


def empty(trial: Tables, by: Actor) -> None:
    """The desk takes somebody from the tables, by table and seat."""
    table = trial.table_of(by)
    trial.ask(EmptySeat(id=trial.new_id(), table=table, seat=1 + trial.room.seats[table].index(by.id)))


def back(trial: Tables, by: Actor) -> None:
    trial.ask(Join(id=trial.new_id(), group=trial.room.participants[by.id].group), by)


def undo(trial: Tables) -> None:
    trial.ask(Undo(id=trial.new_id(), act=trial.room.acts[-1].command))


def desk(trial: Tables) -> DeskTables:
    part = visible.visible(trial.room, "desk")["tables"]
    assert isinstance(part, DeskTables)
    return part


WAYS = pytest.mark.parametrize("goes", [leave, empty])


@WAYS
def test_whoever_leaves_frees_the_chair_and_is_counted_no_more(trial: Tables, goes: Any) -> None:
    first, second, *_ = trial.at(1)
    goes(trial, first)
    assert trial.room.seats[1][0] == ""
    assert trial.room.seats[1][1] == second.id, "nobody else moves up"
    told = desk(trial)
    assert told.people == 7
    assert [len(line.chairs) for line in told.tables] == [3, 4]
    late = trial.late()
    assert trial.room.seats[1][0] == late.id


@WAYS
def test_the_turn_and_the_roles_of_whoever_leaves_go_to_others_at_the_table(trial: Tables, goes: Any) -> None:
    speaks = Actor(role="participant", id=turns.speaking(trial.room, 1) or "")
    after = Actor(role="participant", id=_following(trial, speaks))
    goes(trial, speaks)
    assert turns.speaking(trial.room, 1) == after.id
    roles = [role for by in trial.at(1) for role in trial.room.roles.get(by.id, ())]
    assert sorted(roles) == sorted(ROLES)
    assert speaks.id not in trial.room.roles


def _following(trial: Tables, by: Actor) -> str:
    trial.turn(1, by)
    following = turns.speaking(trial.room, 1) or ""
    for _ in range(len(trial.at(1)) - 1):
        trial.turn(1)
    assert turns.speaking(trial.room, 1) == by.id
    return following


@WAYS
def test_mixing_anew_leaves_out_those_who_are_gone(trial: Tables, goes: Any) -> None:
    gone = trial.at(2)[0]
    goes(trial, gone)
    trial.set(number=2)
    assert gone.id not in trial.room.tables
    assert sorted(trial.sizes().values()) == [3, 4]
    trial.ask(MergeTables(id=trial.new_id(), size=8))
    assert len(trial.at(1)) == 7


def test_tables_are_made_for_those_who_are_there() -> None:
    trial = Tables(WRITE, ROUND, begin=1)
    for by in trial.people[:3]:
        leave(trial, by)
    assert desk(trial).waiting == 5
    trial.go_to(1)
    assert len(trial.room.tables) == 5
    for by in trial.people[3:]:
        leave(trial, by)
    assert (trial.room.tables, trial.room.seats) == ({}, {})
    trial.go_to(0)
    trial.go_to(1)
    assert not trial.room.seats


def test_a_tablet_passed_on_before_there_are_tables_loses_no_words_for_them() -> None:
    trial = Tables(WRITE, ROUND, SHARE, TELL, begin=1)
    for number, by in enumerate(trial.people):
        trial.write_at(by, f"utsagn {number}")
        if number < 3:
            leave(trial, by)
    trial.go_to(1)
    assert {*trial.room.tables} == {by.id for by in trial.people[3:]}
    trial.go_to(2)
    reads = {table: sharing.originals(trial.room, table, "") for table in trial.room.seats}
    assert sorted(s.author for there in reads.values() for s in there) == sorted(by.id for by in trial.people)
    assert max(map(len, reads.values())) - min(map(len, reads.values())) <= 1
    back(trial, trial.people[0])
    assert trial.table_of(trial.people[0]) == next(
        t for t, there in reads.items() if trial.people[0].id in {s.author for s in there}
    )


@WAYS
def test_words_of_those_who_are_gone_are_shared_out_when_people_are_mixed(trial: Tables, goes: Any) -> None:
    trial.go_to(2)
    goes(trial, trial.at(1)[0])
    trial.set(number=3)
    reads = [s.author for table in trial.room.seats for s in sharing.originals(trial.room, table, "")]
    assert sorted(reads) == sorted(by.id for by in trial.people)


@WAYS
def test_what_they_wrote_stays_at_their_table(trial: Tables, goes: Any) -> None:
    gone, stays = trial.at(1)[:2]
    trial.go_to(2)
    before = sharing.originals(trial.room, 1, stays.id)
    goes(trial, gone)
    assert sharing.originals(trial.room, 1, stays.id) == before, "no phone can tell what was theirs"
    (theirs,) = (s for s in trial.room.statements.values() if s.author == gone.id)
    assert sits(trial.room, theirs) == 1
    idea = trial.idea(stays, "Vi bygger videre", theirs.id)
    assert trial.room.statements[idea].sources == (theirs.id,)
    trial.go_to(1)
    trial.reopen_step(1)
    trial.ask(RevealSome(id=trial.new_id(), table=1, anyway=True))
    assert theirs.id in trial.room.singled


def test_ideas_of_a_table_that_all_have_left_are_no_other_tables(trial: Tables) -> None:
    trial.go_to(2)
    (idea,) = [trial.idea(trial.at(2)[0], "Vår idé")]
    for by in trial.at(2):
        leave(trial, by)
    assert list(trial.room.seats) == [1]
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=1, to=2))
    assert not sharing.ideas(trial.room, 2, "")
    assert trial.room.gone.keys() == {by.id for by in trial.people} - trial.room.tables.keys()
    trial.go_to(3)
    for _ in range(2):
        trial.turn(0)
    assert f"card-{idea}" in visible.visible(trial.room, "wall"), "it is told with all of them"


def test_a_sheet_goes_on_to_the_next_person() -> None:
    trial = Tables(WRITE, SHEETS, begin=1)
    trial.each_writes()
    trial.go_to(1)
    _, two, three = trial.at(1)[:3]
    before = {s.text for by in (two, three) for s in sheets.to_read(trial.room, by.id)}
    empty(trial, two)
    assert {s.text for s in sheets.to_read(trial.room, three.id)} == before - {f"utsagn {trial.people.index(three)}"}
    undo(trial)
    assert len(trial.room.sheets[two.id]) == 1


def test_an_emptied_seat_is_given_back_with_all_that_went_with_it(trial: Tables) -> None:
    by = trial.at(1)[0]
    names = ("tables", "seats", "roles", "gone")
    before = [getattr(trial.room, name) for name in names]
    empty(trial, by)
    undo(trial)
    assert [getattr(trial.room, name) for name in names] == before


def test_nobody_who_has_left_is_brought_back_by_undoing(trial: Tables) -> None:
    gone = trial.at(1)[0]
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=1, to=2))
    trial.set(number=3)
    leave(trial, gone)
    undo(trial)
    assert gone.id not in trial.room.tables
    assert len(trial.room.tables) == 7
    assert gone.id not in trial.room.roles


def test_it_is_told_in_the_history_as_a_count(trial: Tables) -> None:
    leave(trial, trial.at(1)[0])
    trial.go_to(2)
    empty(trial, trial.at(1)[0])
    kinds = {line.kind: line for line in history.history(trial.log, trial.room)}
    assert kinds["seats_emptied"].count == 1
    assert kinds["seats_emptied"].by == ANNA.id
    assert "people_left" not in kinds, "fewer than five are told of nowhere"
    for by in trial.people:
        leave(trial, by)
    kinds = {line.kind: line for line in history.history(trial.log, trial.room)}
    assert (kinds["people_left"].count, kinds["people_left"].by) == (5, "")


def test_there_is_nothing_to_empty_where_nobody_sits(trial: Tables) -> None:
    ask = EmptySeat(id=trial.new_id(), table=1, seat=9)
    assert trial.reason(ask) == "unknown_table"
    assert Tables().reason(ask) == "no_tables"
    assert trial.reason(Leave(id=trial.new_id()), Actor(role="participant", id="nobody-here")) == "not_joined"
    by = trial.at(1)[0]
    leave(trial, by)
    assert trial.ask(Leave(id=trial.new_id()), by) == []
    trial.ask(Close(id=trial.new_id()))
    assert trial.reason(Leave(id=trial.new_id()), trial.people[1]) == "workshop_closed"


def check_nothing_told_changes(people: int, going: list[int], shown: bool) -> None:
    """Who leaves takes nothing from any number or name on wall, phones or in files: they cannot be counted by it."""
    trial = Tables(WRITE, ROUND, TELL, people=people, begin=1)
    trial.each_writes()
    trial.ask(GoTo(id=trial.new_id(), step=1))
    if shown:
        trial.ask(Reveal(id=trial.new_id(), anyway=True))
    before = _told(trial)
    for who in going:
        leave(trial, trial.people[who % people])
        assert _told(trial) == before


def _told(trial: Tables) -> tuple[object, ...]:
    room = trial.room
    wall = {name: part for name, part in visible.visible(room, "wall").items() if name != "tables"}
    return wall, visible.visible(room, "phone"), summarise(room, START), room.named_groups


@tried
@given(st.integers(1, 2 * len(GROUPS)), st.lists(st.integers(0, 15), max_size=6), st.booleans())
def test_no_number_that_is_told_goes_down_when_people_leave(people: int, going: list[int], shown: bool) -> None:
    check_nothing_told_changes(people, going, shown)
