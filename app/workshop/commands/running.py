"""Commands that run a workshop: its choices, its switches, its stages."""

from typing import Annotated, Literal

from pydantic import Field

from app.workshop.commands.asked import Asked, AskedAt, Id
from app.workshop.method import Method, Rest
from app.workshop.people import Language, StakeholderGroup


class Create(Asked):
    """Make the workshop itself: the first command of every room. ``method``: what it is run by, if any."""

    type: Literal["create"] = "create"
    title: str
    question: dict[Language, str]
    language: Language
    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...] = Field(default=(), max_length=500)
    limit: Annotated[int, Field(ge=20, le=2000)] = 280
    moderation: bool = False
    method: Method | None = None


class Configure(Asked):
    """Change what was chosen at creation. Groups and units can be added to, never taken from those who have joined."""

    type: Literal["configure"] = "configure"
    title: str
    question: dict[Language, str]
    language: Language
    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...] = Field(default=(), max_length=500)
    limit: Annotated[int, Field(ge=20, le=2000)] = 280
    moderation: bool = False


class OpenSubmissions(AskedAt):
    """Open writing; refused where the room has gone on since, as what would open is another step."""

    type: Literal["open_submissions"] = "open_submissions"


class CloseSubmissions(AskedAt):
    """Close writing; refused where the room has gone on since."""

    type: Literal["close_submissions"] = "close_submissions"


class Reveal(AskedAt):
    """Let the wall show what has been written for the step, and is still to come, with what was opened before.

    ``anyway``: also what people were told that only others than all would see.
    """

    type: Literal["reveal"] = "reveal"
    anyway: bool = False


class RevealSome(AskedAt):
    """Show some statements before the others: these, or a table's, or with neither the next one in no order.

    ``anyway``: also what people were told that only others than all would see.
    """

    type: Literal["reveal_some"] = "reveal_some"
    statements: Annotated[tuple[Id, ...], Field(max_length=500)] = ()
    table: int | None = None
    anyway: bool = False


class Conceal(AskedAt):
    """Take what is shown off the wall again, and out of files."""

    type: Literal["conceal"] = "conceal"


class SettleUnshown(AskedAt):
    """Say what becomes of what is in no file: ``left`` out, in ``files`` alone, or on the ``wall`` too.

    ``rest``: what was never shown; ``hidden``: what was, and has been hidden again.
    """

    type: Literal["settle_unshown"] = "settle_unshown"
    rest: Rest | None = None
    hidden: Rest | None = None


class Blank(Asked):
    """Make the wall dark at once."""

    type: Literal["blank"] = "blank"


class Unblank(Asked):
    type: Literal["unblank"] = "unblank"


class PauseWall(Asked):
    """Hold the wall: statements that come now wait until it is resumed. What is hidden or withdrawn still leaves."""

    type: Literal["pause_wall"] = "pause_wall"


class ResumeWall(Asked):
    type: Literal["resume_wall"] = "resume_wall"


class Undo(Asked):
    """Undo the latest act, named so that nobody undoes what came in between by mistake."""

    type: Literal["undo"] = "undo"
    act: Id


class Close(AskedAt):
    """End the workshop: no more statements; participants are thanked. ``rest`` and ``hidden`` as of what is settled."""

    type: Literal["close"] = "close"
    rest: Rest | None = None
    hidden: Rest | None = None


class Reopen(Asked):
    type: Literal["reopen"] = "reopen"


class Archive(Asked):
    type: Literal["archive"] = "archive"


class Delete(Asked):
    """Put the workshop away for everybody. ``restore`` brings it back."""

    type: Literal["delete"] = "delete"


class Restore(Asked):
    type: Literal["restore"] = "restore"
