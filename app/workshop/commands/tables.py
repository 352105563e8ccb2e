"""Commands about tables: who sits where, whose turn it is, and what a table has in common."""

from typing import Annotated, Literal

from pydantic import Field

from app.workshop.commands.asked import Asked, Id

Number = Annotated[int, Field(ge=1, le=200)]


class SetTables(Asked):
    """Spread everyone over so many tables, or over tables of about so many; mixed, so that groups meet."""

    type: Literal["set_tables"] = "set_tables"
    number: Number | None = None
    size: Annotated[int, Field(ge=2, le=30)] | None = None


class ClearTables(Asked):
    type: Literal["clear_tables"] = "clear_tables"


class MergeTables(Asked):
    """Let tables join until they are of about this size."""

    type: Literal["merge_tables"] = "merge_tables"
    size: Annotated[int, Field(ge=2, le=30)]


class RotateTables(Asked):
    """Let all but the hosts move on to other tables; or the sheets to the next person, where these go round.

    ``since``: how often they had moved on in the step, for whoever asks for the next time.
    """

    type: Literal["rotate_tables"] = "rotate_tables"
    since: Annotated[int, Field(ge=0)] | None = None


class DrawRoles(Asked):
    """Draw who chairs, keeps time, writes and looks ahead at each table."""

    type: Literal["draw_roles"] = "draw_roles"


class MoveSeat(Asked):
    """Move whoever sits on a seat of a table to another table.

    ``since``: when somebody's seat had changed last, as it was seen by whoever asks.
    """

    type: Literal["move_seat"] = "move_seat"
    table: Number
    seat: Number
    to: Number
    since: Annotated[int, Field(ge=0)] | None = None


class EmptySeat(Asked):
    """Take whoever sat on a seat of a table, and is gone, from the tables. ``since``: as where somebody is moved."""

    type: Literal["empty_seat"] = "empty_seat"
    table: Number
    seat: Number
    since: Annotated[int, Field(ge=0)] | None = None


class Leave(Asked):
    """Leave the room, or pass the device on: give up one's place at the tables. What one wrote stays."""

    type: Literal["leave"] = "leave"


class Sit(Asked):
    """Sit down at another table, as one does in a room."""

    type: Literal["sit"] = "sit"
    table: Number


class PassTurn(Asked):
    """Whose turn it is, goes on; at table 0, among the tables. ``since``: the turn that it is passed from."""

    type: Literal["pass_turn"] = "pass_turn"
    table: Annotated[int, Field(ge=0, le=200)]
    since: Annotated[int, Field(ge=0)]


class ShareIdea(Asked):
    """Write an idea that one's table shares. ``sources``: the statements that it builds on."""

    type: Literal["share_idea"] = "share_idea"
    text: str
    sources: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
