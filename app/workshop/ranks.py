"""Order is kept as a rank, a number of its own on each card: a move changes one card, and nobody else's place."""

from collections.abc import Sequence

NARROW = 1e-6
"""Ranks closer than this are spread again before another is put between them (floats would run out)."""


def gap(ranks: Sequence[float], at: int) -> tuple[float, float | None]:
    """The ranks on both sides of place ``at``; with None there is nothing after it."""
    low = ranks[at - 1] if at > 0 else (ranks[0] - 2 if ranks else 0.0)
    return low, ranks[at] if at < len(ranks) else None


def spread(low: float, high: float | None, count: int) -> list[float]:
    """``count`` ranks between ``low`` and ``high``, evenly; upwards in whole steps where there is no ``high``."""
    if high is None:
        return [low + i for i in range(1, count + 1)]
    return [low + (high - low) * i / (count + 1) for i in range(1, count + 1)]
