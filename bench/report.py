"""What a bench has found: medians, spread, goals; as a table for people and as JSON for programs."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.load import Found
from bench.machine import NotAvailable


@dataclass(slots=True)
class Case:
    """One figure with its goal: the value of each run, whose median counts."""

    name: str
    values: Sequence[float]
    goal: float | None = None
    more_is_better: bool = True

    @property
    def figure(self) -> float:
        """The median."""
        return rounded(statistics.median(self.values))

    @property
    def spread(self) -> float:
        """From the lowest to the highest run, as a share of the median."""
        middle = statistics.median(self.values)
        return round((max(self.values) - min(self.values)) / middle, 2) if middle else 0.0

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        return self.figure >= self.goal if self.more_is_better else self.figure <= self.goal

    @property
    def ease(self) -> float:
        """How well the goal is kept: 1 is just so, less is missed."""
        if self.goal is None:
            return float("inf")
        low, high = (self.goal, self.figure) if self.more_is_better else (self.figure, self.goal)
        return high / low if low else float("inf") if high >= low else 0.0

    def as_json(self) -> dict[str, Any]:
        """Everything of it."""
        return {
            "name": self.name,
            "figure": self.figure,
            "goal": self.goal,
            "better": "more" if self.more_is_better else "less",
            "met": self.met,
            "spread": self.spread,
            "values": [rounded(value) for value in self.values],
        }


@dataclass(slots=True)
class Result:
    """One bench. Of its cases the one that keeps its goal worst is the figure; it is met when all are."""

    title: str
    unit: str
    cases: list[Case]
    details: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def as_json(self, load: float) -> dict[str, Any]:
        """As it stands in bench/results/latest.json."""
        headline = min(self.cases, key=lambda case: case.ease, default=None)
        met = all(case.met for case in self.cases if case.met is not None) if self.cases else None
        return {
            "title": self.title,
            "figure": headline.figure if headline else None,
            "of": headline.name if headline else None,
            "goal": headline.goal if headline else None,
            "met": met,
            "unit": self.unit,
            "runs": len(headline.values) if headline else 0,
            "spread": headline.spread if headline else None,
            "load": load,
            "details": {"cases": [case.as_json() for case in self.cases], **self.details},
            "not_available": self.missing,
        }


def interleaved(
    runs: int, variants: dict[str, Callable[[], Found]], missing: list[str] | None = None
) -> dict[str, list[Found]]:
    """Do A B A B ... and return what each has found; what is not available is left out and named in ``missing``."""
    found: dict[str, list[Found]] = {name: [] for name in variants}
    for _ in range(runs):
        for name, variant in variants.items():
            if name not in found:
                continue
            try:
                found[name].append(variant())
            except NotAvailable as why:
                if missing is None:
                    raise
                missing.append(f"{name}: {why}")
                del found[name]
    return found


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """One by one: what was measured side by side is compared."""
    return [a / b for a, b in zip(above, below, strict=True)]


def medians(found: Sequence[Found]) -> dict[str, float]:
    """The middle of every number that the runs have in common."""
    numbers = [key for key, value in found[0].items() if isinstance(value, int | float)] if found else []
    return {key: rounded(statistics.median(run[key] for run in found if key in run)) for key in numbers}


def rounded(value: float) -> float:
    """Three places, or fewer where the number is large."""
    return round(value, 0 if abs(value) >= 1_000 else 1 if abs(value) >= 100 else 3)


def table(key: str, result: Result, load: float) -> str:
    """A few lines for the terminal."""
    lines = [f"{key}  {result.title}   [{result.unit}]   load {load}"]
    for case in result.cases:
        goal = "" if case.goal is None else f"{'≥' if case.more_is_better else '≤'} {case.goal:g}"
        met = {True: "met", False: "missed", None: ""}[case.met]
        lines.append(
            f"   {case.name:<52} {case.figure:>12,.10g} {goal:>10} {met:<7} "
            f"spread {case.spread:>5.0%}  {len(case.values)} runs"
        )
    lines += [f"   not available: {what}" for what in result.missing]
    return "\n".join(lines)
