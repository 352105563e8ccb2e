"""Workshops that have told something, put into a database without a room behind them."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from app.store import told, workshops
from app.store.told_workshops import give_units
from app.workshop.commands import Create
from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.summary import Line, ThemeSummary, VisionSummary

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SEQ = 1_000
"""The event that they have told up to, past all that there are: nothing tells them anew."""


def line(text: str, group: StakeholderGroup | None = None, statement: str = "") -> Line:
    return Line(id=statement or secrets.token_hex(6), text=text, group=group)


def theme(title: str, *lines: Line, vision: str = "", signs: Sequence[str] = ()) -> ThemeSummary:
    return ThemeSummary(
        id=secrets.token_hex(6), title=title, vision=vision, signs=tuple(signs), quotes=0, statements=lines
    )


def summary(
    *lines: Line | str,
    themes: Iterable[ThemeSummary] = (),
    title: str = "Skolen i 2040",
    method: str = "igp",
    held: date | None = date(2026, 3, 1),
) -> VisionSummary:
    return VisionSummary(
        title=title,
        question="Hvordan?",
        language="nb",
        method=method,
        method_title=method,
        held=held,
        written=NOW,
        revealed=True,
        people=None,
        groups=(),
        units=(),
        themes=tuple(themes),
        ungrouped=tuple(one if isinstance(one, Line) else line(one) for one in lines),
    )


def workshop(connection: Connection, units: Iterable[int | None], first: VisionSummary) -> str:
    """A workshop of these units, and what it tells; its id."""
    create = Create(id=secrets.token_urlsafe(12), title=first.title, question={"nb": "?"}, language="nb", groups=GROUPS)
    made = workshops.create(connection, create, owner=None, now=NOW).id
    give_units(connection, made, [unit for unit in units if unit is not None])
    tell(connection, made, first)
    return made


def tell(connection: Connection, told_by: str, anew: VisionSummary) -> None:
    """Let a workshop tell anew."""
    assert told.tell(connection, told_by, SEQ, anew, ended=True, now=NOW)
