"""Votes in a vision summary: closed ones, exactly as their result may be told."""

from collections.abc import Iterator

from app.workshop.ballot import Ballot
from app.workshop.method import Vote
from app.workshop.room import Room
from app.workshop.summary.opened import option_opened
from app.workshop.summary.values import BarSummary, GroupVoters, VoteSummary
from app.workshop.tally import Result


def votes(room: Room) -> tuple[VoteSummary, ...]:
    """The votes of a room in the order in which they were held; none that is open, or has no result."""
    told = ((ballot, ballot.result) for ballot in room.ballots.values() if room.revealed)
    made = (_vote(room, ballot, result) for ballot, result in told if result is not None)
    return tuple(vote for vote in made if vote.bars)


def _vote(room: Room, ballot: Ballot, result: Result) -> VoteSummary:
    step = _step(room, ballot)
    texts = None if step is None else {"nb": step.nb, "nn": step.nn, "en": step.en}[room.language]
    return VoteSummary(
        id=ballot.id,
        title=texts.title if texts else "",
        criterion=texts.criterion if texts else "",
        on=ballot.on,
        votes=ballot.votes,
        several=ballot.several,
        voters=result.voters,
        proxies=result.proxies,
        bars=tuple(_bars(room, result)),
        uncounted=ballot.uncounted,
        minority=tuple(label for option in result.minority if (label := option_opened(room, option)) is not None),
    )


def _bars(room: Room, result: Result) -> Iterator[BarSummary]:
    for bar in result.bars:
        label = option_opened(room, bar.option)
        if label is not None:
            yield BarSummary(
                id=bar.option,
                label=label,
                place=bar.place,
                tied=bar.tied,
                votes=bar.votes,
                people=bar.voters,
                by_group=tuple(GroupVoters(group=group, people=people) for group, people in bar.by_group),
            )


def _step(room: Room, ballot: Ballot) -> Vote | None:
    steps = room.method.steps if room.method else ()
    step = steps[ballot.step] if ballot.step is not None and ballot.step < len(steps) else None
    return step if isinstance(step, Vote) else None
