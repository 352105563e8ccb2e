"""Tables that join, people who move on, roles; as laws, each with planted faults that it catches."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import strategies as st

from app.workshop import seating
from app.workshop.seating import ROLES
from tests.workshop.tables import (
    Check,
    Faults,
    Groups,
    Laws,
    assert_caught,
    differ,
    few_groups,
    hold,
    people_of,
    person,
)

tables_of_people = st.lists(st.integers(1, 6), min_size=1, max_size=14)


def check_merged(merging: tuple[list[int], int]) -> None:
    seats, size = merging
    before = {person(number): table for number, table in enumerate(seats)}
    after = seating.merged(before, size)
    assert after.keys() == before.keys()
    assert all(after[who] <= before[who] for who in before), "the lowest number is kept"
    assert set(after.values()) <= set(before.values())
    order = sorted(before, key=lambda who: before[who])
    assert [after[who] for who in order] == sorted(after.values()), "neighbours, in table order"
    into = {before[who]: after[who] for who in before}
    assert all(into[before[who]] == after[who] for who in before), "tables stay whole"
    joined, people = Counter(into.values()), Counter(after.values())
    assert len(joined) == 1 or all(joined[n] > 1 or 2 * people[n] > size for n in joined), "none is left"


def check_singles(crowd: tuple[int, int]) -> None:
    people, size = crowd
    sizes = Counter(seating.merged({person(i): 3 * i for i in range(people)}, size).values()).values()
    assert all(min(2, people) <= count <= size + 1 for count in sizes)
    assert abs(len(sizes) - seating.number_of_tables(people, size)) <= 1


def check_moving(cafe: list[tuple[int, bool]]) -> None:
    before = {person(number): table for number, (table, _) in enumerate(cafe)}
    hosts = {person(number) for number, (_, host) in enumerate(cafe) if host}
    after = seating.rotated(before, hosts)
    assert after.keys() == before.keys()
    assert set(after.values()) <= set(before.values())
    assert all(after[host] == before[host] for host in hosts)
    numbers, going = sorted(set(before.values())), sorted(before.keys() - hosts)
    if len(numbers) == 1:
        assert after == before
        return
    assert _parted(before, [after[who] for who in going], going, numbers)
    was, now = (differ([list(seats.values()).count(n) for n in numbers]) for seats in (before, after))
    if now > max(1, was):
        for others in product(numbers, repeat=len(going)):
            if _parted(before, others, going, numbers):
                sizes = Counter([*others, *(before[host] for host in hosts)])
                assert differ([sizes[n] for n in numbers]) >= now, "as even as can be"


def _parted(before: Mapping[str, int], to: Sequence[int], going: Sequence[str], numbers: Sequence[int]) -> bool:
    """Whether nobody stays, and those of each table part evenly over all others."""
    ways = Counter((before[who], there) for who, there in zip(going, to, strict=True))
    return all(
        ways[home, home] == 0 and differ([ways[home, there] for there in numbers if there != home]) <= 1
        for home in numbers
    )


def check_cafe(cafe: tuple[int, int, int, bool]) -> None:
    """As it is meant to be: even tables with one host each, or none."""
    tables, size, more, hosted = cafe
    before = {person(i): 10 + i % tables for i in range(tables * size + more % tables)}
    hosts = {person(i) for i in range(tables * hosted)}
    after = seating.rotated(before, hosts)
    assert differ(Counter(after.values()).values()) <= 1
    for number in range(10, 10 + tables):
        for k, who in enumerate(sorted(w for w in before.keys() - hosts if before[w] == number)):
            steps = k % (tables - 1) + 1
            assert after[who] == 10 + (number - 10 + steps) % tables


def check_company(cafe: tuple[int, int, int, str]) -> None:
    """Mixed as it should be, and with a grown host at each table: children who had company have it again."""
    tables, size, children, seed = cafe
    crowd: Groups = ["child"] * min(children, tables * (size - 1))
    crowd += ["parent"] * (tables * size - len(crowd))
    people = people_of(crowd)
    before = seating.mixed(people, tables, seed)
    hosts = [next(who for who in people if before[who] == t and people[who] == "parent") for t in range(1, tables + 1)]
    after = seating.rotated(before, hosts, people)
    assert Counter(after.values()) == Counter(before.values())
    assert all(after[who] != before[who] for who in people if who not in hosts)
    young = Counter(table for who, table in after.items() if people[who] == "child")
    assert 1 not in young.values() or children == 1


def check_nobody_alone(cafe: list[tuple[int, bool, int]]) -> None:
    """By trying all ways: where none can be alone at these sizes, none is; at three tables as at any few."""
    before = {person(number): table for number, (table, _, _) in enumerate(cafe)}
    crowd: Groups = ["child", "youth", "parent"]
    people = {person(number): crowd[group] for number, (_, _, group) in enumerate(cafe)}
    hosts = {next(who for who in before if before[who] == table) for table in set(before.values())}
    hosts -= {person(number) for number, (_, hosted, _) in enumerate(cafe) if not hosted}
    after = seating.rotated(before, hosts, people)
    assert after == seating.rotated(before, hosts, people)
    alone = len(set(before.values())) == 1
    sizes = Counter(seating.rotated(before, hosts).values())
    assert Counter(after.values()) == sizes
    assert all((after[who] == before[who]) == (who in hosts or alone) for who in before)
    if alone or not _lonely(after, people):
        return
    going = sorted(before.keys() - hosts)
    for others in product(sorted(sizes), repeat=len(going)):
        way = {**before, **dict(zip(going, others, strict=True))}
        fits = Counter(way.values()) == sizes and all(way[who] != before[who] for who in going)
        assert not fits or _lonely(way, people), "nobody needed to be alone"


def _lonely(seated: Mapping[str, int], people: Mapping[str, str]) -> bool:
    there = [[people[who] for who in seated if seated[who] == table] for table in set(seated.values())]
    return any("child" in groups and groups.count("child") + groups.count("youth") < 2 for groups in there)


def check_roles(draw: tuple[Groups, str]) -> None:
    groups, seed = draw
    people = people_of(groups)
    drawn = seating.roles(list(people), people, seed)
    assert drawn == seating.roles(list(reversed(people)), people, seed)
    assert drawn.keys() <= people.keys()
    assert sorted(role for held in drawn.values() for role in held) == (sorted(ROLES) if people else [])
    assert len(drawn) == min(len(people), len(ROLES)), "as many people as there are"
    if 0 < len(people) < len(ROLES):
        assert any({"chair", "timekeeper"} <= set(held) for held in drawn.values())
    grown = any(group != "child" for group in groups)
    assert not grown or not any("secretary" in held and people[who] == "child" for who, held in drawn.items())


LAWS: Laws = {
    check_merged: st.tuples(tables_of_people, st.integers(2, 6)),
    check_singles: st.tuples(st.integers(0, 60), st.integers(2, 6)),
    check_moving: st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=9),
    check_cafe: st.tuples(st.integers(2, 9), st.integers(1, 6), st.integers(0, 8), st.booleans()),
    check_company: st.tuples(st.integers(4, 8), st.integers(4, 6), st.integers(1, 14), st.text(max_size=4)),
    check_nobody_alone: st.lists(
        st.tuples(st.integers(1, 3), st.booleans(), st.sampled_from((0, 0, 1, 2, 2))), min_size=4, max_size=9
    ),
    check_roles: st.tuples(few_groups, st.text(max_size=4)),
}

FAULTS: Faults = {
    "the odd one is left": (check_merged, "merged", lambda tables, size: {w: (t + 1) // 2 for w, t in tables.items()}),
    "new numbers": (check_merged, "merged", lambda tables, size: {who: 2 * table for who, table in tables.items()}),
    "a lone one": (check_singles, "merged", lambda tables, size: {who: i // size for i, who in enumerate(tables)}),
    "larger and smaller": (check_moving, "_chain", lambda *rest: {}),
    "nobody moves": (check_moving, "rotated", lambda tables, hosts, groups=None: dict(tables)),
    "all to one table": (check_cafe, "enumerate", lambda things: ((0, thing) for thing in things)),
    "children go by themselves": (check_company, "exchanged", lambda *rest: {}),
    "only two change places": (check_nobody_alone, "kept_company", lambda *rest: {}),
    "roles as they come": (check_roles, "_drawn", lambda people, seed: list(people)),
    "all to one person": (check_roles, "_BUNDLES", dict.fromkeys(range(1, 5), (ROLES,))),
}


@pytest.mark.parametrize("check", LAWS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_law(check: Check) -> None:
    hold(check, LAWS[check])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_caught(LAWS, FAULTS[fault], monkeypatch)


def test_another_seed_draws_otherwise() -> None:
    people = people_of(["parent"] * 40)
    assert len({tuple(seating.roles(list(people), people, str(seed))) for seed in range(20)}) == 20


@pytest.mark.parametrize(
    ("people", "pairs", "fours"),
    [(3, [3], [3]), (6, [2, 2, 2], [6]), (9, [2, 2, 2, 3], [4, 5]), (16, [2] * 8, [4] * 4)],
)
def test_one_two_four(people: int, pairs: list[int], fours: list[int]) -> None:
    in_pairs = seating.merged({person(number): number for number in range(people)}, 2)
    assert list(Counter(in_pairs.values()).values()) == pairs
    assert list(Counter(seating.merged(in_pairs, 4).values()).values()) == fours


@pytest.mark.parametrize("tables", [3, 6])
@pytest.mark.parametrize(("children", "youth"), [(1, 0), (1, 1), (2, 0), (3, 40), (70, 1)])
def test_a_full_gym_moves_on_with_no_child_alone_where_there_is_another(tables: int, children: int, youth: int) -> None:
    crowd: Groups = ["child"] * children
    crowd += ["youth"] * youth
    crowd += ["parent"] * (1200 - len(crowd))
    people = people_of(crowd)
    before = {who: 1 + number % tables for number, who in enumerate(people)}
    hosts = [next(who for who in people if before[who] == t and people[who] == "parent") for t in set(before.values())]
    after = seating.rotated(before, hosts, people)
    assert Counter(after.values()) == Counter(before.values())
    assert all((after[who] == before[who]) == (who in hosts) for who in people)
    assert _lonely(after, people) == (children + youth == 1)
