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
    who sits there as a guest. ``seats``: on which chairs they sit, where tables are given back as they were; "": empty.
    ``how``: people were sat anew, tables joined, or people moved on.
    """

    type: Literal["tables_set"] = "tables_set"
    tables: dict[str, int]
    how: Literal["set", "merged", "moved_on"] = "set"
    turns: dict[int, int] = Field(default_factory=dict)
    ideas: dict[str, int] = Field(default_factory=dict)
    gone: dict[str, int] = Field(default_factory=dict)
    guests: dict[str, Home] = Field(default_factory=dict)
    seats: dict[int, tuple[str, ...]] = Field(default_factory=dict)


class SeatTaken(Happened):
    """Somebody sits at a table, and at no other. ``ideas``: as when tables are set.

    Where a seat is given back as it was, ``home``: they are the guest there that they were; ``chair``: which of the
    table's it is, from 0; ``gone``: who had left the table before; ``guests``: others who are guests as they were;
    ``turns``: the tables at which it is their turn again, and with 0 it is their table's among all.
    """

    type: Literal["seat_taken"] = "seat_taken"
    participant: str
    table: int
    ideas: dict[str, int] = Field(default_factory=dict)
    home: Home | None = None
    chair: int | None = None
    gone: tuple[str, ...] = ()
    guests: dict[str, Home] = Field(default_factory=dict)
    turns: tuple[int, ...] = ()


class ParticipantLeft(Happened):
    """Somebody has left their place at the tables, if they had one, and is seated no more until they come back.

    ``ideas``: as when tables are set.
    """

    type: Literal["participant_left"] = "participant_left"
    participant: str
    ideas: dict[str, int] = Field(default_factory=dict)


class RolesDrawn(Happened):
    """Who does what at the tables.

    ``kept``: what guests at other tables do if they come home, where it is otherwise than it was; None: all roles have
    been dealt anew, and by a facilitator's hand there is nothing that they come home to do.
    """

    type: Literal["roles_drawn"] = "roles_drawn"
    roles: dict[str, tuple[Role, ...]]
    kept: dict[str, tuple[Role, ...]] | None = None


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
