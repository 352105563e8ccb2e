"""A finished step is seen and not changed; and an author's words are changed only while such words are written."""

import pytest
from hypothesis import given

from app.realtime.live_room import decided
from app.workshop.card import Statement
from app.workshop.commands import Edit, GoTo, Reopen, ReopenStep, Undo
from app.workshop.events import (
    CopyDropped,
    CopyPut,
    MilestoneDropped,
    MilestonePut,
    StatementEdited,
    StatementMoved,
    SubmissionsSet,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeNested,
    ThemePlaced,
    ThemeRenamed,
)
from app.workshop.parts import OwnCard
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from app.workshop.visible.phone import own
from tests.laws.faults import Check, assert_caught
from tests.laws.oracle import Heard
from tests.laws.stories import lawful, play, stories
from tests.laws.story import Story

_WORK = (
    StatementMoved | ThemeMade | ThemeDeleted | ThemeRenamed | ThemeDescribed | ThemePlaced | ThemeNested
    | CopyPut | CopyDropped | MilestonePut | MilestoneDropped
)  # fmt: skip


def check_finished(story: Story) -> None:
    heard = Heard()
    for turn in play(story):
        run = heard.run
        finished = run.step is not None and not run.working
        written, tables_write = run.written, run.at_table and run.working
        for entry in turn.recorded:
            event = entry.event
            if finished and not isinstance(turn.command, GoTo | ReopenStep | Undo | Reopen):
                judged = isinstance(event, MilestonePut) and _was_only_judged(turn.before, event)
                assert judged or not isinstance(event, _WORK), "nothing is changed in a finished step"
                assert event != SubmissionsSet(open=True)
            if isinstance(event, StatementEdited) and turn.by.role == "participant":
                there = turn.before.statements[event.statement]
                assert there.into == written, "what is changed is what is written"
                assert turn.before.submissions or (tables_write and there.table is not None)
            heard.hear(entry)


def check_open_cards(story: Story) -> None:
    """A phone says of a card that it can be changed where it can."""
    room = play(story)[-1].after
    for number, statement in enumerate(room.statements.values()):
        card = own(room, statement.author).get(f"own-{statement.id}")
        if isinstance(card, OwnCard):
            assert card.open == _changed(room, statement, number)


@lawful
@given(stories)
def test_what_is_finished_is_not_changed_nor_are_words_of_another_step(story: Story) -> None:
    check_finished(story)


@lawful
@given(stories)
def test_a_card_is_open_where_its_words_can_be_changed(story: Story) -> None:
    check_open_cards(story)


@pytest.mark.parametrize(
    "unguarded", ["themes._changeable", "themes.movable", pytest.param("plans._may_place", marks=pytest.mark.long)]
)
def test_a_finished_step_that_can_be_changed_is_caught(monkeypatch: pytest.MonkeyPatch, unguarded: str) -> None:
    monkeypatch.setattr(f"app.workshop.{unguarded}", lambda room, *_: None)
    assert_caught(check_finished)


@pytest.mark.parametrize(
    ("where", "check"), [("statements", check_finished), ("visible.phone", check_open_cards)], ids=["said", "shown"]
)
def test_words_that_can_be_changed_whenever_there_is_writing_are_caught(
    monkeypatch: pytest.MonkeyPatch, where: str, check: Check
) -> None:
    monkeypatch.setattr(f"app.workshop.{where}.may_change", lambda room, statement: room.submissions)
    assert_caught(check)


def _was_only_judged(room: Room, event: MilestonePut) -> bool:
    before = room.milestones.get(event.milestone)
    return before is not None and (before.text, before.place, before.who) == (event.text, event.place, event.who)


def _changed(room: Room, statement: Statement, number: int) -> bool:
    command = Edit(id=f"edit-{number:04d}", statement=statement.id, text=f"{number} noe helt annet")
    try:
        decided(room, command, Actor(role="participant", id=statement.author), statement.at)
    except Refusal:
        return False
    return True
