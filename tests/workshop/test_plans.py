"""Milestones and commitments: whose words they are, who sees them when, and that taking back is erasing."""

import pytest

from app.realtime.stream import Stream
from app.workshop.commands import (
    Close,
    Conceal,
    DropMilestone,
    JudgePlan,
    MakeTheme,
    PauseWall,
    PlaceMilestone,
    Promise,
    RenameTheme,
    RewordMilestone,
    RewordPromise,
    Spotlight,
    TakeBackPromise,
    Undo,
)
from app.workshop.parts import Audience, OwnMilestone
from app.workshop.touched import all_own_touched, all_touched
from app.workshop.visible import NOBODY, own, visible
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import ANNA


def shown(meeting: Meeting, audience: Audience = "wall") -> str:
    """All that an audience sees, as text."""
    return repr(visible(meeting.room, audience))


class Followed:
    """A screen that is kept up to date by what events are said to touch."""

    def __init__(self, meeting: Meeting, audience: Audience) -> None:
        self.meeting, self.stream, self.at = meeting, Stream(audience, 5), len(meeting.log)
        self.before = meeting.room
        self.stream.publish(meeting.room, NOBODY)

    def now(self) -> str:
        events = [entry.event for entry in self.meeting.log[self.at :]]
        self.stream.mark(all_touched(self.before, events, self.meeting.room))
        self.stream.publish(self.meeting.room, NOBODY)
        self.at, self.before = len(self.meeting.log), self.meeting.room
        return repr(self.stream.parts)


@pytest.fixture
def board() -> Meeting:
    """Backcasting at its board of years."""
    meeting = Meeting("backcasting")
    meeting.go("timeline")
    return meeting


@pytest.fixture
def promising() -> Meeting:
    """The house's own method at its commitments."""
    meeting = Meeting("fremtidsbilde-60")
    meeting.go("commit")
    return meeting


def test_what_a_facilitator_takes_off_the_board_can_still_be_erased_by_its_author(board: Meeting) -> None:
    (anna,) = board.come(1)
    made = board.milestone("2030", "Ord som skal bort", by=anna)
    board.ask(DropMilestone(id=board.new_id(), milestone=made))
    assert "Ord som skal bort" not in shown(board)
    assert "Ord som skal bort" not in shown(board, "desk").replace(repr(board.room.acts), "")
    assert "Ord som skal bort" in repr(own(board.room, anna.id)), "its author still has it, to take it back"
    board.ask(DropMilestone(id=board.new_id(), milestone=made), by=anna)
    assert "Ord som skal bort" not in repr(board.room)


def test_what_is_dropped_comes_back_by_undo(board: Meeting) -> None:
    made = board.milestone("2030", "Kjøkkenet er bygd", by=ANNA)
    board.ask(DropMilestone(id=board.new_id(), milestone=made))
    board.ask(Undo(id=board.new_id(), act=board.room.acts[-1].command))
    assert "Kjøkkenet er bygd" in shown(board)


def test_a_milestone_that_is_voted_on_leaves_the_vote_when_it_is_taken_back(board: Meeting) -> None:
    people = board.come(2)
    made = board.milestone("2030", "Ord som skal bort", by=people[0])
    board.milestone("2035", "Det andre", by=people[1])
    board.go("vote")
    wall, desk = Followed(board, "wall"), Followed(board, "desk")
    assert "Ord som skal bort" in wall.now()
    board.ask(DropMilestone(id=board.new_id(), milestone=made), by=people[0])
    assert "Ord som skal bort" not in wall.now()
    assert "Ord som skal bort" not in desk.now()


def test_an_author_does_not_show_again_what_a_facilitator_has_hidden(board: Meeting, promising: Meeting) -> None:
    (anna,) = board.come(1)
    made = board.milestone("2030", "Noe dumt", by=anna)
    board.ask(JudgePlan(id=board.new_id(), plan=made, shown=False))
    board.ask(RewordMilestone(id=board.new_id(), milestone=made, text="Noe dumt!"), by=anna)
    assert "Noe dumt" not in shown(board)
    (bo,) = promising.come(1)
    promise = promising.promise(bo, "Noe dumt")
    promising.ask(JudgePlan(id=promising.new_id(), plan=promise, shown=False))
    promising.ask(RewordPromise(id=promising.new_id(), commitment=promise, what="Noe dumt!"), by=bo)
    assert "Noe dumt" not in shown(promising)


def test_undo_does_not_bring_an_authors_old_words_back(board: Meeting) -> None:
    (anna,) = board.come(1)
    made = board.milestone("2030", "Første ord", by=anna)
    board.ask(PlaceMilestone(id=board.new_id(), milestone=made, place="2035"))
    act = board.room.acts[-1].command
    board.ask(RewordMilestone(id=board.new_id(), milestone=made, text="Nye ord"), by=anna)
    assert act not in {there.command for there in board.room.acts}
    assert board.room.milestones[made].text == "Nye ord"


