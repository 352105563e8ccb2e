"""What all parts have in common."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, ClassVar

from app.workshop.people import Language, StakeholderGroup

InLanguages = tuple[tuple[Language, str], ...]
"""The same text in several languages."""


@dataclass(frozen=True, slots=True, weakref_slot=True, kw_only=True)
class Part:
    """``into`` is the container's id ("" for a part that has its fixed place), ``order`` the place among siblings."""

    kind: ClassVar[str]
    id: str
    into: str = ""
    order: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Its fields by name, as programs get them: plain values, and tuples and objects of them."""
        return {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class StepLine:
    """The step that the room is at, as everybody is told it: its number from 1 of how many, and its clock.

    The clock runs until ``ends``, or stands with ``left`` seconds; a step that is only looked at has none. ``waiting``:
    the number of the step that waits meanwhile, if one does.
    """

    number: int
    of: int
    kind: str
    title: InLanguages
    line: InLanguages
    minutes: int
    locked: bool
    ends: datetime | None
    left: float | None
    waiting: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to vote on: a theme or a statement."""

    option: str
    label: str


@dataclass(frozen=True, slots=True)
class VoteBar:
    """What an option got. ``groups``: how many of each group, None where that is not told."""

    option: str
    label: str
    place: int
    tied: bool
    votes: int
    share: float
    groups: tuple[tuple[StakeholderGroup, int | None], ...]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
