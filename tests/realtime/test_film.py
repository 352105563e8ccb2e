"""The film as it is sent: to seek to a second shows what the wall showed then, and nothing is sent too much."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from app.realtime import film
from app.workshop.apply import replay
from app.workshop.commands import ChooseMethod, GoTo
from app.workshop.events import Recorded
from app.workshop.film import screen
from app.workshop.method import shipped
from app.workshop.parts import Part
from app.workshop.room import Room
from app.workshop.visible import visible
from tests.laws.stories import play, stories
from tests.laws.story import Story
from tests.workshop.rooms import Trial

told_often = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def expected(log: Sequence[Recorded], now: Room, second: int) -> dict[str, Part]:
    """What the film must show at this second, worked out anew from the beginning."""
    began = log[0].at.replace(microsecond=0)
    then = replay(entry for entry in log if entry.at < began + timedelta(seconds=second + 1))
    return screen(then, now, visible(then, "wall"))


def sought(log: Sequence[Recorded], now: Room, second: int, size: int) -> dict[str, Part]:
    """What one sees who fetches the stretch that a second is in, and plays it until there."""
    moments = film.timeline(log, now).moments
    number = max(place for place, moment in enumerate(moments) if moment <= second)
    parts: dict[str, Part] = {}
    for moment in film.reel(log, now, moments[number - number % size], size).moments:
        if moment.second <= second:
            parts |= {part.id: part for part in moment.put}
            parts = {name: part for name, part in parts.items() if name not in moment.drop}
    return parts


def check_seeking(story: Story) -> None:
    log = [entry for turn in play(story) for entry in turn.recorded]
    now = replay(log)
    last = int((log[-1].at - log[0].at.replace(microsecond=0)).total_seconds())
    for second in {0, 1, last // 3, last // 2, last - 1, last}:
        assert sought(log, now, second, 5) == expected(log, now, second), second


@told_often
@given(stories)
def test_seeking_is_exact(story: Story) -> None:
    check_seeking(story)


def test_a_planted_fault_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film, "all_touched", lambda *_: frozenset({"stage"}))
    quick = settings(told_often, phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        quick(given(stories)(check_seeking))()


@told_often
@given(stories)
def test_stretches_follow_each_other_and_their_moments_are_those_of_the_timeline(story: Story) -> None:
    log = [entry for turn in play(story) for entry in turn.recorded]
    now = replay(log)
    start: int | None = 0
    seconds: list[int] = []
    while start is not None:
        reel = film.reel(log, now, start, 7)
        assert len(reel.moments) <= 7
        seconds += [moment.second for moment in reel.moments]
        assert all(moment.put or moment.drop for moment in reel.moments)
        start = reel.until
    assert seconds == film.timeline(log, now).moments


def test_a_room_that_is_behind_its_log_takes_the_rest_from_it() -> None:
    trial = Trial()
    (said,) = trial.say_all("Borte siden")
    trial.reveal()
    behind = trial.room
    trial.withdraw(said)
    assert film.today(trial.log, behind) == trial.room
    assert "Borte siden" not in repr(film.reel(trial.log, behind, 0))


def test_chapters_are_the_steps_that_were_begun() -> None:
    trial = Trial()
    trial.ask(ChooseMethod(id=trial.new_id(), method=shipped()["fremtidsbilde-60"]))
    for step in (0, 1, 0):
        trial.ask(GoTo(id=trial.new_id(), step=step))
    assert [there.step for there in film.timeline(trial.log, trial.room).chapters] == [0, 1, 0]


def test_a_long_log_is_looked_at_in_larger_steps() -> None:
    trial = Trial()
    trial.open()
    trial.reveal()
    for number in range(film.FINE):
        trial.say(f"Utsagn {number}")
    moments = film.timeline(trial.log, trial.room).moments
    assert set(moments) <= set(range(0, 2 * film.FINE, 2))
    assert len(moments) <= film.FINE // 2 + 10
    assert film.reel(trial.log, trial.room, moments[-1]).until is None
