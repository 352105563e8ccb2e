"""Events: what has happened in a room, in the words that the log keeps.

An event says what is now so, never how it came about; applying one needs nothing but the room before it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.workshop.events.agenda import (
    ClockHeld,
    ClockMoved,
    ClockRun,
    GatheredSet,
    MethodChosen,
    SpotlightSet,
    StepEntered,
    StepReopened,
    Told,
)
from app.workshop.events.happened import Happened
from app.workshop.events.plans import (
    CommitmentJudged,
    CommitmentPut,
    CommitmentTakenBack,
    MilestoneDropped,
    MilestonePut,
    MilestoneTakenBack,
)
from app.workshop.events.running import (
    BlankSet,
    CollectionsSettled,
    PauseSet,
    RevealSet,
    Stage,
    StageSet,
    SubmissionsSet,
    WorkshopConfigured,
)
from app.workshop.events.statements import (
    ParticipantJoined,
    Standing,
    StatementEdited,
    StatementJudged,
    StatementMoved,
    StatementSaid,
    StatementWithdrawn,
)
from app.workshop.events.tables import (
    Home,
    ParticipantLeft,
    Role,
    RolesDrawn,
    SeatTaken,
    SheetsPassed,
    TablesSet,
    TurnPassed,
)
from app.workshop.events.themes import (
    CopyDropped,
    CopyPut,
    HandPlaced,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeNested,
    ThemePlaced,
    ThemeRenamed,
    ThemesLocked,
)
from app.workshop.events.votes import PaperTakenBack, VoteCast, VoteClosed, VoteOpened, VoteReopened
from app.workshop.people import Actor

__all__ = [
    "EVENT",
    "ActUndone",
    "BlankSet",
    "ClockHeld",
    "ClockMoved",
    "ClockRun",
    "CollectionsSettled",
    "CommandNoted",
    "CommitmentJudged",
    "CommitmentPut",
    "CommitmentTakenBack",
    "CopyDropped",
    "CopyPut",
    "DeskEvent",
    "Event",
    "GatheredSet",
    "HandPlaced",
    "Home",
    "MethodChosen",
    "MilestoneDropped",
    "MilestonePut",
    "MilestoneTakenBack",
    "OfAgenda",
    "OfPlans",
    "OfTables",
    "OfVotes",
    "PaperTakenBack",
    "ParticipantJoined",
    "ParticipantLeft",
    "PauseSet",
    "Recorded",
    "RevealSet",
    "Role",
    "RolesDrawn",
    "SeatTaken",
    "SheetsPassed",
    "SpotlightSet",
    "Stage",
    "StageSet",
    "Standing",
    "StatementEdited",
    "StatementJudged",
    "StatementMoved",
    "StatementSaid",
    "StatementWithdrawn",
    "StepEntered",
    "StepReopened",
    "SubmissionsSet",
    "TablesSet",
    "ThemeDeleted",
    "ThemeDescribed",
    "ThemeMade",
    "ThemeNested",
    "ThemePlaced",
    "ThemeRenamed",
    "ThemesLocked",
    "Told",
    "TurnPassed",
    "VoteCast",
    "VoteClosed",
    "VoteOpened",
    "VoteReopened",
    "WorkshopConfigured",
    "erased",
    "taken_back",
    "words_of",
]

DeskEvent = (
    StatementEdited | StatementJudged | StatementMoved
    | ThemeMade | ThemeRenamed | ThemeDescribed | ThemePlaced | ThemeNested | ThemeDeleted | CopyPut | CopyDropped
    | MilestonePut | MilestoneDropped | CommitmentJudged
    | TablesSet | SeatTaken | RolesDrawn | TurnPassed | SheetsPassed | CollectionsSettled | RevealSet
)  # fmt: skip
"""What a facilitator does at the desk and can undo."""


class CommandNoted(Happened):
    """A command was carried out and changed nothing. It stands here so that a late resend changes nothing either."""

    type: Literal["command_noted"] = "command_noted"


class ActUndone(Happened):
    """``act`` (a command's id) is undone by these events, in this order."""

    type: Literal["act_undone"] = "act_undone"
    act: str
    events: tuple[Annotated[DeskEvent, Field(discriminator="type")], ...]


OfAgenda = (
    MethodChosen | StepEntered | StepReopened | ClockRun | ClockHeld | ClockMoved | SpotlightSet | Told | GatheredSet
)  # fmt: skip
OfVotes = VoteOpened | VoteCast | PaperTakenBack | VoteClosed | VoteReopened
OfPlans = (
    MilestonePut | MilestoneDropped | MilestoneTakenBack | CommitmentPut | CommitmentJudged | CommitmentTakenBack
)  # fmt: skip
OfTables = TablesSet | SeatTaken | ParticipantLeft | RolesDrawn | TurnPassed | SheetsPassed

Event = (
    WorkshopConfigured | StageSet | SubmissionsSet | BlankSet | PauseSet
    | ParticipantJoined | StatementSaid | StatementWithdrawn | DeskEvent | ActUndone | CommandNoted
    | ThemesLocked | HandPlaced | OfAgenda | OfVotes | OfPlans | OfTables
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


def words_of(event: Event) -> str | None:
    """What ``event`` may hold the words of: the id of a statement, a milestone or a commitment, which can be erased."""
    match event:
        case StatementSaid() | StatementEdited():
            return event.statement
        case MilestonePut():
            return event.milestone
        case CommitmentPut():
            return event.commitment
        case _:
            return None


def taken_back(event: Event) -> str | None:
    """The id of what this event takes back, whose words are to leave the log."""
    match event:
        case StatementWithdrawn():
            return event.statement
        case MilestoneTakenBack():
            return event.milestone
        case CommitmentTakenBack():
            return event.commitment
        case _:
            return None


def erased(event: Event, whose: str) -> Event:
    """``event`` without any word of what has this id: an empty shell of the same type."""
    match event:
        case StatementSaid() | StatementEdited() if event.statement == whose:
            return event.model_copy(update={"text": ""})
        case MilestonePut() if event.milestone == whose:
            return event.model_copy(update={"text": "", "who": ""})
        case CommitmentPut() if event.commitment == whose:
            return event.model_copy(update={"what": "", "who": "", "when": ""})
        case ActUndone():
            nested = tuple(erased(inner, whose) for inner in event.events)
            return event if nested == event.events else event.model_copy(update={"events": nested})
        case _:
            return event
