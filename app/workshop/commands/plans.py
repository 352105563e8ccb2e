"""Commands on the way back from 2040: milestones and commitments."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.workshop.commands.asked import Asked, Id

Place = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}|h[123])$")]
"""Where on the board: a year, or one of the three horizons."""


class AddMilestone(Asked):
    """Put something on the board. ``statement``: the statement that it is, where it is one."""

    type: Literal["add_milestone"] = "add_milestone"
    text: str = ""
    place: Place
    who: str = ""
    statement: Id | None = None


class PlaceMilestone(Asked):
    """Move it to another year or horizon."""

    type: Literal["place_milestone"] = "place_milestone"
    milestone: Id
    place: Place


class RewordMilestone(Asked):
    type: Literal["reword_milestone"] = "reword_milestone"
    milestone: Id
    text: str
    who: str = ""


class DropMilestone(Asked):
    """Take it off the board; whoever put it there themselves erases its words."""

    type: Literal["drop_milestone"] = "drop_milestone"
    milestone: Id


class Promise(Asked):
    """Say what one does oneself, alone or with others: a commitment. ``serves``: the theme that it serves."""

    type: Literal["promise"] = "promise"
    what: str
    who: str = ""
    when: str = ""
    serves: Id | None = None


class RewordPromise(Asked):
    type: Literal["reword_promise"] = "reword_promise"
    commitment: Id
    what: str
    who: str = ""
    when: str = ""
    serves: Id | None = None


class TakeBackPromise(Asked):
    """Take one's own commitment back: its words leave the log too."""

    type: Literal["take_back_promise"] = "take_back_promise"
    commitment: Id


class JudgePlan(Asked):
    """Hide a milestone or a commitment, or show it; ``also``: further ones, in the same go."""

    type: Literal["judge_plan"] = "judge_plan"
    plan: Id
    shown: bool
    also: Annotated[tuple[Id, ...], Field(max_length=500)] = ()
