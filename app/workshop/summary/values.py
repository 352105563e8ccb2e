"""The values that a vision summary is made of. Their docstrings stand in the published schema, too."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.workshop.people import Language, StakeholderGroup


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Line(_Value):
    """One statement. ``group`` is None where fewer than five of it took part, and where the table is told.

    ``collection``: what it was written for. A table's shared idea has the number of the ``table``, which hides the
    group, and as ``sources`` the ids of the statements that it builds on, as far as they have been revealed and no
    group has stood on them.
    ``copied``: a second place of a statement that stands, and is counted, somewhere else; its ``id`` is the same.
    """

    id: str
    text: str
    group: StakeholderGroup | None
    collection: str = ""
    table: int | None = None
    sources: tuple[str, ...] = ()
    copied: bool = False


class Collection(_Value):
    """What was written for one purpose, under the title of its step, or of all of them; ``shared``: by tables together.

    "" is what was written outside of the method, and has no title.
    """

    id: str
    title: str
    shared: bool = False


class GroupCount(_Value):
    """How many of a group took part; None: fewer than five, or hidden so that such a number cannot be worked out."""

    group: StakeholderGroup
    people: int | None


class UnitCount(_Value):
    """The same of a unit; "" stands for those who named none."""

    unit: str
    people: int | None


class ThemeSummary(_Value):
    """A theme, and the collection that it was made of. The first ``quotes`` of ``statements`` stand as quotes.

    ``within``: the id of the theme that it stands within, which comes before it. ``alone``: the pile of what belongs to
    no theme.
    """

    id: str
    title: str
    vision: str
    signs: tuple[str, ...]
    quotes: Annotated[int, Field(ge=0)]
    statements: tuple[Line, ...]
    collection: str = ""
    within: str | None = None
    alone: bool = False


class GroupVoters(_Value):
    """How many of a group chose an option; None: so few, or all but so few, that it could tell how somebody voted."""

    group: StakeholderGroup
    people: int | None


class BarSummary(_Value):
    """An option of a vote, by the id of the theme, statement or milestone that it is.

    ``people``: how many gave it their ``votes``. Options with as many votes are ``tied`` and share a ``place``.
    """

    id: str
    label: str
    place: Annotated[int, Field(ge=1)]
    tied: bool
    votes: Annotated[int, Field(ge=0)]
    people: Annotated[int, Field(ge=0)]
    by_group: tuple[GroupVoters, ...]


class VoteSummary(_Value):
    """What came of a vote that is closed, most votes first; a vote of fewer than five people is not told of.

    ``title``: that of its step. ``votes``: how many each person had. ``proxies``: for how many of the ``voters``
    somebody else voted; None where that would be few. ``minority``: what got a single vote. ``uncounted``: some votes
    that came after this result had been shown are not in it, as so few would tell what one person chose.
    """

    id: str
    title: str
    criterion: str
    on: Literal["themes", "statements", "milestones"]
    votes: Annotated[int, Field(ge=1)]
    several: bool
    voters: int
    proxies: int | None
    bars: tuple[BarSummary, ...]
    minority: tuple[str, ...]
    uncounted: bool = False


class MilestoneSummary(_Value):
    """Something on the way back from 2040. ``place``: a year, or h3 to h1 of three horizons.

    ``statement``: the id of the statement that it is, where it is one.
    """

    id: str
    place: str
    text: str
    who: str
    statement: str | None


class CommitmentSummary(_Value):
    """What somebody will do, with whom and by when, in their words. ``theme``: the title of the one that it serves."""

    id: str
    what: str
    who: str
    when: str
    theme: str


class VisionSummary(_Value):
    """What a workshop has arrived at.

    ``method``: the id of the method that was run, and its title; without one "open". ``people``: who have written; "at
    least so many" unless ``people_exact``; None where even that would tell of a small group. ``revealed`` False: no
    words yet. ``milestones`` stand from 2040 back to today.
    """

    format: Literal["fremtidsbilde.vision-summary.v1"] = "fremtidsbilde.vision-summary.v1"
    title: str
    question: str
    language: Language
    method: str = "open"
    method_title: str = ""
    held: date | None
    written: datetime
    revealed: bool
    people: int | None
    people_exact: bool = True
    groups: tuple[GroupCount, ...]
    units: tuple[UnitCount, ...]
    collections: tuple[Collection, ...] = ()
    themes: tuple[ThemeSummary, ...]
    ungrouped: tuple[Line, ...]
    votes: tuple[VoteSummary, ...] = ()
    milestones: tuple[MilestoneSummary, ...] = ()
    commitments: tuple[CommitmentSummary, ...] = ()

    @property
    def statements(self) -> int:
        """How many statements it holds."""
        return sum(1 for _ in self.lines)

    @property
    def lines(self) -> Iterator[Line]:
        """All statements, theme by theme, each once."""
        for theme in self.themes:
            yield from (line for line in theme.statements if not line.copied)
        yield from self.ungrouped

    @property
    def piles(self) -> Iterator[tuple[Collection | None, ThemeSummary | None, tuple[Line, ...]]]:
        """All statements, by collection where there are several, and in it by theme; None: of none.

        One that was copied stands with each theme.
        """
        several = self.collections if len(self.collections) > 1 else (None,)
        for collection in several:
            for theme in (*self.themes, None):
                lines = self.ungrouped if theme is None else theme.statements
                fit = tuple(line for line in lines if collection is None or line.collection == collection.id)
                if fit:
                    yield collection, theme, fit
