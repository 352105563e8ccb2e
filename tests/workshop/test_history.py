"""The history: in runs, with names only of those who run it, and without what has been taken back."""

from collections.abc import Sequence

from app.workshop.commands import (
    ChooseMethod,
    CloseSubmissions,
    Conceal,
    DeleteTheme,
    EmptySeat,
    GoTo,
    HoldClock,
    Join,
    Leave,
    MakeTheme,
    MergeTables,
    MergeThemes,
    MoveSeat,
    RenameTheme,
    ReopenStep,
    RevealSome,
    RotateTables,
    SetTables,
    SettleUnshown,
    Tell,
    Undo,
)
from app.workshop.events import RolesDrawn
from app.workshop.history import Line, history
from app.workshop.method import shipped
from tests.workshop.at_tables import ROUND, Tables, step
from tests.workshop.rooms import ANNA, BO, START, Trial, person


def told(trial: Trial) -> list[Line]:
    """The lines of a trial, the latest first."""
    return history(trial.log, trial.room)


def kinds(lines: Sequence[Line]) -> list[str]:
    return [line.kind for line in lines]


def the(lines: Sequence[Line], kind: str) -> Line:
    (found,) = (line for line in lines if line.kind == kind)
    return found


def test_it_begins_with_the_making_and_tells_the_latest_first() -> None:
    trial = Trial()
    trial.open()
    trial.reveal()
    lines = told(trial)
    assert kinds(lines) == ["revealed", "writing_opened", "made"]
    assert [line.by for line in lines] == [ANNA.id, ANNA.id, ""]
    assert lines[-1].at == START


def test_what_one_person_does_again_and_again_is_one_line_from_first_to_last() -> None:
    trial = Trial()
    said = trial.say_all("En", "To", "Tre", "Fire")
    first = len(trial.log)
    for statement in said[:3]:
        trial.hide(statement)
    line = the(told(trial), "hidden")
    assert (line.by, line.count) == (ANNA.id, 3)
    assert (line.since, line.at) == (trial.log[first].at, trial.log[-1].at)
    theme = trial.theme("Tema")
    trial.move(said[3], to=theme)
    trial.hide(said[3])
    assert [(line.kind, line.count) for line in told(trial)[:4]] == [
        ("hidden", 1),
        ("moved", 1),
        ("theme_made", 1),
        ("hidden", 3),
    ]


def test_two_who_work_side_by_side_have_a_line_each() -> None:
    trial = Trial()
    one, two, three = trial.say_all("En", "To", "Tre")
    theme = trial.theme("Tema")
    trial.move(one, to=theme)
    trial.ask(MakeTheme(id=trial.new_id(), title="Et til"), BO)
    trial.move(two, three, to=theme)
    lines = told(trial)
    assert (the(lines, "moved").count, the(lines, "moved").by) == (3, ANNA.id)
    assert [(line.by, line.titles) for line in lines if line.kind == "theme_made"] == [
        (BO.id, ("Et til",)),
        (ANNA.id, ("Tema",)),
    ]


def test_what_a_theme_begins_with_is_part_of_its_making_and_a_merging_is_told_as_one() -> None:
    trial = Trial()
    one, two = trial.say_all("En", "To")
    theme, other = trial.theme("Første", one), trial.theme("Andre", two)
    assert the(told(trial), "theme_made").titles == ("Første", "Andre")
    trial.ask(MergeThemes(id=trial.new_id(), theme=other, into=theme))
    assert told(trial)[0].kind == "themes_merged"
    assert told(trial)[0].titles == ("Andre",)
    trial.ask(DeleteTheme(id=trial.new_id(), theme=theme))
    assert (told(trial)[0].kind, told(trial)[0].count) == ("theme_deleted", 1)
    assert "moved" not in kinds(told(trial))


def test_a_theme_is_called_what_it_is_called_today() -> None:
    trial = Trial()
    theme = trial.theme("Feil ord")
    trial.ask(RenameTheme(id=trial.new_id(), theme=theme, title="Riktig ord"))
    assert [line.titles for line in told(trial)[:2]] == [("Riktig ord",), ("Riktig ord",)]


