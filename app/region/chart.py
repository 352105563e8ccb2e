"""Charts as plain geometry: values in, places on a drawing out. Templates draw them, beside a table of the same values.

A drawing is ``WIDTH`` wide in units of its own; on a phone one unit is nearly one pixel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10
from typing import TypeVar

WIDTH = 400
ROW = 44
BAR = 14
LEFT, RIGHT, TOP, BOTTOM, TALL = 52, 32, 24, 28, 180
SHADES = 5
LABELS_MOST = 5
LONGEST_LABEL = 38
"""Letters of a bar's label that stand beside its number; a table has the whole."""

Down = TypeVar("Down")
Across = TypeVar("Across")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar under its label: ``length`` out of ``whole``, both in the drawing's units; ``y`` is its upper edge."""

    label: str
    value: int
    of: int
    y: int
    length: float
    whole: int = WIDTH


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars one below the other, each a part of its own whole."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    thick: int = BAR


@dataclass(frozen=True, slots=True)
class Mark:
    """A place along an axis, and what stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that only time moves: its points from left to right, and the marks of both axes.

    ``left``, ``right``, ``top``, ``bottom``: the edges of the field that it lies in.
    """

    points: tuple[tuple[float, float], ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    last: int
    width: int = WIDTH
    height: int = TALL
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = TALL - BOTTOM

    @property
    def path(self) -> str:
        """The points as an SVG polyline takes them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a heat map. ``shade``: 0 for none, 1 to ``SHADES`` by size; None where the number is not told.

    A sum of others has no shade either. ``more``: it is at least so many.
    """

    value: int | None
    shade: int | None = None
    more: bool = False


def bars(parts: Sequence[tuple[str, int, int]]) -> Bars:
    """Bars for parts of a whole: (label, how many, out of how many)."""
    drawn = tuple(
        Bar(shortened(label), value, of, number * ROW + 22, round(WIDTH * min(value, of) / of, 1) if of > 0 else 0.0)
        for number, (label, value, of) in enumerate(parts)
    )
    return Bars(drawn, len(drawn) * ROW)


def line(values: Sequence[tuple[str, int]]) -> Line:
    """A line from the first value to the last, each under its label; as many labels are marked as there is room for.

    Raises:
        ValueError: no value to draw, or a negative one.
    """
    if not values or min(value for _, value in values) < 0:
        raise ValueError("a line is drawn of numbers from 0 up")
    step, top = _steps(max(value for _, value in values))
    right, bottom = WIDTH - RIGHT, TALL - BOTTOM

    def x(number: int) -> float:
        return round(LEFT + (right - LEFT) * (number / (len(values) - 1) if len(values) > 1 else 1), 1)

    def y(value: int) -> float:
        return round(bottom - (bottom - TOP) * value / top, 1)

    last = len(values) - 1
    every = max(1, ceil(last / (LABELS_MOST - 1))) if last else 1
    shown = {last, *range(last % every, last, every)}
    return Line(
        tuple((x(number), y(value)) for number, (_, value) in enumerate(values)),
        tuple(Mark(x(number), label) for number, (label, _) in enumerate(values) if number in shown),
        tuple(Mark(y(value), str(value)) for value in range(0, top + 1, step)),
        values[-1][1],
    )


def shortened(label: str) -> str:
    """A label as far as there is room for it over a bar."""
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def heat(values: Mapping[Down, Mapping[Across, int | None]]) -> dict[Down, dict[Across, Cell]]:
    """A shade for each number, by its share of the largest: rows of cells, by the same keys."""
    most = max((value or 0 for row in values.values() for value in row.values()), default=0)

    def cell(value: int | None) -> Cell:
        return Cell(value, None if value is None else ceil(SHADES * value / most) if value > 0 else 0)

    return {key: {column: cell(value) for column, value in row.items()} for key, row in values.items()}


def _steps(most: int) -> tuple[int, int]:
    """A round number to count up by, and where that ends: at most five steps, at or above ``most``."""
    rough = max(most, 1) / 4
    ten = 10 ** max(0, int(log10(rough)) if rough >= 1 else 0)
    step = next(many * ten for many in (1, 2, 5, 10) if many * ten >= rough)
    return step, step * max(1, ceil(most / step))
