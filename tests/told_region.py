"""A network with workshops that have told something, put straight into the tables that the region reads."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Connection, delete, insert, update

from app.region.network import Municipality, Network, Unit
from app.region.shared_theme import Local
from app.store.region import networks, save_network
from app.store.tables import ToldRow, ToldStatementRow, ToldThemeRow, WorkshopRow, table_of
from app.store.told_workshops import give_units

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

NETWORK = Network(
    name="Nordmøre",
    municipalities=(
        Municipality(
            number="1573",
            name="Smøla",
            units=(Unit(name="Nordsmøla skole", kind="school"), Unit(name="Smøla barnehage", kind="kindergarten")),
        ),
        Municipality(number="1576", name="Aure", units=(Unit(name="Aure skole", kind="school"),)),
    ),
)

_workshops = table_of(WorkshopRow)
_told = table_of(ToldRow)
_themes = table_of(ToldThemeRow)
_statements = table_of(ToldStatementRow)


@dataclass(frozen=True)
class ToldTheme:
    """A theme to tell. ``lines``: group (None: not named) and text."""

    title: str
    lines: Sequence[tuple[str | None, str]] = ()
    vision: str = ""
    signs: str = ""
    votes: int | None = None


@dataclass(frozen=True)
class There:
    """A network by its ids. ``units``: by name; ``workshops``: by title; ``locals``: by title of the theme."""

    network: int
    municipalities: dict[str, int]
    units: dict[str, int]
    workshops: dict[str, str] = field(default_factory=dict)
    locals: dict[str, Local] = field(default_factory=dict)


def region_in(connection: Connection, network: Network = NETWORK) -> There:
    """Put a network in."""
    save_network(connection, network)
    there = next(one for one in networks(connection) if one.name == network.name)
    return There(
        network=there.id or 0,
        municipalities={one.name: one.id or 0 for one in there.municipalities},
        units={unit.name: unit.id or 0 for one in there.municipalities for unit in one.units},
    )


def tell_in(
    connection: Connection,
    there: There,
    title: str,
    units: Sequence[str],
    themes: Sequence[ToldTheme],
    *,
    language: str = "nb",
    held: date | None = date(2026, 11, 23),
) -> str:
    """Put a workshop in that has told these themes; its id."""
    workshop = there.workshops.get(title) or secrets.token_hex(8)
    if title not in there.workshops:
        row = {
            "id": workshop,
            "code": secrets.token_hex(6),
            "wall_key": secrets.token_hex(8),
            "created_at": AT,
            "seq": 0,
            "title": title,
            "language": language,
            "stage": "closed",
            "submissions": False,
            "revealed": True,
            "participants": 9,
            "statements": 0,
        }
        connection.execute(insert(_workshops).values(**row))
        told = {"method": "igp", "ended": True, "held": held, "people": 9, "exact": True, "summary": "{}"}
        connection.execute(
            insert(_told).values(workshop_id=workshop, seq=0, told_at=AT, title=title, language=language, **told)
        )
        give_units(connection, workshop, [there.units[unit] for unit in units])
        there.workshops[title] = workshop
    untell(connection, workshop)
    rank = 0
    for order, theme in enumerate(themes):
        key = there.locals.setdefault(theme.title, Local(workshop, secrets.token_urlsafe(9)))
        words = {"title": theme.title, "vision": theme.vision, "signs": theme.signs, "votes": theme.votes}
        connection.execute(
            insert(_themes).values(
                workshop_id=workshop, theme=key.theme, statements=len(theme.lines), rank=order, **words
            )
        )
        rows = [
            {
                "workshop_id": workshop,
                "statement": secrets.token_urlsafe(9),
                "theme": key.theme,
                "group": group,
                "collection": "",
                "text": text,
                "rank": (rank := rank + 1),
            }
            for group, text in theme.lines
        ]
        if rows:
            connection.execute(insert(_statements), rows)
    return workshop


def untell(connection: Connection, workshop: str) -> None:
    """Let a workshop tell no theme and no statement any more."""
    for table in (_themes, _statements):
        connection.execute(delete(table).where(table.c.workshop_id == workshop))


def stage(connection: Connection, workshop: str, name: str) -> None:
    """Delete a workshop, or bring it back."""
    connection.execute(update(_workshops).where(_workshops.c.id == workshop).values(stage=name))
