"""The attack on small groups where people are counted twice: by group, and by the unit that they are from.

What one table withholds, the other one's sum may give away. Those who name no unit count as a unit: with one that is
offered there are two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.workshop.participants import named
from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.room import Room
from app.workshop.summary import summarise
from tests.laws.story import START

Counts = tuple[int, int, int, int]
"""How many have written: of the first group from the unit and from none that is named, then of the second group."""
Named = frozenset[StakeholderGroup]
State = tuple[Counts, Named, frozenset[str]]
"""With the groups and the units that have been named."""

NOBODY: State = ((0, 0, 0, 0), frozenset(), frozenset())


@cache
def state(counts: Counts, groups: Named, units: frozenset[str]) -> State:
    """The state that a room comes to with these counts, when these were named before."""
    room = named(_room(counts, groups, units))
    return counts, room.named_groups, room.named_units


@cache
def shown(where: State) -> tuple[object, ...]:
    """What files say."""
    summary = summarise(_room(*where), START)
    tables = (*(row.people for row in summary.groups), *((row.unit, row.people) for row in summary.units))
    return (where[1], summary.people, summary.people_exact, tables)


@cache
def one_more(where: State) -> tuple[State, ...]:
    """All that one more writer can lead to, by group and unit."""
    counts, groups, units = where
    more = [tuple(count + (at == place) for at, count in enumerate(counts)) for place in range(4)]
    return tuple(state(one, groups, units) for one in more)


def sums(counts: Counts) -> dict[str, int]:
    """How many of each group and unit."""
    a, b, c, d = counts
    return {GROUPS[0]: a + b, GROUPS[1]: c + d, "A": a + c, "": b + d}


@dataclass
class Attacker:
    """``possible``: what can be so, after all that has been seen."""

    possible: set[State]

    def looks(self, where: State, at_most: int) -> None:
        """Any number may have come, to ``at_most`` in all; strike out what would look otherwise than this."""
        fresh = self.possible
        while fresh:
            fresh = {s for there in fresh if sum(there[0]) < at_most for s in one_more(there)} - self.possible
            self.possible |= fresh
        self.possible = {one for one in self.possible if shown(one) == shown(where)}
        assert where in self.possible

    def knows_small(self) -> Iterator[tuple[str, int]]:
        """The groups and units of one to four people whose number can be nothing else."""
        for name in sums(NOBODY[0]):
            numbers = {sums(counts)[name] for counts, *_ in self.possible}
            if len(numbers) == 1 and 1 <= (only := next(iter(numbers))) <= 4:
                yield name, only


def forget() -> None:
    """Let everything be worked out anew, as the program is another one."""
    for remembered in (state, shown, one_more):
        remembered.cache_clear()


def _room(counts: Counts, groups: Named, units: frozenset[str]) -> Room:
    first, second, unit, unnamed = sums(counts).values()
    return Room(
        groups=GROUPS[:2],
        units=("A",),
        writers={GROUPS[0]: first, GROUPS[1]: second},
        writers_by_unit={"A": unit, "": unnamed},
        named_groups=groups,
        named_units=units,
    )
