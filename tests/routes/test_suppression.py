"""Suppression over the whole path: from all pages, files and answers together no number of a small group follows.

Worlds in which other numbers are withheld read the same, byte by byte, on two days. Whatever somebody subtracts or
searches for, they come to the same in all of them, and so to no hidden number.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from app.region import heard
from app.region.heard import Heard, Number
from app.workshop.people import StakeholderGroup
from tests.databases import SQLite
from tests.routes.hidden_cells import Fact, facts_in, left_over, possible
from tests.routes.ids_in_turn import ids_in_turn
from tests.routes.readings import Read, Readers
from tests.routes.worlds import LARGE, World, begun, gone_on, small
from tests.server import Clock, running

pytestmark = pytest.mark.timeout(300)

OFTEN = 100_000
"""Requests in a minute: of those who hurry, nobody is slowed down here."""


Reading = Callable[[Readers], Awaitable[Read]]


async def two_days(
    number: int, folder: Path, sqlite: SQLite, *reading: Reading, thorough: bool = False
) -> tuple[Read, Read]:
    """What is read of a world on its two days: by ``reading``, the last of them on the second day.

    What webhooks are told is read where it waits.
    """
    folder, clock = folder / str(number), Clock()
    settings = {"database_url": sqlite.new(folder), "secret": "s" * 40, "public_url": "http://fremtid.example"}
    often = {"api_requests_per_minute": OFTEN, "joins_per_minute": OFTEN}
    with ids_in_turn(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.webhooks.LOOK", 3_600)
        async with running(folder, clock, **settings, **often) as server:
            world = World(server, clock, number)
            await begun(world)
            readers = Readers(world, folder, thorough=thorough)
            await readers.come()
            first = await reading[0](readers)
            await gone_on(world)
            await readers.come_again()
            return first, await reading[-1](readers)


def told_apart(one: Read, other: Read) -> dict[str, object]:
    """What tells two worlds apart, by who read it where, with the first line that is another."""
    assert one.keys() == other.keys()
    lines = {at: zip(text.splitlines(), other[at].splitlines(), strict=False) for at, text in one.items()}
    return {
        at: next((pair for pair in pairs if pair[0] != pair[1]), "longer")
        for at, pairs in lines.items()
        if one[at] != other[at]
    }


@pytest.fixture(scope="module")
async def worlds(tmp_path_factory: pytest.TempPathFactory, sqlite: SQLite) -> list[tuple[Read, Read]]:
    """Two worlds as they are read on two days: one where nobody came of those who are few in the other, and that."""
    folder = tmp_path_factory.mktemp("worlds")
    return [await two_days(number, folder, sqlite, Readers.numbers, Readers.everything) for number in (0, 1)]


async def test_nothing_that_anybody_reads_on_any_day_tells_what_is_withheld(worlds: list[tuple[Read, Read]]) -> None:
    for one, other in zip(*worlds, strict=True):
        assert not told_apart(one, other)
    first, second = worlds[0]
    assert len(second) > 150
    for name in (
        "program: /api/v1/networks/1/workshops?limit=50 1",
        "coordinator: /region/1?open=all",
        "export: network json ",
    ):
        assert first[name] != second[name], "there is something to subtract"


async def test_no_subtraction_says_how_many_of_a_small_group_there_are(worlds: list[tuple[Read, Read]]) -> None:
    facts = facts_of(worlds[1])
    assert {fact.where.partition(":")[0] for fact in facts} == {"page", "program", "file", "export"}
    assert_hidden(facts, 1)


async def test_a_sum_that_holds_what_is_withheld_is_caught(
    tmp_path: Path, sqlite: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.region.coverage.numbers", with_all)
    facts = facts_of(await two_days(2, tmp_path, sqlite, Readers.numbers))
    with pytest.raises(AssertionError, match=r"more than what its parts tell|is not so"):
        assert_hidden(facts, 2)


def with_all(told: Iterable[Heard], place: tuple[int, ...]) -> dict[StakeholderGroup, Number]:
    """The fault: the last line of the table counts everybody of world 2."""
    found = heard.numbers(told, place)
    if len(place) > 1:
        return found
    few = {group: sum(there.get(group, 0) for there in small(2).values()) for group in found}
    return {group: replace(one, people=one.people + few[group], workshops=1) for group, one in found.items()}


def facts_of(days: tuple[Read, Read]) -> list[Fact]:
    """Every number of two days."""
    return [fact for day, read in enumerate(days) for fact in facts_in(read, day)]


def assert_hidden(facts: list[Fact], world: int) -> None:
    """What is told is known; of each small group, nothing from one to four can be ruled out."""
    bounds = possible(facts)
    assert not left_over(facts, bounds), "a sum is more than what its parts tell"
    told = {cell for fact in facts if fact.tells for cell in fact.cells}
    assert {bounds[cell] for cell in told if cell[1] in LARGE} == {(many, many) for many in LARGE.values()}
    titles = {fact.where: workshop for fact in facts for workshop, *_ in fact.cells if fact.where.startswith("program")}
    few: set[tuple[str, str]] = {
        (titles[f"program: Verksted {name}"], group) for name, groups in small(world).items() for group in groups
    }
    few |= {(workshop, "unit Barnehage B") for workshop, group, _ in bounds if group == "unit Barnehage B"}
    hidden = {cell: bound for cell, bound in bounds.items() if cell[:2] in few and cell not in told}
    assert len(hidden) == 12, "one cell of A on the first day, and all others while their workshops are there"
    assert {cell: bound for cell, bound in hidden.items() if bound[0] > 1 or bound[1] < 4} == {}


@pytest.mark.long
@pytest.mark.timeout(1_200)
async def test_each_number_under_five_is_possible_in_each_withheld_place(tmp_path: Path, sqlite: SQLite) -> None:
    """Of each cell of the worlds 1 to 4, all four numbers are: who reads everything cannot strike out one of them."""
    worlds = [await two_days(number, tmp_path, sqlite, Readers.everything, thorough=True) for number in range(5)]
    for before, after in pairwise(worlds):
        for one, other in zip(before, after, strict=True):
            assert not told_apart(one, other)
