"""The tally: what one kind of fault led to, over all rooms and servers that had it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.people import Crowd
from tests.faults.report import report

LONGEST = 10.0
"""Seconds until all screens are right again, most times, on a machine that does much else; the goal is GOAL."""
GOAL = 2.0


@dataclass
class Tally:
    """``recoveries``: seconds from the end of each fault until all screens equal fresh ones."""

    name: str
    faults: int = 0
    on_their_way: int = 0
    recoveries: list[float] = field(default_factory=list)
    commands: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    doubled: int = 0
    _began: float = field(default_factory=time.monotonic)

    def compare(self, crowd: Crowd, address: str) -> None:
        """Hold a crowd's history against the database; nothing may be lost, doubled or otherwise wrong."""
        for name, number in crowd.history.counts.items():
            self.commands[name] = self.commands.get(name, 0) + number
        verdict = crowd.history.compared(address, crowd.room.code)
        self.lost += len(verdict.lost)
        self.doubled += len(verdict.doubled)
        self.tell(so_far=True)
        verdict.assert_clean()

    def tell(self, **more: object) -> dict[str, object]:
        """Write the figures into the report, and return them."""
        ordered = sorted(self.recoveries)
        told = {
            "faults": self.faults,
            "on_their_way_at_the_fault": self.on_their_way,
            **self.commands,
            "lost": self.lost,
            "doubled": self.doubled,
            "recovery_median_s": round(statistics.median(ordered), 3),
            "recovery_p99_s": round(ordered[int(len(ordered) * 0.99)], 3),
            "recovery_slowest_s": round(ordered[-1], 3),
            "slower_than_2_s": sum(seconds > GOAL for seconds in ordered),
            "seconds": round(time.monotonic() - self._began),
            **more,
        }
        report(self.name, **told)
        return told

    def done(self, record: Callable[[str, object], None]) -> None:
        """Tell, and assert what goes for every kind of fault."""
        record("told", self.tell())
        assert self.on_their_way > 0, "the faults came when nobody was waiting for an answer"
        assert self.commands["never_answered"] == 0
        assert statistics.median(self.recoveries) < LONGEST
