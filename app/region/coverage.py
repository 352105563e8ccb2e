"""Who has been heard, place by place: the first table of a region, made of what workshops have told and nothing else.

Every number is a sum of told numbers, or a count of workshops that are shown by name. A workshop counts in the smallest
place that all its units lie in, so that a municipality's numbers are those of its parts, each once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.region.heard import Heard, Number, numbers
from app.region.network import Municipality, Network, Unit
from app.region.rights import Place
from app.region.told import ToldWorkshop
from app.workshop.people import StakeholderGroup

Groups = Mapping[StakeholderGroup, int | None]
"""How many of each group took part in a workshop, as it tells it; None is withheld."""

Stage = Literal["run", "running", "planned", "silent"]


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a place. ``several``: only of workshops held for several of its parts together.

    ``groups``: those that some workshop offered. ``units``: how many it has, ``heard``: how many of them a workshop has
    spoken for, alone or with others. ``parts``: the rows that this one is the sum of, none for the smallest.
    """

    place: Place
    name: str
    groups: Mapping[StakeholderGroup, Number]
    stages: Mapping[Stage, int]
    units: int = 0
    heard: int = 0
    several: bool = False
    parts: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class Unheard:
    """A municipality's units that no workshop has spoken for yet; ``planned``: those of them that have one to come."""

    municipality: Municipality
    units: tuple[Unit, ...]
    planned: frozenset[int]


@dataclass(frozen=True, slots=True)
class Month:
    """How many ``workshops`` had been held by the end of a month, and how many ``statements`` they tell."""

    first: date
    workshops: int
    statements: int


def stage(workshop: ToldWorkshop, groups: Groups) -> Stage:
    """How far a workshop has come, by what it has told: "planned" has told nothing yet, "silent" ended without."""
    if workshop.held is not None or workshop.people or any(groups.values()):
        return "run" if workshop.ended else "running"
    return "silent" if workshop.ended else "planned"


def coverage(network: Network, workshops: Sequence[ToldWorkshop], told: Mapping[str, Groups]) -> Row:
    """The whole as one row, whose parts are municipalities, whose parts are units.

    ``network``: as far as somebody sees it; ``workshops``: those that they see; ``told``: by workshop.
    """
    made = _Rows(workshops, told)
    top = Place(network.id or 0)
    parts = [_municipality(made, top, one) for one in network.municipalities]
    return made.sum(top, network.name, parts)


def _municipality(made: "_Rows", top: Place, municipality: Municipality) -> Row:
    place = Place(top.network, municipality.id)
    units = []
    for unit in municipality.units:
        there = Place(top.network, municipality.id, unit.id)
        row = made.row(there, unit.name, units=1, heard=int(unit.id in made.heard))
        if unit.active or row.heard or row.stages:
            units.append(row)
    return made.sum(place, municipality.name, units)


def unheard(network: Network, workshops: Sequence[ToldWorkshop], told: Mapping[str, Groups]) -> list[Unheard]:
    """The units that are in use and have never been heard, by municipality."""
    heard, planned = _units_at(workshops, told, "run", "running"), _units_at(workshops, told, "planned")
    found = []
    for one in network.municipalities:
        units = tuple(unit for unit in one.units if unit.active and unit.id not in heard)
        if units:
            found.append(Unheard(one, units, planned & {unit.id or 0 for unit in units}))
    return found


def growth(workshops: Iterable[ToldWorkshop], until: date) -> list[Month]:
    """Workshops and statements as they have added up, from the month of the first held to that of ``until``.

    It ends later where one is held later.
    """
    held: Counter[tuple[int, int]] = Counter()
    statements: Counter[tuple[int, int]] = Counter()
    for one in workshops:
        if one.held is not None:
            held[one.held.year, one.held.month] += 1
            statements[one.held.year, one.held.month] += one.statements
    found: list[Month] = []
    if held:
        (year, month), last = min(held), max(*held, (until.year, until.month))
        while (year, month) <= last:
            before = found[-1] if found else Month(date.min, 0, 0)
            at = (year, month)
            found.append(Month(date(*at, 1), before.workshops + held[at], before.statements + statements[at]))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def behind(
    workshops: Iterable[ToldWorkshop],
    told: Mapping[str, Groups],
    place: Place,
    *,
    group: StakeholderGroup | None = None,
    at: Stage | None = None,
    several: bool = False,
) -> tuple[list[ToldWorkshop], list[ToldWorkshop]]:
    """The workshops behind a number of a place, and those that some of its units had together with units elsewhere.

    ``group``: those that offered it, and are no longer planned; ``at``: those that have come so far; ``several``: those
    of several of its parts.
    """
    own, shared = [], []
    for one in workshops:
        groups = told.get(one.id, {})
        if (group is not None and group not in _asked(one, groups)) or at not in (None, stage(one, groups)):
            continue
        if one.place == place if several else place.holds(one.place):
            own.append(one)
        elif not several and any(place.holds(unit) for unit in one.units):
            shared.append(one)
    return own, shared


class _Rows:
    """Makes rows out of the same workshops."""

    def __init__(self, workshops: Sequence[ToldWorkshop], told: Mapping[str, Groups]) -> None:
        self._within: dict[Place, list[tuple[Heard, Stage]]] = defaultdict(list)
        for one in workshops:
            groups, at = told.get(one.id, {}), one.place
            said = Heard(_ids(at), _asked(one, groups)), stage(one, groups)
            for place in {at, Place(at.network, at.municipality), Place(at.network)}:
                self._within[place].append(said)
        self.heard = _units_at(workshops, told, "run", "running")

    def row(self, place: Place, name: str, *, units: int = 0, heard: int = 0, several: bool = False) -> Row:
        """The row of a place by itself, or of what is held for several of its parts."""
        ids = _ids(place)
        said = [one for one in self._within[place] if not several or one[0].place == ids]
        stages = Counter(at for _, at in said)
        return Row(place, name, numbers((one for one, _ in said), ids), stages, units, heard, several)

    def sum(self, place: Place, name: str, parts: Sequence[Row]) -> Row:
        """The row of a place that has parts, with one more for what is held for several of them."""
        together = self.row(place, "", several=True)
        units, heard = sum(part.units for part in parts), sum(part.heard for part in parts)
        whole = self.row(place, name, units=units, heard=heard)
        return replace(whole, parts=(*parts, *((together,) if together.stages else ())))


def _asked(workshop: ToldWorkshop, groups: Groups) -> Groups:
    """What it tells of groups; of one that is still to come, nothing is withheld yet."""
    return {} if stage(workshop, groups) == "planned" else groups


def _ids(place: Place) -> tuple[int, ...]:
    return tuple(one for one in (place.network, place.municipality, place.unit) if one is not None)


def _units_at(workshops: Iterable[ToldWorkshop], told: Mapping[str, Groups], *stages: Stage) -> frozenset[int]:
    """The units of the workshops that have come so far."""
    there = (one for one in workshops if stage(one, told.get(one.id, {})) in stages)
    return frozenset(unit.unit for one in there for unit in one.units if unit.unit is not None)
