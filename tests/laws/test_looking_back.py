"""Looking back: from any step to any earlier finished one and back again, the step that was left is as it was."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given

from app.realtime.live_room import decided
from app.workshop import agenda, steps, tables, votes
from app.workshop.apply import replay
from app.workshop.commands import GoTo
from app.workshop.events import SubmissionsSet
from app.workshop.left import Left, left_at
from app.workshop.room import Room
from tests.laws.faults import assert_caught
from tests.laws.stories import Turn, lawful, play, stories
from tests.laws.story import FACILITATORS, Story

_DESK = FACILITATORS[0]
_AGO = timedelta(minutes=20)
"""How long they look: longer than any step."""


def check_looking_back(story: Story) -> None:
    for turn in _at_work(story):
        room, at = turn.after, turn.at + timedelta(seconds=1)
        earlier = sorted(step for step in room.finished if step < (room.step or 0))
        if not earlier:
            continue
        first, second = earlier[story.seed % len(earlier)], earlier[-1]
        there, log = decided(room, GoTo(id="look-back-1", step=first), _DESK, at)
        assert there.locked, "a finished step is looked at"
        assert (there.finished, there.ballots, there.tables) == (room.finished, room.ballots, room.tables)
        assert {*there.opened} <= {*room.opened}, "looking opens nothing"
        assert not there.submissions
        assert there.clock is None
        if second != first:
            there, more = decided(there, GoTo(id="look-back-2", step=second), _DESK, at + _AGO / 2)
            log += more
        back, more = decided(there, GoTo(id="and-back-3", step=room.step or 0), _DESK, at + _AGO)
        log += more
        work = _work(back)
        if room.ballot is None:  # a vote that had nothing to vote on opens, where there is something by now
            work["ballots"] = {name: b for name, b in back.ballots.items() if b.step != room.step}
        assert work == _work(room)
        assert left_at(back.clock, at + _AGO) == pytest.approx(left_at(room.clock, at), abs=0.001)
        assert replay(log, room) == back


@lawful
@given(stories)
def test_a_step_that_is_left_to_look_back_is_as_it_was_when_they_come_back(story: Story) -> None:
    check_looking_back(story)


@pytest.mark.parametrize(
    "forgotten",
    [
        *("turns", "sheets", "seconds", "ran", "submissions", "revealed", "options"),
        pytest.param("singled", marks=pytest.mark.long),
    ],
)
def test_a_step_that_forgets_something_is_caught(monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    class Forgetful(Left):
        def __init__(self, **there: object) -> None:
            super().__init__(**{name: value for name, value in there.items() if name != forgotten})  # type: ignore[arg-type]  # all but one field

    monkeypatch.setattr("app.workshop.steps.Left", Forgetful)
    assert_caught(check_looking_back)


def test_a_vote_that_is_closed_by_looking_back_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    closing = votes.closing
    monkeypatch.setattr("app.workshop.steps.closing", lambda room, passed: closing(room, room.under_way))
    assert_caught(check_looking_back)


def test_a_step_that_is_begun_anew_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    entering, arranged = agenda.entering, tables.arranged
    monkeypatch.setattr(
        "app.workshop.steps._taking_up",
        lambda there, was: (*entering(there, "anew-0000"), *arranged(there, "anew-0000")),
    )
    assert_caught(check_looking_back)


def test_a_look_that_leaves_writing_open_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    looking = steps._looking
    monkeypatch.setattr(
        "app.workshop.steps._looking",
        lambda there, command: [one for one in looking(there, command) if not isinstance(one, SubmissionsSet)],
    )
    assert_caught(check_looking_back)


def _at_work(story: Story) -> Iterator[Turn]:
    """Some moments of a story at which a step is worked on and others are finished: the latest in each step."""
    latest: dict[int, Turn] = {}
    for turn in play(story):
        room = turn.after
        if room.stage == "open" and room.step is not None and not room.locked and room.finished:
            latest[room.step] = turn
    yield from latest.values()


def _work(room: Room) -> dict[str, object]:
    names = ("step", "finished", "submissions", "revealed", "singled", "ballots", "turns", "sheets", "tables", "seats")
    there = {name: getattr(room, name) for name in (*names, "roles", "statements", "themes", "milestones")}
    runs = None if room.clock is None else room.clock.ends is not None
    return {**there, "opened": {*room.opened}, "runs": runs}
