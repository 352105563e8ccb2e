"""Undo: the latest act taken back leaves the board as it was before; and all acts can be taken back in turn."""

from dataclasses import replace

import pytest
from hypothesis import given

from app.realtime.live_room import decided
from app.workshop import acts
from app.workshop.commands import Close, LockThemes, SettleUnshown, Undo
from app.workshop.events import (
    ActUndone,
    DeskEvent,
    Event,
    MilestoneDropped,
    MilestonePut,
    RevealSet,
    RolesDrawn,
    SheetsPassed,
    StatementMoved,
    StepEntered,
    TablesSet,
    ThemeMade,
)
from app.workshop.method import Merge
from app.workshop.room import Room, changed
from app.workshop.sheets import go_round
from app.workshop.turns import rounds_done, speaking, telling
from tests.laws.faults import assert_caught
from tests.laws.stories import lawful, play, stories
from tests.laws.story import FACILITATORS, START, Story

Board = tuple[object, ...]


def check_undo(story: Story) -> None:
    for turn in play(story):
        latest = turn.after.acts[-1] if turn.after.acts else None
        if not turn.recorded or latest is None or latest.command != turn.command.id:
            continue
        other = next(facilitator for facilitator in FACILITATORS if facilitator != turn.by)
        back, told = decided(turn.after, Undo(id="undo-it-0", act=latest.command), other, START)
        assert _board(back) == _board(turn.before)
        if isinstance(turn.command, SettleUnshown | Close):
            assert _told(back) == _told(turn.before)
        assert len(told) == 1
        if any(isinstance(entry.event, StepEntered) for entry in turn.recorded):  # turns of the step before are past
            assert {act.command for act in back.acts} <= {act.command for act in turn.before.acts}
        else:
            assert back.acts == turn.before.acts or len(turn.before.acts) == acts.REMEMBERED
            assert _same_turns(back, turn.before)
            assert (back.sheets, back.guests) == (turn.before.sheets, turn.before.guests)


def check_undoing_everything(story: Story) -> None:
    room = play(story)[-1].after
    if room.stage != "open":
        return
    room, _ = decided(room, LockThemes(id="unlock-them-0", locked=False), FACILITATORS[0], START)
    number = 0
    while room.acts:
        undo = Undo(id=f"undo-{number:04d}", act=room.acts[-1].command)
        before, (room, (undone,)) = room, decided(room, undo, FACILITATORS[number % 2], START)
        assert len(room.acts) == len(before.acts) - 1
        assert not (_round_is_back(before, room) and _without_sheets(undone.event)), "sheets would go round once more"
        number += 1
    assert all(copy.theme in room.themes for copy in room.copies.values())
    assert all(theme.under in (None, *room.themes) for theme in room.themes.values())
    gone = [s for s in room.statements.values() if s.theme is not None and s.theme not in room.themes]
    assert not gone, "a statement stands in a theme that is not there"


def check_steps_are_no_acts(story: Story) -> None:
    """Tables that a step made are never undone away, nor what a step did with them once the room has gone on."""
    own: set[str] = set()
    for turn in play(story):
        entered = next((entry.event for entry in turn.recorded if isinstance(entry.event, StepEntered)), None)
        if entered is None:
            continue
        remembered = {act.command for act in turn.after.acts}
        if not turn.before.tables:
            assert turn.command.id not in remembered
        if turn.before.step is not None and entered.step > turn.before.step:
            assert not own & remembered
        own.add(turn.command.id)


@lawful
@given(stories)
def test_what_steps_do_by_themselves_is_no_act_in_a_later_one(story: Story) -> None:
    check_steps_are_no_acts(story)


def test_tables_of_a_step_among_what_can_be_undone_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = acts.remembered
    monkeypatch.setattr(
        "app.workshop.acts.remembered",
        lambda before, after, recorded: remembered(changed(before, entered=""), after, recorded),
    )
    assert_caught(check_steps_are_no_acts)


def test_what_a_step_did_that_can_be_undone_in_a_later_one_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.acts.of_another_step", lambda room, **_: room)
    assert_caught(check_steps_are_no_acts)


@lawful
@given(stories)
def test_undoing_the_latest_act_gives_the_board_back(story: Story) -> None:
    check_undo(story)


