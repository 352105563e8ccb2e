"""What stands on the way back from 2040: milestones, and what people commit themselves to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something on the way back from 2040. ``place``: a year, or h1 to h3; ``source``: the statement that it is."""

    id: str
    text: str
    place: str
    who: str
    author: str | None
    rank: float
    source: str | None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody will do, with whom, by when, and the theme that it serves."""

    id: str
    author: str
    what: str
    who: str
    when: str
    serves: str | None
    shown: bool = True
