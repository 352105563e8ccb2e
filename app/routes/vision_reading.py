"""A vision as a visitor may read or change it: the version, what its workshops tell now, and the names of places."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.region.drafting import recounted
from app.region.network import Network
from app.region.rights import Place, Right, allowed
from app.region.shared_theme import LocalTheme
from app.region.told import visible_in
from app.region.told_words import InCommon, ToldWords
from app.region.vision import Vision
from app.region.written import Standing, Written, resolved
from app.routes.region import Region, region_of
from app.routes.visit import Problem, Visit
from app.store import visions
from app.store.shared_themes import board
from app.store.told_words import told_words
from app.store.told_workshops import told_workshops
from app.store.units import network_by_id
from app.store.visions import Kept, Version


@dataclass(frozen=True, slots=True)
class Material:
    """What a place's vision is made of: what its workshops tell, what they have in common, and places by name."""

    place: Place
    told: tuple[ToldWords, ...]
    shared: tuple[InCommon, ...]
    names: Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A vision that somebody may see. ``writes``: whether they may change it, too."""

    kept: Kept
    region: Region
    material: Material
    writes: bool

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/region/{self.region.id}/visions/{self.kept.id}"

    def vision(self, version: Version) -> Vision:
        """A version with what is told now."""
        return read(self.kept, version, self.material)

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


async def opened(visit: Visit, network: int, vision: str, right: Right = "see_region") -> Opened:
    """A vision of a network in whose place a visitor has a right, or a problem."""
    region = await region_of(visit, network, right)
    kept = await visit.house.database.read(lambda c: visions.by_id(c, vision[:32]))
    if kept is None or not region.reaches(kept.place):
        raise Problem("not_allowed", 403)
    account = await visit.need_account()
    writes = allowed(account.grants, "write_summary", kept.place)
    return Opened(kept, region, await visit.house.database.read(material_of(kept.place)), writes)


async def version_of(visit: Visit, there: Opened, number: int | None = None) -> Version:
    """A version of it, the latest where none is named, or a problem."""
    wanted = there.kept.latest if number is None else number
    known = 0 < wanted <= there.kept.latest
    found = await visit.house.database.read(lambda c: visions.version(c, there.kept.id, wanted)) if known else None
    if found is None:
        raise Problem("unknown_page", 404)
    return found


def material_of(place: Place, *, whole: bool = True) -> Callable[[Connection], Material]:
    """Reads what a place's vision can be made of; not ``whole``: only what a version is read with."""

    def found(connection: Connection) -> Material:
        network = network_by_id(connection, place.network)
        there = visible_in(told_workshops(connection, place.network), [place])
        told = tuple(told_words(connection, there, whole=whole))
        return Material(place, told, in_common(connection, place), names_of(network) if network else {})

    return found


def in_common(connection: Connection, place: Place) -> tuple[InCommon, ...]:
    """The shared themes that a place's vision starts from: its own, or else its network's. A unit has none."""
    if place.unit is not None:
        return ()
    there = board(connection, place).shared or board(connection, Place(place.network)).shared
    return tuple(InCommon(str(one.id), one.title, one.vision, one.signs, _keys(one.local)) for one in there)


def _keys(themes: Iterable[LocalTheme]) -> tuple[tuple[str, str], ...]:
    return tuple((one.workshop.id, one.theme) for one in themes)


def read(kept: Kept, version: Version, material: Material) -> Vision:
    """A version of a vision as anybody who may see it reads it."""
    public = kept.published == version.version
    standing = Standing(
        id=kept.id,
        version=version.version,
        language=kept.language,
        place=material.names.get(kept.place, ""),
        written=version.at,
        published=kept.published_at if public else None,
    )
    return resolved(
        version.written, material.told, material.shared, standing=standing, frozen=version.frozen if public else None
    )


def names_of(network: Network) -> dict[Place, str]:
    """All places of a network, by what they are called."""
    top = network.id or 0
    names = {Place(top): network.name}
    for municipality in network.municipalities:
        names[Place(top, municipality.id)] = municipality.name
        names |= {Place(top, municipality.id, unit.id): unit.name for unit in municipality.units}
    return names
