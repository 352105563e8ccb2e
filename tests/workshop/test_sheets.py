"""Sheets that go round: everyone reads the one that lies before them, and writes on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshop import sheets, turns, visible
from app.workshop.commands import GoTo, Leave, MoveSeat, RotateTables, Sit, Undo
from app.workshop.events import TurnPassed
from app.workshop.parts import DeskTables, OwnSheet, PhoneStage, WallTables
from app.workshop.people import Actor
from tests.workshop.at_tables import ROUND, SHARE, WRITE, Tables, step
from tests.workshop.table_walk import faulty, tried

SHEETS = step("rotate", writes="everyone", sees="table", moves="sheets", rounds=5, of="ideas")


@pytest.fixture
def trial() -> Tables:
    """Everyone has written one thing, and sheets have gone to the next person once."""
    made = Tables(WRITE, SHEETS, begin=1)
    made.each_writes()
    made.go_to(1)
    return made


def pass_on(trial: Tables) -> None:
    trial.ask(RotateTables(id=trial.new_id()))


def read(trial: Tables, by: Actor) -> set[str]:
    """What stands on the sheets before somebody."""
    return {statement.text for statement in sheets.to_read(trial.room, by.id)}


def before(trial: Tables, by: Actor) -> Actor:
    """Who sits before somebody at their table."""
    there = trial.at(trial.table_of(by))
    return there[there.index(by) - 1]


def on_phone(trial: Tables, by: Actor) -> OwnSheet:
    part = visible.own(trial.room, by.id)["own-sheet"]
    assert isinstance(part, OwnSheet)
    return part


def test_everyone_reads_what_the_one_before_them_wrote(trial: Tables) -> None:
    for by in trial.people:
        assert read(trial, by) == {f"utsagn {trial.people.index(before(trial, by))}"}


def test_what_is_written_goes_on_with_the_sheet(trial: Tables) -> None:
    one, two, three = trial.at(1)[:3]
    trial.write_at(two, "bygger videre")
    assert "bygger videre" not in read(trial, two) | read(trial, three)
    pass_on(trial)
    assert read(trial, three) == {f"utsagn {trial.people.index(one)}", "bygger videre"}


def test_after_a_whole_round_everyone_has_their_own_sheet_with_what_others_put_on_it(trial: Tables) -> None:
    there = trial.at(1)
    for number, by in enumerate(there):
        trial.write_at(by, f"fra plass {number}")
    for _ in range(len(there) - 1):
        pass_on(trial)
    for number, by in enumerate(there):
        assert trial.room.sheets[by.id] == (by.id,)
        assert read(trial, by) == {f"fra plass {(number + 1) % len(there)}"}


def test_whose_own_sheet_has_been_round_the_table_is_told_so_and_nobody_else(trial: Tables) -> None:
    late = trial.late()
    there = trial.at(trial.table_of(trial.people[0]))
    assert not any(on_phone(trial, by).own for by in (late, *there))
    for _ in range(len([by for by in there if by != late]) - 1):
        pass_on(trial)
    for by in trial.people:
        assert on_phone(trial, by).own == (by.id in trial.room.sheets[by.id])
    last_round(trial)
    assert any(on_phone(trial, by).own for by in trial.people), "five rounds are more than four people need"
    trial.go_to(0)
    assert "own-sheet" not in visible.own(trial.room, there[0].id)


def test_what_a_sheet_was_begun_with_stands_before_what_was_built_on_it_round_by_round(trial: Tables) -> None:
    one, two, three, four = trial.at(1)
    for word in ("bygger a", "bygger b", "bygger c"):
        trial.write_at(two, word)
    pass_on(trial)
    for word in ("videre a", "videre b"):
        trial.write_at(three, word)
    pass_on(trial)
    lines = [line.label for line in on_phone(trial, four).lines]
    assert lines[0] == f"utsagn {trial.people.index(one)}"
    assert set(lines[1:4]) == {"bygger a", "bygger b", "bygger c"}
    assert set(lines[4:]) == {"videre a", "videre b"}


def test_within_a_round_lines_are_in_an_order_that_tells_nothing(trial: Tables) -> None:
    _, two, three = trial.at(1)[:3]
    words = [f"bygger {number}" for number in range(8)]
    for word in words:
        trial.write_at(two, word)
    pass_on(trial)
    assert [line.label for line in on_phone(trial, three).lines][1:] != words


def test_whoever_leaves_leaves_the_sheet_to_the_next_and_takes_none_along(trial: Tables) -> None:
    one, two, three = trial.at(1)[:3]
    trial.ask(Sit(id=trial.new_id(), table=2), two)
    assert read(trial, two) == set()
    assert read(trial, three) == {f"utsagn {trial.people.index(by)}" for by in (one, two)}
    pass_on(trial)
    pass_on(trial)
    assert read(trial, two) <= {f"utsagn {trial.people.index(by)}" for by in trial.at(2)}


def test_what_somebody_without_a_sheet_writes_is_on_none(trial: Tables) -> None:
    two = trial.at(1)[1]
    trial.ask(Sit(id=trial.new_id(), table=2), two)
    trial.write_at(two, "uten ark")
    while not sheets.went_round(trial.room):
        pass_on(trial)
        assert not any("uten ark" in read(trial, by) for by in trial.people)


def test_who_comes_late_begins_a_sheet_and_it_goes_round_from_the_next_time(trial: Tables) -> None:
    late = trial.late()
    assert on_phone(trial, late).sheets == 0
    trial.write_at(late, "nytt ark")
    pass_on(trial)
    following = next(by for by in trial.at(trial.table_of(late)) if before(trial, by) == late)
    assert "nytt ark" in read(trial, following)
    assert read(trial, late)


def test_hidden_and_taken_back_words_are_on_no_sheet(trial: Tables) -> None:
    one, two = trial.at(1)[:2]
    (statement,) = sheets.to_read(trial.room, two.id)
    trial.hide(statement.id)
    assert on_phone(trial, two).lines == ()
    trial.undo()
    assert [line.label for line in on_phone(trial, two).lines] == [statement.text]
    trial.withdraw(statement.id, one)
    assert on_phone(trial, two).lines == ()


def test_sheets_are_seen_only_while_they_go_round(trial: Tables) -> None:
    one, two = trial.at(1)[:2]
    trial.go_to(0)
    assert not any(read(trial, by) for by in (one, two))
    assert "own-sheet" not in visible.own(trial.room, two.id)


def test_each_round_has_its_own_time(trial: Tables) -> None:
    for _ in range(2):
        pass_on(trial)
        clock, now = trial.room.clock, trial.log[-1].at
        assert clock is not None
        assert clock.ends is not None
        assert (clock.ends - now).total_seconds() == pytest.approx(60)


def test_two_who_pass_the_sheets_on_at_once_pass_them_on_once(trial: Tables) -> None:
    done = turns.rounds_done(trial.room)
    trial.ask(RotateTables(id=trial.new_id(), since=done))
    after = trial.room.sheets
    trial.ask(RotateTables(id=trial.new_id(), since=done))
    assert trial.room.sheets == after
    desk = visible.visible(trial.room, "desk")["tables"]
    assert isinstance(desk, DeskTables)
    assert (desk.moving, desk.moved, desk.moves) == ("sheets", 2, 5)


def test_sheets_that_were_passed_on_too_early_come_back(trial: Tables) -> None:
    there = trial.room.sheets
    pass_on(trial)
    trial.ask(Undo(id=trial.new_id(), act=trial.room.acts[-1].command))
    assert (trial.room.sheets, turns.rounds_done(trial.room)) == (there, 1)


def last_round(trial: Tables) -> None:
    while not sheets.went_round(trial.room):
        pass_on(trial)


def test_sheets_are_passed_on_no_more_often_than_the_step_says_and_the_last_time_can_be_undone(trial: Tables) -> None:
    last_round(trial)
    there = trial.room.sheets
    refusal = trial.refused(RotateTables(id=trial.new_id()))
    assert (refusal.reason, refusal.facts) == ("sheets_went_round", {"rounds": 5})
    assert trial.room.sheets == there
    trial.undo()
    assert turns.rounds_done(trial.room) == 4
    pass_on(trial)
    assert trial.room.sheets == there


def test_screens_tell_the_last_round_and_promise_no_reader_after_it(trial: Tables) -> None:
    def told() -> tuple[int, int, str]:
        wall = visible.visible(trial.room, "wall")["tables"]
        stage = visible.visible(trial.room, "phone")["stage"]
        assert isinstance(wall, WallTables)
        assert isinstance(stage, PhoneStage)
        return wall.moved, wall.moves, stage.readers

    assert told() == (1, 5, "next")
    last_round(trial)
    assert told() == (5, 5, "")


def test_a_reopened_step_goes_on_with_the_sheets_where_they_lay(trial: Tables) -> None:
    last_round(trial)
    there = trial.room.sheets
    trial.go_to(0)
    trial.reopen_step(0)
    trial.go_to(1)
    assert turns.rounds_done(trial.room) == 5
    trial.ask(GoTo(id=trial.new_id(), step=0))
    trial.ask(GoTo(id=trial.new_id(), step=1))
    trial.reopen_step(1)
    assert (turns.rounds_done(trial.room), trial.room.sheets) == (5, there)


def test_a_sheet_does_not_follow_whoever_has_left_the_table(trial: Tables) -> None:
    pass_on(trial)
    two = trial.at(1)[1]
    trial.ask(Sit(id=trial.new_id(), table=2), two)
    assert "sheets_passed" not in {act.kind for act in trial.room.acts}, "and passing on is undone no more"
    assert read(trial, two) == set()


def test_sheets_that_stay_where_they_are_when_passing_on_is_undone_go_round_no_more_often(trial: Tables) -> None:
    """Somebody has come and gone by their own phone since, so that sheets have been left to others."""
    pass_on(trial)
    there = trial.room.sheets
    trial.ask(Leave(id=trial.new_id()), trial.late())
    assert "sheets_passed" not in {act.kind for act in trial.room.acts}
    for act in trial.room.acts:
        assert not any(isinstance(event, TurnPassed) for event in act.inverse)
    assert (trial.room.sheets, turns.rounds_done(trial.room)) == (there, 2)


def check_none_is_lost(moves: list[tuple[int, int]]) -> None:
    trial = Tables(WRITE, SHEETS, begin=2)
    for who, what in moves:
        if what == 0 and not sheets.went_round(trial.room):
            pass_on(trial)
        elif what == 1:
            by = trial.people[who]
            trial.ask(Sit(id=trial.new_id(), table=3 - trial.table_of(by)), by)
        elif what == 2:
            seat = trial.room.seats[trial.table_of(trial.people[who])].index(trial.people[who].id) + 1
            to = 3 - trial.table_of(trial.people[who])
            trial.ask(MoveSeat(id=trial.new_id(), table=trial.table_of(trial.people[who]), seat=seat, to=to))
        elif len(trial.room.participants) < 12:
            trial.late()
        if len(trial.room.seats) < 2:
            return
        lying = [sheet for there in trial.room.sheets.values() for sheet in there]
        assert len(lying) == len(set(lying))
        assert {by.id for by in trial.people} <= set(lying)


MOVES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3)), max_size=12)


@tried
@given(MOVES)
def test_no_sheet_is_ever_lost_or_doubled_while_people_come_and_go(moves: list[tuple[int, int]]) -> None:
    check_none_is_lost(moves)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda held, who, chairs: {other: theirs for other, theirs in held.items() if other != who},
        lambda held, who, chairs: {**held, chairs[0] or chairs[-1]: held.get(who, ())},
    ],
    ids=["taken away", "laid upon another"],
)
def test_a_sheet_that_is_lost_when_somebody_leaves_is_caught(monkeypatch: pytest.MonkeyPatch, wrong: object) -> None:
    monkeypatch.setattr("app.workshop.leaving.left_to_the_next", wrong)
    with pytest.raises(AssertionError):
        faulty(given(MOVES)(check_none_is_lost))()


@pytest.mark.parametrize(
    ("following", "readers"),
    [((SHEETS,), "next"), ((ROUND, SHARE), "table"), ((ROUND,), "")],
    ids=["sheet", "table", "nobody"],
)
def test_whoever_writes_is_told_who_else_reads_it(following: tuple[dict[str, object], ...], readers: str) -> None:
    trial = Tables(WRITE, *following, begin=1)
    stage = visible.visible(trial.room, "phone")["stage"]
    assert isinstance(stage, PhoneStage)
    assert stage.readers == readers
