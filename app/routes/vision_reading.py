"""A vision as a visitor may read or change it: the version, and what its workshops tell now."""

from dataclasses import dataclass

from app.region.drafting import recounted
from app.region.rights import Right, allowed
from app.region.written import Written
from app.routes.region import Region, region_of
from app.routes.visit import Problem, Visit
from app.store import visions
from app.store.vision_material import Material, material_of
from app.store.visions import Kept, Version


@dataclass(frozen=True, slots=True)
class Opened:
    """A vision that somebody may see. ``writes``: whether they may change it, too."""

    kept: Kept
    region: Region
    writes: bool

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/region/{self.region.id}/visions/{self.kept.id}"


@dataclass(frozen=True, slots=True)
class Supplied(Opened):
    """A vision with what its workshops tell now, all of it or what somebody asked for."""

    material: Material

    def is_behind(self, written: Written) -> bool:
        """Whether workshops tell other numbers than those that stand in it."""
        material = self.material
        fresh = recounted(
            written,
            material.told,
            material.shared,
            place=material.place,
            names=material.names,
            now=written.counted_at,
        )
        return fresh != written

    def come_since(self, written: Written) -> int:
        """How many workshops' themes have come into the shared themes that stand in it, since it was counted."""
        common = {one.id: set(one.local) for one in self.material.shared}
        own = {(theme.workshop, theme.id) for one in self.material.told for theme in one.themes if not theme.alone}
        return sum(
            len(common[theme.id] & own - {(source.workshop, source.theme) for source in theme.sources})
            for theme in written.themes
            if theme.id in common
        )


async def opened(visit: Visit, network: int, vision: str, right: Right = "see_region") -> Opened:
    """A vision of a network in whose place a visitor has a right, or a problem."""
    region = await region_of(visit, network, right)
    kept = await visit.house.database.read(lambda c: visions.by_id(c, vision[:32]))
    if kept is None or not region.reaches(kept.place):
        raise Problem("not_allowed", 403)
    account = await visit.need_account()
    return Opened(kept, region, allowed(account.grants, "write_summary", kept.place))


async def supplied(visit: Visit, there: Opened, *versions: Version) -> Supplied:
    """A vision with all that its workshops tell; with versions, only the statements that stand in those."""
    material = await visit.house.database.slowly(material_of(there.kept.place, *versions))
    return Supplied(there.kept, there.region, there.writes, material)


async def version_of(visit: Visit, there: Opened, number: int | None = None) -> Version:
    """A version of it, the latest where none is named, or a problem."""
    wanted = there.kept.latest if number is None else number
    known = 0 < wanted <= there.kept.latest
    found = await visit.house.database.read(lambda c: visions.version(c, there.kept.id, wanted)) if known else None
    if found is None:
        raise Problem("unknown_page", 404)
    return found
