"""Company: no child sits at a table without another child or youth, where those who move on can be spread so at all.

Who is who does not matter to it, only how many there are of each kind and from which table: a full gym is thought
through as quickly as a classroom.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations, pairwise, product
from typing import Literal, NamedTuple

from app.workshop.people import StakeholderGroup

_YOUNG: frozenset[StakeholderGroup] = frozenset({"child", "youth"})
FEW_TABLES = 6
"""Up to so many tables every way of spreading people is thought of; where there are more, two who change suffice."""

_Kind = Literal["child", "youth", ""]


class _Class(NamedTuple):
    """People between whom nothing here tells: as old as each other, and of one table at home."""

    kind: _Kind
    home: int


class _Places(NamedTuple):
    """Those at a table that are kept for a child or youth, or those that are not."""

    table: int
    kept: bool


_Flow = Counter[tuple[_Class, _Places]]
"""How many of each class sit in which places."""


def is_young(group: StakeholderGroup) -> bool:
    return group in _YOUNG


def child_alone(groups: Sequence[StakeholderGroup]) -> bool:
    """Whether there is a child with no other child or youth."""
    return "child" in groups and sum(map(is_young, groups)) < 2


def exchanged(
    home: Mapping[str, int], now: Mapping[str, int], going: Sequence[str], groups: Mapping[str, StakeholderGroup]
) -> dict[str, int]:
    """Two who change places so that fewer children are alone, of one table at home if possible; none if none can."""
    there = {table: Counter[_Kind]() for table in sorted({*now.values()})}
    for who, table in now.items():
        there[table][_kind(groups[who])] += 1
    moving = set(going)
    first: dict[int, dict[_Class, str]] = {table: {} for table in there}
    for who, table in now.items():
        if who in moving:
            first[table].setdefault(_Class(_kind(groups[who]), home[who]), who)

    def alone(table: int, without: _Kind | None = None, instead: _Kind | None = None) -> bool:
        """Whether a child is alone at a table, also where one of a kind there gives place to one of another."""
        children, youth = (there[table][kind] - (without == kind) + (instead == kind) for kind in ("child", "youth"))
        return children > 0 and children + youth < 2

    best: dict[str, int] = {}
    for table in filter(alone, there):
        for other in sorted(there.keys() - {table}):
            before = 1 + alone(other)
            helps = {
                (one, two)
                for one, two in product(there[table], there[other])
                if alone(table, one, two) + alone(other, two, one) < before
            }
            for one, two in product(first[table], first[other]):
                if (one.kind, two.kind) in helps and one.home != other and two.home != table:
                    swap = {first[table][one]: other, first[other][two]: table}
                    if one.home == two.home:
                        return swap
                    best = best or swap
    return best


def kept_company(
    home: Mapping[str, int], now: Mapping[str, int], going: Sequence[str], groups: Mapping[str, StakeholderGroup]
) -> dict[str, int]:
    """Where those ``going`` sit instead of ``now``, so that no child is alone; nothing where there is no such way.

    Tables keep the sizes that they have now, whoever stays stays, and nobody goes home. A way is found whenever there
    is one: for every choice of tables that may have children, which then have two of child or youth, as many of each
    class of people as there are are sent to places by augmenting paths (Ford and Fulkerson, 1956). Choices near to what
    is now come first, so that few sit elsewhere.
    """
    if child_alone([groups[who] for who in now]):
        return {}
    tables = sorted({*now.values()})
    moving = set(going)
    there = {table: Counter[_Kind]() for table in tables}
    for who, table in now.items():
        if who not in moving:
            there[table][_kind(groups[who])] += 1
    people: dict[_Class, list[str]] = {}
    for who in going:
        people.setdefault(_Class(_kind(groups[who]), home[who]), []).append(who)
    free = Counter(now[who] for who in going)
    hosted = {table for table in tables if there[table]["child"]}
    with_children = {table for who, table in now.items() if groups[who] == "child"}
    for chosen in _choices(tables, hosted, with_children):
        kept = {table: max(0, 2 - there[table]["child"] - there[table]["youth"]) for table in chosen}
        if any(kept[table] > free[table] for table in chosen):
            continue
        places = {_Places(table, True): kept.get(table, 0) for table in tables}
        places |= {_Places(table, False): free[table] - kept.get(table, 0) for table in tables}
        if flow := _sent(people, places, now, chosen):
            return _seated(people, flow, now)
    return {}


def _kind(group: StakeholderGroup) -> _Kind:
    return group if group == "child" or group == "youth" else ""


def _choices(tables: Sequence[int], hosted: Set[int], with_children: Set[int]) -> Iterator[frozenset[int]]:
    """The choices of tables that may have children, those nearest to where children are now first."""
    free = [table for table in tables if table not in hosted]
    every = (frozenset({*hosted, *more}) for count in range(len(free) + 1) for more in combinations(free, count))
    return iter(sorted(every, key=lambda chosen: (len(chosen ^ with_children), sorted(chosen))))


def _sent(
    people: Mapping[_Class, Sequence[str]], places: Mapping[_Places, int], now: Mapping[str, int], chosen: Set[int]
) -> _Flow:
    """Everybody in a place where they may sit, if all can: where they are now, as far as that goes. Else nothing."""
    may = {
        one: [
            to
            for to in places
            if to.table != one.home and (one.kind or not to.kept) and (one.kind != "child" or to.table in chosen)
        ]
        for one in people
    }
    flow, room, waiting = _Flow(), Counter(places), Counter[_Class]()
    for one, members in people.items():
        at = Counter(now[who] for who in members)
        for to in may[one]:
            stay = min(at[to.table], room[to])
            flow[one, to] += stay
            room[to] -= stay
            at[to.table] -= stay
        waiting[one] = at.total()
    for one in people:
        while waiting[one]:
            if not (path := _path(one, may, flow, room)):
                return _Flow()
            left = [(leaving, to) for (_, to), (leaving, _) in pairwise(path)]
            last = path[-1][1]
            many = min(waiting[one], room[last], *(flow[way] for way in left))
            flow.update(dict.fromkeys(path, many))
            flow.subtract(dict.fromkeys(left, many))
            room[last] -= many
            waiting[one] -= many
    return flow


def _path(
    start: _Class, may: Mapping[_Class, Sequence[_Places]], flow: _Flow, room: Mapping[_Places, int]
) -> list[tuple[_Class, _Places]]:
    """The fewest steps to a place with room, each into one that the next class leaves; none if it cannot be reached."""
    came: dict[_Class, list[tuple[_Class, _Places]]] = {start: []}
    seen = set[_Places]()
    waiting = [start]
    for one in waiting:
        for to in may[one]:
            if to in seen:
                continue
            seen.add(to)
            if room[to]:
                return [*came[one], (one, to)]
            for other in may:
                if other not in came and flow[other, to]:
                    came[other] = [*came[one], (one, to)]
                    waiting.append(other)
    return []


def _seated(people: Mapping[_Class, Sequence[str]], flow: _Flow, now: Mapping[str, int]) -> dict[str, int]:
    """Each person's table, where they are now as far as their class has places there."""
    seated: dict[str, int] = {}
    for one, members in people.items():
        left = Counter[int]()
        for (those, to), many in flow.items():
            if those == one:
                left[to.table] += many
        for who in members:
            if left[now[who]]:
                seated[who] = now[who]
                left[now[who]] -= 1
        elsewhere = iter(sorted(left.elements()))
        seated |= {who: next(elsewhere) for who in members if who not in seated}
    return seated
