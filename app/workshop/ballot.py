"""A ballot: a vote as it stands at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.workshop.shared_map import SharedMap
from app.workshop.tally import Paper, Result, Shown


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote: what can be chosen, how many ``votes`` each has, papers by voter. ``shown``: all results so far."""

    id: str
    step: int | None
    on: Literal["themes", "statements", "milestones"]
    of: str | None
    options: tuple[str, ...]
    votes: int
    several: bool
    open: bool = True
    papers: Mapping[str, Paper] = field(default_factory=SharedMap)
    shown: tuple[Shown, ...] = ()

    @property
    def result(self) -> Result | None:
        """What may be told of a closed vote; nothing where fewer than five have voted."""
        return self.shown[-1].result if self.shown and not self.open else None


NOTHING_YET = Ballot("", None, "themes", None, (), votes=0, several=False, open=False)
"""What a vote is while there is nothing to vote on."""
