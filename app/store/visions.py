"""The visions of places: kept in versions that nobody overwrites, one of which may be public."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from app.region.rights import Place
from app.region.uses import Public
from app.region.written import ThemeText, Written
from app.store import frozen_words, happenings
from app.store.tables import AccountRow, NetworkRow, VisionRow, VisionVersionRow, table_of
from app.workshop.people import Language

_visions = table_of(VisionRow)
_versions = table_of(VisionVersionRow)
_accounts = table_of(AccountRow)
_networks = table_of(NetworkRow)


class Newer(Exception):
    """Somebody has saved another version since the one that was changed. ``version``: the latest."""

    def __init__(self, version: int) -> None:
        super().__init__("newer")
        self.version = version


class IsPublic(Exception):
    """What is public cannot be taken away before it is withdrawn."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A vision: of which place, in how many versions. ``key``: of its public link; ``published``: which is public."""

    id: str
    place: Place
    language: Language
    key: str | None
    published: int | None
    published_at: datetime | None
    latest: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version. ``by``: the name of who saved it, "" where that account is gone; ``frozen``: see ``written``."""

    version: int
    at: datetime
    by: str
    written: Written
    frozen: dict[str, ThemeText]


def begin(
    connection: Connection,
    place: Place,
    written: Written,
    *,
    language: Language,
    by: str,
    now: datetime,
    made: str = "",
) -> str:
    """Keep a new vision of a place, and return its id. ``made``: that id; where it is there, nothing is done."""
    made = made or secrets.token_hex(8)
    row = {
        "id": made,
        "network_id": place.network,
        "municipality_id": place.municipality,
        "unit_id": place.unit,
        "language": language,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(_visions).values(**row))
            _put(connection, made, 1, written, by, now)
    except IntegrityError:
        if by_id(connection, made) is None:  # the place is gone
            raise
    return made


def save(
    connection: Connection,
    vision: str,
    written: Written,
    frozen: Mapping[str, ThemeText] | None = None,
    *,
    after: int,
    by: str,
    now: datetime,
) -> int:
    """Keep another version after the one that was changed, and return its number.

    ``frozen``: what was public of themes that their workshops have no more.

    Raises:
        Newer: that is not the latest one.
    """
    _hold(connection, vision)
    latest = _latest(connection, vision)
    if latest != after:
        raise Newer(latest)
    before = version(connection, vision, after)
    left = {id_: text for id_, text in (frozen or {}).items() if before and id_ in before.frozen}
    try:
        with connection.begin_nested():
            _put(connection, vision, after + 1, written, by, now, left)
    except IntegrityError as error:  # another process was faster
        raise Newer(_latest(connection, vision)) from error
    return after + 1


def publish(connection: Connection, vision: str, version: int, frozen: dict[str, ThemeText], *, now: datetime) -> None:
    """Make the latest version public, under the link that it had or a new one. ``frozen``: what it says of themes.

    Where it is public already nothing is done, and nobody told.

    Raises:
        Newer: it is not the latest one.
    """
    _hold(connection, vision)
    there, latest = by_id(connection, vision), _read(connection, vision, version)
    if there is None or not latest or there.latest != version:
        raise Newer(there.latest if there else 0)
    if there.published == version:
        return
    body = frozen_words.body_of(frozen_words.readable(connection, frozen, latest[0].frozen))
    where = (_versions.c.vision_id == vision) & (_versions.c.version == version)
    connection.execute(update(_versions).where(where).values(frozen=body))
    row = {"published": version, "published_at": now, "public_key": there.key or secrets.token_urlsafe(24)}
    connection.execute(update(_visions).where(_visions.c.id == vision).values(**row))
    title, key = latest[0].written.title, str(row["public_key"])
    happenings.summary_published(connection, there.place, vision, version, title, key, now=now)


def withdraw(connection: Connection, vision: str) -> None:
    """Let no version be public. The link stays the vision's own, and says so."""
    connection.execute(update(_visions).where(_visions.c.id == vision).values(published=None, published_at=None))


def remove(connection: Connection, vision: str, version: int) -> None:
    """Take a vision away with all its versions. ``version``: the latest.

    Raises:
        IsPublic
        Newer: that is not the latest one.
    """
    # Held, so that nobody saves or publishes between a look and the end.
    held = select(_visions.c.published).where(_visions.c.id == vision).with_for_update()
    there = connection.execute(held).first()
    if there is None:
        return
    if there.published is not None:
        raise IsPublic
    latest = _latest(connection, vision)
    if latest != version:
        raise Newer(latest)
    connection.execute(delete(_visions).where(_visions.c.id == vision))


def by_id(connection: Connection, vision: str) -> Kept | None:
    """Return a vision by its id."""
    return _one(connection, "id", vision)


def by_key(connection: Connection, key: str) -> Kept | None:
    """Return the vision that has or had this link."""
    return _one(connection, "public_key", key)


