"""Learning pathways: where a network is going, as three pathways of three times three years with goals."""

from collections.abc import Mapping
from dataclasses import dataclass

PROPOSED = ("Læringsmiljø", "Språk og skriving", "Matematikk")
"""What a network's pathways are called until it calls them otherwise."""

STAGES = (1, 2, 3)
"""Three years each."""


@dataclass(frozen=True, slots=True)
class SharedWords:
    """A shared theme as a pathway names it, with the signs to look for."""

    title: str
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached in a stage, one goal to a line. ``themes``: ids of shared themes that it serves."""

    text: str = ""
    themes: tuple[int, ...] = ()
    version: int = 0

    @property
    def lines(self) -> list[str]:
        """The goals."""
        return self.text.splitlines()


@dataclass(frozen=True, slots=True)
class LearningPathway:
    """``goals``: by stage; a stage without any is left out."""

    id: int
    title: str
    version: int
    goals: Mapping[int, Goal]

    def goal(self, stage: int) -> Goal:
        """What is to be reached in a stage."""
        return self.goals.get(stage, Goal())


def years_of(stage: int) -> tuple[int, int]:
    """The first and the last year of a stage."""
    return stage * 3 - 2, stage * 3
