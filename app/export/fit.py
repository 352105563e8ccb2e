"""The last gate before a file: hidden words and small numbers stay inside, whoever built the summary."""

from app.workshop.summary import BarSummary, GroupCount, GroupVoters, UnitCount, VisionSummary, VoteSummary
from app.workshop.suppression import LEAST, at_least_five

_WORDS = ("collections", "themes", "ungrouped", "votes", "milestones", "commitments")


def fit_to_leave(summary: VisionSummary) -> VisionSummary:
    """Return ``summary`` without words while these are not revealed, and with no number of fewer than five people."""
    kept = {
        "groups": tuple(GroupCount(group=row.group, people=_large(row.people)) for row in summary.groups),
        "units": tuple(UnitCount(unit=row.unit, people=_large(row.people)) for row in summary.units),
        "votes": tuple(_vote(vote) for vote in summary.votes if vote.voters >= LEAST),
    }
    return summary.model_copy(update=kept if summary.revealed else {**kept, **dict.fromkeys(_WORDS, ())})


def _vote(vote: VoteSummary) -> VoteSummary:
    few = vote.proxies is not None and (0 < vote.proxies < LEAST or 0 < vote.voters - vote.proxies < LEAST)
    bars = tuple(_bar(bar) for bar in vote.bars)
    return vote.model_copy(update={"bars": bars, "proxies": None if few else vote.proxies})


def _bar(bar: BarSummary) -> BarSummary:
    by_group = tuple(GroupVoters(group=row.group, people=_large(row.people)) for row in bar.by_group)
    return bar.model_copy(update={"by_group": by_group})


def _large(people: int | None) -> int | None:
    return None if people is None else at_least_five(people)
