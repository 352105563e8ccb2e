"""Parts: what a screen is made of. Each has an id of its own, the container it stands in and its order there.

A screen is a set of parts. An update is "put these, drop those", by id: applying it twice does no harm, and the newest
put wins. The same value is painted as HTML for browsers and written as JSON for programs.
"""

from dataclasses import dataclass
from typing import Literal

from app.workshop.parts.desk import (
    AgendaLine,
    DeskActs,
    DeskAgenda,
    DeskBallot,
    DeskBar,
    DeskBoard,
    DeskCard,
    DeskCopy,
    DeskMilestone,
    DeskPile,
    DeskPresence,
    DeskPromise,
    DeskPromises,
    DeskTheme,
    DeskTools,
    DeskUnshown,
    UnshownLine,
    WaitsAt,
)
from app.workshop.parts.part import Choice, InLanguages, Part, StepLine, VoteBar
from app.workshop.parts.phone import OwnBallot, OwnCard, OwnMilestone, OwnPromise, OwnSort, PhoneServes, PhoneStage
from app.workshop.parts.tables import (
    Chair,
    DeskTables,
    Idea,
    OwnAway,
    OwnSeat,
    OwnShare,
    OwnSheet,
    OwnSources,
    TableLine,
    Turns,
    WallTables,
)
from app.workshop.parts.wall import (
    WallBallot,
    WallBoard,
    WallCard,
    WallCopy,
    WallHeap,
    WallLight,
    WallMilestone,
    WallMode,
    WallPresence,
    WallPromise,
    WallStage,
    WallTheme,
)
from app.workshop.people import StakeholderGroup

__all__ = [
    "AgendaLine",
    "Audience",
    "Chair",
    "Choice",
    "DeskActs",
    "DeskAgenda",
    "DeskBallot",
    "DeskBar",
    "DeskBoard",
    "DeskCard",
    "DeskCopy",
    "DeskMilestone",
    "DeskPile",
    "DeskPresence",
    "DeskPromise",
    "DeskPromises",
    "DeskTables",
    "DeskTheme",
    "DeskTools",
    "DeskUnshown",
    "Idea",
    "InLanguages",
    "OwnAway",
    "OwnBallot",
    "OwnCard",
    "OwnMilestone",
    "OwnPromise",
    "OwnSeat",
    "OwnShare",
    "OwnSheet",
    "OwnSort",
    "OwnSources",
    "Part",
    "PhoneServes",
    "PhoneStage",
    "Presence",
    "StepLine",
    "TableLine",
    "Turns",
    "UnshownLine",
    "VoteBar",
    "WaitsAt",
    "WallBallot",
    "WallBoard",
    "WallCard",
    "WallCopy",
    "WallHeap",
    "WallLight",
    "WallMilestone",
    "WallMode",
    "WallPresence",
    "WallPromise",
    "WallStage",
    "WallTables",
    "WallTheme",
    "difference",
]

Audience = Literal["desk", "wall", "phone"]
"""Who looks at a shared screen. What one participant alone may see are the parts of ``own``."""


@dataclass(frozen=True, slots=True)
class Presence:
    """How many participants are connected, by group, however many screens each has. Fleeting: never in the log."""

    groups: tuple[tuple[StakeholderGroup, int], ...] = ()


def difference(before: dict[str, Part], after: dict[str, Part]) -> tuple[list[Part], list[str]]:
    """What to put and what to drop so that ``before`` becomes ``after``."""
    return [p for i, p in after.items() if before.get(i) != p], [i for i in before if i not in after]
