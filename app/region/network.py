"""Network, municipality and unit as plain values, and the file form that they are read from."""

import tomllib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Unit(_Value):
    """A school or a kindergarten."""

    name: str
    kind: Literal["school", "kindergarten"]


class Municipality(_Value):
    """``number``: four digits, as text."""

    number: str = Field(pattern=r"^\d{4}$")
    name: str
    units: tuple[Unit, ...] = ()


class Network(_Value):
    name: str
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
