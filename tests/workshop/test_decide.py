"""Who may ask for what: the whole table, and what a refusal leaves behind."""

from typing import get_args

import pytest
from pydantic import ValidationError

from app.workshop.commands import COMMAND, Command
from app.workshop.decide import decide, may
from app.workshop.people import SYSTEM, Actor, Role
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from tests.workshop.rooms import ANNA, Trial, person

RIGHTS: dict[str, set[Role]] = {
    "create": {"system"},
    "configure": {"facilitator"},
    "join": {"participant"},
    "say": {"participant"},
    "edit": {"participant", "facilitator"},
    "withdraw": {"participant"},
    "open_submissions": {"facilitator"},
    "close_submissions": {"facilitator"},
    "reveal": {"facilitator"},
    "conceal": {"facilitator"},
    "settle_unshown": {"facilitator"},
    "blank": {"facilitator"},
    "unblank": {"facilitator"},
    "pause_wall": {"facilitator"},
    "resume_wall": {"facilitator"},
    "hide": {"facilitator"},
    "show": {"facilitator"},
    "make_theme": {"facilitator"},
    "rename_theme": {"facilitator"},
    "describe_theme": {"facilitator"},
    "place_theme": {"facilitator"},
    "merge_themes": {"facilitator"},
    "delete_theme": {"facilitator"},
    "move": {"facilitator"},
    "undo": {"facilitator"},
    "close": {"facilitator"},
    "reopen": {"facilitator"},
    "archive": {"facilitator"},
    "delete": {"facilitator"},
    "restore": {"facilitator"},
    "nest_theme": {"facilitator"},
    "lock_themes": {"facilitator"},
    "copy_statement": {"facilitator"},
    "drop_copy": {"facilitator"},
    "follow_hands": {"facilitator"},
    "sort": {"participant"},
    "reveal_some": {"facilitator"},
    "choose_method": {"facilitator"},
    "go_to": {"facilitator"},
    "reopen_step": {"facilitator"},
    "run_clock": {"facilitator"},
    "hold_clock": {"facilitator"},
    "add_time": {"facilitator"},
    "end_clock": {"facilitator"},
    "spotlight": {"facilitator"},
    "tell": {"facilitator"},
    "gather": {"facilitator"},
    "cast_for": {"facilitator"},
    "take_back_paper": {"facilitator"},
    "close_vote": {"facilitator"},
    "reopen_vote": {"facilitator"},
    "judge_plan": {"facilitator"},
    "cast_vote": {"participant"},
    "promise": {"participant"},
    "reword_promise": {"participant"},
    "take_back_promise": {"participant"},
    "add_milestone": {"participant", "facilitator"},
    "place_milestone": {"participant", "facilitator"},
    "reword_milestone": {"participant", "facilitator"},
    "drop_milestone": {"participant", "facilitator"},
    "open_vote": {"facilitator"},
    "set_tables": {"facilitator"},
    "clear_tables": {"facilitator"},
    "merge_tables": {"facilitator"},
    "rotate_tables": {"facilitator"},
    "draw_roles": {"facilitator"},
    "move_seat": {"facilitator"},
    "empty_seat": {"facilitator"},
    "leave": {"participant"},
    "sit": {"participant"},
    "share_idea": {"participant"},
    "pass_turn": {"participant", "facilitator"},
}
"""Who may give each command. A new command is put in by hand, after some thought."""

ACTORS: dict[Role, Actor] = {"participant": person(0), "facilitator": ANNA, "system": SYSTEM}

