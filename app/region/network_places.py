"""The places of a network: as far as somebody sees them, and what they are called."""

from collections.abc import Iterable, Mapping

from app.region.network import Network
from app.region.rights import Place


def seen_of(network: Network, mine: Iterable[Place]) -> Network:
    """The network without what these places neither hold nor lie in."""
    top, mine = network.id or 0, tuple(mine)

    def seen(place: Place) -> bool:
        return any(one.holds(place) for one in mine)

    municipalities = []
    for one in network.municipalities:
        units = tuple(unit for unit in one.units if seen(Place(top, one.id, unit.id)))
        if units or seen(Place(top, one.id)):
            municipalities.append(one.model_copy(update={"units": units}))
    return network.model_copy(update={"municipalities": tuple(municipalities)})


def names_of(network: Network) -> dict[Place, str]:
    """All places of a network, by what they are called."""
    top = network.id or 0
    names = {Place(top): network.name}
    for municipality in network.municipalities:
        names[Place(top, municipality.id)] = municipality.name
        names |= {Place(top, municipality.id, unit.id): unit.name for unit in municipality.units}
    return names


def called(names: Mapping[Place, str], place: Place) -> str:
    """What a place is called where nothing around it says where it lies: a unit with its municipality."""
    own, around = names.get(place, ""), names.get(Place(place.network, place.municipality), "")
    return f"{own}, {around}" if own and place.unit is not None else own
