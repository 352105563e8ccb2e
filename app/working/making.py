"""Making a file: reading what is told now, and writing it down in a format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from app.export import vision as files
from app.export.told import heard, statements
from app.export.told.files import as_csv, as_json, as_xlsx
from app.export.vision.naming import spelt, stem_of
from app.export.vision.tables import Table
from app.i18n import words
from app.region.coverage import coverage
from app.region.drafting import drafted
from app.region.network import Network
from app.region.network_places import called, names_of, seen_of
from app.region.rights import Place
from app.region.told import visible_in
from app.region.vision import Vision
from app.region.written import Standing, resolved
from app.store import visions
from app.store.shared_themes import titles_standing
from app.store.told_groups import told_groups
from app.store.told_words import told_words
from app.store.told_workshops import told_workshops
from app.store.units import network_by_id
from app.store.vision_material import material_of, read
from app.working.order import Order
from app.workshop.people import Language

MadeOf = Literal["", "published", "latest", "draft"]
Tell = Callable[[Literal["reading", "writing"], int], None]
"""Hears how far it has come, from 0 to 100."""


class Nothing(Exception):
    """There is nothing to make a file of: the place, or the version, is not there any more."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file. ``made_of``: which version of a vision stands in it; "" where it was named, or there is no vision.

    ``fingerprint``: that of the vision; "" where there is none.
    """

    name: str
    media_type: str
    content: bytes
    made_of: MadeOf = ""
    fingerprint: str = ""


def make(connection: Connection, order: Order, now: datetime, tell: Tell) -> Made:
    """Make a file.

    Raises:
        Nothing
    """
    tell("reading", 5)
    network = network_by_id(connection, order.network)
    if network is None:
        raise Nothing
    if order.kind in ("vision", "picture"):
        found, made_of = _named(connection, order) if order.kind == "vision" else picture(connection, order, now)
        tell("writing", 40)
        content = files.write(order.format, found, words(found.language), table=order.table)
        name = files.file_name(order.format, found, table=order.table)
        return Made(name, files.FORMATS[order.format].media_type, content, made_of, found.fingerprint)
    return _told(connection, seen_of(network, order.there), order, now, tell)


def picture(connection: Connection, order: Order, now: datetime) -> tuple[Vision, MadeOf]:
    """The vision of a place: the public one, else the one that was saved last, else a fresh draft.

    Raises:
        Nothing
    """
    place = order.there[0]
    there = [pair for pair in visions.in_network(connection, place.network) if pair[0].place == place]
    for kept, latest in sorted(there, key=lambda pair: pair[0].published is None):
        version = visions.version(connection, kept.id, kept.published) if kept.published else latest
        if version is not None:
            found = read(kept, version, material_of(place, version)(connection))
            return found, "published" if kept.published else "latest"
    return _draft(connection, place, order.language, now), "draft"


def _draft(connection: Connection, place: Place, language: Language, now: datetime) -> Vision:
    material = material_of(place)(connection)
    if place not in material.names:
        raise Nothing
    name = called(material.names, place)
    title = words(language).gettext("Vision of %(place)s", place=name)[:200]
    draft = drafted(
        material.told, material.shared, title=title, language=language, place=place, names=material.names, now=now
    )
    standing = Standing(id="draft", version=1, language=language, place=name, written=now)
    return resolved(draft, material.told, material.shared, standing=standing)


def _named(connection: Connection, order: Order) -> tuple[Vision, MadeOf]:
    kept = visions.by_id(connection, order.vision)
    version = visions.version(connection, order.vision, order.version) if kept else None
    if kept is None or version is None:
        raise Nothing
    return read(kept, version, material_of(kept.place, version)(connection)), ""


def _told(connection: Connection, network: Network, order: Order, now: datetime, tell: Tell) -> Made:
    spoken, there = words(order.language), visible_in(told_workshops(connection, order.network), order.there)
    tell("reading", 15)
    if order.kind == "heard":
        table = heard.table(coverage(network, there, told_groups(connection, order.network)), spoken)
        return _as_table(table, network, order, now, tell)
    told, names = told_words(connection, there, whole=False), names_of(network)
    shared = titles_standing(connection, order.there)
    if order.format != "json":
        return _as_table(statements.table(told, names, shared, spoken), network, order, now, tell)
    tell("writing", 40)
    content = as_json(statements.value(told, names, shared, network.name))
    return Made(_name(network, order, spoken.gettext("Statements")), files.FORMATS["json"].media_type, content)


def _as_table(table: Table, network: Network, order: Order, now: datetime, tell: Tell) -> Made:
    tell("writing", 40)
    spoken = words(order.language)
    content = as_csv(table, spoken) if order.format == "csv" else as_xlsx(table, place=network.name, now=now)
    return Made(_name(network, order, table.title), files.FORMATS[order.format].media_type, content)


def _name(network: Network, order: Order, title: str) -> str:
    return f"{stem_of(network.name)}-{spelt(title)}.{order.format}"
