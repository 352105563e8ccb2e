"""Commands: the closed vocabulary of what people may ask a room to do.

Every command carries ``id``, made by the client and unique in its room for the room's whole life: a resend gets the
first answer again. Unknown types and unknown fields are refused.
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from app.workshop.people import Language, StakeholderGroup

ID = re.compile(r"[A-Za-z0-9_-]{8,40}")
Id = Annotated[str, StringConstraints(pattern=rf"^{ID.pattern}$")]
"""An id that a client made: 8 to 40 of A-Z a-z 0-9 _ -. A new statement or theme takes its command's id."""

Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=500)]


class _Command(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    id: Id


class Create(_Command):
    """Make the workshop itself: the first command of every room."""

    type: Literal["create"] = "create"
    title: str
    question: dict[Language, str]
    language: Language
    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...] = Field(default=(), max_length=500)
    limit: Annotated[int, Field(ge=20, le=2000)] = 280
    moderation: bool = False


class Configure(_Command):
    """Change what was chosen at creation. Groups and units can be added to, never taken from those who have joined."""

    type: Literal["configure"] = "configure"
    title: str
    question: dict[Language, str]
    language: Language
    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...] = Field(default=(), max_length=500)
    limit: Annotated[int, Field(ge=20, le=2000)] = 280
    moderation: bool = False


class Join(_Command):
    """Take part as one of the workshop's groups, and of one of its units where it has any."""

    type: Literal["join"] = "join"
    group: StakeholderGroup
    unit: str = ""


class Say(_Command):
    """Send one statement."""

    type: Literal["say"] = "say"
    text: str


class Edit(_Command):
    """Change the words of one's own statement, or, as a facilitator, mend anybody's typing error with trace."""

    type: Literal["edit"] = "edit"
    statement: Id
    text: str


class Withdraw(_Command):
    """Take one's own statement back: its words leave the log too."""

    type: Literal["withdraw"] = "withdraw"
    statement: Id


class OpenSubmissions(_Command):
    type: Literal["open_submissions"] = "open_submissions"


class CloseSubmissions(_Command):
    type: Literal["close_submissions"] = "close_submissions"


class Reveal(_Command):
    """Let the wall show what has been written, and what is still to come."""

    type: Literal["reveal"] = "reveal"


class Conceal(_Command):
    type: Literal["conceal"] = "conceal"


class Blank(_Command):
    """Make the wall dark at once."""

    type: Literal["blank"] = "blank"


class Unblank(_Command):
    type: Literal["unblank"] = "unblank"


class PauseWall(_Command):
    """Hold the wall: statements that come now wait until it is resumed. What is hidden or withdrawn still leaves."""

    type: Literal["pause_wall"] = "pause_wall"


class ResumeWall(_Command):
    type: Literal["resume_wall"] = "resume_wall"


class Hide(_Command):
    type: Literal["hide"] = "hide"
    statements: Ids


class Show(_Command):
    """Show hidden statements again, or approve waiting ones."""

    type: Literal["show"] = "show"
    statements: Ids


class MakeTheme(_Command):
    """Make a theme; with ``statements``, out of these."""

    type: Literal["make_theme"] = "make_theme"
    title: str
    statements: Annotated[tuple[Id, ...], Field(max_length=500)] = ()


class RenameTheme(_Command):
    type: Literal["rename_theme"] = "rename_theme"
    theme: Id
    title: str


class DescribeTheme(_Command):
    """Give a theme its vision sentence and its signs, one sign a line."""

    type: Literal["describe_theme"] = "describe_theme"
    theme: Id
    vision: str = ""
    signs: str = ""


class PlaceTheme(_Command):
    """Put a theme before another one, or last."""

    type: Literal["place_theme"] = "place_theme"
    theme: Id
    before: Id | None = None


class MergeThemes(_Command):
    type: Literal["merge_themes"] = "merge_themes"
    theme: Id
    into: Id


class DeleteTheme(_Command):
    """Delete a theme; its statements go back to the pile."""

    type: Literal["delete_theme"] = "delete_theme"
    theme: Id


class Move(_Command):
    """Put statements into a theme, or with ``to=None`` on the pile; before another statement there, or last."""

    type: Literal["move"] = "move"
    statements: Ids
    to: Id | None = None
    before: Id | None = None


class Undo(_Command):
    """Undo the latest act, named so that nobody undoes what came in between by mistake."""

    type: Literal["undo"] = "undo"
    act: Id


class Close(_Command):
    """End the workshop: no more statements; participants are thanked."""

    type: Literal["close"] = "close"


class Reopen(_Command):
    type: Literal["reopen"] = "reopen"


class Archive(_Command):
    type: Literal["archive"] = "archive"


class Delete(_Command):
    """Put the workshop away for everybody. ``restore`` brings it back."""

    type: Literal["delete"] = "delete"


class Restore(_Command):
    type: Literal["restore"] = "restore"


Command = (
    Create | Configure | Join | Say | Edit | Withdraw
    | OpenSubmissions | CloseSubmissions | Reveal | Conceal | Blank | Unblank | PauseWall | ResumeWall
    | Hide | Show | MakeTheme | RenameTheme | DescribeTheme | PlaceTheme | MergeThemes | DeleteTheme | Move | Undo
    | Close | Reopen | Archive | Delete | Restore
)  # fmt: skip

COMMAND: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="type")])
"""Parses and validates one command; raises pydantic's ``ValidationError``."""
