"""What a step opens: only what it is about; and nothing that points at few."""

import pytest

from app.workshop.commands import (
    COMMAND,
    AddTime,
    CloseSubmissions,
    CloseVote,
    Command,
    Conceal,
    EndClock,
    HoldClock,
    OpenSubmissions,
    OpenVote,
    PassTurn,
    PauseWall,
    ResumeWall,
    Reveal,
    RevealSome,
    ShareIdea,
    Show,
)
from app.workshop.commands.asked import AskedAt
from app.workshop.decide import decide
from app.workshop.people import Actor
from app.workshop.summary import summarise
from app.workshop.visible import own, visible
from app.workshop.visible.phone import OWN_BALLOT, own_part
from tests.workshop.at_tables import SHARE, TELL, WRITE, Tables
from tests.workshop.meetings import Meeting
from tests.workshop.plenum import in_files, plenum, wall
from tests.workshop.rooms import ANNA, START


def test_a_vote_on_milestones_opens_no_statements() -> None:
    meeting = Meeting("backcasting")
    (anna,) = meeting.come(1)
    meeting.go("write")
    meeting.say("Bare for meg selv", by=anna)
    meeting.go("vote")
    assert "Bare for meg selv" not in wall(meeting)
    assert "Bare for meg selv" not in repr(summarise(meeting.room, START))


def test_to_hide_and_show_gives_back_what_was_shown_and_opens_nothing_more() -> None:
    meeting, _ = plenum()
    before = (meeting.room.opened, wall(meeting), in_files(meeting))
    meeting.ask(Conceal(id=meeting.new_id()))
    assert "Det vi har sammen" not in wall(meeting) + in_files(meeting)
    meeting.ask(Reveal(id=meeting.new_id()))
    assert (meeting.room.opened, wall(meeting)) == before[:2]
    assert "Det vi har sammen" in in_files(meeting)
    assert "Bare for meg selv" not in in_files(meeting)


def test_what_was_shown_by_mistake_in_a_step_that_nobody_sees_is_taken_back_by_hiding_it() -> None:
    meeting, _ = plenum()
    meeting.go("write", 2)
    meeting.say("Dette blir vanskelig", by=Actor("participant", "person-000"))
    before = (meeting.room.opened, meeting.room.rests)
    meeting.ask(Reveal(id=meeting.new_id(), anyway=True))
    assert "Dette blir vanskelig" in wall(meeting)
    meeting.ask(Conceal(id=meeting.new_id()))
    assert (meeting.room.opened, meeting.room.rests) == before
    assert "Dette blir vanskelig" not in wall(meeting) + in_files(meeting)
    assert "Det vi har sammen" in in_files(meeting)
    meeting.go("round", 4)
    assert "Dette blir vanskelig" not in wall(meeting) + in_files(meeting)


def pressed(command: type[AskedAt], meeting: Meeting, at: int) -> Command:
    said = {"anyway": True} if "anyway" in command.model_fields else {}
    kind = command.model_fields["type"].default
    return COMMAND.validate_python({"type": kind, "id": meeting.new_id(), "since": at, **said})


@pytest.mark.parametrize("command", [Reveal, RevealSome, Conceal, EndClock, HoldClock, AddTime])
def test_what_was_pressed_at_another_step_does_nothing(command: type[AskedAt]) -> None:
    meeting, at = plenum()
    meeting.go("write", 2)
    meeting.say("Dette blir vanskelig", by=Actor("participant", "person-000"))
    before = meeting.room
    assert decide(before, pressed(command, meeting, at), ANNA) == ()
    assert decide(before, pressed(command, meeting, -1), ANNA) == ()
    if command is not Conceal:
        assert decide(before, pressed(command, meeting, at + 1), ANNA)


@pytest.mark.parametrize("command", [OpenSubmissions, CloseSubmissions])
def test_writing_is_neither_opened_nor_closed_from_another_step(command: type[AskedAt]) -> None:
    meeting, at = plenum()
    meeting.go("write", 2)
    writing = meeting.room.submissions
    for since in (at, -1):
        assert meeting.reason(pressed(command, meeting, since)) == "step_left"
    assert meeting.room.submissions == writing
    meeting.ask(pressed(command, meeting, at + 1))
    assert meeting.room.submissions == (command is OpenSubmissions)


def test_looking_back_opens_nothing() -> None:
    meeting, _ = plenum()
    meeting.go("write")
    for asked in (Reveal(id=meeting.new_id()), RevealSome(id=meeting.new_id())):
        assert meeting.reason(asked) == "step_finished"
    meeting.go_to(len(meeting.method.steps) - 1)
    assert "Det vi har sammen" in wall(meeting)
    assert "ideas" not in meeting.room.opened


