"""Papers by example: on behalf of others, with several votes for one, and by another method."""

from app.workshop import visible
from app.workshop.commands import (
    CastVote,
    ChooseMethod,
    GoTo,
    OpenVote,
    TakeBackPaper,
)
from app.workshop.method import Vote
from app.workshop.parts import PhoneStage
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import ANNA, BO
from tests.workshop.voting import Voting


def test_a_paper_is_taken_back_by_its_name() -> None:
    voting = Voting()
    annas, bos = voting.enter("A"), voting.enter("B", BO)
    assert list(voting.desk.entered) == [(1, annas), (2, bos)]
    voting.ask(TakeBackPaper(id=voting.new_id(), ballot=voting.ballot.id, paper=annas), ANNA)
    assert list(voting.desk.entered) == [(2, bos)]
    again = TakeBackPaper(id=voting.new_id(), ballot=voting.ballot.id, paper=annas)
    assert voting.ask(again) == []
    voting.choose(voting.people[0], "A")
    theirs = TakeBackPaper(id=voting.new_id(), ballot=voting.ballot.id, paper=voting.people[0].id)
    assert voting.reason(theirs) == "nothing_to_undo", "what somebody voted themselves is theirs"


def test_where_several_votes_may_go_to_the_same_there_are_as_many_as_the_method_says() -> None:
    assert Voting("AB", votes=5, several=True).ballot.votes == 5
    assert Voting("AB", votes=5).ballot.votes == 2
    voting = Voting("AB", votes=5, several=True)
    voting.enter("AAABB")
    assert voting.desk.entered


def test_whoever_has_no_votes_left_is_told_what_to_do() -> None:
    voting = Voting()
    options = (voting.themes["A"], voting.themes["B"])
    too_many = CastVote(id=voting.new_id(), ballot=voting.ballot.id, options=options)
    refusal = voting.refused(too_many, voting.people[0])
    assert (refusal.reason, refusal.facts) == ("votes_used", {"limit": 1})
    twice = CastVote(id=voting.new_id(), ballot=voting.ballot.id, options=(options[0], options[0]))
    assert voting.reason(twice, voting.people[0]) == "one_each"


def test_a_vote_that_has_been_held_keeps_what_was_asked() -> None:
    voting = Voting()
    texts = voting.method.steps[1].nb.model_copy(update={"criterion": "Billigst"})
    for fields in ({"nb": texts}, {"votes": 4}, {"several": True}, {"on": "statements"}):
        edited = ChooseMethod(id=voting.new_id(), method=voting.other(**fields))
        assert voting.reason(edited) == "step_begun"
    voting.ask(ChooseMethod(id=voting.new_id(), method=voting.other(minutes=9)))
    assert voting.room.at is not None
    assert voting.room.at.minutes == 9


def test_a_vote_that_was_passed_over_on_nothing_can_still_be_changed() -> None:
    meeting = Meeting("dot-voting")
    meeting.go("vote")
    assert meeting.room.ballot is None
    edited = [step.model_copy(update={"votes": 4} if isinstance(step, Vote) else {}) for step in meeting.method.steps]
    meeting.ask(ChooseMethod(id=meeting.new_id(), method=meeting.method.model_copy(update={"steps": tuple(edited)})))
    for title in "ABCDE":
        meeting.theme(title)
    meeting.ask(OpenVote(id=meeting.new_id()))
    assert meeting.ballot.votes == 4


def test_what_to_do_is_not_asked_any_more_where_a_vote_is_closed() -> None:
    voting = Voting()
    assert _asks(voting)
    for by in voting.people:
        voting.choose(by, "A")
    assert not voting.phone(voting.people[0]).result
    voting.close()
    assert not _asks(voting)
    assert voting.phone(voting.people[0]).result
    voting.open_again()
    assert _asks(voting)
    voting.ask(GoTo(id=voting.new_id(), step=2))
    assert _asks(voting), "the next step says its own"


def _asks(voting: Voting) -> bool:
    stage = visible.visible_part(voting.room, "phone", "stage")
    assert isinstance(stage, PhoneStage)
    return bool(stage.step and stage.step.line)
