"""What webhooks are told of, written down where it happens, in the same transaction as what has happened."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from app.region.rights import Place
from app.region.webhooks import EventKind, Happened, event_id
from app.store.tables import (
    MunicipalityRow,
    UnitRow,
    WebhookDeliveryRow,
    WebhookRow,
    WorkshopRow,
    WorkshopUnitRow,
    table_of,
)

_webhooks = table_of(WebhookRow)
_deliveries = table_of(WebhookDeliveryRow)
_workshops = table_of(WorkshopRow)
_whose = table_of(WorkshopUnitRow)
_units = table_of(UnitRow)
_municipalities = table_of(MunicipalityRow)


def workshop_closed(connection: Connection, workshop: str, title: str, *, now: datetime) -> None:
    """A workshop has ended: whoever is told of one of its units hears it, with those units that lie in their place.

    Its id is made of what the receiver is told anyway. A hash of a number can be tried out, and the number of a
    workshop's last event says how many have come to it.
    """
    units = _places_of(connection, workshop)
    for network in {unit.network for unit in units}:
        for webhook, place in _told_of(connection, "workshop.closed", network).items():
            inside = [unit for unit in units if place.holds(unit)]
            if inside:
                happened = Happened(
                    event_id("workshop.closed", workshop, now.isoformat()),
                    "workshop.closed",
                    now,
                    {"network": network, "workshop": workshop, "title": title, "units": [unit.unit for unit in inside]},
                    {
                        "api": f"/api/v1/networks/{network}/workshops/{workshop}",
                        "page": f"/region/{network}/search?workshop={workshop}",
                    },
                )
                put(connection, webhook, happened, workshop=workshop)


def summary_published(
    connection: Connection, place: Place, vision: str, version: int, title: str, key: str, *, now: datetime
) -> None:
    """A version of a place's vision has become public."""
    for webhook, where in _told_of(connection, "summary.published", place.network).items():
        if where.holds(place):
            happened = Happened(
                event_id("summary.published", vision, version, now.isoformat()),
                "summary.published",
                now,
                {
                    "network": place.network,
                    "municipality": place.municipality,
                    "unit": place.unit,
                    "summary": vision,
                    "version": version,
                    "title": title,
                },
                {
                    "api": f"/api/v1/networks/{place.network}/summaries/{vision}",
                    "page": f"/region/{place.network}/visions/{vision}",
                    "public": f"/fremtidsbilde/{key}",
                },
            )
            put(connection, webhook, happened)


def put(connection: Connection, webhook: str, happened: Happened, *, workshop: str | None = None) -> str | None:
    """Let a webhook be told of something, once. Returns the delivery's id; None where it is being told already."""
    row = {
        "id": secrets.token_hex(12),
        "webhook_id": webhook,
        "event_id": happened.id,
        "kind": happened.kind,
        "workshop_id": workshop,
        "body": happened.kept(),
        "made_at": happened.at,
        "attempts": 0,
        "next_at": happened.at,
        "last_status": "",
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(_deliveries).values(**row))
    except IntegrityError:
        return None
    return str(row["id"])


def _told_of(connection: Connection, kind: EventKind, network: int) -> Mapping[str, Place]:
    query = select(_webhooks).where(_webhooks.c.network_id == network, _webhooks.c.active.is_(True))
    return {
        row["id"]: Place(row["network_id"], row["municipality_id"])
        for row in connection.execute(query).mappings()
        if kind in row["events"].split()
    }


def _places_of(connection: Connection, workshop: str) -> Sequence[Place]:
    query = (
        select(_municipalities.c.network_id, _municipalities.c.id, _units.c.id)
        .join(_units, _units.c.municipality_id == _municipalities.c.id)
        .join(_whose, _whose.c.unit_id == _units.c.id)
        .join(_workshops, _workshops.c.id == _whose.c.workshop_id)
        .where(_whose.c.workshop_id == workshop, _workshops.c.stage != "deleted")
        .order_by(_units.c.id)
    )
    return [Place(*row) for row in connection.execute(query)]
