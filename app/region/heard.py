"""How many have been heard, by stakeholder group and place, out of many workshops.

Only what each workshop tells itself is added up, by the rules of ``app.workshop.suppression``: from sums of what is
told nothing follows of what is not. To put withheld numbers together as one that is large enough looks
harmless and is not: whoever knows when that is done learns something from each time that it was not, and works small
numbers out (``docs/decisions/0019-the-region-knows-what-rooms-have-told.md``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.workshop.people import StakeholderGroup


@dataclass(frozen=True, slots=True)
class Heard:
    """Who took part in a workshop, by group, as its own files tell it: None is withheld.

    ``place``: the smallest place that it was held for, as ids from the network down: a unit where it was for one, a
    municipality or the network where it was for several.
    """

    place: tuple[int, ...]
    told: Mapping[StakeholderGroup, int | None]


@dataclass(frozen=True, slots=True)
class Number:
    """At least so many ``people`` of a group, told by so many ``workshops``; ``withheld``: by so many it is not told.

    A workshop that withholds it may have had nobody of the group.
    """

    people: int = 0
    workshops: int = 0
    withheld: int = 0


def numbers(heard: Iterable[Heard], place: tuple[int, ...]) -> dict[StakeholderGroup, Number]:
    """Return how many of each group were heard in a place and all that lies in it."""
    found: dict[StakeholderGroup, Number] = {}
    for one in heard:
        if one.place[: len(place)] != place:
            continue
        for group, people in one.told.items():
            before = found.get(group, Number())
            found[group] = (
                Number(before.people, before.workshops, before.withheld + 1)
                if people is None
                else Number(before.people + people, before.workshops + 1, before.withheld)
            )
    return found
