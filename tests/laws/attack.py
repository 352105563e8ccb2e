"""An attack on small groups, by one who knows the program and keeps all that was ever shown.

The attacker holds every way in which people can have come so far, and at each look strikes out those that would have
shown something else. Whatever is the same in all that are left is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.workshop.participants import named
from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.room import Participant, Room
from app.workshop.summary import summarise
from tests.laws.story import START

Counts = tuple[int, ...]
Named = frozenset[StakeholderGroup]
Shown = tuple[object, ...]
State = tuple[Counts, Named]
"""How many have written, by group; and which groups have been named, which depends on the way there."""


@cache
def state(counts: Counts, before: Named) -> State:
    """The state that a room comes to with these counts, when these groups were named before."""
    return counts, named(_room(counts, before)).named_groups


@cache
def shown(where: State) -> Shown:
    """What files say, and what labels on cards say: which groups have names."""
    summary = summarise(_room(*where), START)
    people = (summary.people, summary.people_exact)
    return (where[1], people, tuple(row.people for row in summary.groups))


@cache
def shown_with_wall(where: State) -> Shown:
    """The same, and how many have written, as the wall says it from five on while words are hidden."""
    total = sum(where[0])
    return (*shown(where), total if total >= 5 else None)


def nobody(groups: int) -> State:
    """Where every room begins."""
    return state((0,) * groups, frozenset())


@cache
def one_more(where: State) -> tuple[State, ...]:
    """All that one more writer can lead to, by group."""
    counts, before = where
    return tuple(state((*counts[:i], counts[i] + 1, *counts[i + 1 :]), before) for i in range(len(counts)))


@dataclass
class Attacker:
    """``possible``: what can be so, after all that has been seen."""

    possible: set[State]

    def knows_that_some_may_have_written(self, at_most: int) -> None:
        """Any number, to ``at_most`` in all: more than there are, so that the bound itself tells nothing."""
        fresh = self.possible
        while fresh:
            fresh = {s for where in fresh if sum(where[0]) < at_most for s in one_more(where)} - self.possible
            self.possible |= fresh

    def looks(self, where: State) -> None:
        """Strike out all that would look otherwise than this."""
        self.possible = {other for other in self.possible if shown(other) == shown(where)}
        assert where in self.possible

    def knows_small(self) -> Iterator[tuple[StakeholderGroup, int]]:
        """The groups of one to four people whose number can be nothing else."""
        for i, group in enumerate(GROUPS[: len(next(iter(self.possible))[0])]):
            numbers = {counts[i] for counts, _ in self.possible}
            if len(numbers) == 1 and 1 <= (only := next(iter(numbers))) <= 4:
                yield group, only


def _room(counts: Counts, before: Named) -> Room:
    groups = GROUPS[: len(counts)]
    people = {
        f"{group}-{number}": Participant(f"{group}-{number}", group, "", wrote=True)
        for group, count in zip(groups, counts, strict=True)
        for number in range(count)
    }
    writers = dict(zip(groups, counts, strict=True))
    return Room(groups=groups, participants=people, writers=writers, named_groups=before, revealed=True)


def forget() -> None:
    """Forget what the program shows, where a test has changed the program."""
    for known in (state, shown, shown_with_wall, one_more):
        known.cache_clear()
