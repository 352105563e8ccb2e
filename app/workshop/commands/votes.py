"""Commands of a vote."""

from typing import Annotated, Literal

from pydantic import Field

from app.workshop.commands.asked import Asked, Id
from app.workshop.people import StakeholderGroup

Paper = Annotated[tuple[Id, ...], Field(max_length=20)]
"""What one person votes for; the same option several times where that is allowed."""


class OpenVote(Asked):
    """Open the vote of the step, where there was nothing to vote on when it was entered."""

    type: Literal["open_vote"] = "open_vote"


class CastVote(Asked):
    """Vote. Who votes again replaces what they voted before."""

    type: Literal["cast_vote"] = "cast_vote"
    ballot: Id
    options: Paper


class CastFor(Asked):
    """Vote on behalf of somebody without a phone; counted with the others, and marked."""

    type: Literal["cast_for"] = "cast_for"
    ballot: Id
    options: Paper
    group: StakeholderGroup | None = None


class TakeBackPaper(Asked):
    """Take back what was voted on somebody's behalf. ``paper``: the id of the command that entered it."""

    type: Literal["take_back_paper"] = "take_back_paper"
    ballot: Id
    paper: Id


class CloseVote(Asked):
    """End the vote, and show what came of it."""

    type: Literal["close_vote"] = "close_vote"
    ballot: Id


class ReopenVote(Asked):
    type: Literal["reopen_vote"] = "reopen_vote"
    ballot: Id
