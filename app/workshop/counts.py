"""Counts that are kept as things change: a room has thousands of statements, and is asked after every commit."""

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def recounted(counts: Mapping[K, int], before: K | None, after: K | None) -> Mapping[K, int]:
    """``counts`` with one less of ``before`` and one more of ``after``, where None stands for nothing that is counted.

    What there is none of is left out, so that counts are equal to those of a recount.
    """
    if before == after:
        return counts
    made = dict(counts)
    if before is not None:
        left = made.pop(before) - 1
        if left:
            made[before] = left
    if after is not None:
        made[after] = made.get(after, 0) + 1
    return made
