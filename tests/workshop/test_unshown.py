"""What was never shown, or is hidden at the end: it is in no file until somebody says so, and it is asked about."""

import pytest

from app.workshop.commands import (
    Close,
    Conceal,
    ReopenStep,
    Reveal,
    RevealSome,
    SettleUnshown,
    Spotlight,
    Undo,
)
from app.workshop.method import Rest
from app.workshop.parts.desk import DeskUnshown, UnshownLine
from app.workshop.people import Actor
from app.workshop.visible import visible
from tests.workshop.meetings import Meeting
from tests.workshop.plenum import in_files, plenum, wall


def unshown(meeting: Meeting) -> list[tuple[str, int, bool]] | None:
    part = visible(meeting.room, "desk").get("unshown")
    return [(line.collection, line.count, line.left) for line in part.collections] if part else None  # type: ignore[attr-defined]  # the part of this id


def test_what_was_shown_stays_in_files_when_the_workshop_ends_at_a_step_that_nobody_sees() -> None:
    meeting, _ = plenum()
    meeting.go("write", 2)
    meeting.say("Dette blir vanskelig", by=Actor("participant", "person-000"))
    meeting.ask(Close(id=meeting.new_id()))
    assert not meeting.room.revealed
    assert "Det vi har sammen" not in wall(meeting)
    assert "Det vi har sammen" in in_files(meeting)
    assert "Dette blir vanskelig" not in in_files(meeting)


def test_what_was_hidden_is_in_no_file_either_until_it_is_shown_again() -> None:
    meeting, _ = plenum()
    meeting.ask(Conceal(id=meeting.new_id()))
    meeting.go("write", 2)
    assert "Det vi har sammen" not in in_files(meeting)
    assert ("shared", 1, False) in (unshown(meeting) or [])
    meeting.ask(Close(id=meeting.new_id(), hidden="files"))
    assert "Det vi har sammen" in in_files(meeting)
    assert "Det vi har sammen" not in wall(meeting)


def test_what_was_hidden_by_hand_comes_back_by_no_step_but_by_show() -> None:
    meeting, _ = plenum()
    meeting.ask(Conceal(id=meeting.new_id()))
    at = meeting.room.step or 0
    for step in range(at + 1, len(meeting.method.steps)):
        meeting.go_to(step)
        assert "Det vi har sammen" not in wall(meeting), f"at step {step + 1}"
        assert "Det vi har sammen" not in in_files(meeting), f"at step {step + 1}"
    meeting.go_to(at)
    assert "Det vi har sammen" not in wall(meeting), "nor by going back"
    meeting.ask(Reveal(id=meeting.new_id()))
    assert "Det vi har sammen" in wall(meeting)


def test_what_a_dark_wall_has_not_shown_does_not_count_as_shown() -> None:
    meeting, _ = plenum()
    meeting.ask(Conceal(id=meeting.new_id()))
    opened = meeting.room.opened
    for step in range((meeting.room.step or 0) + 1, len(meeting.method.steps)):
        meeting.go_to(step)
        assert {*meeting.room.opened} <= {*opened}, f"at step {step + 1}"


def hidden_at_the_end() -> Meeting:
    """At its last step: a table's idea has been shown and is hidden now; what somebody wrote alone never was."""
    meeting, _ = plenum()
    meeting.go_to(len(meeting.method.steps) - 1)
    meeting.ask(Conceal(id=meeting.new_id()))
    return meeting


def in_no_file(meeting: Meeting) -> dict[str, tuple[int, bool, bool]]:
    part = visible(meeting.room, "desk").get("unshown")
    lines: tuple[UnshownLine, ...] = part.collections if isinstance(part, DeskUnshown) else ()
    return {line.collection: (line.count, line.hidden, line.left) for line in lines}


def test_what_was_shown_and_is_hidden_now_is_told_apart_from_what_never_was() -> None:
    meeting = hidden_at_the_end()
    assert in_no_file(meeting) == {"shared": (1, True, False), "ideas": (1, False, False)}


def test_to_leave_out_what_was_never_shown_leaves_nothing_else_out() -> None:
    meeting = hidden_at_the_end()
    meeting.ask(SettleUnshown(id=meeting.new_id(), rest="left"))
    assert in_no_file(meeting) == {"shared": (1, True, False), "ideas": (1, False, True)}
    meeting.ask(Close(id=meeting.new_id(), rest="left"))
    assert in_no_file(meeting)["shared"] == (1, True, False), "it is asked about after the end too"
    meeting.ask(SettleUnshown(id=meeting.new_id(), hidden="wall"))
    assert in_no_file(meeting) == {"ideas": (1, False, True)}
    assert "Det vi har sammen" in wall(meeting)
    assert "Det vi har sammen" in in_files(meeting)
    assert "Bare for meg selv" not in wall(meeting) + in_files(meeting)


@pytest.mark.parametrize(
    ("hidden", "filed", "shown"), [("left", False, False), ("files", True, False), ("wall", True, True)]
)
def test_the_workshop_ends_with_what_was_hidden_shown_again_or_not_as_it_is_said(
    hidden: Rest, filed: bool, shown: bool
) -> None:
    meeting = hidden_at_the_end()
    meeting.ask(Close(id=meeting.new_id(), hidden=hidden, rest="left"))
    told = ("Det vi har sammen" in in_files(meeting), "Det vi har sammen" in wall(meeting))
    assert told == (filed, shown)
    assert in_no_file(meeting).get("shared") == (None if filed else (1, True, True))
    assert "Bare for meg selv" not in wall(meeting) + in_files(meeting)


