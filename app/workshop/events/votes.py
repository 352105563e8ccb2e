"""Events of votes."""

from typing import Literal

from app.workshop.events.happened import Happened
from app.workshop.people import StakeholderGroup


class VoteOpened(Happened):
    """``step``: the step that it belongs to, if any; ``of``: the collection that is voted on."""

    type: Literal["vote_opened"] = "vote_opened"
    ballot: str
    step: int | None
    on: Literal["themes", "statements", "milestones"]
    of: str | None
    options: tuple[str, ...]
    votes: int
    several: bool


class VoteCast(Happened):
    """``voter``'s paper, in place of an earlier one. ``proxy``: given by a facilitator for somebody of ``group``."""

    type: Literal["vote_cast"] = "vote_cast"
    ballot: str
    voter: str
    options: tuple[str, ...]
    proxy: bool = False
    group: StakeholderGroup | None = None


class PaperTakenBack(Happened):
    type: Literal["paper_taken_back"] = "paper_taken_back"
    ballot: str
    voter: str


class VoteClosed(Happened):
    type: Literal["vote_closed"] = "vote_closed"
    ballot: str


class VoteReopened(Happened):
    """``options``: all that can be chosen from now on, and ``votes`` how many each has; left out: as before."""

    type: Literal["vote_reopened"] = "vote_reopened"
    ballot: str
    options: tuple[str, ...] = ()
    votes: int | None = None
