"""Votes: nothing of what people choose is told while a vote is open, and afterwards only what a recount tells."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshop import visible
from app.workshop.ballot import Ballot
from app.workshop.commands import CastVote, ChooseMethod, CloseVote, GoTo, ReopenVote, Say
from app.workshop.parts import DeskBallot, OwnBallot, VoteBar, WallBallot
from app.workshop.people import StakeholderGroup
from app.workshop.room import Room
from app.workshop.summary import VoteSummary, summarise
from app.workshop.tally import Numbers, Paper, Result, counted
from tests.laws import oracle_run
from tests.laws.faults import assert_caught
from tests.laws.methods import METHODS
from tests.laws.oracle import Heard
from tests.laws.stories import lawful, play, stories, thorough
from tests.laws.story import START, Story
from tests.workshop.rooms import Trial

_GROUPS: tuple[StakeholderGroup, ...] = ("child", "parent", "staff")

Closed = dict[str, list[oracle_run.Ballot]]
"""All votes as they stood each time that they were closed."""


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
            assert not ballot.open or (part.bars, part.minority) == ((), ())
        for person in room.participants:
            own = visible.own(room, person).get("own-vote")
            if isinstance(own, OwnBallot):
                assert ballot is not None
                assert own.chosen == ballot.papers.get(person, ())
                assert {choice.option for choice in own.choices} <= heard.on_ballot()


def check_counted(story: Story) -> None:
    heard, closed = Heard(), Closed()
    for turn in play(story):
        for entry in turn.recorded:
            heard.hear(entry)
            if entry.event.type == "vote_closed":
                there = heard.run.ballots[entry.event.ballot]
                closed.setdefault(entry.event.ballot, []).append(
                    replace(there, papers=dict(there.papers), group=dict(there.group))
                )
        room = turn.after
        if room.ballot is not None and not room.ballot.open:
            for part in _ballots(room):
                _assert_counted(part.bars, closed[room.ballot.id])
                assert room.ballot.result is None or len(part.bars) <= len(room.ballot.options)
        for vote in summarise(room, START).votes if turn.recorded else ():
            assert not heard.run.ballots[vote.id].open
            _assert_counted(_bars(vote), closed[vote.id])


def _assert_counted(bars: Sequence[VoteBar], closed: list[oracle_run.Ballot]) -> None:
    """These are of one of the countings: the first one always, a later one where many have changed their minds."""
    assert not bars or any(_is_count(bars, ballot) for ballot in closed)
    if bars and len(closed) == 1:
        assert closed[0].voters >= 5


def _is_count(bars: Sequence[VoteBar], ballot: oracle_run.Ballot) -> bool:
    by_group = ((bar.option, group, people) for bar in bars for group, people in bar.groups if people is not None)
    return (
        ballot.voters >= 5
        and all(bar.votes == ballot.votes(bar.option) for bar in bars)
        and [bar.votes for bar in bars] == sorted((bar.votes for bar in bars), reverse=True)
        and all(people >= 5 and people == ballot.people(option, group) for option, group, people in by_group)
    )


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
    if not waver:
        for bars in once:
            _assert_counted(bars, [heard.run.ballots[ballot.id]])


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
    monkeypatch.setattr("app.workshop.visible.desk.at_least_five", lambda count: count)
    assert_caught(check_open)


def test_somebody_elses_paper_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    own = visible.phone._own_ballot

    def latest(room: Room, participant: str) -> OwnBallot | None:
        part, there = own(room, participant), list(room.ballot.papers.values()) if room.ballot else []
        return part and replace(part, chosen=there[-1].options if there else ())

    monkeypatch.setattr("app.workshop.visible.phone._own_ballot", latest)
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
