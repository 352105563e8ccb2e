"""The way back from 2040 as it stands on paper: milestones by place, and what people will do."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from app.export.words import Words
from app.workshop.summary import VisionSummary
from app.workshop.words import clean


@dataclass(frozen=True)
class Step:
    """A milestone, and who sees to it, where that is said."""

    text: str
    who: str


@dataclass(frozen=True)
class Board:
    """Milestones, by the years back from 2040 or by the three horizons."""

    title: str
    places: tuple[tuple[str, tuple[Step, ...]], ...]


@dataclass(frozen=True)
class Promise:
    """What somebody will do, with whom, by when, and the title of the theme that it serves; "" where it is not said."""

    what: str
    who: str
    when: str
    serves: str


def boards(summary: VisionSummary, words: Words) -> Iterator[Board]:
    """The board of years, and that of horizons, as far as something stands there."""
    titles = {False: words.gettext("The way back from 2040"), True: words.gettext("Three horizons")}
    for horizons, there in groupby(summary.milestones, key=lambda milestone: milestone.place.startswith("h")):
        places = tuple(
            (words.place(place), tuple(Step(clean(step.text), clean(step.who)) for step in steps))
            for place, steps in groupby(there, key=lambda milestone: milestone.place)
        )
        yield Board(titles[horizons], places)


def promises(summary: VisionSummary) -> tuple[Promise, ...]:
    """What people commit themselves to."""
    return tuple(Promise(clean(c.what), clean(c.who), clean(c.when), clean(c.theme)) for c in summary.commitments)
