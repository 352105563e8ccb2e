"""Places as forms carry them, and what they are called."""

from collections.abc import Sequence

from app.region.network import Network
from app.region.rights import Place


def path_of(place: Place | None) -> str:
    """A place as forms carry it: the ids from the network down; "" for the installation."""
    ids = (place.network, place.municipality, place.unit) if place else ()
    return "/".join(str(one) for one in ids if one is not None)


def places_in(networks: Sequence[Network]) -> list[tuple[str, str]]:
    """Every place there is: its path, and what it is called, from the networks down."""
    found: list[tuple[str, str]] = []
    for network in networks:
        found.append((f"{network.id}", network.name))
        for municipality in network.municipalities:
            found.append((f"{network.id}/{municipality.id}", municipality.name))
            found += [
                (f"{network.id}/{municipality.id}/{unit.id}", f"{municipality.name} – {unit.name}")
                for unit in municipality.units
            ]
    return found
