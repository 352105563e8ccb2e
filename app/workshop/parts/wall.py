"""Parts of the wall."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.workshop.parts.part import Choice, InLanguages, Part, StepLine, VoteBar
from app.workshop.people import Language, StakeholderGroup

WallMode = Literal["blank", "join", "write", "task", "show", "vote", "plan", "promise", "spotlight", "over"]
"""What the wall is doing: dark, inviting, waiting for hidden words, telling the task, showing words, voting, the way
back from 2040, commitments, one thing alone, or done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallStage(Part):
    """What the wall is doing. ``writers``: how many have written, from five, while statements are hidden.

    ``ended``: the workshop is over, and nobody is invited any more.
    """

    kind: ClassVar[str] = "wall_stage"
    mode: WallMode
    title: str
    question: InLanguages
    language: Language
    writers: int | None
    paused: bool
    ended: bool
    step: StepLine | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallTheme(Part):
    """A theme. ``signs``: once they have been asked for, or the workshop has ended."""

    kind: ClassVar[str] = "wall_theme"
    theme: str
    title: str
    vision: str
    signs: tuple[str, ...]
    count: int
    alone: bool
    inner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WallHeap(Part):
    """What belongs to no theme and was written for the same, where the wall shows what was written for several."""

    kind: ClassVar[str] = "wall_heap"
    collection: str
    title: InLanguages
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class WallCard(Part):
    """A statement. ``table``: whose shared idea it is."""

    kind: ClassVar[str] = "wall_card"
    statement: str
    theme: str | None
    text: str
    group: StakeholderGroup | None
    table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallCopy(Part):
    """A statement where it stands in a second theme."""

    kind: ClassVar[str] = "wall_copy"
    text: str
    group: StakeholderGroup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPresence(Part):
    kind: ClassVar[str] = "wall_presence"
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallBallot(Part):
    """The vote: what is chosen among, and once it is closed what came of it.

    ``uncounted``: some votes that came after the result had been shown are not in it.
    """

    kind: ClassVar[str] = "wall_ballot"
    open: bool
    criterion: InLanguages
    language: Language
    choices: tuple[Choice, ...]
    voted: int | None
    bars: tuple[VoteBar, ...]
    minority: tuple[str, ...]
    uncounted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WallBoard(Part):
    kind: ClassVar[str] = "wall_board"
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WallMilestone(Part):
    kind: ClassVar[str] = "wall_milestone"
    text: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPromise(Part):
    kind: ClassVar[str] = "wall_promise"
    what: str
    who: str
    when: str
    serves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallLight(Part):
    """One statement or theme, large."""

    kind: ClassVar[str] = "wall_light"
    text: str
    vision: str
    group: StakeholderGroup | None
