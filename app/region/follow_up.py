"""What becomes of the commitments that workshops tell: a state and a note, kept beside them and without their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from app.region.told import ToldWorkshop

State = Literal["not_begun", "under_way", "done", "dropped"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How it stands with a commitment, who said so and when. ``version`` 0: nobody has said anything."""

    state: State = "not_begun"
    note: str = ""
    who: str = ""
    at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class ToldCommitment:
    """What somebody will do, in the words that a workshop tells. ``who``, ``when`` and ``theme``: "" where open."""

    workshop: ToldWorkshop
    id: str
    what: str
    who: str
    when: str
    theme: str
    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class UnitNote:
    """Where a unit is now, as it sees itself on a day. "" is what was not written."""

    id: int
    day: date
    strengths: str
    challenges: str
    children: str
    ahead: str
    who: str
    version: int


def tally(commitments: Iterable[ToldCommitment]) -> dict[State, int]:
    """How many stand how."""
    found: dict[State, int] = dict.fromkeys(STATES, 0)
    for one in commitments:
        found[one.follow_up.state] += 1
    return found
