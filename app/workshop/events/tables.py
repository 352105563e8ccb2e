"""Events of tables."""

from typing import Literal

from app.workshop.events.happened import Happened

Role = Literal["chair", "timekeeper", "secretary", "scout"]


class TablesSet(Happened):
    """Who sits where, by participant; nobody: there are no tables."""

    type: Literal["tables_set"] = "tables_set"
    tables: dict[str, int]


class SeatTaken(Happened):
    type: Literal["seat_taken"] = "seat_taken"
    participant: str
    table: int


class RolesDrawn(Happened):
    type: Literal["roles_drawn"] = "roles_drawn"
    roles: dict[str, tuple[Role, ...]]


class TurnPassed(Happened):
    """Whose turn it is at a table, counted from 0 without end; table 0: among the tables, or how often people moved."""

    type: Literal["turn_passed"] = "turn_passed"
    table: int
    turn: int
