"""What an import of units would change in a network: all of it or nothing, and nothing twice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.region.network import Municipality, Network, Unit
from app.region.unit_faults import Problem, UnitFile


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that would be put in (``before`` is None) or be otherwise than it is."""

    municipality_no: str
    unit: Unit
    before: Unit | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """``municipalities``: names by number of those to put in; ``same``: how many units are as they are already."""

    municipalities: Mapping[str, str]
    changes: tuple[Change, ...]
    same: int
    problems: tuple[Problem, ...]

    @property
    def ready(self) -> bool:
        """Whether it can be carried out."""
        return not self.problems and bool(self.changes or self.municipalities)


def planned(network: Network, file: UnitFile, *, mine: Collection[str] | None = None) -> Import:
    """Return what a file would change: a unit is the same one by its number, else by its kind and name.

    What a file does not tell of a unit stays as it is. ``mine``: the numbers of those municipalities that may be
    changed, where it is not all of them; a line that changes nothing may be of any.
    """
    there = {one.number: one for one in network.municipalities}
    new: dict[str, str] = {}
    changes: list[Change] = []
    # What a municipality is called, the network says before any line of the file.
    problems = [one for one in file.problems if one.fault != "municipality_named_twice" or one.number not in there]
    same = 0
    for read in file.units:
        known = there.get(read.municipality_no)
        before = _same_unit(known, read.unit) if known else None
        after = _filled(read.unit, before) if before else read.unit
        otherwise = known is not None and read.municipality.lower() not in ("", known.name.lower())
        if mine is not None and read.municipality_no not in mine and (otherwise or before != after):
            problems.append(Problem(read.line, "not_yours", "municipality_no", read.municipality_no))
        elif known is not None and otherwise:
            problems.append(
                Problem(
                    read.line,
                    "municipality_named_otherwise",
                    "municipality",
                    read.municipality,
                    number=known.number,
                    other=known.name,
                )
            )
        elif known is None and not read.municipality:
            problems.append(Problem(read.line, "missing", "municipality", read.municipality_no))
        elif before == after:
            same += 1
        else:
            if known is None:
                new.setdefault(read.municipality_no, read.municipality)
            changes.append(Change(read.municipality_no, after, before))
    return Import(new, tuple(changes), same, tuple(sorted(problems, key=lambda one: (one.line, one.column, one.fault))))


def _same_unit(municipality: Municipality, unit: Unit) -> Unit | None:
    of_kind = [one for one in municipality.units if one.kind == unit.kind]
    by_number = next((one for one in of_kind if unit.orgnr and one.orgnr == unit.orgnr), None)
    return by_number or next((one for one in of_kind if one.name.lower() == unit.name.lower()), None)


def _filled(unit: Unit, before: Unit) -> Unit:
    told = {name: value for name, value in unit.model_dump().items() if value not in ("", None)}
    return before.model_copy(update=told)
