"""Shared themes as they are read, with the local themes in them that are told now, and what was done to them."""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Connection, select

from app.region.rights import Place
from app.region.shared_theme import Act, Board, Line, Local, LocalTheme, Moved, SharedTheme
from app.store.local_themes import lines_in, lines_of, local_themes
from app.store.tables import (
    AccountRow,
    SharedThemeActRow,
    SharedThemeLocalRow,
    SharedThemeRow,
    SharedThemeTagRow,
    table_of,
)

_shared = table_of(SharedThemeRow)
_local = table_of(SharedThemeLocalRow)
_tags = table_of(SharedThemeTagRow)
_acts = table_of(SharedThemeActRow)
_accounts = table_of(AccountRow)


def place_key(place: Place) -> str:
    """A network or a municipality as the rows of its shared themes name it."""
    return str(place.network) if place.municipality is None else f"{place.network}/{place.municipality}"


def board(connection: Connection, place: Place) -> Board:
    """The shared themes of a place with what is told of them now, the local themes in none, and what was done last.

    Which groups are named is left out.
    """
    there = local_themes(connection, place)
    mapping = mapped(connection, place)
    inside: dict[int, list[LocalTheme]] = {}
    for key, one in there.items():
        if key in mapping:
            inside.setdefault(mapping[key], []).append(one)
    shared = _read(connection, _of(place), inside)
    standing = {one.id for one in shared}
    unmapped = tuple(one for key, one in there.items() if mapping.get(key) not in standing)
    return Board(shared, unmapped, last_act(connection, place))


def shared_themes(connection: Connection, network: int, municipality: int | None = None) -> list[SharedTheme]:
    """The shared themes of a network, or of a municipality of it, in their order, without the statements' words."""
    place = Place(network, municipality)
    mapping = mapped(connection, place)
    inside: dict[int, list[LocalTheme]] = {}
    for key, one in local_themes(connection, place, mapping).items():
        inside.setdefault(mapping[key], []).append(one)
    return list(_read(connection, _of(place), inside))


def shared_theme(
    connection: Connection, place: Place, theme: int, first: int, most: int
) -> tuple[SharedTheme, dict[Local, tuple[Line, ...]], list[SharedTheme]] | None:
    """A shared theme, with the statements of ``most`` of its local themes from the ``first`` on, and the others there.

    None where there is no such shared theme.
    """
    mapping = {local: stands for local, stands in mapped(connection, place).items() if stands == theme}
    inside = {theme: list(local_themes(connection, place, mapping).values())}
    found = _read(connection, _of(place), inside)
    one = next((one for one in found if one.id == theme), None)
    if one is None:
        return None
    lines = lines_of(connection, one.local[first : first + most])
    return one, lines, [other for other in found if other.id != theme]


def place_of(connection: Connection, network: int, theme: int) -> Place | None:
    """Where a shared theme belongs; None where there was never one in this network."""
    query = select(_shared.c.network_id, _shared.c.municipality_id).where(
        _shared.c.id == theme, _shared.c.network_id == network
    )
    row = connection.execute(query).first()
    return Place(row[0], row[1]) if row else None


def mapped(connection: Connection, place: Place) -> dict[Local, int]:
    """Which local themes have been put where in a place; those among them that nobody tells now, too."""
    query = (
        select(_local.c.workshop_id, _local.c.theme, _local.c.shared_theme_id)
        .join(_shared, _shared.c.id == _local.c.shared_theme_id)
        .where(_local.c.place == place_key(place), _shared.c.removed.is_(False))
    )
    return {Local(workshop, theme): shared for workshop, theme, shared in connection.execute(query)}


def titles_standing(connection: Connection, places: Collection[Place]) -> dict[Local, tuple[str, ...]]:
    """The titles of the shared themes that local themes stand in: in these municipalities' own, and the networks'."""
    own = {place_key(place) for place in places if place.municipality is not None and place.unit is None}
    networks = {place_key(Place(place.network)) for place in places}
    query = (
        select(_local.c.workshop_id, _local.c.theme, _shared.c.title)
        .join(_shared, _shared.c.id == _local.c.shared_theme_id)
        .where(_local.c.place.in_(own | networks), _shared.c.removed.is_(False))
        .order_by(_shared.c.municipality_id.is_(None), _shared.c.rank, _shared.c.id)
    )
    found: dict[Local, tuple[str, ...]] = {}
    for workshop, theme, title in connection.execute(query):
        key = Local(workshop, theme)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), title)))
    return found


def last_act(connection: Connection, place: Place) -> Act | None:
    """What was done last to the shared themes of a place, and has not been undone."""
    query = (
        select(_acts, _accounts.c.name, _accounts.c.email, _shared.c.title)
        .outerjoin(_accounts, _accounts.c.id == _acts.c.who)
        .outerjoin(_shared, _shared.c.id == _acts.c.shared_theme_id)
        .where(_acts.c.place == place_key(place), _acts.c.undone_at.is_(None))
        .order_by(_acts.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    moved = tuple(Moved(*one) for one in json.loads(row.moved))
    return Act(row.id, row.kind, row.shared_theme_id, row.title or "", moved, row.name or row.email or "", row.at)


def declined(connection: Connection, place: Place) -> set[tuple[Local, int | None]]:
    """Which local themes somebody has said do not belong where; None: not into a new one that was proposed."""
    query = select(_acts.c.moved).where(
        _acts.c.place == place_key(place), _acts.c.kind == "decline", _acts.c.undone_at.is_(None)
    )
    acts = (json.loads(moved) for moved in connection.execute(query).scalars())
    return {(Local(workshop, theme), to) for act in acts for workshop, theme, _, to in act}


def _read(
    connection: Connection, which: ColumnElement[bool], inside: Mapping[int, list[LocalTheme]]
) -> tuple[SharedTheme, ...]:
    query = (
        select(_shared, _accounts.c.name, _accounts.c.email)
        .outerjoin(_accounts, _accounts.c.id == _shared.c.changed_by)
        .where(which, _shared.c.removed.is_(False))
        .order_by(_shared.c.rank, _shared.c.id)
    )
    rows = connection.execute(query).all()
    tags: dict[int, list[str]] = {}
    worn = select(_tags.c.shared_theme_id, _tags.c.tag).join(_shared, _shared.c.id == _tags.c.shared_theme_id)
    for theme, tag in connection.execute(worn.where(which).order_by(_tags.c.at, _tags.c.tag)):
        tags.setdefault(theme, []).append(tag)
    return tuple(
        SharedTheme(
            id=row.id,
            place=Place(row.network_id, row.municipality_id),
            title=row.title,
            vision=row.vision,
            signs=lines_in(row.signs),
            version=row.version,
            changed_at=row.changed_at,
            changed_by=row.name or row.email or "",
            tags=tuple(tags.get(row.id, ())),
            local=tuple(inside.get(row.id, ())),
        )
        for row in rows
    )


def _of(place: Place) -> ColumnElement[bool]:
    return (_shared.c.network_id == place.network) & (_shared.c.municipality_id == place.municipality)
