"""Network, municipality and unit as plain values, and the file form that they are read from."""

import tomllib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


UnitKind = Literal["school", "kindergarten", "other"]
Ownership = Literal["public", "private", ""]
LanguageForm = Literal["nb", "nn", ""]


class Unit(_Value):
    """A school, a kindergarten or another place. "" is what is not known, so is None for a grade.

    ``id`` is given when it is kept. ``orgnr``: nine digits; ``parent_orgnr``: the same for two units in one house.
    ``grade_from``, ``grade_to``: the first and last year of a school, 1 to 10.
    """

    id: int | None = None
    name: str = Field(min_length=1, max_length=80)
    kind: UnitKind
    orgnr: str = Field(default="", pattern=r"^(\d{9})?$")
    register_id: str = Field(default="", max_length=40)
    ownership: Ownership = ""
    language_form: LanguageForm = ""
    grade_from: int | None = Field(default=None, ge=1, le=13)
    grade_to: int | None = Field(default=None, ge=1, le=13)
    parent_orgnr: str = Field(default="", pattern=r"^(\d{9})?$")
    active: bool = True


class Municipality(_Value):
    """``id`` is given when it is kept; ``number``: four digits, as text."""

    id: int | None = None
    number: str = Field(pattern=r"^\d{4}$")
    name: str = Field(min_length=1, max_length=80)
    units: tuple[Unit, ...] = ()


class Network(_Value):
    """``id`` is given when it is kept."""

    id: int | None = None
    name: str = Field(min_length=1, max_length=120)
    municipalities: tuple[Municipality, ...] = ()

    def lines(self) -> list[str]:
        """The network as a plain list of places: each municipality, then its units after their municipality's name."""
        return [
            line
            for municipality in self.municipalities
            for line in (municipality.name, *(f"{municipality.name} – {unit.name}" for unit in municipality.units))
        ]


def read_network(text: str) -> Network:
    """Read a network from TOML: ``[network] name``, then ``[[municipality]]`` with number, name and units.

    Raises:
        ValueError: the text is not TOML, or not a network.
    """
    data = tomllib.loads(text)
    return Network.model_validate(
        {"name": data.get("network", {}).get("name"), "municipalities": data.get("municipality", [])}
    )
