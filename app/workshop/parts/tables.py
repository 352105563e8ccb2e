"""Parts of tables, on all screens. People are chairs there: a table and a seat, never who sits on it."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.workshop.events import Role
from app.workshop.parts.part import Choice, Part
from app.workshop.people import StakeholderGroup

Turns = Literal["", "people", "tables"]
"""Who speaks in turn now: nobody, the people at each table, or the tables before all."""


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat on which somebody sits. ``group``: None where it is not told."""

    seat: int
    group: StakeholderGroup | None
    roles: tuple[Role, ...]
    speaks: bool


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table at the desk. ``turn``: to pass it on from; ``waits``: something of theirs is not on the wall yet."""

    table: int
    chairs: tuple[Chair, ...]
    turn: int
    ideas: int
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTables(Part):
    """Who sits where. ``size``: what a table has where nobody says otherwise; ``waiting``: joined, and no tables yet.

    ``absent``: how many of these have no contact just now, and get a seat all the same; None where it is not told.
    ``now`` and ``next``: which table tells, None where none does; ``turn``: to pass theirs on from. ``moves``: how
    often something moves on in the step, ``moved``: how often it has, and ``moving``: what. ``shares``: tables write.
    ``step``: the one that the room is at, from 0; ``at_work``: it is one of tables. ``lie``: how many ideas lie at
    tables, and are put away when people are mixed anew; ``away``: how many of what the step is about have been.
    ``hosts``: whoever chairs a table is its host, and nothing else. ``since``: how often seats have changed.
    """

    kind: ClassVar[str] = "desk_tables"
    step: int | None
    people: int
    waiting: int
    size: int
    tables: tuple[TableLine, ...]
    turns: Turns
    turn: int
    now: int | None
    next: int | None
    moving: Literal["people", "sheets"]
    moves: int
    moved: int
    shares: bool
    at_work: bool
    lie: int = 0
    away: int = 0
    hosts: bool = False
    absent: int | None = 0
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WallTables(Part):
    """The tables to be found, or with ``now`` the one that tells, and the ``next`` one. ``empty``: it shows nothing.

    ``away``: what was shared before people were mixed anew comes when all have told; ``hidden``: what tables tell of
    is hidden just now. ``moved``: how often sheets have been passed on, of ``moves``; 0 where none are.
    """

    kind: ClassVar[str] = "wall_tables"
    tables: tuple[int, ...]
    now: int | None
    next: int | None
    empty: bool = False
    away: bool = False
    hidden: bool = False
    moved: int = 0
    moves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSeat(Part):
    """Where one sits, and what one does there. ``at_work``: the step is one of tables.

    ``now``: the seat, or the table, whose turn it is; ``turn``: to pass it on from; ``host``: one is the table's, and
    ``stays`` when others move on, and ``moving``: they have moved in this step; ``others``: the tables at which one
    does not sit; ``guest``: one came too late to read what others wrote.
    """

    kind: ClassVar[str] = "own_seat"
    table: int
    seat: int
    roles: tuple[Role, ...]
    at_work: bool
    turns: Turns
    turn: int
    now: int | None
    mine: bool
    stays: bool
    moving: bool
    others: tuple[int, ...]
    guest: bool = False
    host: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAway(Part):
    """One has left, or been taken from the tables: as whom one comes back. ``wrote``: something of theirs is there."""

    kind: ClassVar[str] = "own_away"
    group: StakeholderGroup
    unit: str
    wrote: bool


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea that a table shares. ``sources``: how many statements it builds on."""

    statement: str
    text: str
    mine: bool
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShare(Part):
    """What one's table shares; how many more it may, and how many in all.

    ``there``: how many it has shared, also those that the reader does not see, as they take their room; ``open``: it
    can be written now; ``seen``: whether others may see some of it by now, or all; ``away``: what was shared before
    people were mixed anew has been put away.
    """

    kind: ClassVar[str] = "own_share"
    table: int
    ideas: tuple[Idea, ...]
    left: int
    most: int
    there: int
    open: bool
    seen: Literal["", "some", "all"] = ""
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSheet(Part):
    """What others have written on the sheets that lie before one; ``sheets``: how many do.

    ``moved``: how often sheets have been passed on, of ``moves``; ``own``: the one that they began lies there again.
    """

    kind: ClassVar[str] = "own_sheet"
    sheets: int
    lines: tuple[Choice, ...]
    moves: int
    moved: int
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSources(Part):
    """What the people at one's table wrote alone, to build on."""

    kind: ClassVar[str] = "own_sources"
    sources: tuple[Choice, ...]
