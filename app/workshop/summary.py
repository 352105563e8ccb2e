"""VisionSummary: what a workshop has arrived at, as one plain value. Every file format is written from it alone.

It holds only what has been revealed and is fit to be shown, and no group or unit under five.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.workshop.participants import people_by_group, people_by_unit
from app.workshop.people import Language, StakeholderGroup
from app.workshop.room import Room, Statement
from app.workshop.suppression import hidden_sum, rounded_down, shown_counts, telling_over_time
from app.workshop.visible import group_of

QUOTES = 3
"""Statements of a theme that stand as quotes under its vision: the first ones, as the facilitator has ordered them."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Value):
    """One statement. ``group`` is None where fewer than five of it took part."""

    id: str
    text: str
    group: StakeholderGroup | None


class GroupCount(_Value):
    """How many of a group took part; None: fewer than five, or hidden so that such a number cannot be worked out."""

    group: StakeholderGroup
    people: int | None


class UnitCount(_Value):
    """The same of a unit; "" stands for those who named none."""

    unit: str
    people: int | None


class ThemeSummary(_Value):
    """A theme. The first ``quotes`` of ``statements`` stand as quotes."""

    id: str
    title: str
    vision: str
    signs: tuple[str, ...]
    quotes: Annotated[int, Field(ge=0)]
    statements: tuple[Line, ...]


class VisionSummary(_Value):
    """What a workshop has arrived at.

    ``people``: who have written; "at least so many" unless ``people_exact``; None where even that would tell of a small
    group. ``revealed`` False: no words yet.
    """

    format: Literal["fremtidsbilde.vision-summary.v1"] = "fremtidsbilde.vision-summary.v1"
    title: str
    question: str
    language: Language
    method: Literal["open"] = "open"
    held: date | None
    written: datetime
    revealed: bool
    people: int | None
    people_exact: bool = True
    groups: tuple[GroupCount, ...]
    units: tuple[UnitCount, ...]
    themes: tuple[ThemeSummary, ...]
    ungrouped: tuple[Line, ...]

    @property
    def statements(self) -> int:
        """How many statements it holds."""
        return len(self.ungrouped) + sum(len(theme.statements) for theme in self.themes)


def summarise(room: Room, now: datetime) -> VisionSummary:
    """Return the summary of ``room`` as it is; ``now`` is when, and its zone decides on which day it was held."""
    by_group, by_unit = people_by_group(room), people_by_unit(room)
    groups, units = shown_counts(by_group, room.named_groups), shown_counts(by_unit, room.named_units)
    everybody = sum(by_group.values())
    exact = hidden_sum(by_group, groups) == 0 == hidden_sum(by_unit, units)
    told = telling_over_time(by_group, groups) or telling_over_time(by_unit, units)
    started = min((s.at for s in room.statements.values()), default=None) if room.revealed else None
    return VisionSummary(
        title=room.title,
        question=room.question.get(room.language) or next(iter(room.question.values()), ""),
        language=room.language,
        held=started.astimezone(now.tzinfo).date() if started else None,
        written=now,
        revealed=room.revealed,
        people=None if told else everybody if exact else rounded_down(everybody) or None,
        people_exact=exact,
        groups=tuple(GroupCount(group=group, people=people) for group, people in groups.items()),
        units=tuple(UnitCount(unit=unit, people=people) for unit, people in units.items() if unit or people),
        themes=tuple(_theme(room, theme.id) for theme in room.theme_order()) if room.revealed else (),
        ungrouped=_lines(room, room.piled(None)),
    )


def _theme(room: Room, theme: str) -> ThemeSummary:
    there = room.themes[theme]
    lines = _lines(room, room.piled(theme))
    return ThemeSummary(
        id=there.id,
        title=there.title,
        vision=there.vision,
        signs=there.signs,
        quotes=min(QUOTES, len(lines)),
        statements=lines,
    )


def _lines(room: Room, statements: list[Statement]) -> tuple[Line, ...]:
    fit = (s for s in statements if room.revealed and s.standing == "shown")
    return tuple(Line(id=s.id, text=s.text, group=group_of(room, s)) for s in fit)
