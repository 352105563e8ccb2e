"""Commands that put statements together."""

from typing import Annotated, Literal

from pydantic import Field

from app.workshop.commands.asked import Asked, Id, Ids


class MakeTheme(Asked):
    """Make a theme; with ``statements``, out of these. ``alone``: the pile of what stands by itself."""

    type: Literal["make_theme"] = "make_theme"
    title: str
    statements: Annotated[tuple[Id, ...], Field(max_length=500)] = ()
    alone: bool = False


class RenameTheme(Asked):
    type: Literal["rename_theme"] = "rename_theme"
    theme: Id
    title: str


class DescribeTheme(Asked):
    """Give a theme its vision sentence and its signs, one sign a line."""

    type: Literal["describe_theme"] = "describe_theme"
    theme: Id
    vision: str = ""
    signs: str = ""


class PlaceTheme(Asked):
    """Put a theme before another one, or last."""

    type: Literal["place_theme"] = "place_theme"
    theme: Id
    before: Id | None = None


class MergeThemes(Asked):
    type: Literal["merge_themes"] = "merge_themes"
    theme: Id
    into: Id


class DeleteTheme(Asked):
    """Delete a theme; its statements go back to the pile."""

    type: Literal["delete_theme"] = "delete_theme"
    theme: Id


class Move(Asked):
    """Put statements into a theme, or with ``to=None`` on the pile; before another statement there, or last."""

    type: Literal["move"] = "move"
    statements: Ids
    to: Id | None = None
    before: Id | None = None


class NestTheme(Asked):
    """Put a theme within another one, or with None back among the others."""

    type: Literal["nest_theme"] = "nest_theme"
    theme: Id
    under: Id | None = None


class LockThemes(Asked):
    """Let statements and themes stay where they are, or be moved again."""

    type: Literal["lock_themes"] = "lock_themes"
    locked: bool


class CopyStatement(Asked):
    """Let a statement stand in a second theme as well."""

    type: Literal["copy_statement"] = "copy_statement"
    statement: Id
    to: Id


class DropCopy(Asked):
    type: Literal["drop_copy"] = "drop_copy"
    copy_id: Id


class Sort(Asked):
    """Say as a participant where a statement belongs; None: no idea."""

    type: Literal["sort"] = "sort"
    statement: Id
    to: Id | None = None


class FollowHands(Asked):
    """Put the statements where most hands agree into their themes."""

    type: Literal["follow_hands"] = "follow_hands"
