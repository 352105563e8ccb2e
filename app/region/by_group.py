"""What the groups have said and chosen, shared theme by shared theme.

Every number is a sum of told ones: of statements as they stand there, under their group's name or none, and of votes by
group as single workshops tell them. What those withhold is in no sum, and follows from none.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from app.region.heard import Number
from app.workshop.people import GROUPS, StakeholderGroup

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A shared theme, by its id and title; None: all that stands in none.

    ``statements``: by the group that is named on them; None: those that name none. ``votes``: the sum of those that are
    told, None where none are; ``voters``: how many of each group voted for it, of the groups that could.
    """

    id: int | None
    title: str
    statements: Mapping[StakeholderGroup | None, int] = field(default_factory=dict)
    votes: int | None = None
    voters: Mapping[StakeholderGroup, Number] = field(default_factory=dict)

    @property
    def said(self) -> int:
        """How many statements stand in it."""
        return sum(self.statements.values())


@dataclass(frozen=True, slots=True)
class ByGroup:
    """The shared themes of a place in their order, and what its workshops tell beside them."""

    themes: tuple[Row, ...]
    rest: Row

    @property
    def rows(self) -> tuple[Row, ...]:
        """All of it: what stands in no shared theme comes last."""
        return (*self.themes, self.rest)

    @property
    def groups(self) -> tuple[StakeholderGroup, ...]:
        """The groups that statements are told of."""
        return _in_order(group for row in self.rows for group, number in row.statements.items() if number)

    @property
    def voting(self) -> tuple[StakeholderGroup, ...]:
        """The groups of which some workshop tells how they voted."""
        return _in_order(group for row in self.rows for group, number in row.voters.items() if number.workshops)

    @property
    def unnamed(self) -> int:
        """How many statements name no group."""
        return sum(row.statements.get(None, 0) for row in self.rows)

    @property
    def whole(self) -> Row:
        """All rows added up."""
        statements: dict[StakeholderGroup | None, int] = {}
        voters: dict[StakeholderGroup, Number] = {}
        for row in self.rows:
            for group, number in row.statements.items():
                statements[group] = statements.get(group, 0) + number
            for voting, there in row.voters.items():
                had = voters.get(voting, Number())
                voters[voting] = Number(
                    had.people + there.people, had.workshops + there.workshops, had.withheld + there.withheld
                )
        votes = [row.votes for row in self.rows if row.votes is not None]
        return Row(None, "", statements, sum(votes) if votes else None, voters)


@dataclass(frozen=True, slots=True)
class Field:
    """A number of statements where a theme and a group meet."""

    theme: Row
    group: StakeholderGroup
    number: int


def most(numbers: Mapping[T, int]) -> tuple[list[T], int]:
    """Those that have the largest number, and that: none where all are 0."""
    largest = max(numbers.values(), default=0)
    return [one for one, number in numbers.items() if number == largest] if largest else [], largest


def fullest(themes: Iterable[Row]) -> Field | None:
    """Where most statements of a single group stand; the first of several."""
    fields = [Field(row, group, number) for row in themes for group in GROUPS if (number := row.statements.get(group))]
    return max(fields, key=lambda one: one.number, default=None)


def _in_order(groups: Iterable[StakeholderGroup | None]) -> tuple[StakeholderGroup, ...]:
    there: Collection[StakeholderGroup | None] = set(groups)
    return tuple(group for group in GROUPS if group in there)