def test_what_is_left_out_hidden_is_undone_and_settled_no_more_once_it_is_shown() -> None:
    meeting = hidden_at_the_end()
    left = SettleUnshown(id=meeting.new_id(), hidden="left")
    meeting.ask(left)
    assert in_no_file(meeting)["shared"] == (1, True, True)
    meeting.ask(Undo(id=meeting.new_id(), act=left.id))
    assert in_no_file(meeting)["shared"] == (1, True, False)
    meeting.ask(SettleUnshown(id=meeting.new_id(), hidden="left"))
    meeting.ask(Reveal(id=meeting.new_id()))
    meeting.ask(Conceal(id=meeting.new_id()))
    assert in_no_file(meeting)["shared"] == (1, True, False)


def test_where_what_was_hidden_stays_out_nothing_else_comes_into_files() -> None:
    meeting = hidden_at_the_end()
    meeting.ask(Close(id=meeting.new_id(), hidden="left", rest="files"))
    assert in_no_file(meeting) == {"shared": (1, True, True), "ideas": (1, False, True)}


def test_a_theme_of_what_was_never_shown_is_told_nowhere() -> None:
    meeting, _ = plenum()
    meeting.go("write")
    meeting.ask(ReopenStep(id=meeting.new_id(), step=meeting.room.step or 0))
    meeting.theme("Om det private", *(s.id for s in meeting.room.statements.values() if s.into == "ideas"))
    meeting.go_to(len(meeting.method.steps) - 1)
    assert "Det vi har sammen" in wall(meeting)
    assert "Om det private" not in wall(meeting) + in_files(meeting)
    meeting.ask(SettleUnshown(id=meeting.new_id(), rest="wall"))
    assert "Om det private" in wall(meeting)


@pytest.mark.parametrize(
    ("rest", "filed", "shown"), [("left", False, False), ("files", True, False), ("wall", True, True)]
)
def test_at_the_last_step_it_is_said_what_becomes_of_what_was_never_shown(rest: Rest, filed: bool, shown: bool) -> None:
    meeting, _ = plenum()
    meeting.go_to(len(meeting.method.steps) - 1)
    assert "Bare for meg selv" not in wall(meeting) + in_files(meeting)
    assert unshown(meeting) == [("ideas", 1, False)]
    settled = SettleUnshown(id=meeting.new_id(), rest=rest)
    meeting.ask(settled)
    assert ("Bare for meg selv" in in_files(meeting), "Bare for meg selv" in wall(meeting)) == (filed, shown)
    assert unshown(meeting) == (None if filed else [("ideas", 1, True)])
    meeting.ask(Undo(id=meeting.new_id(), act=settled.id))
    assert "Bare for meg selv" not in wall(meeting) + in_files(meeting)
    assert unshown(meeting) == [("ideas", 1, False)]


def test_what_was_settled_cannot_be_undone_into_another_step_and_is_settled_no_more_when_it_is_written_again() -> None:
    meeting, _ = plenum()
    settled = SettleUnshown(id=meeting.new_id(), rest="files")
    meeting.ask(settled)
    assert "Bare for meg selv" in in_files(meeting)
    meeting.go("write")
    assert "Bare for meg selv" in in_files(meeting), "to look at a step changes nothing"
    meeting.ask(ReopenStep(id=meeting.new_id(), step=1))
    assert "Bare for meg selv" not in in_files(meeting)
    assert settled.id not in {act.command for act in meeting.room.acts}


@pytest.mark.parametrize("way", ["all", "one", "large", "not at all"])
def test_what_was_shown_while_it_was_written_and_hidden_again_is_not_said_to_have_been_shown_never(way: str) -> None:
    meeting = Meeting("fremtidsbilde-60")
    (anna,) = meeting.come(1)
    meeting.go("write")
    meeting.say("Vi er ute", by=anna)
    (statement,) = meeting.room.statements
    if way == "all":
        meeting.ask(Reveal(id=meeting.new_id(), anyway=True))
    elif way == "one":
        meeting.ask(RevealSome(id=meeting.new_id(), anyway=True))
    elif way == "large":
        meeting.ask(Spotlight(id=meeting.new_id(), subject=statement, anyway=True))
    meeting.ask(Conceal(id=meeting.new_id()))
    part = visible(meeting.room, "desk").get("unshown")
    assert isinstance(part, DeskUnshown)
    assert [(line.count, line.seen, line.readers) for line in part.collections] == [(1, way != "not at all", "")]


def test_to_show_what_is_shown_already_changes_nothing() -> None:
    meeting, _ = plenum()
    assert not meeting.ask(Reveal(id=meeting.new_id()))


def test_the_desk_says_who_was_to_read_it_before_the_wall_as_the_authors_were_told() -> None:
    meeting, _ = plenum()
    part = visible(meeting.room, "desk").get("unshown")
    assert isinstance(part, DeskUnshown)
    assert {line.collection: line.readers for line in part.collections} == {"ideas": "table"}