def test_participants_are_counts_and_none_of_their_words_is_told() -> None:
    trial = Trial()
    trial.open()
    trial.write("child", range(7))
    trial.ask(CloseSubmissions(id=trial.new_id()))
    trial.open()
    trial.write("parent", range(7, 10))
    lines = told(trial)
    assert [(line.count, line.by) for line in lines if line.kind == "statements_sent"] == [(3, ""), (7, "")]
    assert [line.count for line in lines if line.kind == "people_came"] == [5], "by fives, and nothing of three"
    assert "person-" not in repr(lines)
    assert "child 1" not in repr(lines)


def test_what_was_taken_back_has_never_been() -> None:
    trial = Trial()
    trial.open()
    said = trial.write("child", range(6))
    theme = trial.theme("Tema")
    trial.move(said[0], to=theme)
    trial.hide(said[0])
    before = told(trial)
    assert {"moved", "hidden"} < set(kinds(before))
    trial.withdraw(said[0], person(0))
    lines = told(trial)
    assert the(lines, "statements_sent").count == 5
    assert not {"moved", "hidden", "statements_taken_back"} & set(kinds(lines)), "not even that there was one"
    for number in range(1, 5):
        trial.withdraw(said[number], person(number))
    assert the(told(trial), "statements_taken_back").count == 5


def test_an_undone_act_is_told_with_what_it_was() -> None:
    trial = Trial()
    one, two = trial.say_all("En", "To")
    theme = trial.theme("Tema")
    trial.move(one, two, to=theme)
    trial.undo()
    undone = told(trial)[0]
    assert (undone.kind, undone.by) == ("undone", ANNA.id)
    assert undone.undone is not None
    assert (undone.undone.kind, undone.undone.count) == ("moved", 2)
    trial.withdraw(one)
    trial.withdraw(two)
    assert "undone" not in kinds(told(trial)), "both are gone"


def test_what_a_step_did_and_somebody_took_back_has_a_line() -> None:
    trial = Tables(step("merge", size=2), step("merge", size=4), begin=2)
    trial.undo(BO)
    undone = told(trial)[0]
    assert (undone.kind, undone.by) == ("undone", BO.id)
    assert undone.undone is not None
    assert undone.undone.kind == "tables_merged"


def test_to_move_somebody_is_one_act_also_when_it_is_taken_back_by_somebody_else() -> None:
    """The roles that they leave behind come with it."""
    trial = Tables(ROUND, people=8, begin=1)
    seat = next(n for n, who in enumerate(trial.room.seats[1], 1) if trial.room.roles.get(who))
    before = len(told(trial))
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=seat, to=2))
    assert any(isinstance(entry.event, RolesDrawn) for entry in trial.log[-2:])
    lines = told(trial)
    assert len(lines) == before + 1
    assert (lines[0].kind, lines[0].by, lines[0].count) == ("people_seated", ANNA.id, 1)
    trial.ask(Undo(id=trial.new_id(), act=trial.room.acts[-1].command), BO)
    undone = told(trial)[0]
    assert (undone.kind, undone.by) == ("undone", BO.id)
    assert undone.undone is not None
    assert (undone.undone.kind, undone.undone.by, undone.undone.count) == ("people_seated", ANNA.id, 1)


def test_a_step_is_one_line_with_what_it_brings_and_ends_the_runs_before_it() -> None:
    trial = Trial()
    trial.ask(ChooseMethod(id=trial.new_id(), method=shipped()["fremtidsbilde-60"]))
    for number in (0, 1):
        trial.ask(GoTo(id=trial.new_id(), step=number))
    trial.write("child", range(5))
    trial.ask(HoldClock(id=trial.new_id()))
    trial.ask(GoTo(id=trial.new_id(), step=2))
    trial.ask(HoldClock(id=trial.new_id()))
    trial.ask(GoTo(id=trial.new_id(), step=1))
    trial.ask(ReopenStep(id=trial.new_id(), step=1))
    trial.ask(GoTo(id=trial.new_id(), step=2))
    lines = told(trial)
    assert [(line.kind, line.step) for line in lines if line.step is not None] == [
        ("step_resumed", 2),
        ("step_reopened", 1),
        ("step_seen", 1),
        ("step_begun", 2),
        ("step_begun", 1),
        ("step_begun", 0),
    ]
    shown = next(line for line in lines if line.kind == "step_begun" and line.step == 2)
    assert shown.also == ("writing_closed", "revealed")
    assert [line.count for line in lines if line.kind == "clock_set"] == [1, 1]
    assert "writing_opened" not in kinds(lines), "it came with a step"