def in_network(connection: Connection, network: int) -> list[tuple[Kept, Version]]:
    """Return the visions of a network's places with their latest versions, the latest saved first."""
    query = _select().where(_visions.c.network_id == network)
    there = [_kept(row) for row in connection.execute(query).mappings()]
    newest = select(_versions.c.vision_id, func.max(_versions.c.version)).group_by(_versions.c.vision_id)
    inside = select(_visions.c.id).where(_visions.c.network_id == network)
    which = tuple_(_versions.c.vision_id, _versions.c.version).in_(newest.where(_versions.c.vision_id.in_(inside)))
    found = {row["vision_id"]: _version(row) for row in connection.execute(_versions_where(which)).mappings()}
    latest = [(kept, found[kept.id]) for kept in there if kept.id in found]
    return sorted(latest, key=lambda pair: (pair[1].at, pair[0].id), reverse=True)


def public_of(connection: Connection, units: Collection[Place]) -> list[Public]:
    """Return the public versions of visions of the places that hold any of these units, the latest published first."""
    return [
        Public(kept.key, kept.language, shown.written, shown.frozen)
        for kept, shown in public_in(connection, {unit.network for unit in units})
        if kept.key and any(kept.place.holds(unit) for unit in units)
    ]


def public_in(connection: Connection, networks: Collection[int]) -> list[tuple[Kept, Version]]:
    """Return the visions of places in these networks that are public, with that version, the latest published first."""
    public = _visions.c.network_id.in_(networks) & _visions.c.published.is_not(None)
    there = [_kept(row) for row in connection.execute(_select().where(public)).mappings()]
    which = tuple_(_versions.c.vision_id, _versions.c.version).in_(
        select(_visions.c.id, _visions.c.published).where(public)
    )
    found = {row["vision_id"]: _version(row) for row in connection.execute(_versions_where(which)).mappings()}
    shown = [(kept, found[kept.id]) for kept in there if kept.id in found]
    return sorted(shown, key=lambda pair: (pair[0].published_at, pair[0].id), reverse=True)


def version(connection: Connection, vision: str, number: int) -> Version | None:
    """Return one version of a vision."""
    return next(iter(_read(connection, vision, number)), None)


def versions(connection: Connection, vision: str) -> list[Version]:
    """Return all versions of a vision, latest first."""
    return _read(connection, vision)


def _read(connection: Connection, vision: str, number: int | None = None) -> list[Version]:
    query = _versions_where(_versions.c.vision_id == vision).order_by(_versions.c.version.desc())
    if number is not None:
        query = query.where(_versions.c.version == number)
    return [_version(row) for row in connection.execute(query).mappings()]


def _versions_where(which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return (
        select(_versions, func.coalesce(_accounts.c.name, "").label("by"))
        .outerjoin(_accounts, _accounts.c.id == _versions.c.by_id)
        .where(which)
    )


def _version(row: RowMapping) -> Version:
    return Version(
        row["version"],
        row["at"],
        row["by"],
        Written.model_validate_json(row["body"]),
        frozen_words.read(row["frozen"]),
    )


def _put(
    connection: Connection,
    vision: str,
    number: int,
    written: Written,
    by: str,
    now: datetime,
    frozen: Mapping[str, ThemeText] | None = None,
) -> None:
    row = {"vision_id": vision, "version": number, "at": now, "by_id": by, "body": written.model_dump_json()}
    connection.execute(insert(_versions).values(frozen=frozen_words.body_of(frozen or {}), **row))


def _hold(connection: Connection, vision: str) -> None:
    """Let nobody else save or publish a vision, and no workshop of its network tell less, before this has ended."""
    of_it = _visions.c.id == vision
    network = select(_networks.c.id).where(_networks.c.id.in_(select(_visions.c.network_id).where(of_it)))
    connection.execute(network.with_for_update(read=True))
    connection.execute(select(_visions.c.id).where(of_it).with_for_update())


def _latest(connection: Connection, vision: str) -> int:
    query = select(func.max(_versions.c.version)).where(_versions.c.vision_id == vision)
    return int(connection.execute(query).scalar() or 0)


def _select() -> Select[tuple[object, ...]]:
    latest = (
        select(_versions.c.vision_id, func.max(_versions.c.version).label("latest"))
        .group_by(_versions.c.vision_id)
        .subquery()
    )
    return select(_visions, latest.c.latest).join(latest, latest.c.vision_id == _visions.c.id)


def _one(connection: Connection, column: str, value: str) -> Kept | None:
    if "\0" in value:
        return None
    row = connection.execute(_select().where(_visions.c[column] == value)).mappings().first()
    return _kept(row) if row else None


def _kept(row: RowMapping) -> Kept:
    return Kept(
        row["id"],
        Place(row["network_id"], row["municipality_id"], row["unit_id"]),
        row["language"],
        key=row["public_key"],
        published=row["published"],
        published_at=row["published_at"],
        latest=row["latest"],
    )
