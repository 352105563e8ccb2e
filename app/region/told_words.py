"""What a workshop has told, word for word: its themes and its statements, as the region may quote them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.region.told import ToldWorkshop
from app.workshop.people import Language, StakeholderGroup
from app.workshop.summary import VisionSummary


@dataclass(frozen=True, slots=True)
class ToldTheme:
    """A theme of a workshop. ``votes``: None where none was held on it; ``alone``: the pile of what has no theme."""

    workshop: str
    id: str
    title: str
    vision: str = ""
    signs: tuple[str, ...] = ()
    statements: int = 0
    votes: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A statement, where it stands first. ``said_at``: the workshop's title; ``group``: None where it is not named."""

    workshop: str
    id: str
    text: str
    language: Language
    theme: str | None = None
    group: StakeholderGroup | None = None
    said_at: str = ""

    @property
    def key(self) -> str:
        """What it is called outside of its workshop."""
        return f"{self.workshop}/{self.id}"


@dataclass(frozen=True, slots=True)
class ToldWords:
    """All that a workshop tells. ``groups``: how many of each took part, None withheld.

    ``question`` and ``few`` come from its whole summary, and are empty while that is: ``few`` are the ids of the themes
    and statements that got a single vote. ``named``: the groups that stand on its statements, where not all ``lines``
    have been read.
    """

    workshop: ToldWorkshop
    groups: Mapping[StakeholderGroup, int | None] = field(default_factory=dict)
    themes: tuple[ToldTheme, ...] = ()
    lines: tuple[ToldLine, ...] = ()
    question: str = ""
    few: frozenset[str] = frozenset()
    named: frozenset[StakeholderGroup] | None = None

    @property
    def groups_named(self) -> frozenset[StakeholderGroup]:
        """The groups that stand on its statements."""
        if self.named is not None:
            return self.named
        return frozenset(line.group for line in self.lines if line.group is not None)


def few_in(summary: VisionSummary) -> frozenset[str]:
    """The themes and statements that got a single vote."""
    return frozenset(one for vote in summary.votes if vote.on != "milestones" for one in vote.minority)


@dataclass(frozen=True, slots=True)
class InCommon:
    """A theme that a place's workshops have in common. ``local``: the workshops' own, as (workshop, theme)."""

    id: str
    title: str
    vision: str = ""
    signs: tuple[str, ...] = ()
    local: tuple[tuple[str, str], ...] = ()


def by_key(words: Iterable[ToldWords]) -> dict[str, ToldLine]:
    """All statements by their keys."""
    return {line.key: line for one in words for line in one.lines}
