"""Commands that run a method: its steps, its clock, and what all are to look at."""

from typing import Annotated, Literal

from pydantic import Field

from app.workshop.commands.asked import Asked, AskedAt, Id
from app.workshop.method import Method


class ChooseMethod(Asked):
    """Run the workshop by a method, or with None without one. What has been begun stays as it was."""

    type: Literal["choose_method"] = "choose_method"
    method: Method | None


class GoTo(AskedAt):
    """Go to a step, by number from 0, and finish those before it."""

    type: Literal["go_to"] = "go_to"
    step: Annotated[int, Field(ge=0)]


class ReopenStep(Asked):
    """Let a finished step that the room is at be worked on again."""

    type: Literal["reopen_step"] = "reopen_step"
    step: Annotated[int, Field(ge=0)]


class RunClock(AskedAt):
    """Let the step's time run, or run on."""

    type: Literal["run_clock"] = "run_clock"


class HoldClock(AskedAt):
    type: Literal["hold_clock"] = "hold_clock"


class AddTime(AskedAt):
    """More time, or with a negative number less."""

    type: Literal["add_time"] = "add_time"
    seconds: Annotated[int, Field(ge=-3600, le=3600)] = 60


class EndClock(AskedAt):
    """Let the time be up."""

    type: Literal["end_clock"] = "end_clock"


class Spotlight(Asked):
    """Show one statement or theme large on the wall; None: all again. ``anyway``: also a statement not revealed yet."""

    type: Literal["spotlight"] = "spotlight"
    subject: Id | None = None
    anyway: bool = False


class Tell(Asked):
    """Say something on all phones and on the wall, until it is said otherwise; empty: no more."""

    type: Literal["tell"] = "tell"
    text: str = ""


class Gather(Asked):
    """Ask everyone to look up at the wall, or let them go back to their phones."""

    type: Literal["gather"] = "gather"
    on: bool = True
