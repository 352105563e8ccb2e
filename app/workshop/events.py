"""Events: what has happened in a room, in the words that the log keeps.

An event says what is now so, never how it came about; applying one needs nothing but the room before it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.workshop.people import Actor, Language, StakeholderGroup

Standing = Literal["pending", "shown", "hidden", "withdrawn"]
"""Where a statement stands: waiting for approval, fit to be shown, hidden by a facilitator, or taken back."""

Stage = Literal["open", "closed", "archived", "deleted"]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1


class WorkshopConfigured(_Event):
    type: Literal["workshop_configured"] = "workshop_configured"
    title: str
    question: dict[Language, str]
    language: Language
    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...]
    limit: int
    moderation: bool


class StageSet(_Event):
    """``writing``: the workshop was ended while people could write, and can when it is opened again."""

    type: Literal["stage_set"] = "stage_set"
    stage: Stage
    writing: bool = False


class SubmissionsSet(_Event):
    type: Literal["submissions_set"] = "submissions_set"
    open: bool


class RevealSet(_Event):
    type: Literal["reveal_set"] = "reveal_set"
    revealed: bool


class BlankSet(_Event):
    type: Literal["blank_set"] = "blank_set"
    blank: bool


class PauseSet(_Event):
    type: Literal["pause_set"] = "pause_set"
    paused: bool


class ParticipantJoined(_Event):
    type: Literal["participant_joined"] = "participant_joined"
    participant: str
    group: StakeholderGroup
    unit: str


class StatementSaid(_Event):
    type: Literal["statement_said"] = "statement_said"
    statement: str
    author: str
    text: str
    standing: Standing
    rank: float


class StatementEdited(_Event):
    type: Literal["statement_edited"] = "statement_edited"
    statement: str
    text: str


class StatementJudged(_Event):
    """Shown, hidden or set back to waiting by a facilitator."""

    type: Literal["statement_judged"] = "statement_judged"
    statement: str
    standing: Literal["pending", "shown", "hidden"]


class StatementWithdrawn(_Event):
    type: Literal["statement_withdrawn"] = "statement_withdrawn"
    statement: str


class StatementMoved(_Event):
    type: Literal["statement_moved"] = "statement_moved"
    statement: str
    theme: str | None
    rank: float


class ThemeMade(_Event):
    type: Literal["theme_made"] = "theme_made"
    theme: str
    title: str
    rank: float
    vision: str = ""
    signs: tuple[str, ...] = ()


class ThemeRenamed(_Event):
    type: Literal["theme_renamed"] = "theme_renamed"
    theme: str
    title: str


class ThemeDescribed(_Event):
    type: Literal["theme_described"] = "theme_described"
    theme: str
    vision: str
    signs: tuple[str, ...]


class ThemePlaced(_Event):
    type: Literal["theme_placed"] = "theme_placed"
    theme: str
    rank: float


class ThemeDeleted(_Event):
    """Gone, without statements: these have been moved before."""

    type: Literal["theme_deleted"] = "theme_deleted"
    theme: str


DeskEvent = (
    StatementEdited | StatementJudged | StatementMoved
    | ThemeMade | ThemeRenamed | ThemeDescribed | ThemePlaced | ThemeDeleted
)  # fmt: skip
"""What a facilitator does at the desk and can undo."""


class CommandNoted(_Event):
    """A command was carried out and changed nothing. It stands here so that a late resend changes nothing either."""

    type: Literal["command_noted"] = "command_noted"


class ActUndone(_Event):
    """``act`` (a command's id) is undone by these events, in this order."""

    type: Literal["act_undone"] = "act_undone"
    act: str
    events: tuple[Annotated[DeskEvent, Field(discriminator="type")], ...]


Event = (
    WorkshopConfigured | StageSet | SubmissionsSet | RevealSet | BlankSet | PauseSet
    | ParticipantJoined | StatementSaid | StatementWithdrawn | DeskEvent | ActUndone | CommandNoted
)  # fmt: skip

EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event with its place in the log: ``seq`` from 1 without holes, ``n`` its number within its command."""

    seq: int
    command: str
    n: int
    by: Actor
    at: datetime
    event: Annotated[Event, Field(discriminator="type")]


def statement_of(event: Event) -> str | None:
    """The one statement whose words ``event`` may hold, if any (the log keeps it beside the payload, for erasing)."""
    match event:
        case StatementSaid() | StatementEdited():
            return event.statement
        case _:
            return None


def erased(event: Event, statement: str) -> Event:
    """``event`` without any word of ``statement``: an empty shell of the same type."""
    match event:
        case StatementSaid() | StatementEdited() if event.statement == statement:
            return event.model_copy(update={"text": ""})
        case ActUndone():
            nested = tuple(erased(inner, statement) for inner in event.events)
            return event if nested == event.events else event.model_copy(update={"events": nested})
        case _:
            return event
