"""Votes: from all that is told of one, nobody can work out a number by group that is withheld.

The attacker tries every way in which people can have voted, knows the program, how many votes each had and how many of
each group voted, also of the small ones, and strikes out all that would have been told otherwise. What is then the same
in all that are left is known. Small numbers in place of five keep the trying short.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, combinations_with_replacement, product
from typing import NamedTuple

import pytest

from app.workshop import suppression, tally
from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.suppression import Link
from app.workshop.tally import Paper, Result, counted

Chosen = tuple[str, ...]
Way = tuple[tuple[Chosen, ...], ...]
"""How all of each group voted."""


def kinds(options: str, votes: int, *, several: bool, all_used: bool) -> list[Chosen]:
    """The papers that can be handed in."""
    choose = combinations_with_replacement if several else combinations
    return [chosen for used in range(votes if all_used else 1, votes + 1) for chosen in choose(options, used)]


def ways(sizes: tuple[int, ...], papers: list[Chosen]) -> Iterator[Way]:
    return product(*(combinations_with_replacement(papers, size) for size in sizes))


def told(way: Way, options: str, named: frozenset[StakeholderGroup]) -> Result | None:
    papers = {
        f"{group}-{number}": Paper(chosen, group)
        for group, all_chosen in zip(GROUPS, way, strict=False)
        for number, chosen in enumerate(all_chosen)
    }
    return counted(papers, options, named)


def in_all(way: Way) -> object:
    """What the bars say without groups."""
    everybody = [chosen for group in way for chosen in group]
    votes, voters = (Counter(o for chosen in everybody for o in each(chosen)) for each in (tuple, set))
    return frozenset(votes.items()), frozenset(voters.items())


def numbers(way: Way, options: str) -> list[int]:
    """How many of each group chose each option, group by group."""
    return [sum(option in chosen for chosen in group) for group in way for option in options]


def known(possible: list[list[int]]) -> dict[int, int]:
    """The numbers that are the same wherever one looks, by their place."""
    return {i: column[0] for i, column in enumerate(zip(*possible, strict=True)) if len(set(column)) == 1}


class Case(NamedTuple):
    """``least``: from how many on people are many. ``named``: so many groups have names in the room, the first ones."""

    least: int
    sizes: tuple[int, ...]
    named: int
    options: str
    papers: list[Chosen]


class Attack:
    """All that is possible, by what is told."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.alike: dict[object, list[list[int]]] = {}
        self.alike_in_all: dict[object, list[list[int]]] = {}
        self.bars: dict[object, object] = {}
        self.something_told = False
        for way in ways(case.sizes, case.papers):
            result, bars = told(way, case.options, frozenset(GROUPS[: case.named])), in_all(way)
            self.something_told |= bool(result and result.groups)
            self.bars[result] = bars
            for told_of, key in ((self.alike, result), (self.alike_in_all, bars)):
                told_of.setdefault(key, []).append(numbers(way, case.options))

    def knows_few(self) -> Iterator[tuple[object, int]]:
        """Results that tell a small number that the bars in all do not tell, and the number."""
        for result, possible in self.alike.items():
            anyway = known(self.alike_in_all[self.bars[result]])
            for place, number in known(possible).items():
                size = self.case.sizes[place // len(self.case.options)]
                if place not in anyway and not self.case.least <= number <= size - self.case.least:
                    yield result, number


CASES = {
    "two groups": Case(5, (11, 11), 2, "abc", kinds("abc", 1, several=False, all_used=True)),
    "and few others": Case(3, (6, 7, 3), 2, "abc", kinds("abc", 1, several=False, all_used=True)),
    "and many others": Case(3, (7, 7), 1, "abc", kinds("abc", 1, several=False, all_used=True)),
    "and very few others": Case(3, (7, 6, 2), 2, "abc", kinds("abc", 1, several=False, all_used=True)),
    "two small groups": Case(3, (7, 3, 3), 1, "abc", kinds("abc", 1, several=False, all_used=True)),
    "three groups": Case(3, (6, 6, 7), 3, "ab", kinds("ab", 1, several=False, all_used=True)),
    "four options": Case(3, (6, 7), 2, "abcd", kinds("abcd", 1, several=False, all_used=True)),
    "two votes": Case(2, (4, 4), 2, "abc", kinds("abc", 2, several=False, all_used=False)),
    "two votes, all used": Case(3, (7, 6), 2, "abc", kinds("abc", 2, several=False, all_used=True)),
    "several on one": Case(2, (5, 5), 2, "ab", kinds("ab", 2, several=True, all_used=False)),
    "several on one, three options": Case(2, (4, 4), 2, "abc", kinds("abc", 2, several=True, all_used=True)),
}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets what is few from then on."""

    def under(least: int) -> None:
        monkeypatch.setattr(tally, "LEAST", least)
        monkeypatch.setattr(suppression, "LEAST", least)

    return under


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_nothing_few_can_be_worked_out(case: Case, few: Callable[[int], None]) -> None:
    few(case.least)
    attack = Attack(case)
    assert attack.something_told
    assert not list(attack.knows_few())


def number_by_number(cells: Sequence[tally._Cell]) -> tuple[bool, list[Link]]:
    """A fault: what is withheld could be the bar less what is told."""
    return True, []


def a_second_beside_one(cells: Sequence[tally._Cell]) -> tuple[bool, list[Link]]:
    """A fault: it does not look at how many the withheld are together, nor at other options."""
    return sum(not cell.many for cell in cells) != 1, []


def only_who_chose(cell: tally._Cell) -> bool:
    """A fault: few who did not choose are told of."""
    return cell.people >= suppression.LEAST


FAULTS: dict[str, tuple[object, str, object]] = {
    "number by number": (tally, "_weighed", number_by_number),
    "a second beside one": (tally, "_weighed", a_second_beside_one),
    "option by option": (tally, "all_can_change", lambda links: True),
    "only who chose": (tally._Cell, "many", property(only_who_chose)),
}


@pytest.mark.parametrize("case", ["two votes, all used", "several on one"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_looks_at_less_is_caught(
    case: str, fault: str, few: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    few(CASES[case].least)
    monkeypatch.setattr(*FAULTS[fault])
    assert list(Attack(CASES[case]).knows_few())


@pytest.mark.parametrize("case", ["two votes, all used", "several on one"])
def test_a_smaller_five_is_caught(case: str, few: Callable[[int], None]) -> None:
    few(CASES[case].least - 1)
    assert list(Attack(CASES[case]).knows_few())
