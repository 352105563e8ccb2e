"""Votes by example: closed by mistake, begun too early, on themes that go, on behalf of others, and by another method.

What a vote may tell stands in ``test_tally``; over random stories the laws hold it.
"""

from app.export.csv_file import write as write_csv
from app.export.markdown import write as write_markdown
from app.i18n import words
from app.workshop import visible
from app.workshop.commands import (
    CastFor,
    CastVote,
    ChooseMethod,
    CloseVote,
    DeleteTheme,
    GoTo,
    Hide,
    MergeThemes,
    OpenVote,
    ReopenVote,
    TakeBackPaper,
)
from app.workshop.method import Method, Vote
from app.workshop.parts import DeskBallot, OwnBallot, PhoneStage, WallBallot
from app.workshop.people import Actor
from app.workshop.summary import VoteSummary, summarise
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import ANNA, BO, START


class Voting(Meeting):
    """A vote on themes that has been opened, with people who may vote."""

    def __init__(self, titles: str = "ABC", people: int = 5, *, several: bool = False, votes: int | None = 1) -> None:
        super().__init__("dot-voting")
        self.method = self.other(several=several, votes=votes)
        self.ask(ChooseMethod(id=self.new_id(), method=self.method))
        self.people = self.come(people)
        self.themes = {title: self.theme(title) for title in titles}
        self.go("vote")

    def other(self, **fields: object) -> Method:
        """The same method with another vote."""
        steps = [step.model_copy(update=fields) if isinstance(step, Vote) else step for step in self.method.steps]
        return self.method.model_copy(update={"steps": tuple(steps)})

    def choose(self, by: Actor, titles: str) -> None:
        self.vote(by, *(self.themes[title] for title in titles))

    def enter(self, titles: str, by: Actor = ANNA) -> str:
        """Vote for somebody without a phone; the paper's id."""
        options = tuple(self.themes[title] for title in titles)
        entered = CastFor(id=self.new_id(), ballot=self.ballot.id, options=options)
        self.ask(entered, by)
        return entered.id

    def close(self) -> None:
        self.ask(CloseVote(id=self.new_id(), ballot=self.ballot.id))

    def open_again(self) -> None:
        self.ask(ReopenVote(id=self.new_id(), ballot=self.ballot.id))

    def back_and_forth(self, *titles: str) -> None:
        """Leave the vote, make themes, and come back; where it was closed, open it again."""
        self.go("brief")
        self.themes |= {title: self.theme(title) for title in titles}
        self.go("vote")
        if not self.ballot.open:
            self.open_again()

    @property
    def bars(self) -> dict[str, int]:
        """What the wall says."""
        return {bar.label: bar.votes for bar in self.wall.bars}

    @property
    def wall(self) -> WallBallot:
        part = visible.visible_part(self.room, "wall", "ballot")
        assert isinstance(part, WallBallot)
        return part

    @property
    def desk(self) -> DeskBallot:
        part = visible.visible_part(self.room, "desk", "ballot")
        assert isinstance(part, DeskBallot)
        return part

    def phone(self, by: Actor) -> OwnBallot:
        part = visible.own(self.room, by.id)["own-vote"]
        assert isinstance(part, OwnBallot)
        return part

    def chosen(self, by: Actor) -> str:
        """What somebody's phone says that they have chosen."""
        titles = {option: title for title, option in self.themes.items()}
        return "".join(titles[option] for option in self.phone(by).chosen)

    @property
    def told(self) -> VoteSummary:
        """What files are written from."""
        (vote,) = summarise(self.room, START).votes
        return vote


def closed_by_mistake() -> Voting:
    """Five have voted, the vote is closed and opened again, and four more vote."""
    voting = Voting(people=9)
    for by in voting.people[:5]:
        voting.choose(by, "A" if by in voting.people[:3] else "B")
    voting.close()
    assert not voting.desk.uncounted
    voting.open_again()
    for by in voting.people[5:]:
        voting.choose(by, "B")
    voting.close()
    return voting


def test_votes_that_came_after_the_result_are_said_to_be_missing_everywhere() -> None:
    voting = closed_by_mistake()
    assert voting.bars == {"A": 3, "B": 2, "C": 0}, "the difference would tell what four people chose"
    assert voting.wall.uncounted
    assert voting.desk.uncounted
    assert all(voting.phone(by).uncounted for by in voting.people)
    assert voting.told.uncounted
    summary = summarise(voting.room, START)
    assert "noen av stemmene som kom da" in write_markdown(summary, words("nb")).decode()
    assert "noen er ikke med i dette resultatet" in write_csv(summary, words("nb"), table="votes").decode("utf-8-sig")


def test_nothing_is_said_to_be_missing_once_all_is_counted_or_as_it_was() -> None:
    voting = closed_by_mistake()
    voting.open_again()
    assert not voting.wall.uncounted
    voting.choose(voting.people[0], "B")
    voting.close()
    assert not voting.wall.uncounted, "five have voted otherwise by now"
    assert voting.bars == {"A": 2, "B": 7, "C": 0}
    voting.open_again()
    voting.choose(voting.people[0], "A")
    voting.choose(voting.people[0], "B")
    voting.close()
    assert not voting.told.uncounted
    assert "stemmene som kom da" not in write_markdown(summarise(voting.room, START), words("nb")).decode()


