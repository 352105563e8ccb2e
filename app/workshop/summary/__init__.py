"""VisionSummary: what a workshop has arrived at, as one plain value. Every file format is written from it alone.

It holds only what has been revealed and is fit to be shown, and no group or unit under five.
"""

from collections.abc import Set
from datetime import datetime

from app.workshop.card import Statement, Theme
from app.workshop.labels import tells_table
from app.workshop.participants import people_by_group, people_by_unit
from app.workshop.revealing import as_told
from app.workshop.room import Room
from app.workshop.summary.opened import collections, copied, statement_opened, themes_opened
from app.workshop.summary.plans import commitments, milestones, tables_of
from app.workshop.summary.values import (
    BarSummary,
    Collection,
    CommitmentSummary,
    GroupCount,
    GroupVoters,
    Line,
    MilestoneSummary,
    ThemeSummary,
    UnitCount,
    VisionSummary,
    VoteSummary,
)
from app.workshop.summary.votes import votes
from app.workshop.suppression import hidden_sum, not_adding_up, rounded_down, shown_counts, telling_over_time
from app.workshop.visible import group_of

__all__ = [
    "QUOTES",
    "BarSummary",
    "Collection",
    "CommitmentSummary",
    "GroupCount",
    "GroupVoters",
    "Line",
    "MilestoneSummary",
    "ThemeSummary",
    "UnitCount",
    "VisionSummary",
    "VoteSummary",
    "summarise",
    "tables_of",
]

QUOTES = 3
"""Statements of a theme that stand as quotes under its vision: the first ones, as the facilitator has ordered them."""


def summarise(room: Room, now: datetime) -> VisionSummary:
    """Return the summary of ``room`` as it is; ``now`` is when, and its zone decides on which day it was held."""
    room = as_told(room)
    by_group, by_unit = people_by_group(room), people_by_unit(room)
    groups, units = shown_counts(by_group, room.named_groups), shown_counts(by_unit, room.named_units)
    everybody = sum(by_group.values())
    exact = hidden_sum(by_group, groups) == 0 == hidden_sum(by_unit, units)
    told = telling_over_time(by_group, groups) or telling_over_time(by_unit, units)
    if told:  # nor may groups alone, or units alone, add up to how many there are in all
        groups, units = not_adding_up(by_group, groups), not_adding_up(by_unit, units)
    started = min((s.at for s in room.statements.values()), default=None) if room.revealed else None
    method = room.method if room.step is not None else None
    opened = themes_opened(room)
    known = {theme.id for theme in opened}
    themes = tuple(_theme(room, theme, known) for theme in opened)
    closed = [theme.id for theme in room.theme_order() if theme.id not in known] if room.revealed else []
    ungrouped = tuple(line for pile in (None, *closed) for line in _lines(room, room.piled(pile)))
    return VisionSummary(
        title=room.title,
        question=room.question.get(room.language) or next(iter(room.question.values()), ""),
        language=room.language,
        method=method.id if method else "open",
        method_title=method.texts(room.language).title if method else "",
        held=started.astimezone(now.tzinfo).date() if started else None,
        written=now,
        revealed=room.revealed,
        people=None if told else everybody if exact else rounded_down(everybody) or None,
        people_exact=exact,
        groups=tuple(GroupCount(group=group, people=people) for group, people in groups.items()),
        units=tuple(UnitCount(unit=unit, people=people) for unit, people in units.items() if unit or people),
        collections=collections(room, themes, ungrouped),
        themes=themes,
        ungrouped=ungrouped,
        votes=votes(room),
        milestones=milestones(room),
        commitments=commitments(room),
    )


def _theme(room: Room, theme: Theme, known: Set[str]) -> ThemeSummary:
    copies = (line.model_copy(update={"copied": True}) for line in _lines(room, copied(room, theme)))
    lines = (*_lines(room, room.piled(theme.id)), *copies)
    return ThemeSummary(
        id=theme.id,
        title=theme.title,
        vision=theme.vision,
        signs=theme.signs,
        quotes=min(QUOTES, len(lines)),
        statements=lines,
        collection=theme.of,
        within=theme.under if theme.under in known else None,
        alone=theme.alone,
    )


def _lines(room: Room, statements: list[Statement]) -> tuple[Line, ...]:
    return tuple(_line(room, statement) for statement in statements if statement_opened(room, statement))


def _line(room: Room, statement: Statement) -> Line:
    """What a table has in common is the table's: beside it, the writer's group would point at somebody there.

    So would the group of what it builds on: where one has stood on that, it is not told what the idea builds on.
    """
    originals = (room.statements.get(source) for source in statement.sources)
    return Line(
        id=statement.id,
        text=statement.text,
        group=group_of(room, statement),
        collection=statement.into,
        table=statement.table,
        sources=tuple(s.id for s in originals if s is not None and statement_opened(room, s) and tells_table(room, s)),
    )
