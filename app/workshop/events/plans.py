"""Events on the way back from 2040."""

from typing import Literal

from app.workshop.events.happened import Happened


class MilestonePut(Happened):
    """A milestone as it now is. ``author``: the participant who put it there; ``source``: the statement that it is.

    ``waits``: it is not shown yet, as somebody is to read it first.
    """

    type: Literal["milestone_put"] = "milestone_put"
    milestone: str
    text: str
    place: str
    who: str
    author: str | None
    rank: float
    source: str | None
    shown: bool = True
    waits: bool = False


class MilestoneDropped(Happened):
    type: Literal["milestone_dropped"] = "milestone_dropped"
    milestone: str


class MilestoneTakenBack(Happened):
    """Its author has erased its words."""

    type: Literal["milestone_taken_back"] = "milestone_taken_back"
    milestone: str


class CommitmentPut(Happened):
    """A commitment as it now is, new or changed. ``waits``: as of a milestone."""

    type: Literal["commitment_put"] = "commitment_put"
    commitment: str
    author: str
    what: str
    who: str
    when: str
    serves: str | None
    shown: bool = True
    waits: bool = False


class CommitmentJudged(Happened):
    type: Literal["commitment_judged"] = "commitment_judged"
    commitment: str
    shown: bool
    waits: bool = False


class CommitmentTakenBack(Happened):
    """Its words have left the log."""

    type: Literal["commitment_taken_back"] = "commitment_taken_back"
    commitment: str
