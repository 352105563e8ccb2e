"""Going from step to step: what is finished, and what waits while the room looks back."""

from dataclasses import replace
from typing import get_args

import pytest

from app.workshop import turns, visible
from app.workshop.apply import replay
from app.workshop.commands import (
    AddMilestone,
    AddTime,
    Archive,
    Close,
    CloseSubmissions,
    DescribeTheme,
    Edit,
    EndClock,
    GoTo,
    Hide,
    HoldClock,
    LockThemes,
    MakeTheme,
    Move,
    OpenSubmissions,
    PassTurn,
    RenameTheme,
    Reopen,
    ReopenStep,
    RunClock,
    Undo,
    Withdraw,
)
from app.workshop.events import EVENT, StepEntered, VoteClosed
from app.workshop.left import left_at
from app.workshop.parts import Audience, OwnCard, StepLine
from app.workshop.room import Room
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables, step
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import Trial

SHEETS = step("rotate", moves="sheets", rounds=5, of="ideas", writes="everyone", sees="table")


def voting(people: int = 6) -> tuple[Meeting, int]:
    """A meeting in whose vote some have voted, and the number of that step."""
    meeting = Meeting("affinity")
    children = meeting.come(people)
    meeting.go("write")
    said = [meeting.say(f"utsagn {number}", child) for number, child in enumerate(children)]
    meeting.go("cluster")
    theme = meeting.theme("Ute", said[0])
    meeting.theme("Inne", said[1])
    meeting.go("vote")
    for child in children[:3]:
        meeting.vote(child, theme)
    return meeting, meeting.room.step or 0


def under_way(trial: Trial) -> list[int]:
    return [*trial.room.under_way]


def seconds(trial: Trial) -> float:
    return left_at(trial.room.clock, trial.log[-1].at)


def test_an_open_vote_is_still_open_after_a_look_back_and_late_votes_have_counted() -> None:
    meeting, there = voting()
    ballot = meeting.ballot
    left = seconds(meeting)
    meeting.go("write")
    assert (meeting.room.locked, meeting.room.clock, meeting.room.under_way) == (True, None, (there,))
    assert not [entry for entry in meeting.log if isinstance(entry.event, VoteClosed)]
    meeting.go("cluster")
    meeting.go_to(there)
    assert meeting.ballot == ballot
    assert meeting.ballot.open
    assert not meeting.room.locked
    assert seconds(meeting) == pytest.approx(left - 1, abs=2), "it stood while they looked"
    assert meeting.room.clock is not None
    assert meeting.room.clock.ends is not None, "and runs on"


def test_a_held_clock_and_closed_writing_are_as_they_were() -> None:
    meeting = Meeting("affinity")
    meeting.come(6)
    meeting.go_to(0)
    meeting.go("write")
    meeting.ask(CloseSubmissions(id=meeting.new_id()))
    meeting.ask(HoldClock(id=meeting.new_id()))
    left, there = seconds(meeting), meeting.room.step or 0
    meeting.go_to(0)
    meeting.go_to(there)
    assert meeting.room.clock is not None
    assert (meeting.room.clock.ends, meeting.room.clock.left, meeting.room.submissions) == (None, left, False)


def clock_shown(meeting: Meeting) -> list[tuple[object, object]]:
    parts = (part for screen in get_args(Audience) for part in visible.visible(meeting.room, screen).values())
    lines = [line for part in parts if (line := getattr(part, "step", None) or getattr(part, "now", None))]
    return [(line.ends, line.left) for line in lines if isinstance(line, StepLine)]


@pytest.mark.parametrize("held", [False, True])
def test_after_the_end_there_is_no_clock_until_the_workshop_is_opened_again(held: bool) -> None:
    meeting = Meeting("affinity")
    meeting.come(6)
    meeting.go("write")
    if held:
        meeting.ask(HoldClock(id=meeting.new_id()))
    assert any(shown != (None, None) for shown in clock_shown(meeting))
    meeting.ask(Close(id=meeting.new_id()))
    assert {*clock_shown(meeting)} == {(None, None)}
    left = seconds(meeting)
    for command in (RunClock, HoldClock, EndClock):
        assert meeting.reason(command(id=meeting.new_id())) == "workshop_closed"
    assert meeting.reason(AddTime(id=meeting.new_id(), seconds=60)) == "workshop_closed"
    meeting.ask(Archive(id=meeting.new_id()))
    meeting.ask(Reopen(id=meeting.new_id()))
    assert meeting.room.clock is not None
    assert (meeting.room.clock.ends is None) == held, "it goes on if it ran"
    assert seconds(meeting) == pytest.approx(left, abs=1), "what time the end took is not counted"


def test_a_step_is_finished_when_the_room_goes_on_past_it() -> None:
    meeting, there = voting()
    meeting.go_to(0)
    meeting.go_to(there + 1)
    assert there in meeting.room.finished
    (ballot,) = meeting.room.ballots.values()
    assert not ballot.open


def test_a_finished_step_that_is_reopened_leaves_the_later_one_waiting() -> None:
    meeting, there = voting()
    meeting.go("cluster")
    at = meeting.room.step or 0
    meeting.ask(ReopenStep(id=meeting.new_id(), step=at))
    assert under_way(meeting) == [at, there]
    meeting.go_to(there)
    assert under_way(meeting) == [there]
    assert meeting.ballot.open


def test_the_turn_is_where_it_was_when_a_round_is_reopened() -> None:
    trial = Tables(WRITE, ROUND, TELL, begin=2)
    trial.ask(PassTurn(id=trial.new_id(), table=1, since=0))
    trial.go_to(2)
    trial.ask(PassTurn(id=trial.new_id(), table=0, since=0))
    trial.go_to(1)
    assert trial.room.turns == {1: 1}
    trial.reopen_step(1)
    assert trial.room.turns == {1: 1}
    trial.go_to(2)
    assert trial.room.turns == {0: 1}


