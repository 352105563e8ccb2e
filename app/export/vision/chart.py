"""Charts of themes: which bars stand in one, and what is told of it to whoever cannot see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.export.vision.paper import Bar, Paper

_LONGEST = 60


@dataclass(frozen=True)
class Chart:
    """Some of the themes, and all that the picture shows as one text. ``most``: the largest number of any chart."""

    bars: tuple[Bar, ...]
    most: int
    alt: str


def charts(paper: Paper, most_bars: int) -> Iterator[Chart]:
    """The themes' bars, about equally many to a chart, with titles that are short enough to stand beside them."""
    bars = tuple(Bar(shortened(bar.title, _LONGEST), bar.statements, bar.votes) for bar in paper.bars)
    if not bars:
        return
    most = max(max(bar.statements, bar.votes or 0) for bar in bars)
    number = -(-len(bars) // most_bars)
    size = -(-len(bars) // number)
    for start in range(0, len(bars), size):
        there = bars[start : start + size]
        yield Chart(there, most, _alt(there, paper))


def shortened(text: str, longest: int) -> str:
    """Return the beginning of ``text`` where it is longer than that."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _alt(bars: tuple[Bar, ...], paper: Paper) -> str:
    of = paper.labels
    rows = (
        f"{bar.title}: {of.statements} {bar.statements}"
        + (f", {of.votes} {bar.votes}" if bar.votes is not None else "")
        for bar in bars
    )
    return f"{of.numbers}. " + "; ".join(rows) + "."
