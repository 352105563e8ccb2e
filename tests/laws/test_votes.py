"""Votes: nothing of what people choose is told while a vote is open, and afterwards only what a recount tells."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshop import visible, votes
from app.workshop.ballot import Ballot
from app.workshop.commands import CastVote, ChooseMethod, CloseVote, GoTo, ReopenVote, Say
from app.workshop.events import VoteClosed
from app.workshop.parts import DeskBallot, OwnBallot, VoteBar, WallBallot
from app.workshop.people import StakeholderGroup
from app.workshop.room import Room, changed
from app.workshop.summary import VisionSummary, VoteSummary, summarise
from app.workshop.tally import Numbers, Paper, Result, counted
from tests.laws import oracle_run, oracle_values
from tests.laws.faults import assert_caught
from tests.laws.methods import METHODS
from tests.laws.oracle import Heard
from tests.laws.stories import lawful, play, stories, thorough
from tests.laws.story import START, Story
from tests.workshop.rooms import Trial

_GROUPS: tuple[StakeholderGroup, ...] = ("child", "parent", "staff")


def check_open(story: Story) -> None:
    heard = Heard()
    for turn in play(story):
        for entry in turn.recorded:
            heard.hear(entry)
        room, ballot = turn.after, heard.run.ballot
        for part in _ballots(room):
            assert ballot is not None
            assert part.open == ballot.open
            assert part.voted == (ballot.voters if ballot.voters >= 5 else None)
            assert not ballot.open or (part.bars, part.minority, part.uncounted) == ((), (), False)
        for person in room.participants:
            own = visible.own(room, person).get("own-vote")
            if isinstance(own, OwnBallot):
                assert ballot is not None
                there = {choice.option for choice in own.choices}
                assert there <= heard.on_ballot()
                assert list(own.chosen) == [option for option in ballot.says(person) if option in there]
                assert len(own.chosen) <= own.votes == ballot.each


def check_counted(story: Story) -> None:
    heard = Heard()
    for turn in play(story):
        for entry in turn.recorded:
            heard.hear(entry)
        room, ballot = turn.after, heard.run.ballot
        if ballot is not None and not ballot.open:
            for part in _ballots(room):
                _assert_counted(part.bars, ballot, heard.on_ballot())
                assert part.uncounted == ballot.behind
            for own in filter(None, (visible.own(room, person).get("own-vote") for person in room.participants)):
                assert isinstance(own, OwnBallot)
                assert own.uncounted == ballot.behind
                assert not own.result or ballot.stands
        if turn.recorded:
            _assert_summed(summarise(room, START), heard.run)


def _assert_summed(summary: VisionSummary, run: oracle_run.Run) -> None:
    """A file tells of each closed vote that has a result, as far as what was voted on stands in it."""
    there = {
        *(theme.id for theme in summary.themes),
        *(line.id for line in summary.lines),
        *(milestone.id for milestone in summary.milestones),
    }
    ballots = {name: ballot for name, ballot in run.ballots.items() if not ballot.open and ballot.stands}
    assert {vote.id for vote in summary.votes} == {name for name in ballots if there & {*ballots[name].on_result}}
    for vote in summary.votes:
        _assert_counted(_bars(vote), ballots[vote.id], there)
        assert vote.uncounted == ballots[vote.id].behind


def _assert_counted(bars: Sequence[VoteBar], ballot: oracle_values.Ballot, seen: set[str]) -> None:
    """There is a bar for each option of the result that stands, if it may be seen, and it says what a recount says."""
    papers = (ballot.stands or {}).values()
    assert {bar.option for bar in bars} == (set(ballot.on_result) & seen if ballot.stands else set())
    assert [bar.votes for bar in bars] == sorted((bar.votes for bar in bars), reverse=True)
    for bar in bars:
        assert bar.votes == sum(chosen.count(bar.option) for _, chosen in papers)
        for group, people in bar.groups:
            assert people in (None, sum(bar.option in chosen for theirs, chosen in papers if theirs == group))
            assert people is None or people >= 5


def _ballots(room: Room) -> Iterator[DeskBallot | WallBallot]:
    for audience in ("desk", "wall"):
        part = visible.visible_part(room, audience, "ballot")
        if isinstance(part, WallBallot) or (isinstance(part, DeskBallot) and part.ballot):
            yield part


def _bars(vote: VoteSummary) -> tuple[VoteBar, ...]:
    return tuple(
        VoteBar(
            bar.id, bar.label, bar.place, bar.tied, bar.votes, 0.0, tuple((g.group, g.people) for g in bar.by_group)
        )
        for bar in vote.bars
    )


@thorough
@given(stories)
def test_an_open_vote_tells_how_many_have_voted_and_nothing_else(story: Story) -> None:
    check_open(story)


@thorough
@given(stories)
def test_a_closed_vote_tells_what_a_recount_tells(story: Story) -> None:
    check_counted(story)


@st.composite
def large_votes(draw: st.DrawFn) -> tuple[list[tuple[StakeholderGroup, int]], int]:
    """Who votes in a room where groups are large enough to be told: their group and the theme that each chooses."""
    sizes = draw(st.tuples(st.integers(10, 16), st.integers(10, 16), st.integers(0, 7)))
    papers: list[tuple[StakeholderGroup, int]] = [
        (group, draw(st.integers(0, 2))) for group, size in zip(_GROUPS, sizes, strict=True) for _ in range(size)
    ]
    return papers, draw(st.integers(0, 4))


def check_large(vote: tuple[list[tuple[StakeholderGroup, int]], int]) -> None:
    papers, waver = vote
    trial = Trial()
    trial.ask(ChooseMethod(id=trial.new_id(), method=METHODS["short"]))
    trial.ask(GoTo(id=trial.new_id(), step=0))
    people = [trial.join(number, group) for number, (group, _) in enumerate(papers)]
    for number, by in enumerate(people):
        trial.ask(Say(id=trial.new_id(), text=f"Utsagn {number}"), by)
    themes = [trial.theme(title) for title in ("Ute", "Mat", "Tid")]
    trial.ask(GoTo(id=trial.new_id(), step=2))
    ballot = trial.room.ballot
    assert ballot is not None
    for by, (_, chosen) in zip(people, papers, strict=True):
        trial.ask(CastVote(id=trial.new_id(), ballot=ballot.id, options=(themes[chosen],)), by)
    trial.ask(CloseVote(id=trial.new_id(), ballot=ballot.id))
    once = _told(trial.room)
    trial.ask(ReopenVote(id=trial.new_id(), ballot=ballot.id))
    for by, (_, chosen) in list(zip(people, papers, strict=True))[:waver]:
        trial.ask(CastVote(id=trial.new_id(), ballot=ballot.id, options=(themes[(chosen + 1) % 3],)), by)
    trial.ask(CloseVote(id=trial.new_id(), ballot=ballot.id))
    assert _told(trial.room) == once, "that a few have changed their minds shows nowhere"
    heard = Heard(entry for entry in trial.log)
    for bars in once:
        _assert_counted(bars, heard.run.ballots[ballot.id], set(themes))
    says = [part.uncounted for part in _ballots(trial.room)] + [
        vote.uncounted for vote in summarise(trial.room, START).votes
    ]
    assert says == [waver > 0] * 3, "and that it does not show is said"


def _told(room: Room) -> list[tuple[VoteBar, ...]]:
    """What the desk, the wall and the files say of the vote."""
    bars = [part.bars for part in _ballots(room)]
    assert all(theirs == bars[0] for theirs in bars)
    return [bars[0], *(_bars(vote) for vote in summarise(room, START).votes)]


@lawful
@given(large_votes())
def test_a_large_vote_tells_of_groups_what_a_recount_tells_and_no_small_number(
    vote: tuple[list[tuple[StakeholderGroup, int]], int],
) -> None:
    check_large(vote)


def test_numbers_by_group_that_are_not_withheld_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def openly(papers: Sequence[Paper], options: Sequence[str], named: object) -> dict[str, Numbers]:
        return {
            option: tuple((group, sum(p.group == group and option in p.options for p in papers)) for group in _GROUPS)
            for option in options
        }

    monkeypatch.setattr("app.workshop.tally._by_group", openly)
    papers: list[tuple[StakeholderGroup, int]] = [*[("child", n % 3) for n in range(12)], ("staff", 0)]
    with pytest.raises(AssertionError):
        check_large((papers, 0))


def test_bars_while_the_vote_is_open_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def counted_now(ballot: Ballot) -> Result | None:
        return counted(ballot.papers, ballot.options, ())

    monkeypatch.setattr(Ballot, "result", property(counted_now))
    assert_caught(check_open)


def test_few_voters_that_are_told_of_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.desk_tasks.at_least_five", lambda count: count)
    assert_caught(check_open)


def test_somebody_elses_paper_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    own = visible.phone._own_ballot

    def latest(room: Room, participant: str) -> OwnBallot | None:
        part, there = own(room, participant), list(room.ballot.papers.values()) if room.ballot else []
        return part and replace(part, chosen=there[-1].options if there else ())

    monkeypatch.setattr("app.workshop.visible.phone._own_ballot", latest)
    assert_caught(check_open)


def test_bars_that_are_not_there_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.bars", lambda room, ballot: ())
    assert_caught(check_counted)


def test_votes_that_are_missing_in_files_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.summary.votes", lambda room: ())
    assert_caught(check_counted)


def test_saying_nothing_of_votes_that_are_left_out_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = votes.closed

    def silent(room: Room, event: VoteClosed) -> Room:
        after = closed(room, event)
        ballot = replace(after.ballots[event.ballot], uncounted=False)
        return changed(after, ballots={**after.ballots, ballot.id: ballot})

    monkeypatch.setattr("app.workshop.votes.closed", silent)
    assert_caught(check_counted)
    with pytest.raises(AssertionError):
        check_large(([("child", n % 3) for n in range(12)], 3))


def test_votes_for_a_merged_theme_that_are_lost_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.votes.merged", lambda room, event: room)
    assert_caught(check_open)


def test_a_count_that_is_one_too_many_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    bars = visible.shown.bars

    def more(room: Room, ballot: Ballot) -> tuple[VoteBar, ...]:
        return tuple(replace(bar, votes=bar.votes + 1) for bar in bars(room, ballot))

    monkeypatch.setattr("app.workshop.visible.shown.bars", more)
    assert_caught(check_counted)


def test_votes_that_go_on_counting_after_they_were_taken_back_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.votes.taken_back", lambda room, event: room)
    assert_caught(check_open)


def test_a_result_of_few_people_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.tally.LEAST", 1)
    monkeypatch.setattr("app.workshop.tally._few", lambda people: False)
    assert_caught(check_counted)
