"""What stands on the way back from 2040: milestones, and what people commit themselves to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something on the way back from 2040. ``place``: a year, or h1 to h3; ``source``: the statement that it is.

    ``waits``: it is to be read before it is shown; where it does not, and is not shown, a facilitator has hidden it.
    ``cleared``: the seq at which it became what it is; ``dropped``: a facilitator has taken it off the board, and its
    author can still erase it. ``wrote``: its author's own words, whatever a facilitator has made of them since.
    """

    id: str
    text: str
    place: str
    who: str
    author: str | None
    rank: float
    source: str | None
    shown: bool = True
    cleared: int = 0
    dropped: bool = False
    waits: bool = False
    wrote: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody will do, with whom, by when, for which theme. ``cleared``, ``waits``: as of a milestone."""

    id: str
    author: str
    what: str
    who: str
    when: str
    serves: str | None
    shown: bool = True
    cleared: int = 0
    waits: bool = False
