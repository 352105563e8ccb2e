"""A ballot: a vote as it stands at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.workshop.shared_map import SharedMap
from app.workshop.tally import Paper, Result, Shown


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote: what can be chosen, how many ``votes`` each has, papers by voter. ``shown``: all results so far.

    ``merged``: themes that are gone, and what each went into. What was chosen counts there; papers stay as they were
    handed in, so that undoing brings all back. ``uncounted``: it is closed, and some votes that came after its result
    had been shown are not in that.
    """

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
    merged: Mapping[str, str] = field(default_factory=dict)
    uncounted: bool = False

    @property
    def result(self) -> Result | None:
        """What may be told of a closed vote; nothing where fewer than five have voted."""
        return self.shown[-1].result if self.shown and not self.open else None

    @property
    def counting(self) -> Mapping[str, Paper]:
        """The papers as they count."""
        if not self.merged:
            return self.papers
        return {voter: replace(paper, options=self.carried(paper.options)) for voter, paper in self.papers.items()}

    def carried(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """What was chosen, merged themes as what they went into: added up where several votes may go to the same."""
        now = tuple(to if (to := self._went_into(option)) in self.options else option for option in chosen)
        return now if self.several else tuple(dict.fromkeys(now))

    def _went_into(self, option: str) -> str:
        while option in self.merged:
            option = self.merged[option]
        return option


NOTHING_YET = Ballot("", None, "themes", None, (), votes=0, several=False, open=False)
"""What a vote is while there is nothing to vote on."""