def test_more_statements_shown_and_messages() -> None:
    trial = Trial()
    one, _ = trial.say_all("En", "To")
    trial.ask(RevealSome(id=trial.new_id(), statements=(one,)))
    trial.ask(Tell(id=trial.new_id(), text="Fem minutter igjen"))
    lines = told(trial)
    assert the(lines, "revealed_more").count == 1
    assert the(lines, "message_told").count == 1
    assert "minutter" not in repr(lines)


def test_what_was_settled_and_taken_back_is_told_again_when_it_is_said_again() -> None:
    trial = Trial()
    trial.say("Vist og skjult")
    trial.reveal()
    trial.ask(Conceal(id=trial.new_id()))
    for _ in range(2):
        trial.ask(SettleUnshown(id=trial.new_id(), hidden="left"))
        assert trial.room.withheld
        assert kinds(told(trial))[0] == "hidden_left"
        trial.undo()
        undone = told(trial)[0].undone
        assert undone is not None
        assert undone.kind == "hidden_left"


def test_a_collection_that_was_settled_and_taken_back_is_told_again_too() -> None:
    trial = Trial()
    trial.say("Aldri vist")
    trial.ask(SettleUnshown(id=trial.new_id(), rest="files"))
    trial.undo()
    trial.ask(SettleUnshown(id=trial.new_id(), rest="files"))
    assert kinds(told(trial))[:3] == ["unshown_filed", "undone", "unshown_filed"]


def test_one_answer_about_both_is_taken_back_and_told_of_as_both() -> None:
    steps = (("everyone", "ideas"), ("nobody", "more"))
    writing = (step("write", writes="everyone", sees=sees, into=into) for sees, into in steps)
    trial = Tables(*writing, step("brief", sees="everyone"))
    for number, text in enumerate(("Vist og skjult", "Skrevet alene")):
        trial.go_to(number)
        trial.write_at(trial.people[0], text)
    trial.go_to(2)
    trial.ask(Conceal(id=trial.new_id()))
    trial.ask(SettleUnshown(id=trial.new_id(), rest="left", hidden="files"))
    trial.undo()
    undone = told(trial)[0].undone
    assert undone is not None
    assert (undone.kind, undone.also) == ("unshown_left", ("hidden_filed",))


def test_mixing_joining_and_moving_on_are_told_apart() -> None:
    trial = Tables(ROUND, people=12, begin=1)
    for command, kind in (
        (SetTables(id=trial.new_id(), number=4), "tables_mixed"),
        (MergeTables(id=trial.new_id(), size=6), "tables_merged"),
        (RotateTables(id=trial.new_id()), "people_moved_on"),
    ):
        trial.ask(command)
        assert kinds(told(trial))[0] == kind


def test_one_phone_that_is_passed_on_five_times_is_not_five_people() -> None:
    trial = Tables(ROUND, people=8, begin=1)
    for _ in range(5):
        trial.ask(Leave(id=trial.new_id()), trial.people[0])
        trial.ask(Join(id=trial.new_id(), group="child"), trial.people[0])
    assert "people_left" not in kinds(told(trial))
    for by in trial.people[1:5]:
        trial.ask(Leave(id=trial.new_id()), by)
    assert the(told(trial), "people_left").count == 5


def test_seats_that_are_given_back_one_by_one_are_one_line() -> None:
    trial = Tables(ROUND, begin=1)
    for seat in (1, 2, 3):
        trial.ask(EmptySeat(id=trial.new_id(), table=1, seat=seat))
    trial.ask(Tell(id=trial.new_id(), text="Vent litt"))
    for _ in range(3):
        trial.undo()
    undone, *others = [line for line in told(trial) if line.kind == "undone"]
    assert not others
    assert undone.undone is not None
    assert (undone.undone.kind, undone.undone.count) == ("seats_emptied", 3)
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=1, to=2))
    trial.undo(BO)
    assert [line.by for line in told(trial) if line.kind == "undone"] == [BO.id, ANNA.id]
