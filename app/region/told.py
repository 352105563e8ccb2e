"""A workshop as the region knows it: what it has told of itself, and whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.region.rights import Place
from app.workshop.people import Language


@dataclass(frozen=True, slots=True)
class ToldWorkshop:
    """``units``: whose it is, one or more of one network. ``people``: None where it is not told; "at least" unless
    ``exact``. ``statements``: how many it tells.
    """

    id: str
    title: str
    language: Language
    method: str
    ended: bool
    held: date | None
    people: int | None
    exact: bool
    statements: int
    units: tuple[Place, ...]

    @property
    def place(self) -> Place:
        """The smallest place that all its units lie in: its numbers are numbers of that place and of what it is in."""
        municipalities = {unit.municipality for unit in self.units}
        if len(municipalities) > 1:
            return Place(self.units[0].network)
        return self.units[0] if len(self.units) == 1 else Place(self.units[0].network, *municipalities)


def visible_in(workshops: Iterable[ToldWorkshop], places: Iterable[Place]) -> list[ToldWorkshop]:
    """The workshops that somebody sees who sees these places: those that are some unit's of them."""
    there = tuple(places)
    return [one for one in workshops if any(place.holds(unit) for place in there for unit in one.units)]
