"""Commands: the closed vocabulary of what people may ask a room to do.

Every command carries ``id``, made by the client and unique in its room for the room's whole life: a resend gets the
first answer again. Unknown types and unknown fields are refused.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from app.workshop.commands.agenda import (
    AddTime,
    ChooseMethod,
    EndClock,
    Gather,
    GoTo,
    HoldClock,
    ReopenStep,
    RunClock,
    Spotlight,
    Tell,
)
from app.workshop.commands.asked import ID, Id, Ids
from app.workshop.commands.plans import (
    AddMilestone,
    DropMilestone,
    JudgePlan,
    PlaceMilestone,
    Promise,
    RewordMilestone,
    RewordPromise,
    TakeBackPromise,
)
from app.workshop.commands.running import (
    Archive,
    Blank,
    Close,
    CloseSubmissions,
    Conceal,
    Configure,
    Create,
    Delete,
    OpenSubmissions,
    PauseWall,
    Reopen,
    Restore,
    ResumeWall,
    Reveal,
    RevealSome,
    SettleUnshown,
    Unblank,
    Undo,
)
from app.workshop.commands.statements import Edit, Hide, Join, Say, Show, Withdraw
from app.workshop.commands.tables import (
    ClearTables,
    DrawRoles,
    EmptySeat,
    Leave,
    MergeTables,
    MoveSeat,
    PassTurn,
    RotateTables,
    SetTables,
    ShareIdea,
    Sit,
)
from app.workshop.commands.themes import (
    CopyStatement,
    DeleteTheme,
    DescribeTheme,
    DropCopy,
    FollowHands,
    LockThemes,
    MakeTheme,
    MergeThemes,
    Move,
    NestTheme,
    PlaceTheme,
    RenameTheme,
    Sort,
)
from app.workshop.commands.votes import CastFor, CastVote, CloseVote, OpenVote, ReopenVote, TakeBackPaper

__all__ = [
    "COMMAND",
    "ID",
    "AddMilestone",
    "AddTime",
    "Archive",
    "Blank",
    "CastFor",
    "CastVote",
    "ChooseMethod",
    "ClearTables",
    "Close",
    "CloseSubmissions",
    "CloseVote",
    "Command",
    "Conceal",
    "Configure",
    "CopyStatement",
    "Create",
    "Delete",
    "DeleteTheme",
    "DescribeTheme",
    "DrawRoles",
    "DropCopy",
    "DropMilestone",
    "Edit",
    "EmptySeat",
    "EndClock",
    "FollowHands",
    "Gather",
    "GoTo",
    "Hide",
    "HoldClock",
    "Id",
    "Ids",
    "Join",
    "JudgePlan",
    "Leave",
    "LockThemes",
    "MakeTheme",
    "MergeTables",
    "MergeThemes",
    "Move",
    "MoveSeat",
    "NestTheme",
    "OfAgenda",
    "OfPlans",
    "OfStatements",
    "OfTables",
    "OfThemes",
    "OfVotes",
    "OpenSubmissions",
    "OpenVote",
    "PassTurn",
    "PauseWall",
    "PlaceMilestone",
    "PlaceTheme",
    "Promise",
    "RenameTheme",
    "Reopen",
    "ReopenStep",
    "ReopenVote",
    "Restore",
    "ResumeWall",
    "Reveal",
    "RevealSome",
    "RewordMilestone",
    "RewordPromise",
    "RotateTables",
    "RunClock",
    "Say",
    "SetTables",
    "SettleUnshown",
    "ShareIdea",
    "Show",
    "Sit",
    "Sort",
    "Spotlight",
    "TakeBackPaper",
    "TakeBackPromise",
    "Tell",
    "Unblank",
    "Undo",
    "Withdraw",
]

Running = (
    Create | Configure | OpenSubmissions | CloseSubmissions | Reveal | RevealSome | Conceal | SettleUnshown
    | Blank | Unblank | PauseWall | ResumeWall | Undo | Close | Reopen | Archive | Delete | Restore
)  # fmt: skip
OfStatements = Join | Say | Edit | Withdraw | Hide | Show
OfThemes = (
    MakeTheme | RenameTheme | DescribeTheme | PlaceTheme | MergeThemes | DeleteTheme | Move
    | NestTheme | LockThemes | CopyStatement | DropCopy | Sort | FollowHands
)  # fmt: skip
OfAgenda = (
    ChooseMethod | GoTo | ReopenStep | RunClock | HoldClock | AddTime | EndClock | Spotlight | Tell | Gather
)  # fmt: skip
OfVotes = OpenVote | CastVote | CastFor | TakeBackPaper | CloseVote | ReopenVote
OfPlans = (
    AddMilestone | PlaceMilestone | RewordMilestone | DropMilestone
    | Promise | RewordPromise | TakeBackPromise | JudgePlan
)  # fmt: skip
OfTables = (
    SetTables | ClearTables | MergeTables | RotateTables | DrawRoles | MoveSeat | EmptySeat
    | Sit | Leave | PassTurn | ShareIdea
)  # fmt: skip

Command = Running | OfStatements | OfThemes | OfAgenda | OfVotes | OfPlans | OfTables

COMMAND: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="type")])
"""Parses and validates one command; raises pydantic's ``ValidationError``."""
