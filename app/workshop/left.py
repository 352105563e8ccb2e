"""The time of a step, and a step as it was when the room went elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of a step: it runs until ``ends``, or stands with ``left`` seconds.

    ``ran``: it stands as the workshop was ended while it ran.
    """

    ends: datetime | None
    left: float = 0.0
    ran: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A step as it was when it was left: its turns and sheets, its clock, and how the room's switches stood.

    ``seconds``: what its clock had left, None where it had none. ``ran``: it was running, and stands meanwhile.
    ``options``: what there was to vote on.
    """

    turns: Mapping[int, int] = field(default_factory=dict)
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seconds: float | None = None
    ran: bool = False
    submissions: bool = False
    revealed: bool = False
    rests: bool = False
    opened: tuple[str, ...] = ()
    singled: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()


def ended(clock: Clock | None, now: datetime) -> Clock | None:
    """The clock of a workshop that is ended: it stands."""
    return clock if clock is None or clock.ends is None else Clock(ends=None, left=left_at(clock, now), ran=True)


def taken_back(clock: Clock | None, now: datetime) -> Clock | None:
    """The clock once the end is taken back: where it ran, it runs again with what it had left."""
    return clock if clock is None or not clock.ran else Clock(ends=now + timedelta(seconds=clock.left))


def left_at(clock: Clock | None, now: datetime) -> float:
    """The seconds that a clock has left at a time; 0 where the time is up."""
    if clock is None:
        return 0.0
    return clock.left if clock.ends is None else max(0.0, (clock.ends - now).total_seconds())
