"""Votes by example: closed by mistake, begun too early, on themes that go.

What a vote may tell stands in ``test_tally``; over random stories the laws hold it.
"""

from app.export.csv_file import write as write_csv
from app.export.markdown import write as write_markdown
from app.i18n import words
from app.workshop import visible
from app.workshop.commands import (
    CastVote,
    DeleteTheme,
    Hide,
    MergeThemes,
)
from app.workshop.parts import OwnBallot
from app.workshop.summary import summarise
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import START
from tests.workshop.voting import Voting, closed_by_mistake


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