def test_a_vote_that_was_begun_too_early_is_opened_again_on_all_that_is_there() -> None:
    voting = Voting("AB", votes=None)
    assert (len(voting.ballot.options), voting.ballot.votes) == (2, 1)
    voting.back_and_forth(*"CDEFGHI")
    assert [choice.label for choice in voting.desk.choices] == list("ABCDEFGHI")
    assert voting.ballot.votes == 3
    voting.choose(voting.people[0], "CDI")
    assert voting.chosen(voting.people[0]) == "CDI"


def test_what_nobody_has_voted_on_yet_is_replaced_by_what_is_there_now() -> None:
    voting = Voting("ABCDE", votes=None)
    voting.choose(voting.people[0], "A")
    voting.choose(voting.people[0], "")
    voting.go("brief")
    voting.ask(DeleteTheme(id=voting.new_id(), theme=voting.themes["E"]))
    voting.go("vote")
    assert (voting.ballot.options, voting.ballot.votes) == (tuple(voting.themes[t] for t in "ABCD"), 1)


def test_papers_stay_when_options_come_and_nobody_has_fewer_votes_than_before() -> None:
    voting = Voting("ABCDE", votes=None)
    for by in voting.people:
        voting.choose(by, "AB")
    voting.ask(DeleteTheme(id=voting.new_id(), theme=voting.themes["E"]))
    voting.back_and_forth("F")
    assert [choice.label for choice in voting.desk.choices] == list("ABCDF")
    assert voting.ballot.votes == 2
    assert voting.chosen(voting.people[0]) == "AB"
    voting.close()
    assert voting.bars == {"A": 5, "B": 5, "C": 0, "D": 0, "F": 0}
    assert [(bar.label, bar.place, bar.tied) for bar in voting.wall.bars][2:] == [(title, 3, True) for title in "CDF"]
    assert not voting.wall.uncounted


def test_an_option_that_came_after_the_result_has_no_votes_in_it_or_is_not_told_of() -> None:
    voting = Voting("AB", people=7)
    for by in voting.people[:5]:
        voting.choose(by, "A")
    voting.close()
    voting.back_and_forth("C")
    voting.close()
    assert (voting.bars, voting.wall.uncounted) == ({"A": 5, "B": 0, "C": 0}, False)
    voting.open_again()
    voting.choose(voting.people[5], "C")
    voting.close()
    assert (voting.bars["A"], voting.wall.uncounted) == (5, True)


def test_a_deleted_theme_gives_the_vote_for_it_back() -> None:
    voting = Voting(votes=2)
    anna = voting.people[0]
    voting.choose(anna, "AB")
    voting.ask(DeleteTheme(id=voting.new_id(), theme=voting.themes["A"]))
    assert voting.chosen(anna) == "B"
    voting.choose(anna, "BC")
    voting.choose(anna, "ABC")
    assert voting.chosen(anna) == "BC", "an old page may still send what has gone"
    only_gone = CastVote(id=voting.new_id(), ballot=voting.ballot.id, options=(voting.themes["A"],))
    assert voting.reason(only_gone, anna) == "unknown_option"
    voting.undo()
    assert voting.chosen(anna) == "BC"


def test_a_hidden_statement_gives_the_vote_for_it_back() -> None:
    meeting = Meeting("brainwriting")
    meeting.go("write")
    one, other = meeting.say_all("Ute", "Inne")
    meeting.go("vote")
    by = meeting.come(1)[0]
    meeting.vote(by, one)
    meeting.ask(Hide(id=meeting.new_id(), statements=(one,)))
    part = visible.own(meeting.room, by.id)["own-vote"]
    assert isinstance(part, OwnBallot)
    assert part.chosen == ()
    meeting.vote(by, other)
    assert meeting.ballot.papers[by.id].options == (other,)


def merge(voting: Voting, theme: str, into: str) -> None:
    voting.ask(MergeThemes(id=voting.new_id(), theme=voting.themes[theme], into=voting.themes[into]))


def test_votes_for_a_merged_theme_count_for_the_one_that_it_went_into() -> None:
    voting = Voting(votes=2)
    for by, titles in zip(voting.people, ["A", "AB", "B", "C", "AC"], strict=True):
        voting.choose(by, titles)
    merge(voting, "A", "B")
    assert [voting.chosen(by) for by in voting.people] == ["B", "B", "B", "C", "BC"]
    voting.choose(voting.people[1], "AC")
    assert voting.chosen(voting.people[1]) == "BC", "an old page may still send the merged one"
    voting.close()
    assert voting.bars == {"B": 4, "C": 3}


def test_merging_is_undone_with_the_votes() -> None:
    voting = Voting(votes=1)
    for by, titles in zip(voting.people, "AABBC", strict=True):
        voting.choose(by, titles)
    merge(voting, "A", "B")
    merge(voting, "B", "C")
    assert [voting.chosen(by) for by in voting.people] == list("CCCCC")
    voting.undo()
    assert [voting.chosen(by) for by in voting.people] == list("BBBBC")
    voting.undo()
    voting.close()
    assert voting.bars == {"A": 2, "B": 2, "C": 1}


def test_several_votes_for_merged_themes_add_up() -> None:
    voting = Voting(votes=3, several=True)
    voting.choose(voting.people[0], "AAB")
    merge(voting, "A", "B")
    assert voting.chosen(voting.people[0]) == "BBB"


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
