"""What came of the commands that simulated people gave."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class Report:
    """What came of it. ``unknown``: sent, but no answer came before the socket ended. Times from send to answer."""

    participants: int = 0
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    unknown: int = 0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    seconds: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)
    acknowledged_ids: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def note(self, command: str, answer: Mapping[str, object] | None, seconds: float) -> None:
        """Count one command, the answer to it, and how long that took; None: no answer came."""
        self.sent += 1
        if answer is None:
            self.unknown += 1
        elif answer["type"] == "ack":
            self.acknowledged += 1
            self.acknowledged_ids.append(command)
            self.times.append(seconds)
        else:
            self.refused += 1
            reason = str(answer["reason"])
            self.reasons[reason] = self.reasons.get(reason, 0) + 1

    def close(self) -> "Report":
        """Work out the percentiles."""
        self.p50_ms, self.p99_ms, _ = in_ms(self.times)
        return self

    def figures(self) -> dict[str, object]:
        """The report without its raw lists."""
        return {k: v for k, v in asdict(self).items() if k not in ("times", "acknowledged_ids")}


def in_ms(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Milliseconds within which half of these times are, 99 of 100, and all; zeros where there are none."""
    if not seconds:
        return 0.0, 0.0, 0.0
    ranks = statistics.quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [*seconds] * 99
    half, most, longest = (round(value * 1000, 1) for value in (ranks[49], ranks[98], max(seconds)))
    return half, most, longest
