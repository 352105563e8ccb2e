"""Subtraction, by one who writes every number down that is read anywhere: what it leaves possible of each hidden cell.

A cell is how many of a group came to a workshop by a day. Each number that is read is a fact about the sum of some
cells: those of a workshop, of a place, of everybody. All facts in turn draw the bounds tighter, until none does.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

from app.region.rights import Place
from app.workshop.people import GROUPS
from tests.routes.readings import Read

Cell = tuple[str, str, int]
"""A workshop by its id, a group, or a unit by "unit" and its name, and a day."""
MOST = 1_000
"""People that a workshop may have had, as far as anybody knows."""
STEP = 5
"""A number of people that is not exact goes in such steps, as decision 0008 tells everybody."""

_NUMBER = re.compile(
    r'<a href="(/region/\d+/workshops\?[^"]*)" title="[^"]*"><span aria-hidden="true">(\d+)(\+?)</span>'
)


@dataclass(frozen=True, slots=True)
class Fact:
    """At least so many people in these cells together, and at most so many; None: no bound is told."""

    where: str
    cells: frozenset[Cell]
    people: int
    most: int | None

    @property
    def tells(self) -> bool:
        """Whether it is the number of a single cell."""
        return len(self.cells) == 1 and self.people == self.most


@dataclass(frozen=True, slots=True)
class Held:
    """A workshop, and the smallest place that all its units lie in: that stands on pages."""

    workshop: str
    place: Place


def facts_in(read: Read, day: int) -> list[Fact]:
    """All numbers of people in what the network's coordinator, programs and files read on a day."""
    told = [json.loads(text) for at, text in read.items() if re.search(r"/workshops/\w+\?", at)]
    held = [Held(one["id"], _place(one)) for one in told]
    found: list[Fact] = []
    for one in told:
        found += _of_workshop(f"program: {one['title']}", one["id"], one, day)
    by_title = {one["title"]: one["id"] for one in told}
    for at, text in read.items():
        if re.fullmatch(r"export: (?!network).* json ", at):
            summary = json.loads(text)
            found += _of_workshop(at, by_title[summary["title"]], summary, day)
        if at.startswith("file: heard of network") and ".csv" in at:
            found += _of_table(at, text, held, day)
        if at.startswith("file: picture of network") and ".json" in at:
            found += _of_vision(at, json.loads(text), held, day)
    return found + list(_of_page(read["coordinator: /region/1?open=all"], held, day))


def possible(facts: Iterable[Fact]) -> dict[Cell, tuple[int, int]]:
    """The least and the most that each cell can be, by all facts together; nobody is ever fewer on a later day.

    Raises:
        AssertionError: no numbers of people fit all that was read.
    """
    bounds: dict[Cell, tuple[int, int]] = defaultdict(lambda: (0, MOST))
    facts = list(facts)
    cells = {cell for fact in facts for cell in fact.cells}
    before: dict[Cell, tuple[int, int]] | None = None
    while before != bounds:
        before = dict(bounds)
        for fact in facts:
            low, high = (sum(bounds[cell][end] for cell in fact.cells) for end in (0, 1))
            for cell in fact.cells:
                least, most = bounds[cell]
                rest = fact.people - (high - most)
                ceiling = MOST if fact.most is None else fact.most - (low - least)
                bounds[cell] = max(least, rest), min(most, ceiling)
                assert bounds[cell][0] <= bounds[cell][1], f"{fact} is not so"
                low, high = low - least + bounds[cell][0], high - most + bounds[cell][1]
        for workshop, group, day in cells:
            later = (workshop, group, day + 1)
            if later in cells:
                (a, b), (c, d) = bounds[workshop, group, day], bounds[later]
                bounds[workshop, group, day], bounds[later] = (a, min(b, d)), (max(a, c), d)
    return dict(bounds)


def left_over(facts: Iterable[Fact], bounds: Mapping[Cell, tuple[int, int]]) -> list[Fact]:
    """The sums of one group that are more than what is told of their parts: the rest is of those that are not told."""
    return [
        fact
        for fact in facts
        if len({group for _, group, _ in fact.cells}) == 1 and fact.people > sum(bounds[cell][0] for cell in fact.cells)
    ]


def _place(one: Mapping[str, list[int]]) -> Place:
    municipalities, units = one["municipalities"], one["units"]
    if len(municipalities) > 1:
        return Place(1)
    return Place(1, municipalities[0], units[0] if len(units) == 1 else None)


def _of_workshop(where: str, workshop: str, told: Mapping[str, object], day: int) -> Iterator[Fact]:
    """What it says of itself: groups, units where it asked for them, everybody."""
    for named, prefix in (("groups", ""), ("units", "unit ")):
        there = told.get(named)
        rows = [row for row in there if isinstance(row, dict)] if isinstance(there, list) else []
        cells = {(workshop, prefix + row[named.removesuffix("s")], day): row["people"] for row in rows}
        yield from (
            Fact(where, frozenset({cell}), people, people) for cell, people in cells.items() if people is not None
        )
        if cells and isinstance(people := told["people"], int):
            exact = told.get("exact", told.get("people_exact"))
            unnamed = {(workshop, prefix, day)} if prefix else set()  # those who named no unit
            yield Fact(where, frozenset(cells) | unnamed, people, people if exact else people + STEP - 1)


def _of_vision(where: str, vision: Mapping[str, list[dict[str, object]]], held: list[Held], day: int) -> Iterator[Fact]:
    for row in vision["heard"]:
        cells = frozenset((one.workshop, str(row["group"]), day) for one in held)
        yield Fact(where, cells, (people := int(str(row["people"]))), None if row["withheld"] else people)


def _of_page(page: str, held: list[Held], day: int) -> Iterator[Fact]:
    """The table of who has been heard: each number's link says of which place and group it is."""
    for link, people, more in _NUMBER.findall(page):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(unescape(link)).query).items()}
        ids = [int(asked[name]) for name in ("municipality", "unit") if name in asked]
        place = Place(1, *ids)
        there = [one for one in held if (one.place == place if "several" in asked else place.holds(one.place))]
        cells = frozenset((one.workshop, asked["group"], day) for one in there)
        yield Fact(f"page: {link}", cells, int(people), None if more else int(people))


def _of_table(where: str, text: str, held: list[Held], day: int) -> Iterator[Fact]:
    """The last row of the table as a file: the whole network."""
    *_, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    numbers = row[7:]
    for at, group in enumerate(GROUPS):
        people, _, withheld = numbers[3 * at : 3 * at + 3]
        if people.isdecimal():
            cells = frozenset((one.workshop, group, day) for one in held)
            yield Fact(where, cells, int(people), int(people) if withheld == "0" else None)