@lawful
@given(stories)
def test_all_acts_can_be_undone_one_after_the_other(story: Story) -> None:
    check_undoing_everything(story)


def test_an_inverse_that_forgets_the_place_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    inverse = acts._inverse

    def forgetful(room: Room, event: Event) -> DeskEvent | None:
        back = inverse(room, event)
        return back.model_copy(update={"rank": 1.0}) if isinstance(back, StatementMoved) else back

    monkeypatch.setattr("app.workshop.acts._inverse", forgetful)
    assert_caught(check_undo)


def test_a_theme_that_comes_back_without_its_vision_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    inverse = acts._inverse

    def forgetful(room: Room, event: Event) -> DeskEvent | None:
        back = inverse(room, event)
        return back.model_copy(update={"vision": ""}) if isinstance(back, ThemeMade) else back

    monkeypatch.setattr("app.workshop.acts._inverse", forgetful)
    assert_caught(check_undo)


def test_a_milestone_that_is_undone_to_nothing_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    inverse = acts._inverse

    def forgetful(room: Room, event: Event) -> DeskEvent | None:
        back = inverse(room, event)
        return MilestoneDropped(milestone=back.milestone) if isinstance(back, MilestonePut) else back

    monkeypatch.setattr("app.workshop.acts._inverse", forgetful)
    assert_caught(check_undo)


@pytest.mark.parametrize(
    ("kind", "field"), [(TablesSet, "tables"), (RolesDrawn, "roles"), (SheetsPassed, "sheets")], ids=str
)
def test_tables_that_are_undone_to_nothing_are_caught(
    monkeypatch: pytest.MonkeyPatch, kind: type[Event], field: str
) -> None:
    inverse = acts._inverse

    def forgetful(room: Room, event: Event) -> DeskEvent | None:
        back = inverse(room, event)
        return back.model_copy(update={field: {}}) if back is not None and isinstance(back, kind) else back

    monkeypatch.setattr("app.workshop.acts._inverse", forgetful)
    assert_caught(check_undo)


def test_what_was_shown_again_and_stays_so_when_that_is_undone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    inverse = acts._inverse
    monkeypatch.setattr(
        "app.workshop.acts._inverse",
        lambda room, event: None if isinstance(event, RevealSet) else inverse(room, event),
    )
    assert_caught(check_undo)


def test_rounds_that_are_counted_back_while_sheets_stay_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.acts.Rotate", Merge)
    assert_caught(check_undoing_everything)


def test_undoing_half_of_an_act_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    undo = acts.undo
    monkeypatch.setattr(
        "app.workshop.acts.undo",
        lambda room, command: tuple(
            undone.model_copy(update={"events": undone.events[:1]}) for undone in undo(room, command)
        ),
    )
    assert_caught(check_undo)


def _same_turns(room: Room, before: Room) -> bool:
    """Whether it is the same turn everywhere: the same number, or one at which the same person or table speaks."""
    numbers = (
        room.turns.get(table, 0) == before.turns.get(table, 0) or speaking(room, table) == speaking(before, table)
        for table in room.seats
    )
    return all(numbers) and (telling(room), rounds_done(room)) == (telling(before), rounds_done(before))


def _round_is_back(before: Room, after: Room) -> bool:
    """Whether sheets go round, and have done so less often by now."""
    return go_round(after) and after.seats == before.seats and rounds_done(after) < rounds_done(before)


def _without_sheets(event: Event) -> bool:
    return isinstance(event, ActUndone) and not any(isinstance(inner, SheetsPassed) for inner in event.events)


def _told(room: Room) -> tuple[object, ...]:
    """What the wall and files tell of, and what has been said of the rest."""
    settled = (dict(room.settled), room.withheld)
    return (room.revealed, room.rests, {*room.opened}, room.singled, settled)


def _board(room: Room) -> Board:
    placed = {s.id: (s.text, s.standing, s.theme, s.rank) for s in room.statements.values()}
    judged = {there.id: there.shown for there in room.commitments.values() if there.what}
    on_board = {m.id: replace(m, cleared=0) for m in room.milestones.values() if not m.dropped}
    seats = {table: " ".join(chairs).rstrip() for table, chairs in room.seats.items()}  # an empty chair more is none
    at_tables = (dict(room.tables), seats, dict(room.roles), dict(room.gone))
    return (placed, room.themes, room.copies, on_board, judged, at_tables)
