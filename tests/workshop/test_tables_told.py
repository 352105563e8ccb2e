"""What screens tell of tables: counts that are true in every state, and a wall that says what is there."""

import pytest

from app.workshop import visible
from app.workshop.commands import AddMilestone, Close, Conceal, Leave, MergeTables, Promise, Reveal, Sit, Undo
from app.workshop.parts import DeskTables, OwnShare, WallTables
from app.workshop.people import Actor
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables, step


def shared(trial: Tables, by: Actor) -> OwnShare:
    part = visible.own(trial.room, by.id)["own-share"]
    assert isinstance(part, OwnShare)
    return part


def counts(part: OwnShare) -> tuple[int, int, int, bool]:
    return part.there, part.left, part.most, part.open


def at_desk(trial: Tables) -> DeskTables:
    part = visible.visible(trial.room, "desk")["tables"]
    assert isinstance(part, DeskTables)
    return part


def on_wall(trial: Tables) -> WallTables | None:
    part = visible.visible(trial.room, "wall").get("tables")
    assert part is None or isinstance(part, WallTables)
    return part


@pytest.fixture
def trial() -> Tables:
    """Two tables may share two ideas each; the first has, and the second has shared one."""
    made = Tables(WRITE, SHARE, TELL, begin=2)
    for table, texts in ((1, ("en", "to")), (2, ("tre",))):
        for text in texts:
            made.idea(made.at(table)[0], text)
    return made


def test_a_full_table_has_no_room_and_one_that_is_not_has(trial: Tables) -> None:
    assert counts(shared(trial, trial.at(1)[0])) == (2, 0, 2, True)
    assert counts(shared(trial, trial.at(2)[0])) == (1, 1, 2, True)


def test_tables_that_have_joined_have_all_of_theirs_and_what_the_fullest_had_left(trial: Tables) -> None:
    trial.ask(MergeTables(id=trial.new_id(), size=8))
    assert counts(shared(trial, trial.people[0])) == (3, 0, 2, True)


def test_to_look_back_fills_nothing_and_a_reopened_step_has_the_room_that_it_had(trial: Tables) -> None:
    two = trial.at(2)[0]
    trial.go_to(2)
    trial.go_to(1)
    assert counts(shared(trial, two)) == (1, 1, 2, False)
    assert shared(trial, two).seen == "all", "what a table has told is opened for all"
    trial.reopen_step(1)
    assert counts(shared(trial, two)) == (1, 1, 2, True)


def test_what_others_are_not_to_see_yet_takes_its_room_and_is_counted() -> None:
    trial = Tables(WRITE, SHARE, people=4, moderation=True, begin=1)
    trial.set(number=1)
    trial.go_to(1)
    one, two = trial.at(1)[:2]
    trial.idea(one, "venter")
    assert (len(shared(trial, two).ideas), shared(trial, two).there, shared(trial, two).left) == (0, 1, 1)


def test_a_guest_is_told_no_more_of_what_is_hidden_at_a_table_than_how_much_room_it_takes(trial: Tables) -> None:
    guest = trial.at(2)[0]
    trial.hide(*(idea.statement for idea in shared(trial, trial.at(1)[0]).ideas))
    trial.ask(Sit(id=trial.new_id(), table=1), guest)
    part = shared(trial, guest)
    assert (part.ideas, part.there) == ((), part.most - part.left)
    assert not {"en", "to"} & {getattr(there, "text", "") for there in visible.own(trial.room, guest.id).values()}


def test_the_desk_knows_how_much_is_put_away_before_and_after_it_mixes_people_and_undo_lays_it_back(
    trial: Tables,
) -> None:
    one = trial.at(1)[0]
    before = shared(trial, one)
    assert (at_desk(trial).lie, at_desk(trial).away) == (3, 0)
    trial.set(number=2)
    assert (at_desk(trial).lie, at_desk(trial).away) == (0, 3)
    assert counts(shared(trial, one)) == (0, 2, 2, True)
    assert shared(trial, one).away
    own = {part.text for part in visible.own(trial.room, one.id).values() if hasattr(part, "text")}
    assert {"en", "to"} <= own, "whoever wrote it has it"
    cards = [part for part in visible.visible(trial.room, "desk").values() if part.id.startswith("card-")]
    assert len(cards) == 3, "the desk has it"
    trial.undo()
    assert (at_desk(trial).lie, at_desk(trial).away) == (3, 0)
    assert shared(trial, one) == before


