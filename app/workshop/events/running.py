"""Events of running a workshop."""

from typing import Literal

from app.workshop.events.happened import Happened
from app.workshop.method import Rest
from app.workshop.people import Language, StakeholderGroup

Stage = Literal["open", "closed", "archived", "deleted"]


class WorkshopConfigured(Happened):
    type: Literal["workshop_configured"] = "workshop_configured"
    title: str
    question: dict[Language, str]
    language: Language
    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...]
    limit: int
    moderation: bool


class StageSet(Happened):
    """``writing``: the workshop was ended while people could write, and can when it is opened again."""

    type: Literal["stage_set"] = "stage_set"
    stage: Stage
    writing: bool = False


class SubmissionsSet(Happened):
    type: Literal["submissions_set"] = "submissions_set"
    open: bool


class RevealSet(Happened):
    """``opened``: the collections that are shown while ``revealed``; ``singled``: statements shown besides.

    ``rests``: the wall shows nothing, as in a step that nobody sees, and what is opened stays so.
    """

    type: Literal["reveal_set"] = "reveal_set"
    revealed: bool
    opened: tuple[str, ...] = ("",)
    singled: tuple[str, ...] = ()
    rests: bool = False


class CollectionsSettled(Happened):
    """What becomes of collections that no step has opened, of all for which it has been said.

    ``left``: they are in no file; ``files``: in files alone; ``wall``: opened like any other. ``hidden``: the same, of
    all that was opened and had been hidden again.
    """

    type: Literal["collections_settled"] = "collections_settled"
    settled: dict[str, Rest]
    hidden: Rest | None = None


class BlankSet(Happened):
    type: Literal["blank_set"] = "blank_set"
    blank: bool


class PauseSet(Happened):
    type: Literal["pause_set"] = "pause_set"
    paused: bool
