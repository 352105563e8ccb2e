"""Who sits where: numbers of tables, mixed tables, late joiners; as laws, each with planted faults that it catches."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import product

import pytest
from hypothesis import strategies as st

from app.workshop import seating
from app.workshop.people import GROUPS, StakeholderGroup
from tests.workshop.tables import Check, Faults, Groups, Laws, assert_caught, differ, few_groups, hold, people_of

any_groups = st.one_of(few_groups, st.lists(st.sampled_from(GROUPS), max_size=14))
gatherings = st.tuples(any_groups, st.integers(1, 5), st.text(max_size=4))
joinings = st.tuples(
    st.sampled_from(["child", "youth", "parent"]), st.dictionaries(st.integers(1, 9), few_groups, min_size=1)
)


def _alone(groups: Collection[StakeholderGroup]) -> bool:
    return Counter(groups)["child"] == 1 and "youth" not in groups


def _at_tables(people: Mapping[str, StakeholderGroup], placed: Mapping[str, int], tables: int) -> list[Groups]:
    return [[people[who] for who, table in placed.items() if table == number] for number in range(1, tables + 1)]


def _fewest_alone(groups: Groups, tables: int, even: bool) -> int | None:
    """By trying all seatings of these sizes: at how few tables a child is alone; None if no seating is as asked for.

    ``even`` asks for counts of each group that differ by at most one.
    """
    counts = Counter(groups)
    kinds: list[StakeholderGroup] = sorted(counts)
    sizes = [len(groups) // tables + (table < len(groups) % tables) for table in range(tables)]

    @cache
    def fewest(table: int, left: tuple[int, ...]) -> int | None:
        if table == tables:
            return 0 if not any(left) else None
        found = []
        for here in product(*(range(count + 1) for count in left)):
            uneven = any(not 0 <= n - counts[kind] // tables <= 1 for n, kind in zip(here, kinds, strict=True))
            at_most = [counts[kind] // tables + (counts[kind] % tables > 0) for kind in kinds]
            if sum(here) != sizes[table] or (even and (uneven or any(map(int.__gt__, here, at_most)))):
                continue
            rest = fewest(table + 1, tuple(map(int.__sub__, left, here)))
            if rest is not None:
                there = Counter(dict(zip(kinds, here, strict=True)))
                found.append(rest + _alone(list(there.elements())))
        return min(found, default=None)

    return fewest(0, tuple(counts[kind] for kind in kinds))


def check_number(crowd: tuple[int, int]) -> None:
    people, size = crowd
    tables = seating.number_of_tables(people, size)
    if people < 2:
        assert tables == people
        return
    allowed = [n for n in range(1, people // 2 + 1) if people <= n * (size + 1)]
    assert tables in allowed, "nobody alone, no table too large"
    nearest = min(abs(people / n - size) for n in allowed)
    assert abs(people / tables - size) <= nearest + 0.5
    assert people % size or size * tables == people, "where it comes out even, it is as wished"


def check_everybody(gathering: tuple[Groups, int, str]) -> None:
    groups, tables, seed = gathering
    people = people_of(groups)
    placed = seating.mixed(people, tables, seed)
    assert placed.keys() == people.keys()
    assert set(placed.values()) <= set(range(1, tables + 1))
    assert differ([len(there) for there in _at_tables(people, placed, tables)]) <= 1


def check_again(gathering: tuple[Groups, int, str]) -> None:
    groups, tables, seed = gathering
    people = people_of(groups)
    backwards = dict(reversed(people.items()))
    assert seating.mixed(people, tables, seed) == seating.mixed(backwards, tables, seed)


def check_company(gathering: tuple[Groups, int, str]) -> None:
    groups, tables, seed = gathering
    people = people_of(groups)
    alone = sum(map(_alone, _at_tables(people, seating.mixed(people, tables, seed), tables)))
    assert alone == _fewest_alone(groups, tables, even=False)
    young = sum(group in {"child", "youth"} for group in groups)
    if len(groups) >= 2 * tables:
        pairs = len(groups) == 2 * tables and "youth" not in groups and groups.count("child") % 2 == 1
        assert alone == int("child" in groups and (young < 2 or pairs)), "just where the docstring says"


def check_spread(gathering: tuple[Groups, int, str]) -> None:
    groups, tables, seed = gathering
    people = people_of(groups)
    there = _at_tables(people, seating.mixed(people, tables, seed), tables)
    even = all(differ([here.count(group) for here in there]) <= 1 for group in GROUPS)
    young = sum(group in {"child", "youth"} for group in groups)
    if _fewest_alone(groups, tables, even=True) == 0:
        assert even
    else:
        assert young < 2 * tables
        assert "child" in groups
    children = [count for here in there if (count := here.count("child"))]
    assert not children or len(groups) < 2 * tables or differ(children) <= 1, "even where they sit"


def check_anew(times: tuple[Groups, str]) -> None:
    """Four children and four adults at two tables: there is always a way to sit with others."""
    groups, seed = times
    people = people_of(groups)
    before = seating.mixed(people, 2, f"before {seed}")
    now = seating.mixed(people, 2, seed, before)
    companies = [
        {frozenset(who for who in people if there[who] == table) for table in (1, 2)} for there in (before, now)
    ]
    assert companies[0] != companies[1]


def check_places(times: tuple[Groups, str]) -> None:
    """Of two mixes that bring as many together again, it is the one in which more sit at another number."""
    groups, seed = times
    people = people_of(groups)
    before = seating.mixed(people, 2, f"before {seed}")
    now = seating.mixed(people, 2, seed, before)
    assert sum(now[who] == table for who, table in before.items()) <= len(people) // 2


def check_late(joining: tuple[StakeholderGroup, dict[int, Groups]]) -> None:
    group, tables = joining
    smallest = min(map(len, tables.values()))
    within = [number for number, there in tables.items() if len(there) <= smallest + (group == "child")]

    def comfort(number: int) -> int:
        alone = _alone([*tables[number], group])
        return 0 if alone and not _alone(tables[number]) else 1 if alone else 3 if _alone(tables[number]) else 2

    best = [number for number in within if comfort(number) == max(map(comfort, within))]
    assert seating.seat_for(group, tables) == min(best, key=lambda n: (len(tables[n]), tables[n].count(group), n))


def _shuffled(people: Iterable[str], seed: str) -> list[str]:
    return sorted(people, key=lambda who: random.random())


def _pairs_alone(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[int, int]:
    there = Counter((table, before[who]) for who, table in now.items() if who in before)
    return sum(count * (count - 1) // 2 for count in there.values()), 0


LAWS: Laws = {
    check_number: st.tuples(st.integers(0, 300), st.integers(2, 16)),
    check_everybody: gatherings,
    check_again: gatherings,
    check_company: gatherings,
    check_spread: gatherings,
    check_anew: st.tuples(st.permutations(4 * ["child", "parent"]), st.text(max_size=4)),
    check_places: st.tuples(st.permutations(["child", "child", "parent", "parent", "leader"]), st.text(max_size=4)),
    check_late: joinings,
}

FAULTS: Faults = {
    "even at any price": (check_number, "_UNEVEN", 50),
    "never even": (check_number, "_UNEVEN", -50),
    "two at a time": (check_everybody, "_next_table", lambda group, there, free, k: free.index(max(free)) // 2),
    "as they come": (check_again, "_drawn", lambda people, seed: list(people)),
    "by chance": (check_again, "_drawn", _shuffled),
    "youth is no company": (check_company, "child_alone", lambda groups: False),
    "children one by one": (check_company, "_tables_with_children", lambda groups, seats: len(seats)),
    "children last": (check_company, "_in_turn", lambda groups: sorted(set(groups), reverse=True)),
    "children at one table": (check_spread, "_tables_with_children", lambda groups, seats: 1),
    "groups do not matter": (check_spread, "_next_table", lambda group, there, free, k: free.index(max(free))),
    "one keeps one's place": (check_places, "_met_again", _pairs_alone),
    "who met meets again": (check_anew, "_DRAWS", 1),
    "a late child alone": (check_late, "child_alone", lambda groups: False),
    "the first table": (check_late, "seat_for", lambda group, tables: min(tables)),
}


@pytest.mark.parametrize("check", LAWS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_law(check: Check) -> None:
    hold(check, LAWS[check])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_caught(LAWS, FAULTS[fault], monkeypatch)


def test_another_seed_draws_otherwise() -> None:
    groups: Groups = ["child", "parent"]
    people = people_of(20 * groups)
    assert len({tuple(seating.mixed(people, 10, str(seed)).items()) for seed in range(20)}) == 20


def test_which_tables_are_larger_and_who_sits_at_which_number_is_drawn() -> None:
    people = people_of(["child", "child", "parent", "parent", "leader"])
    mixes = [seating.mixed(people, 2, str(seed)) for seed in range(30)]
    assert {Counter(mix.values()).most_common(1)[0][0] for mix in mixes} == {1, 2}
    for who in people:
        assert {mix[who] for mix in mixes} == {1, 2}


@pytest.mark.parametrize(
    ("people", "size", "tables"), [(0, 4, 0), (1, 4, 1), (5, 4, 1), (6, 4, 2), (10, 4, 2), (15, 4, 4)]
)
def test_tables_of_about_four(people: int, size: int, tables: int) -> None:
    assert seating.number_of_tables(people, size) == tables


def test_there_is_a_table_with_seats() -> None:
    with pytest.raises(ValueError, match="two seats"):
        seating.number_of_tables(5, 1)
    with pytest.raises(ValueError, match="no table"):
        seating.mixed({"p": "child"}, 0, "s")
