"""The region as one visitor sees it: its network, as far as their roles reach, and the way to its pages."""

from dataclasses import dataclass

from app.region.network import Network
from app.region.network_places import seen_of
from app.region.rights import Place, Right, places
from app.region.told import ToldWorkshop, visible_in
from app.routes.visit import Problem, Visit
from app.store.told_workshops import told_workshops
from app.store.units import network_by_id


@dataclass(frozen=True, slots=True)
class Region:
    """A network, with those of its municipalities and units that somebody may see. ``places``: what they see whole.

    ``reads``: whether they also read what workshops have told there.
    """

    network: Network
    places: frozenset[Place]
    reads: bool = True

    @property
    def id(self) -> int:
        """The network's id."""
        return self.network.id or 0

    @property
    def whole(self) -> bool:
        """Whether it is the whole network."""
        return Place(self.id) in self.places

    def reaches(self, place: Place) -> bool:
        """Whether a place lies in what is seen."""
        return any(one.holds(place) for one in self.places)

    @property
    def sharing(self) -> tuple[Place, ...]:
        """The places in what is seen that have shared themes: the network, and municipalities."""
        there = (Place(self.id), *(Place(self.id, one.id) for one in self.network.municipalities))
        return tuple(place for place in there if self.reaches(place))


async def region_of(visit: Visit, network: int, right: Right = "see_region") -> Region:
    """The part of a network in which a visitor has a right, or a problem."""
    account = await visit.need_account()
    mine = frozenset(place for place in places(account.grants, right) if place.network == network)
    there = await visit.house.database.read(lambda c: network_by_id(c, network)) if mine else None
    if there is None:
        raise Problem("not_allowed", 403)
    return Region(seen_of(there, mine), mine)


async def workshops_of(visit: Visit, region: Region) -> list[ToldWorkshop]:
    """The workshops of a region that have told something, latest held first."""
    told = await visit.house.database.read(lambda c: told_workshops(c, region.id))
    return visible_in(told, region.places)
