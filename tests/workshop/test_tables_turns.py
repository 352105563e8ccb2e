"""Turns at tables and of tables: who has one, who passes it on, and what becomes of it as people come and go."""

from app.workshop import turns
from app.workshop.commands import (
    DrawRoles,
    PassTurn,
    Sit,
)
from tests.workshop.at_tables import ROUND, SHARE, TELL, Tables


def test_the_turn_goes_round_and_the_chair_comes_last() -> None:
    trial = Tables(ROUND, begin=1)
    spoke = []
    for _ in range(8):
        spoke.append(turns.speaking(trial.room, 1))
        trial.turn(1)
    assert spoke[:4] == spoke[4:]
    assert set(spoke) == {by.id for by in trial.at(1)}
    assert "chair" in trial.room.roles[spoke[3] or ""]


def test_anybody_at_the_table_passes_its_turn_on_and_nobody_else_but_the_facilitator() -> None:
    trial = Tables(ROUND, begin=1)
    for by in trial.at(1):
        trial.turn(1, by)
    trial.turn(1)
    assert trial.room.turns[1] == 5
    stranger = trial.at(2)[0]
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=5), stranger) == "not_yours"
    assert trial.reason(PassTurn(id=trial.new_id(), table=0, since=0), stranger) == "not_yours"
    assert trial.reason(PassTurn(id=trial.new_id(), table=9, since=0)) == "unknown_table"
    assert trial.reason(PassTurn(id=trial.new_id(), table=0, since=0)) == "no_turns"


def test_pressing_twice_passes_once() -> None:
    trial = Tables(ROUND, begin=1)
    first, second = trial.at(1)[:2]
    trial.turn(1, first, since=0)
    trial.turn(1, second, since=0)
    assert trial.room.turns[1] == 1


def test_turns_are_for_rounds_that_are_not_finished() -> None:
    trial = Tables(ROUND, SHARE, begin=2)
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "no_turns"
    trial.go_to(0)
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "step_finished"
    assert Tables(ROUND).reason(PassTurn(id="pass-a-turn", table=1, since=0)) == "no_tables"


def test_the_turn_stays_with_whoever_has_it_when_people_come_and_go() -> None:
    trial = Tables(ROUND, begin=1)
    trial.turn(1)
    now = turns.speaking(trial.room, 1)
    other = next(by for by in trial.at(1) if by.id != now)
    trial.ask(Sit(id=trial.new_id(), table=2), other)
    assert turns.speaking(trial.room, 1) == now
    trial.ask(Sit(id=trial.new_id(), table=1), other)
    assert turns.speaking(trial.room, 1) == now
    before = trial.room.turns[1]
    trial.ask(DrawRoles(id=trial.new_id()))
    assert turns.speaking(trial.room, 1) == now
    assert trial.room.turns[1] >= before


def test_when_whoever_has_the_turn_leaves_the_next_one_has_it() -> None:
    trial = Tables(ROUND, begin=1)
    now = turns.speaking(trial.room, 1)
    trial.turn(1)
    following = turns.speaking(trial.room, 1)
    trial = Tables(ROUND, begin=1)
    trial.turn(1)
    for _ in range(3):
        trial.turn(1)
    assert turns.speaking(trial.room, 1) == now
    leaver = next(by for by in trial.at(1) if by.id == now)
    trial.ask(Sit(id=trial.new_id(), table=2), leaver)
    assert turns.speaking(trial.room, 1) == following


def test_one_table_tells_after_the_other_and_then_all() -> None:
    trial = Tables(ROUND, TELL, begin=2)
    told = []
    for _ in range(4):
        told.append(turns.telling(trial.room))
        trial.turn(0)
    assert told == [1, 2, None, 1]
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "no_turns"


def test_a_table_that_goes_while_others_tell_changes_nothing_for_them() -> None:
    trial = Tables(ROUND, TELL)
    trial.set(number=4)
    trial.go_to(1)
    trial.turn(0)
    trial.turn(0)
    assert turns.telling(trial.room) == 3
    for by in trial.at(2):
        trial.ask(Sit(id=trial.new_id(), table=1), by)
    assert turns.telling(trial.room) == 3
    for by in trial.at(3):
        trial.ask(Sit(id=trial.new_id(), table=4), by)
    assert turns.telling(trial.room) == 4
