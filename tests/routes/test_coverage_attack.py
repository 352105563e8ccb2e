"""From all pages of who has been heard, and who said what, on two days, nothing follows of what workshops withhold.

Two networks alike but for what is withheld: whoever could work a hidden number out could tell them apart.
"""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest

from app.realtime.live_room import decided
from app.realtime.telling import tell_all
from app.region.network import Network
from app.region.rights import Grant, Place
from app.store import log, workshops
from app.store.batch import Batch
from app.store.database import Database
from app.store.mapping_themes import make_shared
from app.store.told_workshops import give_units
from app.workshop.apply import replay
from app.workshop.commands import Command, Create, Join, OpenSubmissions, Reveal
from app.workshop.events import Recorded
from app.workshop.people import GROUPS, Actor, StakeholderGroup
from tests.realtime.stations import DESK, NOW, logged, new_id, person, say
from tests.routes.pages import read
from tests.routes.test_coverage import numbers
from tests.routes.told_region import NORDMORE, made, unit_named
from tests.server import Server

FEW: dict[str, dict[str, int]] = {
    "Nordmøre": {"A": 1, "C": 4, "A and C": 2},
    "Romsdal": {"A": 3, "C": 3, "A and C": 3},
}
"""How many politicians came to each workshop: under five, and not as many in the one network as in the other."""
WROTE = 5
"""How many statements they wrote there: words are shown and counted, whoever wrote them."""
LARGE: dict[StakeholderGroup, int] = {"child": 6, "youth": 8, "parent": 11}
LATER = 6
"""How many politicians had come to the workshop of A by the second day."""


class Rooms:
    """The rooms of one network, written in beside the running server as another process would."""

    def __init__(self, database: Database, network: Network) -> None:
        self.database = database
        self.network = network
        self.workshops: dict[str, str] = {}
        self._people = 0

    def hold(self, name: str, units: list[str], politicians: int) -> None:
        """A workshop of these units, in which everybody writes and all is shown."""
        create = Create(id=new_id(), title=name, question={"nb": "Hvordan?"}, language="nb", groups=GROUPS)
        with self.database.writing() as connection:
            made = workshops.create(connection, create, owner=None, now=NOW).id
            give_units(connection, made, [unit_named(self.network, unit) for unit in units])
        self.workshops[name] = made
        self._append(name, [(OpenSubmissions(id=new_id()), DESK)])
        for group, many in LARGE.items():
            self.write(name, group, many, many)
        self.write(name, "politician", politicians, WROTE)
        self._append(name, [(Reveal(id=new_id()), DESK)])

    def write(self, name: str, group: StakeholderGroup, people: int, statements: int) -> None:
        """So many more of a group come and write so many statements: one each, and the last of them the rest."""
        given: list[tuple[Command, Actor]] = []
        for number in range(statements):
            if number < people:
                self._people += 1
                given.append((Join(id=new_id(), group=group), person(self._people)))
            given.append((say("Alle er med"), person(self._people)))
        self._append(name, given)

    def grow(self) -> None:
        """By the second day, so many politicians have come to the workshop of A that they may be told."""
        few = FEW[self.network.name]["A"]
        self.write("A", "politician", LATER - few, WROTE)

    def _append(self, name: str, given: list[tuple[Command, Actor]]) -> None:
        """Decide one after the other, and append all of it at once."""
        before = after = replay(logged(self.database, self.workshops[name]))
        recorded: list[Recorded] = []
        for command, by in given:
            after, more = decided(after, command, by, NOW)
            recorded += more
        with self.database.writing() as connection:
            log.append(connection, Batch(self.workshops[name], recorded, before, after))


async def looked(server: Server, network: Network) -> tuple[httpx2.AsyncClient, dict[str, str]]:
    """A coordinator, and every page that they come to from the table, by its address in it."""
    grant = Grant("coordinator", Place(network.id or 0))
    kari = await server.account(f"{new_id()}@example.no", grant=grant)
    page = await kari.get(f"/region/{network.id}?open=all")
    pages = (f"/region/{network.id}/workshops", f"/region/{network.id}/themes/groups")
    addresses = [*pages, *numbers(read(page))]
    return kari, {"table": page.text} | {address: (await kari.get(address)).text for address in addresses}


def without_ids(network: Network, pages: dict[str, str]) -> list[str]:
    """What stands on the pages, but for the network's name and the ids in addresses."""
    plain = [re.sub(r'(href|action|id|value)="[^"]*"', "", page) for page in pages.values()]
    return [page.replace(network.name, "") for page in plain]


def by_place(text: str) -> dict[str, list[int]]:
    """The numbers of people in the table by row: what is told, and 0 where nothing is."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(re.findall(r'<tr class="(?:place|unit|sum)">.*?</tr>', text, re.DOTALL)):
        kind = re.search(r'class="(\w+)"', row)
        cells = re.findall(r'<td class="shaded".*?</td>', row, re.DOTALL)
        told = [re.search(r">(\d+)\+?</span>", cell) for cell in cells]
        assert kind is not None
        found[f"{kind[1]} {number}"] = [int(one[1]) if one else 0 for one in told]
    return found


@pytest.fixture
async def two(server: Server) -> AsyncIterator[dict[str, Rooms]]:
    rooms, database = {}, Database(server.settings.database)
    for name, few in FEW.items():
        network = await made(server, NORDMORE.model_copy(update={"name": name}))
        rooms[name] = Rooms(database, network)
        rooms[name].hold("A", ["Skole A"], few["A"])
        rooms[name].hold("C", ["Skole C"], few["C"])
        rooms[name].hold("A and C", ["Skole A", "Skole C"], few["A and C"])
        with database.writing() as connection:
            make_shared(connection, Place(network.id or 0), "Alle er med", [], who=None, now=NOW)
    await tell_all(server.house.database, server.house.clock() + timedelta(minutes=1))
    yield rooms
    database.close()


async def test_no_page_on_any_day_tells_two_regions_apart_that_differ_in_what_is_withheld(
    server: Server, two: dict[str, Rooms]
) -> None:
    days = []
    for _ in range(2):
        seen = [without_ids(one.network, (await looked(server, one.network))[1]) for one in two.values()]
        assert len(seen[0]) == len(seen[1]) > 20
        for nordmore, romsdal in zip(*seen, strict=True):
            assert nordmore == romsdal
        days.append(seen[0])
        for one in two.values():
            one.grow()
        await tell_all(server.house.database, server.house.clock() + timedelta(minutes=2))
    assert days[0] != days[1]


async def test_subtracting_any_sums_leaves_only_numbers_that_were_told(server: Server, two: dict[str, Rooms]) -> None:
    nordmore = two["Nordmøre"]
    before = by_place((await looked(server, nordmore.network))[1]["table"])
    nordmore.grow()
    await tell_all(server.house.database, server.house.clock() + timedelta(minutes=2))
    after = by_place((await looked(server, nordmore.network))[1]["table"])
    politicians = GROUPS.index("politician")
    for day in (before, after):
        whole = next(row for name, row in day.items() if name.startswith("sum"))
        for column, number in enumerate(whole):
            parts = sum(row[column] for name, row in day.items() if name.startswith("place"))
            assert number - parts == 0, "nothing is left between a network and its parts"
    assert all(row[politicians] == 0 for row in before.values())
    grown = {row[politicians] - before[name][politicians] for name, row in after.items()}
    assert grown == {0, LATER}, "the number of the first day cannot be had by subtraction"
    told = {0, *LARGE.values(), LATER}
    for day in (before, after):
        for name, row in day.items():
            if name.startswith("unit"):
                assert set(row) <= told
