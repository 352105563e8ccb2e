"""History: what is said, taken back and said again is told as it was told first."""

from collections.abc import Iterator

import pytest
from hypothesis import given

from app.realtime.live_room import decided
from app.workshop.commands import Close, SettleUnshown, Undo
from app.workshop.deeds import Deed, Kind, Listener
from app.workshop.events import ActUndone, Event, Recorded
from tests.laws.faults import assert_caught
from tests.laws.stories import lawful, play, stories
from tests.laws.story import Story


def check_told_again(story: Story) -> None:
    turns = play(story)
    for number, turn in enumerate(turns):
        act = turn.after.acts[-1].command if turn.after.acts else None
        if not isinstance(turn.command, SettleUnshown | Close) or act != turn.command.id or not turn.recorded:
            continue
        undo = Undo(id="take-it-back-0", act=act)
        back, undone = decided(turn.after, undo, turn.by, turn.at)
        settles = SettleUnshown(id="say-it-again-0", rest=turn.command.rest, hidden=turn.command.hidden)
        _, again = decided(back, settles, turn.by, turn.at)
        listener = Listener(turn.after)
        for before in turns[:number]:
            _told(listener, list(before.recorded))
        first = _told(listener, list(turn.recorded)) - {"ended"}
        assert _told(listener, undone) == {"undone"}
        assert _told(listener, again) == first


@lawful
@given(stories)
def test_what_was_settled_is_told_also_after_it_was_taken_back(story: Story) -> None:
    check_told_again(story)


def test_a_history_that_does_not_hear_what_was_taken_back_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    done = Listener._done

    def deaf(self: Listener, event: Event, *, facilitates: bool) -> Iterator[Deed]:
        if isinstance(event, ActUndone):
            return iter([Deed("undone", event.act)])
        return done(self, event, facilitates=facilitates)

    monkeypatch.setattr(Listener, "_done", deaf)
    assert_caught(check_told_again)


def _told(listener: Listener, recorded: list[Recorded]) -> set[Kind]:
    facilitates = any(entry.by.role != "participant" for entry in recorded)
    return {deed.kind for deed in listener.deeds([entry.event for entry in recorded], facilitates=facilitates)}
