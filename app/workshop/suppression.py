"""Small groups are never shown: which labels may be named, which counts may be given.

A label (a stakeholder group, a unit) is *named* when at least five people have written under it, and only while those
who stay unnamed are nobody, or at least five together: otherwise the unnamed would be a small group themselves. Primary
and complementary suppression as in statistical disclosure control (Hundepool et al., "Statistical Disclosure Control",
2012, ch. 4). Counts only ever grow, as one who has written cannot change label; decision 0008 says what that is worth.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, TypeVar

LEAST = 5
"""The smallest number of people that any breakdown may show."""

Label = TypeVar("Label", bound=str)

Sum = tuple[object, ...]
"""What a sum in a table is known by."""


class Link(NamedTuple):
    """A number in a table: part of the sum ``head``, and of ``tail`` or made of it; from ``low`` to ``high``."""

    tail: Sum
    head: Sum
    number: int
    low: int
    high: int
    secret: bool = False


def name_labels(counts: Mapping[Label, int], named: Collection[Label]) -> frozenset[Label]:
    """Return the labels that may be named, given ``counts`` of people by label and what was named before.

    Where one to four people would stay unnamed, one large label stays with them: one that has not been named yet where
    there is such a one, else the smallest.
    """
    large = sorted((label for label, count in counts.items() if count >= LEAST), key=lambda i: (counts[i], i))
    if not large or not 0 < sum(counts.values()) - sum(counts[label] for label in large) < LEAST:
        return frozenset(large)
    held = next((label for label in large if label not in named), large[0])
    return frozenset(large) - {held}


def shown_counts(counts: Mapping[Label, int], named: Collection[Label]) -> dict[Label, int | None]:
    """Return each label's count, or None where it must not be known: all of them where one to four people are left."""
    shown: dict[Label, int | None] = {
        label: count if label in named and count >= LEAST else None for label, count in counts.items()
    }
    if 0 < hidden_sum(counts, shown) < LEAST:
        return dict.fromkeys(counts)
    return shown


def hidden_sum(counts: Mapping[Label, int], shown: Mapping[Label, int | None]) -> int:
    """How many people stand behind the withheld counts."""
    return sum(counts[label] for label, count in shown.items() if count is None)


def telling(counts: Mapping[Label, int], shown: Mapping[Label, int | None]) -> bool:
    """Whether the number of people in all would give withheld counts away.

    A single label's count is the total itself. Withheld labels may all be under five, so that a sum of
    four times their number has one solution; keeping back just that sum would tell it, so the one before it as well.
    """
    hidden = [label for label, count in shown.items() if count is None]
    rest = hidden_sum(counts, shown)
    if 0 < rest < LEAST and len(hidden) == 1:
        return True
    return len(hidden) >= 2 and (LEAST - 1) * len(hidden) - 1 <= rest <= (LEAST - 1) * len(hidden)


def telling_over_time(counts: Mapping[Label, int], shown: Mapping[Label, int | None]) -> bool:
    """The same for one who has kept earlier numbers, and knows that a label held back now has at least as many."""
    small = sum(counts[label] for label, count in shown.items() if count is None and counts[label] < LEAST)
    return 0 < small < LEAST or telling(counts, shown)


def not_adding_up(counts: Mapping[Label, int], shown: Mapping[Label, int | None]) -> dict[Label, int | None]:
    """The same numbers where the sum of all people must not be known: without the last one, where nobody is withheld.

    Which one that is depends on no number: the smallest would be known to be at most as large as the others.
    """
    told = [label for label, count in shown.items() if count is not None]
    if hidden_sum(counts, shown) or not told:
        return dict(shown)
    return {**shown, told[-1]: None}


def rounded_down(total: int) -> int:
    """A number of people as "at least so many": a multiple of five, so that two such numbers differ by none or many."""
    return total - total % LEAST


def at_least_five(count: int) -> int | None:
    """Return ``count`` where it may be shown as the size of a crowd, else None."""
    return count if count >= LEAST else None


def all_can_change(links: Sequence[Link]) -> bool:
    """Whether each secret number of a table can be another one while all sums, and all that are no links, stay.

    It can where it lies on a circle of numbers that can rise and fall by one in turn; no number can be another one in
    any of the tables that are possible, if not in this one (op. cit., on tables as networks).
    """
    ways: dict[Sum, list[tuple[Sum, Link]]] = defaultdict(list)
    for link in links:
        if link.number < link.high:
            ways[link.tail].append((link.head, link))
        if link.number > link.low:
            ways[link.head].append((link.tail, link))
    return all(
        (link.number < link.high and _leads(ways, link.head, link.tail, link))
        or (link.number > link.low and _leads(ways, link.tail, link.head, link))
        for link in links
        if link.secret
    )


def _leads(ways: Mapping[Sum, Sequence[tuple[Sum, Link]]], start: Sum, goal: Sum, without: Link) -> bool:
    seen, ahead = {start}, [start]
    while ahead and goal not in seen:
        for there, link in ways.get(ahead.pop(), ()):
            if link is not without and there not in seen:
                seen.add(there)
                ahead.append(there)
    return goal in seen
