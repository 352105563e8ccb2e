"""Opening: a command opens only what its step is about, a late one nothing; what was never opened is told nowhere."""

from collections import Counter

import pytest
from hypothesis import given

from app.workshop.commands import Close, RevealSome, SettleUnshown
from app.workshop.commands.asked import AskedAt
from app.workshop.events import RevealSet
from app.workshop.room import Room, changed
from tests.laws.faults import assert_caught
from tests.laws.oracle import Heard
from tests.laws.stories import lawful, play, stories
from tests.laws.story import Story
from tests.laws.test_secrecy import check_files, check_wall_and_phones


def check_opening(story: Story) -> None:
    heard = Heard()
    for turn in play(story):
        told, hid = heard.tells, heard.hidden_again()
        since, at = getattr(turn.command, "since", None), -1 if heard.run.step is None else heard.run.step
        elsewhere = isinstance(turn.command, AskedAt) and since not in (None, at)
        before, may, about, rest = heard.opened, heard.may_open(turn.command), heard.run.focus, heard.singled
        for entry in turn.recorded:
            heard.hear(entry)
        assert not elsewhere or {entry.event.type for entry in turn.recorded} <= {"command_noted"}
        assert may is None or heard.opened - before <= may
        if isinstance(turn.command, SettleUnshown | Close) and hid and not told and heard.tells:
            assert turn.command.hidden in ("files", "wall"), "what was hidden is told again by saying so alone"
        if isinstance(turn.command, RevealSome):
            assert all(about in (None, heard.into[s]) for s in heard.singled - rest)
        elif turn.command.type != "undo":
            assert heard.singled <= rest


@lawful
@given(stories)
def test_a_command_opens_only_what_its_step_is_about(story: Story) -> None:
    check_opening(story)


def test_what_is_pressed_too_late_and_done_all_the_same_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.revealing.elsewhere", lambda room, since: False)
    assert_caught(check_opening)


def test_what_was_hidden_and_comes_along_with_the_rest_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.revealing.hidden_again", lambda room: Counter())
    assert_caught(check_opening)


def test_a_show_that_opens_what_was_never_shown_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def set_(room: Room, event: RevealSet) -> tuple[RevealSet, ...]:
        everything = tuple(sorted({"", *event.opened, *(s.into for s in room.statements.values())}))
        return (event.model_copy(update={"opened": everything}),)

    monkeypatch.setattr("app.workshop.revealing._set", set_)
    assert_caught(check_opening)


def test_themes_of_what_was_never_shown_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.theme_may_be_shown", lambda room, theme: room.revealed)
    assert_caught(check_wall_and_phones)


def test_files_that_keep_what_has_been_hidden_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.summary.as_told", lambda room: changed(room, revealed=True))
    assert_caught(check_files)