_FIELDS: dict[str, dict[str, object]] = {
    "create": {"title": "T", "question": {"nb": "?"}, "language": "nb", "groups": ["child"]},
    "configure": {"title": "T", "question": {"nb": "?"}, "language": "nb", "groups": ["child"]},
    "join": {"group": "child"},
    "say": {"text": "hei"},
    "edit": {"statement": "statement-1", "text": "hei"},
    "withdraw": {"statement": "statement-1"},
    "hide": {"statements": ["statement-1"]},
    "show": {"statements": ["statement-1"]},
    "make_theme": {"title": "T"},
    "rename_theme": {"theme": "theme-0001", "title": "T"},
    "describe_theme": {"theme": "theme-0001"},
    "place_theme": {"theme": "theme-0001"},
    "merge_themes": {"theme": "theme-0001", "into": "theme-0002"},
    "delete_theme": {"theme": "theme-0001"},
    "move": {"statements": ["statement-1"]},
    "undo": {"act": "command-1"},
    "choose_method": {"method": None},
    "nest_theme": {"theme": "theme-0001"},
    "lock_themes": {"locked": True},
    "copy_statement": {"statement": "statement-1", "to": "theme-0001"},
    "drop_copy": {"copy_id": "copy-0001"},
    "sort": {"statement": "statement-1"},
    "go_to": {"step": 0},
    "reopen_step": {"step": 0},
    "cast_vote": {"ballot": "ballot-01", "options": []},
    "cast_for": {"ballot": "ballot-01", "options": ["option-01"]},
    "take_back_paper": {"ballot": "ballot-01", "paper": "paper-001"},
    "close_vote": {"ballot": "ballot-01"},
    "reopen_vote": {"ballot": "ballot-01"},
    "promise": {"what": "hei"},
    "reword_promise": {"commitment": "promise-1", "what": "hei"},
    "take_back_promise": {"commitment": "promise-1"},
    "add_milestone": {"text": "hei", "place": "2030"},
    "place_milestone": {"milestone": "milestone-1", "place": "2030"},
    "reword_milestone": {"milestone": "milestone-1", "text": "hei"},
    "drop_milestone": {"milestone": "milestone-1"},
    "judge_plan": {"plan": "milestone-1", "shown": True},
    "settle_unshown": {"rest": "files"},
    "merge_tables": {"size": 4},
    "move_seat": {"table": 1, "seat": 1, "to": 2},
    "empty_seat": {"table": 1, "seat": 1},
    "sit": {"table": 1},
    "pass_turn": {"table": 1, "since": 0},
    "share_idea": {"text": "hei"},
}


def command(kind: str, **more: object) -> Command:
    return COMMAND.validate_python({"type": kind, "id": "command-x", **_FIELDS.get(kind, {}), **more})


def test_the_table_has_every_command_there_is() -> None:
    assert set(RIGHTS) == {kind.model_fields["type"].default for kind in get_args(Command)}


@pytest.mark.parametrize("role", ACTORS)
@pytest.mark.parametrize("kind", RIGHTS)
def test_each_role_may_ask_for_what_the_table_says_and_nothing_else(kind: str, role: Role) -> None:
    allowed = role in RIGHTS[kind]
    assert may(role, command(kind)) is allowed
    try:
        decide(Trial().room, command(kind), ACTORS[role])
        reason = None
    except Refusal as refusal:
        reason = refusal.reason
    assert (reason == "not_allowed") is not allowed


@pytest.mark.parametrize(("kind", "role"), [(kind, role) for kind in RIGHTS for role in sorted(RIGHTS[kind])])
def test_a_deleted_workshop_can_be_restored_and_ones_own_words_erased_and_nothing_else(kind: str, role: Role) -> None:
    erasing = kind in ("withdraw", "take_back_promise", "drop_milestone") and role == "participant"
    if erasing or kind in ("create", "restore"):
        return
    with pytest.raises(Refusal, match="workshop_gone"):
        decide(Room(seq=9, stage="deleted"), command(kind), ACTORS[role])


def test_the_same_question_to_the_same_room_has_the_same_answer() -> None:
    trial = Trial()
    trial.say_all("en", "to")
    make = command("make_theme", statements=list(trial.room.statements))
    assert decide(trial.room, make, ANNA) == decide(trial.room, make, ANNA)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "shout", "id": "command-1"},
        {"type": "say", "id": "command-1", "text": "hei", "as": "someone"},
        {"type": "say", "id": "short", "text": "hei"},
        {"type": "say", "id": "not an id!", "text": "hei"},
        {"type": "say", "id": "x" * 41, "text": "hei"},
        {"type": "say", "id": "command-1"},
        {"type": "say", "id": "command-1", "text": "hei", "v": 2},
        {"type": "hide", "id": "command-1", "statements": []},
        {"type": "hide", "id": "command-1", "statements": ["statement-1"] * 501},
        {"type": "join", "id": "command-1", "group": "wizard"},
        {"id": "command-1"},
    ],
)
def test_what_is_no_command_of_ours_is_not_understood(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        COMMAND.validate_python(wrong)


def test_refusals_with_the_same_facts_are_the_same() -> None:
    assert Refusal("too_long", limit=2) == Refusal("too_long", limit=2)
    assert Refusal("too_long", limit=2) != Refusal("too_long", limit=3)
    assert hash(Refusal("empty")) == hash(Refusal("empty"))