def test_an_author_is_shown_their_own_words_beside_those_of_a_facilitator(board: Meeting) -> None:
    (anna,) = board.come(1)
    made = board.milestone("2030", "Egne ord", by=anna)

    def mine() -> tuple[str, str]:
        part = own(board.room, anna.id)[f"own-milestone-{made}"]
        assert isinstance(part, OwnMilestone)
        return part.text, part.wrote

    assert mine() == ("Egne ord", "")
    for text in ("Rettet", "Rettet en gang til"):
        board.ask(RewordMilestone(id=board.new_id(), milestone=made, text=text))
        board.ask(PlaceMilestone(id=board.new_id(), milestone=made, place="2035"))
        board.ask(PlaceMilestone(id=board.new_id(), milestone=made, place="2030"), by=anna)
        assert mine() == (text, "Egne ord")
    assert "Egne ord" not in shown(board)
    board.ask(RewordMilestone(id=board.new_id(), milestone=made, text="Nye egne ord"), by=anna)
    assert mine() == ("Nye egne ord", "")
    board.ask(RewordMilestone(id=board.new_id(), milestone=made, text="Rettet igjen"))
    board.ask(Undo(id=board.new_id(), act=board.room.acts[-1].command))
    assert mine() == ("Nye egne ord", "")
    board.ask(RewordMilestone(id=board.new_id(), milestone=made, text="Rettet igjen"))
    board.ask(DropMilestone(id=board.new_id(), milestone=made))
    assert mine() == ("Rettet igjen", "Nye egne ord")
    board.ask(DropMilestone(id=board.new_id(), milestone=made), by=anna)
    assert "egne ord" not in repr(board.room)


def test_a_frozen_wall_holds_new_plans_and_a_concealed_one_shows_none(board: Meeting, promising: Meeting) -> None:
    people = promising.come(1)
    promising.promise(people[0], "Før vi frøs")
    promising.ask(PauseWall(id=promising.new_id()))
    promising.promise(people[0], "Etter at vi frøs")
    assert "Før vi frøs" in shown(promising)
    assert "Etter at vi frøs" not in shown(promising)
    board.milestone("2030", "Kjøkkenet", by=ANNA)
    assert "Kjøkkenet" in shown(board)
    board.ask(Conceal(id=board.new_id()))
    assert "Kjøkkenet" not in shown(board)


def test_concealing_puts_the_spotlight_out(promising: Meeting) -> None:
    theme = MakeTheme(id=promising.new_id(), title="Trygghet")
    promising.ask(theme)
    promising.ask(Spotlight(id=promising.new_id(), subject=theme.id))
    assert "wall_light" in repr([part.kind for part in visible(promising.room, "wall").values()])
    promising.ask(Conceal(id=promising.new_id()))
    assert "wall_light" not in repr([part.kind for part in visible(promising.room, "wall").values()])


def test_a_theme_that_is_renamed_is_renamed_where_commitments_choose_it(promising: Meeting) -> None:
    theme = MakeTheme(id=promising.new_id(), title="Gammelt navn")
    promising.ask(theme)
    phone = Followed(promising, "phone")
    assert "Gammelt navn" in phone.now()
    promising.ask(RenameTheme(id=promising.new_id(), theme=theme.id, title="Nytt navn"))
    assert "Nytt navn" in phone.now()


def test_taken_back_commitments_make_place_for_others(promising: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.plans.MOST_COMMITMENTS", 3)
    (anna,) = promising.come(1)
    for _ in range(6):
        made = promising.promise(anna, "Det gjør jeg")
        promising.ask(TakeBackPromise(id=promising.new_id(), commitment=made), by=anna)
    promising.ask(Promise(id=promising.new_id(), what="Til slutt"), by=anna)
    assert "Til slutt" in shown(promising)


def test_a_vote_that_is_open_when_the_workshop_ends_is_counted() -> None:
    meeting = Meeting("dot-voting")
    people = meeting.come(6)
    themes = [MakeTheme(id=meeting.new_id(), title=f"Tema {n}") for n in range(2)]
    for theme in themes:
        meeting.ask(theme)
    meeting.go("vote")
    for who in people:
        meeting.vote(who, themes[0].id)
    meeting.ask(Close(id=meeting.new_id()))
    assert meeting.ballot.result is not None
    assert meeting.ballot.result.voters == 6


def test_who_comes_late_to_tables_changes_only_what_their_table_sees() -> None:
    meeting = Meeting("igp")
    meeting.come(12)
    meeting.go("share")
    at = len(meeting.log)
    (late,) = meeting.come(1)
    touched = all_own_touched((entry.event for entry in meeting.log[at:]), meeting.room)
    assert touched is not None
    table = meeting.room.tables[late.id]
    assert set(touched) == {who for who, where in meeting.room.tables.items() if where == table}
