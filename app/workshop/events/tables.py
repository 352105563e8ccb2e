"""Events of tables."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from app.workshop.events.happened import Happened

Role = Literal["chair", "timekeeper", "secretary", "scout"]


@dataclass(frozen=True, slots=True)
class Home:
    """The table that somebody left by their own phone, and what they did there; 0: they have none to come back to."""

    table: int = 0
    roles: tuple[Role, ...] = ()


class TablesSet(Happened):
    """Who sits where, by participant; nobody: there are no tables. ``turns``: whose turn it is at each from now on.

    ``ideas``: the tables' ideas that lie at another table from now on, by the number of that; 0: at none. ``gone``: the
    tables to which those who have left belong with what they wrote; whoever is not named: to none. ``guests``:
    who sits there as a guest.
    """

    type: Literal["tables_set"] = "tables_set"
    tables: dict[str, int]
    turns: dict[int, int] = Field(default_factory=dict)
    ideas: dict[str, int] = Field(default_factory=dict)
    gone: dict[str, int] = Field(default_factory=dict)
    guests: dict[str, Home] = Field(default_factory=dict)


class SeatTaken(Happened):
    """Somebody sits at a table, and at no other. ``ideas``: as when tables are set.

    ``home``: they are brought back there as the guest that they were.
    """

    type: Literal["seat_taken"] = "seat_taken"
    participant: str
    table: int
    ideas: dict[str, int] = Field(default_factory=dict)
    home: Home | None = None


class ParticipantLeft(Happened):
    """Somebody has left their place at the tables, if they had one, and is seated no more until they come back.

    ``ideas``: as when tables are set.
    """

    type: Literal["participant_left"] = "participant_left"
    participant: str
    ideas: dict[str, int] = Field(default_factory=dict)


class RolesDrawn(Happened):
    type: Literal["roles_drawn"] = "roles_drawn"
    roles: dict[str, tuple[Role, ...]]


class SheetsPassed(Happened):
    """Before whom which sheets lie, by participant; a sheet is known by the participant who began it."""

    type: Literal["sheets_passed"] = "sheets_passed"
    sheets: dict[str, tuple[str, ...]]


class TurnPassed(Happened):
    """Whose turn it is at a table, counted from 0 without end.

    Table 0: among the tables, or how often people or sheets have moved on in the step.
    """

    type: Literal["turn_passed"] = "turn_passed"
    table: int
    turn: int
