"""What somebody asks for: ids and choices, no words."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.export.vision import FORMATS, TABLES
from app.region.rights import Place
from app.workshop.people import Language

Kind = Literal["vision", "picture", "statements", "heard"]

KINDS: Mapping[Kind, tuple[str, ...]] = {
    "vision": tuple(FORMATS),
    "picture": ("pdf", "docx", "pptx", "xlsx", "csv", "json", "md", "zip"),
    "statements": ("xlsx", "csv", "json"),
    "heard": ("xlsx", "csv"),
}
"""The formats that there are of each kind."""


class Order(BaseModel):
    """One file.

    ``vision``: a version of one, by its id. ``picture``: of a place, its public version, else its latest, else a fresh
    draft. ``statements`` and ``heard``: of all ``places`` together. ``language``: of what is not kept in one already.
    ``table``: which one CSV is of, where there are several.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    format: str
    network: int
    places: Annotated[tuple[tuple[int, ...], ...], Field(min_length=1)]
    language: Language = "nb"
    table: str = TABLES[0]
    vision: str = ""
    version: int = 0

    @property
    def there(self) -> tuple[Place, ...]:
        """The places that it is of."""
        return tuple(Place(*ids) for ids in self.places)


def ids_of(place: Place) -> tuple[int, ...]:
    """A place as an order carries it."""
    return tuple(one for one in (place.network, place.municipality, place.unit) if one is not None)
