"""What the events tell of milestones and commitments: part of the oracle."""

from collections.abc import Collection
from dataclasses import replace

from app.workshop.events import (
    CommitmentJudged,
    CommitmentPut,
    CommitmentTakenBack,
    Event,
    MilestoneDropped,
    MilestonePut,
    MilestoneTakenBack,
)
from tests.laws.oracle_values import Commitment, Milestone


class Plans:
    """Milestones and commitments, as they stand."""

    def __init__(self) -> None:
        self.milestones: dict[str, Milestone] = {}
        self.promises: dict[str, Commitment] = {}

    def _hear_plan(self, event: Event, seq: int) -> None:
        match event:
            case MilestonePut():
                self.milestones[event.milestone] = Milestone(
                    event.text, event.who, event.place, event.author, event.source, event.shown, seq
                )
            case MilestoneDropped():
                self.milestones[event.milestone] = replace(self.milestones[event.milestone], dropped=True)
            case MilestoneTakenBack():
                del self.milestones[event.milestone]
            case CommitmentPut():
                self.promises[event.commitment] = Commitment(
                    f"{event.what} {event.who} {event.when}", event.author, event.serves, event.shown, seq
                )
            case CommitmentJudged():
                judged = replace(self.promises[event.commitment], shown=event.shown, cleared=seq)
                self.promises[event.commitment] = judged
            case CommitmentTakenBack():
                del self.promises[event.commitment]
            case _:
                pass

    def plan_words(self, plans: Collection[str]) -> str:
        """All words of these milestones and commitments."""
        milestones = (f"{m.text} {m.who}" for i, m in self.milestones.items() if i in plans)
        return " ".join([*milestones, *(p.text for i, p in self.promises.items() if i in plans)])

    def plans_of(self, person: str) -> set[str]:
        """The milestones and commitments that somebody has made."""
        return {i for i, plan in self.plans().items() if plan.author == person}

    def plans(self) -> dict[str, Milestone | Commitment]:
        """All milestones and commitments."""
        return {**self.milestones, **self.promises}
