"""Whose shared themes somebody looks at: a network's, or a municipality's of it, as far as their roles reach."""

from dataclasses import dataclass

from app.region.rights import Place, Right, allowed
from app.routes.region import Region, region_of
from app.routes.visit import Problem, Visit
from app.store import shared_themes


@dataclass(frozen=True, slots=True)
class Themes:
    """The shared themes of a place, and who asks. ``maps``: whether they may change them."""

    region: Region
    place: Place
    who: str
    maps: bool

    @property
    def path(self) -> str:
        """The address that the place's pages begin with."""
        return f"/region/{self.place.network}/themes"

    @property
    def query(self) -> str:
        """What says the place in an address."""
        return "" if self.place.municipality is None else f"municipality={self.place.municipality}"

    def at(self, way: str = "", **more: object) -> str:
        """The address of one of the place's pages."""
        asked = [self.query, *(f"{name}={value}" for name, value in more.items() if value)]
        told = "&".join(part for part in asked if part)
        return f"{self.path}{way}{'?' if told else ''}{told}"

    @property
    def name(self) -> str:
        """What the place is called."""
        network = self.region.network
        there = (one.name for one in network.municipalities if one.id == self.place.municipality)
        return next(there, network.name)

    def others(self, way: str = "") -> list[tuple[str, str, bool]]:
        """All places whose shared themes may be seen: address of that page, name, and whether it is this one."""
        there = (Themes(self.region, place, "", maps=False) for place in self.region.sharing)
        return [(one.at(way), one.name, one.place == self.place) for one in there]


async def themes_of(visit: Visit, network: int, municipality: int | None = None, right: Right = "see_region") -> Themes:
    """The shared themes of a place where a visitor has a right, or a problem."""
    return await _at(visit, await region_of(visit, network, right), Place(network, municipality))


async def themes_first(visit: Visit, network: int, municipality: int | None) -> Themes:
    """The same for one who looks; where they name no municipality and do not see the whole network, their first one."""
    region = await region_of(visit, network)
    place = Place(network, municipality)
    if municipality is None and not region.whole:
        mine = (Place(network, one.id) for one in region.network.municipalities)
        place = next((one for one in mine if region.reaches(one)), place)
    return await _at(visit, region, place)


async def themes_with(visit: Visit, network: int, theme: int, right: Right = "see_region") -> Themes:
    """The shared themes of the place that a shared theme belongs to, where a visitor has a right, or a problem."""
    region = await region_of(visit, network, right)
    place = await visit.house.database.read(lambda c: shared_themes.place_of(c, network, theme))
    if place is None:
        raise Problem("unknown_page", 404)
    return await _at(visit, region, place)


async def _at(visit: Visit, region: Region, place: Place) -> Themes:
    account = await visit.need_account()
    there = place.municipality in (None, *(one.id for one in region.network.municipalities))
    if not there or not region.reaches(place):
        raise Problem("not_allowed", 403)
    return Themes(region, place, account.id, allowed(account.grants, "map_themes", place))
