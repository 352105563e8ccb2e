"""Concealed: whatever files told before and do not tell any more is named at once, and nothing else is."""

import pytest
from hypothesis import given

from app.workshop import concealed as rule
from app.workshop.concealed import concealed
from app.workshop.events import taken_back
from app.workshop.room import Room
from app.workshop.summary import summarise
from tests.laws.faults import assert_caught
from tests.laws.stories import Turn, lawful, play, stories
from tests.laws.story import Story


def told(room: Room, turn: Turn) -> tuple[dict[str, object], dict[str, object]]:
    """The words of statements that files tell, and those of milestones and commitments, by id."""
    summary = summarise(room, turn.at)
    lines = [line for theme in summary.themes for line in theme.statements] + list(summary.ungrouped)
    plans: dict[str, object] = {one.id: (one.text, one.who) for one in summary.milestones}
    plans |= {one.id: (one.what, one.who, one.when) for one in summary.commitments}
    return {line.id: line.text for line in lines}, plans


def check_concealed(story: Story) -> None:
    before: tuple[dict[str, object], dict[str, object]] = {}, {}
    for turn in play(story):
        if not turn.recorded:
            continue
        after = told(turn.after, turn)
        lines, plans = (
            {one for one, words in was.items() if now.get(one) != words} for was, now in zip(before, after, strict=True)
        )
        taken = {whose for entry in turn.recorded if (whose := taken_back(entry.event))}
        found = concealed(turn.before, turn.after, turn.recorded)
        assert lines <= found | taken
        assert bool(found | taken) >= bool(lines | plans), "else what is told stays as it was"
        assert found - {*turn.before.themes} <= lines | plans | taken
        before = after


@lawful
@given(story=stories)
def test_what_is_told_no_more_is_named_at_once(story: Story) -> None:
    check_concealed(story)


@pytest.mark.parametrize("overlooked", ["StatementJudged", "RevealSet", "ActUndone"])
def test_a_way_to_hide_that_is_overlooked_is_caught(overlooked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Never:
        """An event that never happens."""

    monkeypatch.setattr(rule, overlooked, Never)
    assert_caught(check_concealed)
