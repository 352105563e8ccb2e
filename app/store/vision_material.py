"""What a place's vision is read with: what its workshops tell now, what they have in common, and places by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.region.network_places import called, names_of
from app.region.rights import Place
from app.region.shared_theme import LocalTheme
from app.region.told import visible_in
from app.region.told_words import InCommon, ToldWords
from app.region.vision import Vision
from app.region.written import Standing, ThemeText, lasting, quoted, resolved, texts_told
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

    def lasting(self, version: Version) -> dict[str, ThemeText]:
        """What was public of a version's themes that their workshops have no more."""
        return lasting(version.written, version.frozen, self.told, texts_told(self.told, self.shared))

    def texts(self, version: Version) -> dict[str, ThemeText]:
        """Themes as they are told now; one that its workshops have no more, as it was public."""
        return self.lasting(version) | texts_told(self.told, self.shared)


def material_of(place: Place, *versions: Version) -> Callable[[Connection], Material]:
    """Reads what a place's vision can be made of; with versions only the statements that stand in those."""
    only = {key for version in versions for key in quoted(version.written)} if versions else None

    def found(connection: Connection) -> Material:
        network = network_by_id(connection, place.network)
        there = visible_in(told_workshops(connection, place.network), [place])
        told = tuple(told_words(connection, there, only=only))
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
        place=called(material.names, kept.place),
        written=version.at,
        published=kept.published_at if public else None,
    )
    frozen = version.frozen if public else material.lasting(version)
    return resolved(version.written, material.told, material.shared, standing=standing, frozen=frozen)
