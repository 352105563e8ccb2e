"""Tokens, networks, municipalities and units as programs are told of them."""

from datetime import datetime

from pydantic import ConfigDict

from app.region.api.value import Value
from app.region.network import LanguageForm, Ownership, UnitKind
from app.region.tokens import Scope


class TokenFacts(Value):
    """The token that asks: what it may, where, and until when. ``municipality``: null where it is for the network."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Statistikk",
                    "scopes": ["read:region", "read:summaries"],
                    "network": 1,
                    "municipality": None,
                    "ends": "2027-11-23T09:00:00Z",
                }
            ]
        }
    )

    name: str
    scopes: tuple[Scope, ...]
    network: int
    municipality: int | None
    ends: datetime


class NetworkItem(Value):
    """A network of municipalities. ``whole``: whether the token sees all of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": 1, "name": "Nordmøre", "whole": True}]})

    id: int
    name: str
    whole: bool


class MunicipalityItem(Value):
    """A municipality. ``number``: its official one, four digits; ``units``: how many the token sees."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": 2, "number": "1573", "name": "Smøla", "units": 5}]}
    )

    id: int
    number: str
    name: str
    units: int


class NetworkFacts(NetworkItem):
    """A network with its municipalities, as far as the token sees them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 1,
                    "name": "Nordmøre",
                    "whole": True,
                    "municipalities": [{"id": 2, "number": "1573", "name": "Smøla", "units": 5}],
                }
            ]
        }
    )

    municipalities: tuple[MunicipalityItem, ...]


class UnitItem(Value):
    """A school, a kindergarten or another place. "" is what is not known; ``active``: false where it is closed down."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 7,
                    "municipality": 2,
                    "name": "Nordsmøla skole",
                    "kind": "school",
                    "orgnr": "",
                    "ownership": "public",
                    "language_form": "nn",
                    "grade_from": 1,
                    "grade_to": 10,
                    "active": True,
                }
            ]
        }
    )

    id: int
    municipality: int
    name: str
    kind: UnitKind
    orgnr: str
    ownership: Ownership
    language_form: LanguageForm
    grade_from: int | None
    grade_to: int | None
    active: bool
