"""Webhooks as programs are told of them and make them."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from app.region.api.value import Value
from app.region.webhooks import LONGEST_URL, EventKind

_WEBHOOK: JsonDict = {
    "id": "9a8b7c6d5e4f3a2b",
    "municipality": None,
    "url": "https://system.example.no/fremtidsbilde",
    "events": ["workshop.closed", "summary.published"],
    "active": True,
    "made": "2026-11-23T09:00:00Z",
}


class WebhookItem(Value):
    """An address that is told what happens. ``municipality``: null: all of the network. ``active``: not paused."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WEBHOOK]})

    id: str
    municipality: int | None
    url: str
    events: tuple[EventKind, ...]
    active: bool
    made: datetime


class WebhookMade(WebhookItem):
    """A new webhook. ``secret``: signs what it is told, and is told here and never again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_WEBHOOK, "secret": "whsec_bm8gc2VjcmV0IGF0IGFsbA=="}]}
    )

    secret: str


class WebhookWanted(Value):
    """A webhook to make: https, at an address out in the world."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"url": "https://system.example.no/fremtidsbilde", "events": ["workshop.closed"], "municipality": None}
            ]
        }
    )

    url: Annotated[str, StringConstraints(max_length=LONGEST_URL)]
    events: Annotated[tuple[EventKind, ...], Field(min_length=1, max_length=2)]
    municipality: int | None = None


class DeliveryItem(Value):
    """What a webhook was told. ``status``: what came of it last: an answer’s number, or a word.

    ``done``: when it arrived; ``next``: when it is tried again. Both null: it was given up.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "event": "evt_0f1e2d3c4b5a69788796a5b4",
                    "kind": "workshop.closed",
                    "made": "2026-11-23T09:00:00Z",
                    "attempts": 2,
                    "status": "200",
                    "next": None,
                    "done": "2026-11-23T09:00:12Z",
                }
            ]
        }
    )

    event: str
    kind: str
    made: datetime
    attempts: int
    status: str
    next: datetime | None
    done: datetime | None
