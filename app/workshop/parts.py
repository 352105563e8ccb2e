"""Parts: what a screen is made of. Each has an id of its own, the container it stands in and its order there.

A screen is a set of parts. An update is "put these, drop those", by id: applying it twice does no harm, and the newest
put wins. The same value is painted as HTML for browsers and written as JSON for programs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

from app.workshop.events import Stage, Standing
from app.workshop.people import Language, StakeholderGroup

Audience = Literal["desk", "wall", "phone"]
"""Who looks at a shared screen. What one participant alone may see are the parts of ``own``."""

WallMode = Literal["blank", "join", "write", "show", "over"]
"""What the wall is doing: dark, inviting, waiting for hidden words, showing them, or done."""

Questions = tuple[tuple[Language, str], ...]


@dataclass(frozen=True, slots=True, weakref_slot=True, kw_only=True)
class Part:
    """``into`` is the container's id ("" for a part that has its fixed place), ``order`` the place among siblings."""

    kind: ClassVar[str]
    id: str
    into: str = ""
    order: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Kind and fields by name, as programs get them; a part holds nothing but plain values and tuples of them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBar(Part):
    """The switches and counts of the desk. ``exact``: groups stand on the cards where fewer than five took part."""

    kind: ClassVar[str] = "desk_bar"
    title: str
    question: Questions
    language: Language
    stage: Stage
    submissions: bool
    revealed: bool
    blank: bool
    paused: bool
    exact: bool
    statements: int
    pending: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskActs(Part):
    """The latest act that can be undone: its command id, type of event and number of events.

    ``about``: the title of the theme it was done to, or the standing that statements were given.
    """

    kind: ClassVar[str] = "desk_acts"
    act: str
    what: str
    about: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPile(Part):
    """How many statements are in no theme yet."""

    kind: ClassVar[str] = "desk_pile"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTheme(Part):
    kind: ClassVar[str] = "desk_theme"
    theme: str
    title: str
    vision: str
    signs: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard(Part):
    kind: ClassVar[str] = "desk_card"
    statement: str
    theme: str | None
    text: str
    group: StakeholderGroup | None
    at: datetime
    standing: Standing
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPresence(Part):
    """Who is connected now: in all, and by group (None: fewer than five, or hidden with them)."""

    kind: ClassVar[str] = "desk_presence"
    total: int | None
    groups: tuple[tuple[StakeholderGroup, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WallStage(Part):
    """What the wall is doing. ``writers``: how many have written, from five, while statements are hidden.

    ``ended``: the workshop is over, and nobody is invited any more.
    """

    kind: ClassVar[str] = "wall_stage"
    mode: WallMode
    title: str
    question: Questions
    language: Language
    writers: int | None
    paused: bool
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WallTheme(Part):
    kind: ClassVar[str] = "wall_theme"
    theme: str
    title: str
    vision: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WallCard(Part):
    kind: ClassVar[str] = "wall_card"
    statement: str
    theme: str | None
    text: str
    group: StakeholderGroup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPresence(Part):
    kind: ClassVar[str] = "wall_presence"
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneStage(Part):
    """What the room asks. ``moderation``: statements are read before they are shown; ``blank``: the wall is dark."""

    kind: ClassVar[str] = "phone_stage"
    title: str
    question: Questions
    language: Language
    stage: Stage
    submissions: bool
    revealed: bool
    blank: bool
    moderation: bool
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard(Part):
    """One's own statement. ``on_wall``: others may see it now; ``open``: its words can still be changed."""

    kind: ClassVar[str] = "own_card"
    statement: str
    text: str
    standing: Standing
    on_wall: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """How many participants are connected, by group, however many screens each has. Fleeting: never in the log."""

    groups: tuple[tuple[StakeholderGroup, int], ...] = ()


def difference(before: dict[str, Part], after: dict[str, Part]) -> tuple[list[Part], list[str]]:
    """What to put and what to drop so that ``before`` becomes ``after``."""
    return [p for i, p in after.items() if before.get(i) != p], [i for i in before if i not in after]
