"""Events of a method that is run: its steps, its clock, and what all look at."""

from typing import Literal

from app.workshop.events.happened import Happened
from app.workshop.method import Method


class MethodChosen(Happened):
    """The whole method stands here, so that a file that is changed later changes no past."""

    type: Literal["method_chosen"] = "method_chosen"
    method: Method | None


class StepEntered(Happened):
    """The room is at this step, by number from 0. ``finished``: those that are by that; None: the one it was at."""

    type: Literal["step_entered"] = "step_entered"
    step: int
    finished: tuple[int, ...] | None = None


class StepReopened(Happened):
    type: Literal["step_reopened"] = "step_reopened"
    step: int


class ClockRun(Happened):
    """The clock runs, with so many seconds left from the moment that this was recorded."""

    type: Literal["clock_run"] = "clock_run"
    seconds: float


class ClockHeld(Happened):
    """The clock stands still, with what was left."""

    type: Literal["clock_held"] = "clock_held"


class ClockMoved(Happened):
    """So many seconds more, or less, are left."""

    type: Literal["clock_moved"] = "clock_moved"
    seconds: int


class SpotlightSet(Happened):
    """The statement or theme that the wall shows large, if any."""

    type: Literal["spotlight_set"] = "spotlight_set"
    what: str | None


class Told(Happened):
    """What the facilitator says to all; empty: nothing."""

    type: Literal["told"] = "told"
    text: str


class GatheredSet(Happened):
    """Whether everyone is asked to look up at the wall."""

    type: Literal["gathered_set"] = "gathered_set"
    on: bool