def test_the_desk_says_which_cards_are_on_the_wall_where_only_some_are_and_phones_what_comes_next() -> None:
    meeting = Meeting("igp")
    (anna,) = meeting.come(1)
    meeting.go("write")
    first, second = meeting.say("Den ene", by=anna), meeting.say("Den andre", by=anna)
    meeting.ask(RevealSome(id=meeting.new_id(), statements=(first,), anyway=True))
    desk = visible(meeting.room, "desk")
    assert (desk[f"card-{first}"].on_wall, desk[f"card-{second}"].on_wall) == (True, False)  # type: ignore[attr-defined]  # the part of this id
    assert desk["agenda"].waits == 1  # type: ignore[attr-defined]  # the part of this id
    assert not visible(meeting.room, "phone")["stage"].at_once  # type: ignore[attr-defined]  # the part of this id
    meeting.ask(Reveal(id=meeting.new_id(), anyway=True))
    assert visible(meeting.room, "desk")[f"card-{second}"].on_wall is None  # type: ignore[attr-defined]  # the part of this id
    assert visible(meeting.room, "phone")["stage"].at_once  # type: ignore[attr-defined]  # the part of this id


def test_what_was_written_before_the_method_is_not_opened_by_showing_one_statement_later() -> None:
    meeting = Meeting("fremtidsbilde-60")
    (anna,) = meeting.come(1)
    meeting.open()
    before = meeting.say("Skrevet før metoden", by=anna)
    meeting.go("write")
    meeting.say("Skrevet i steget", by=anna)
    meeting.ask(RevealSome(id=meeting.new_id(), anyway=True))
    assert "Skrevet i steget" in wall(meeting)
    assert "Skrevet før metoden" not in repr(summarise(meeting.room, START))
    assert before in meeting.room.statements


def test_what_tables_have_told_of_never_says_which_group_it_is_from_also_when_all_is_shown() -> None:
    trial = Tables(WRITE, SHARE, {**TELL, "of": "ideas"}, people=20, begin=1)
    for by in trial.people:
        trial.write_at(by, by.id)
    assert trial.room.named_groups
    trial.go_to(1)
    trial.go_to(2)
    tables = len(trial.room.seats)
    for table in (*range(1, tables + 1), 0):
        cards = [part for part in visible(trial.room, "wall").values() if part.kind == "wall_card"]
        assert len(cards) == (len(trial.people) if table == 0 else len(trial.at(table)))
        assert {part.group for part in cards} == {None}, table  # type: ignore[attr-defined]  # the part of this id
        trial.turn(0)


def test_of_one_two_four_all_the_wall_and_files_show_what_fours_agreed_on_and_nothing_of_what_one_wrote_alone() -> None:
    meeting = Meeting("one-two-four-all")
    people = meeting.come(8)
    meeting.go("write")
    for who in people:
        meeting.say("Bare for meg selv", by=who)
    for step in range(1, 4):
        meeting.go_to(step)
    for table, seats in meeting.room.seats.items():
        agreed = ShareIdea(id=meeting.new_id(), text=f"Enige ved bord {table}")
        meeting.ask(agreed, Actor(role="participant", id=seats[0]))
    meeting.go("round")
    for _ in range(3):
        told = wall(meeting) + repr(summarise(meeting.room, START))
        assert "Enige ved bord" in told
        assert "Bare for meg selv" not in told
        meeting.ask(PassTurn(id=meeting.new_id(), table=0, since=meeting.room.turns.get(0, 0)))


def test_where_all_look_at_the_wall_no_phone_says_whose_turn_it_is() -> None:
    for method, step in (("fremtidsbilde-60", 2), ("future-we-want", 2), ("dot-voting", 2)):
        meeting = Meeting(method)
        (anna, *_) = meeting.come(6)
        meeting.go("write") if method != "dot-voting" else None
        meeting.say("Det er 2040", by=anna)
        meeting.go_to(step)
        assert "own-seat" not in own(meeting.room, anna.id)
        if method != "dot-voting":
            assert "Det er 2040" in wall(meeting)


def test_what_a_held_wall_does_not_show_cannot_be_voted_for_until_it_does() -> None:
    meeting = Meeting("brainwriting")
    (anna,) = meeting.come(1)
    meeting.go("write")
    meeting.say("Alltid der", by=anna)
    again = meeting.say("Skjult en stund", by=anna)
    meeting.go("vote")
    meeting.ask(PauseWall(id=meeting.new_id()))
    meeting.hide(again)
    meeting.ask(Show(id=meeting.new_id(), statements=(again,)))
    asked = repr(own_part(meeting.room, anna.id, OWN_BALLOT))
    assert "Alltid der" in asked
    assert "Skjult en stund" not in asked
    meeting.ask(ResumeWall(id=meeting.new_id()))
    assert "Skjult en stund" in repr(own_part(meeting.room, anna.id, OWN_BALLOT))


def test_what_came_of_a_vote_stays_in_the_file_when_a_step_follows_that_opens_nothing() -> None:
    meeting = Meeting("dot-voting")
    people = meeting.come(6)
    meeting.go("vote")
    theme = meeting.theme("Trygge venner")
    meeting.ask(OpenVote(id=meeting.new_id()))
    for by in people:
        meeting.vote(by, theme)
    meeting.ask(CloseVote(id=meeting.new_id(), ballot=meeting.ballot.id))
    meeting.go("brief", 2)
    assert [bar.label for vote in summarise(meeting.room, START).votes for bar in vote.bars] == ["Trygge venner"]