def test_after_a_mix_the_wall_says_when_what_was_written_before_comes(trial: Tables) -> None:
    trial.set(number=2)
    trial.go_to(2)
    for table in (1, 2):
        part = on_wall(trial)
        assert part is not None
        assert (part.now, part.empty, part.away) == (table, True, True)
        trial.turn(0)
    assert on_wall(trial) is None
    assert len([part for part in visible.visible(trial.room, "wall") if part.startswith("card-")]) == 3


def test_a_wall_whose_tables_words_are_hidden_says_so_and_sends_nobody_looking_for_their_table(trial: Tables) -> None:
    trial.go_to(2)
    trial.ask(Conceal(id=trial.new_id()))
    part = on_wall(trial)
    assert part is not None
    assert (part.now, part.tables, part.empty, part.hidden) == (1, (), False, True)
    trial.turn(0)
    trial.turn(0)
    part = on_wall(trial)
    assert part is not None
    assert (part.now, part.tables, part.hidden) == (None, (), True)


def test_people_find_their_tables_in_a_step_that_nobody_else_sees() -> None:
    trial = Tables(step("merge", size=2), begin=1)
    part = on_wall(trial)
    assert part is not None
    assert part.tables == tuple(trial.room.seats)
    assert not part.hidden


def test_what_phones_are_told_to_do_when_a_move_is_undone_is_not_to_move() -> None:
    made = Tables(WRITE, ROUND, step("rotate", moves="people", rounds=2, of="ideas"), begin=2)
    made.go_to(2)
    stage = visible.visible(made.room, "phone")["stage"]
    assert dict(stage.step.line)["nb"] == "P"  # type: ignore[attr-defined]  # the part of this id
    made.ask(Undo(id=made.new_id(), act=made.room.acts[-1].command))
    stage = visible.visible(made.room, "phone")["stage"]
    assert stage.step.line == ()  # type: ignore[attr-defined]


def test_whoever_wrote_nothing_is_not_told_that_it_is_still_there(trial: Tables) -> None:
    silent, one = trial.at(1)[1], trial.people[0]
    said = trial.room.written.get(one.id, ())
    for by in (silent, one):
        trial.ask(Leave(id=trial.new_id()), by)
    away = [visible.own(trial.room, by.id)["own-away"] for by in (silent, one)]
    assert [part.wrote for part in away] == [bool(trial.room.written.get(silent.id)), bool(said)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("shown", [True, False])
def test_phones_are_told_at_the_end_whether_anything_is_kept(shown: bool) -> None:
    made = Tables(WRITE, TELL, begin=1)
    made.each_writes()
    if shown:
        made.ask(Reveal(id=made.new_id(), anyway=True))
    made.ask(Close(id=made.new_id(), rest="left"))
    stage = visible.visible(made.room, "phone")["stage"]
    assert stage.kept is shown  # type: ignore[attr-defined]


@pytest.mark.parametrize("what", ["milestone", "commitment"])
def test_a_milestone_or_a_promise_alone_is_something_that_is_kept(what: str) -> None:
    """Also where no statement was written."""
    timeline = step("timeline", writes="everyone", sees="everyone", board="years")
    made = Tables(timeline, step("commit", writes="everyone", sees="everyone"))
    made.go_to(0)
    if what == "milestone":
        made.ask(AddMilestone(id=made.new_id(), text="Ny skolegård", place="2030"), made.people[0])
    made.go_to(1)
    if what == "commitment":
        made.ask(Promise(id=made.new_id(), what="Bygge den"), made.people[0])
    assert made.room.milestones or made.room.commitments
    made.ask(Reveal(id=made.new_id(), anyway=True))
    made.ask(Close(id=made.new_id(), rest="left"))
    stage = visible.visible(made.room, "phone")["stage"]
    assert stage.kept  # type: ignore[attr-defined]