def test_a_turn_that_waits_stays_with_whoever_has_it_when_people_come() -> None:
    trial = Tables(WRITE, ROUND, begin=2)
    trial.ask(PassTurn(id=trial.new_id(), table=1, since=0))
    before = turns.speaking(trial.room, 1)
    trial.go_to(0)
    for number in range(20, 26):
        trial.join(number, "child")
    trial.go_to(1)
    assert turns.speaking(trial.room, 1) == before


def test_sheets_lie_where_they_lay() -> None:
    trial = Tables(WRITE, SHEETS, begin=2)
    lying, done = trial.room.sheets, trial.room.turns
    assert lying
    trial.go_to(0)
    assert trial.room.sheets == {}
    trial.go_to(1)
    assert (trial.room.sheets, trial.room.turns) == (lying, done)


def test_reopening_gives_the_time_that_was_left_and_all_of_it_where_none_was() -> None:
    trial = Tables(WRITE, SHARE, begin=1)
    trial.ask(AddTime(id=trial.new_id(), seconds=-200))
    left = seconds(trial)
    trial.go_to(1)
    trial.go_to(0)
    trial.reopen_step(0)
    assert seconds(trial) == pytest.approx(left - 1, abs=2)
    trial.ask(EndClock(id=trial.new_id()))
    trial.go_to(1)
    trial.go_to(0)
    trial.reopen_step(0)
    assert seconds(trial) == pytest.approx(300, abs=2)


def test_ending_the_workshop_while_looking_back_closes_the_vote_that_waits() -> None:
    meeting, _ = voting()
    meeting.go_to(0)
    meeting.ask(Close(id=meeting.new_id()))
    (ballot,) = meeting.room.ballots.values()
    assert not ballot.open


def test_logs_of_before_say_that_leaving_a_step_finished_it() -> None:
    old = EVENT.validate_python({"type": "step_entered", "step": 0})
    assert isinstance(old, StepEntered)
    trial = Tables(WRITE, SHARE, begin=2)
    there: Room = replay(trial.log)
    trial.go_to(0)
    entered = next(entry for entry in reversed(trial.log) if isinstance(entry.event, StepEntered))
    assert entered.event == StepEntered(step=0, finished=())
    now = replay([*trial.log[: entered.seq - 1], replace(entered, event=old)])
    assert (there.finished, now.finished, now.step) == (frozenset({0}), frozenset({0, 1}), 0)


def test_a_step_that_was_skipped_is_worked_on_when_it_is_gone_back_to() -> None:
    trial = Tables(WRITE, SHARE, TELL)
    trial.go_to(2)
    trial.ask(GoTo(id=trial.new_id(), step=1))
    assert (trial.room.locked, trial.room.under_way) == (False, (1, 2))


def test_at_a_finished_step_nothing_is_changed_but_hidden_and_undone() -> None:
    meeting = Meeting("affinity")
    child, *_ = meeting.come(6)
    meeting.go("write")
    said = meeting.say("Ute hver dag", child)
    meeting.go("cluster")
    theme = meeting.theme("Ute", said)
    meeting.go("vote")
    meeting.go("cluster")
    asked = (
        MakeTheme(id="make-it-0000", title="Inne"),
        RenameTheme(id="name-it-0000", theme=theme, title="Inne"),
        DescribeTheme(id="say-it-00000", theme=theme, vision="I 2040"),
        Move(id="move-it-0000", statements=(said,), to=None),
        OpenSubmissions(id="open-it-0000"),
        AddMilestone(id="put-it-00000", text="Et uterom", place="2030"),
    )
    for command in asked:
        assert meeting.refused(command).reason == "step_finished"
    meeting.ask(Hide(id=meeting.new_id(), statements=(said,)))
    for _ in range(2):
        meeting.ask(Undo(id=meeting.new_id(), act=meeting.room.acts[-1].command))
    assert (meeting.room.statements[said].standing, meeting.room.themes) == ("shown", {})


def test_a_lock_of_the_themes_is_not_gone_round_by_undoing() -> None:
    trial = Trial()
    (said,) = trial.say_all("Ute hver dag")
    theme = trial.theme("Ute", said)
    trial.ask(LockThemes(id=trial.new_id(), locked=True))
    undo = Undo(id=trial.new_id(), act=theme)
    assert trial.refused(undo).reason == "themes_locked"
    trial.ask(LockThemes(id=trial.new_id(), locked=False))
    trial.ask(undo)
    assert not trial.room.themes


def test_authors_change_what_is_written_now_and_take_back_whatever_they_wrote() -> None:
    trial = Tables(WRITE, SHARE, step("write", writes="everyone", into="objections"), begin=1)
    author = trial.people[0]
    alone = trial.write_at(author, "Mer ute")
    trial.go_to(1)
    again = Edit(id=trial.new_id(), statement=alone, text="Mer inne")
    assert trial.refused(again, author).reason == "submissions_closed"
    idea = trial.idea(author, "Ute hver dag")
    trial.ask(Edit(id=trial.new_id(), statement=idea, text="Ute hver eneste dag"), author)
    trial.go_to(2)
    trial.write_at(author, "Det koster")
    later = Edit(id=trial.new_id(), statement=idea, text="Noe helt annet")
    assert trial.refused(later, author).reason == "submissions_closed"
    cards = visible.own(trial.room, author.id)
    assert [card.text for card in cards.values() if isinstance(card, OwnCard) and card.open] == ["Det koster"]
    trial.ask(Withdraw(id=trial.new_id(), statement=idea), author)
    assert trial.room.statements[idea].standing == "withdrawn"
