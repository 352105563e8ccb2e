"""What a workshop has told, word for word: its themes and its statements, as the region may quote them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.region.told import ToldWorkshop
from app.workshop.people import Language, StakeholderGroup
from app.workshop.written_in import written_in


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
    """A statement, where it stands first. ``said_at``: the workshop's title; ``group``: None where it is not named.

    ``spoken``: the language of its workshop.
    """

    workshop: str
    id: str
    text: str
    spoken: Language
    theme: str | None = None
    group: StakeholderGroup | None = None
    said_at: str = ""

    @property
    def key(self) -> str:
        """What it is called outside of its workshop."""
        return f"{self.workshop}/{self.id}"

    @property
    def language(self) -> Language:
        """The language that it is written in, as far as its words tell; else its workshop's."""
        return written_in(self.text, self.spoken)


@dataclass(frozen=True, slots=True)
class ToldWords:
    """All that a workshop tells. ``groups``: how many of each took part, None withheld.

    ``question`` and ``few`` come from its whole summary, and are empty while that is: ``few`` are the ids of the themes
    and statements that got a single vote. ``named``: the groups that stand on the statements of each theme, None for
    those in none, where not all ``lines`` have been read.
    """

    workshop: ToldWorkshop
    groups: Mapping[StakeholderGroup, int | None] = field(default_factory=dict)
    themes: tuple[ToldTheme, ...] = ()
    lines: tuple[ToldLine, ...] = ()
    question: str = ""
    few: frozenset[str] = frozenset()
    named: Mapping[str | None, Collection[StakeholderGroup]] | None = None

    @property
    def groups_by_theme(self) -> Mapping[str | None, Collection[StakeholderGroup]]:
        """The groups that stand on its statements, by theme."""
        if self.named is not None:
            return self.named
        found: dict[str | None, set[StakeholderGroup]] = {}
        for line in self.lines:
            if line.group is not None:
                found.setdefault(line.theme, set()).add(line.group)
        return found

    @property
    def groups_named(self) -> frozenset[StakeholderGroup]:
        """The groups that stand on its statements."""
        return frozenset(group for groups in self.groups_by_theme.values() for group in groups)


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
