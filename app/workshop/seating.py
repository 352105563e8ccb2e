"""How people are spread over tables: mixed, joined late, put together, moved on; and who does what at a table.

Tables are numbers, people are ids. What is drawn is drawn from a seed by a keyed hash, whatever the order of people.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import blake2b
from itertools import accumulate
from typing import Literal, get_args

from app.workshop.company import FEW_TABLES, child_alone, exchanged, kept_company
from app.workshop.people import GROUPS, StakeholderGroup

Role = Literal["chair", "timekeeper", "secretary", "scout"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Who leads, keeps time, writes, and sees that the talk keeps to the vision. As in IGP."""

_BUNDLES: dict[int, tuple[tuple[Role, ...], ...]] = {
    1: (ROLES,),
    2: (("chair", "timekeeper"), ("secretary", "scout")),
    3: (("chair", "timekeeper"), ("secretary",), ("scout",)),
    4: (("chair",), ("timekeeper",), ("secretary",), ("scout",)),
}
"""What goes together where there are so many people. Chair and timekeeper first, as in KS' IGP(i)."""

_UNEVEN = Fraction(1, 2)
"""Seats: how far from the wished size tables may be taken instead, so that all get the same size."""

_DRAWS, _WORK, _EACH = 32, 100_000, 50
"""How many draws a mix is chosen from, and how many looks at a table all of them may take together. To draw a person
and to look at who meets again takes as long as so many looks."""


def number_of_tables(people: int, size: int) -> int:
    """How many tables of about ``size`` seats there are for ``people``, who spread evenly over them.

    No table has more than ``size`` + 1, none has one person alone unless there is only one. Of the numbers that are
    left, it is the one whose mean is nearest to ``size``; not being even counts as half a seat. None for nobody.

    Raises ValueError if ``size`` is less than two.
    """
    if size < 2:
        raise ValueError("a table has at least two seats")
    if people < 2:
        return people

    def distance(tables: int) -> tuple[Fraction, bool]:
        uneven = people % tables > 0
        return abs(Fraction(people, tables) - size) + uneven * _UNEVEN, uneven

    return min((tables for tables in range(1, people // 2 + 1) if people <= tables * (size + 1)), key=distance)


def mixed(
    people: Mapping[str, StakeholderGroup], tables: int, seed: str, before: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Spread people over the tables 1 to ``tables``, so that every table hears as many groups as possible.

    These hold in this order:

    1. Sizes differ by at most one; which tables are the larger is drawn.
    2. No child is alone: a table with a child has at least two of child or youth. Children sit at as many tables as
       this allows. It holds whenever any seating of these sizes keeps it. With two or more at each table that is
       always, but for two cases: one child with no other child or youth; and pairs only, where the children are an odd
       number and there is no youth. One child is alone then.
    3. The counts of each group differ by at most one from table to table. This holds for all groups whenever any
       seating holds all three, as with two of child or youth for every table, or without children. Otherwise children
       are even over the tables at which they sit, and the others are as even as the seats that are left: the smallest
       groups are spread first, and the largest make up for it.
    4. Who sat together ``before`` meets again as seldom as in the best of several draws, and of those as few as may be
       sit at a table of the same number. There are fewer draws in a large room, where chance does as well.

    Raises ValueError if there is no table.
    """
    if tables < 1:
        raise ValueError("there is no table")
    looks = len(people) * max(tables, _EACH)
    draws = max(1, min(_DRAWS, _WORK // (looks or 1))) if before and tables > 1 else 1
    found = (_mixed_once(people, tables, f"{seed} {draw}" if draw else seed) for draw in range(draws))
    return min(found, key=lambda now: _met_again(now, before or {}))


def seat_for(group: StakeholderGroup, tables: Mapping[int, Sequence[StakeholderGroup]]) -> int:
    """Return the table of one who comes late, given the groups of those at each table.

    It is one of the smallest, and for a child also one of those that are one larger. Among them the first that there is
    of: one where a child is alone no more; one where none is; one where one is already. Then the smallest, the one with
    fewest of the group, and the lowest number.

    Raises ValueError if there is no table.
    """
    most = min(map(len, tables.values())) + (group == "child")

    def order(table: int) -> tuple[bool, bool, int, int, int]:
        before = tables[table]
        return child_alone([*before, group]), not child_alone(before), len(before), before.count(group), table

    return min((table for table, before in tables.items() if len(before) <= most), key=order)


def merged(tables: Mapping[str, int], size: int) -> dict[str, int]:
    """Join neighbouring tables, in order of their numbers, to tables of about ``size``; each keeps its lowest number.

    So nobody looks for a number that has become another table's. Tables are joined whole. None with at most half of
    ``size`` stays by itself, unless it is the only one: an odd one makes three together. Of the ways to do so it is one
    where fewest tables have more than ``size`` + 1 people, and of those one with the least sum of squared distances
    from ``size``.
    """
    counts = sorted(Counter(tables.values()).items())
    people = [0, *accumulate(count for _, count in counts)]
    best = [(0, 0, 0, 0)]  # up to each place: left by themselves, too large, squares, where the last table starts
    for end in range(1, len(people)):

        def joined(start: int, end: int = end) -> tuple[int, int, int, int]:
            left, large, squares, _ = best[start]
            count = people[end] - people[start]
            left += end - start == 1 and 2 * count <= size
            return left, large + (count > size + 1), squares + (count - size) ** 2, start

        best.append(min(map(joined, range(end))))
    starts, end = set[int](), len(counts)
    while end:
        end = best[end][3]
        starts.add(end)
    numbers = accumulate((table if place in starts else 0 for place, (table, _) in enumerate(counts)), max)
    into = {table: number for (table, _), number in zip(counts, numbers, strict=True)}
    return {who: into[table] for who, table in tables.items()}


def rotated(
    tables: Mapping[str, int], hosts: Collection[str], groups: Mapping[str, StakeholderGroup] | None = None
) -> dict[str, int]:
    """Move all but the hosts on to other tables, as in World Café. The tables are those that occur.

    The k-th of a table, by id, goes k tables on, past the last to the first and past their own: nobody stays where
    there are two tables, and those of one table part evenly over all others. Sizes that differed by at most one do so
    again if all tables have equally many hosts. Where the steps would make sizes differ more than before, and by more
    than one, some go elsewhere: until they do not, or no way is left that keeps people moving and parting.
    Last, where ``groups`` says that a child would sit without another child or youth, two change places if that helps.
    At up to ``FEW_TABLES`` tables, where changing two by two does not do, no child is alone whenever those who move can
    be spread so over other tables than their own, at the sizes that come out; some of one table may go together then.
    """
    numbers = sorted(set(tables.values()))
    moved = dict(tables)
    if len(numbers) < 2:
        return moved
    going = sorted(tables.keys() - set(hosts))
    for at, number in enumerate(numbers):
        for nth, who in enumerate(who for who in going if tables[who] == number):
            moved[who] = numbers[(at + 1 + nth % (len(numbers) - 1)) % len(numbers)]
    allowed = max(1, _difference(_sizes(tables, numbers)))
    while _difference(sizes := _sizes(moved, numbers)) > allowed:
        largest_first = sorted(numbers, key=lambda number: -sizes[number])
        chains = (_chain(number, sizes, tables, moved, going) for number in largest_first)
        if not (chain := next(filter(None, chains), {})):
            break
        moved |= chain
    while groups and (swap := exchanged(tables, moved, going, groups)):
        moved |= swap
    if groups and len(numbers) <= FEW_TABLES and _anybody_alone(moved, groups):
        moved |= kept_company(tables, moved, going, groups)
    return moved


def roles(members: Sequence[str], groups: Mapping[str, StakeholderGroup], seed: str) -> dict[str, tuple[Role, ...]]:
    """Draw who has which roles at a table: each role has one person, and whoever has none is left out.

    Nobody has two while somebody has none; ``_BUNDLES`` says what goes together where there are fewer people than
    roles. A child is secretary only where there are only children.
    """
    drawn = _drawn(dict.fromkeys(members), f"roles {seed}")
    if not drawn:
        return {}
    bundles = _BUNDLES[min(len(drawn), len(ROLES))]
    secretary = next((who for who in drawn if groups.get(who) != "child"), drawn[0])
    others = iter([who for who in drawn if who != secretary])
    return {secretary if "secretary" in bundle else next(others): bundle for bundle in bundles}


def passed_on(
    lost: Sequence[Role], held: Mapping[str, tuple[Role, ...]], groups: Mapping[str, StakeholderGroup], seed: str
) -> dict[str, tuple[Role, ...]]:
    """Draw who of those left at a table gets the roles of one who has gone; ``held``: what each of them has before.

    It is one of those who have fewest, for each role by itself. A child is secretary only where all are children.
    """
    there = dict(held)
    order = _drawn(there, f"roles {seed}")
    for role in lost if order else ():
        barred = {who for who in order if role == "secretary" and groups.get(who) == "child"}
        heir = min(order, key=lambda who: (who in barred, len(there[who])))
        there[heir] = tuple(one for one in ROLES if one == role or one in there[heir])
    return there


def _mixed_once(people: Mapping[str, StakeholderGroup], tables: int, seed: str) -> dict[str, int]:
    """One draw of ``mixed``. Places are filled, the larger first; which number each of them has is drawn as well."""
    numbers = [int(number) for number in _drawn(map(str, range(1, tables + 1)), f"tables {seed}")]
    free = [len(people) // tables + (place < len(people) % tables) for place in range(tables)]
    with_children = _tables_with_children(people.values(), free)
    there: list[list[StakeholderGroup]] = [[] for _ in free]
    placed: dict[str, int] = {}
    for group in _in_turn(people.values()):
        for who in _drawn((who for who in people if people[who] == group), seed):
            place = _next_table(group, there, free, with_children)
            there[place].append(group)
            free[place] -= 1
            placed[who] = numbers[place]
    return placed


def _met_again(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[int, int]:
    """How many pairs sit together as before, and how many people at a table of the same number."""
    there = Counter((table, before[who]) for who, table in now.items() if who in before)
    pairs = sum(count * (count - 1) // 2 for count in there.values())
    return pairs, sum(count for (table, was), count in there.items() if table == was)


def _drawn(people: Iterable[str], seed: str) -> list[str]:
    """People in an order drawn from the seed."""
    key = blake2b(seed.encode()).digest()
    return sorted(people, key=lambda who: (blake2b(who.encode(), key=key).digest(), who))


def _tables_with_children(groups: Collection[StakeholderGroup], seats: Sequence[int]) -> int:
    """At how many tables children sit: no more than can have two of child or youth, and a child among them."""
    counts = Counter(groups)
    return min(sum(count >= 2 for count in seats), counts["child"], (counts["child"] + counts["youth"]) // 2)


def _in_turn(groups: Collection[StakeholderGroup]) -> list[StakeholderGroup]:
    """The order in which groups are seated: children, youth as their company, then the smallest groups first."""
    counts = Counter(groups)
    return sorted(counts, key=lambda group: (group != "child", group != "youth", counts[group], GROUPS.index(group)))


def _next_table(
    group: StakeholderGroup, there: Sequence[Sequence[StakeholderGroup]], free: Sequence[int], with_children: int
) -> int:
    """Where the next of a group sits: where there are fewest of it, then where most seats are free.

    Counts that differ by at most one are found in this way whenever there are any, as zeros and ones with given sums of
    rows and columns are (Ryser, "Combinatorial properties of matrices of zeros and ones", 1957).
    """
    open_tables = [table for table, seats in enumerate(free) if seats]
    if group == "child":
        open_tables = [table for table in open_tables if table < with_children] or open_tables

    def order(table: int) -> tuple[bool, int, int, int]:
        not_needed = group == "youth" and not child_alone(there[table])
        return not_needed, there[table].count(group), -free[table], table

    return min(open_tables, key=order)


def _anybody_alone(now: Mapping[str, int], groups: Mapping[str, StakeholderGroup]) -> bool:
    return any(child_alone([groups[who] for who, at in now.items() if at == table]) for table in {*now.values()})


def _sizes(seated: Mapping[str, int], numbers: Iterable[int]) -> dict[int, int]:
    counts = Counter(seated.values())
    return {number: counts[number] for number in numbers}


def _difference(sizes: Mapping[int, int]) -> int:
    return max(sizes.values()) - min(sizes.values())


def _chain(
    start: int, sizes: Mapping[int, int], home: Mapping[str, int], now: Mapping[str, int], going: Sequence[str]
) -> dict[str, int]:
    """The fewest moves that take one from table ``start`` and give one to a table smaller by two or more, if any.

    Each makes room for the next. Nobody comes home, and nobody to where more from their own table are than now.
    """
    mates = Counter((home[who], now[who]) for who in going)
    found: dict[int, dict[str, int]] = {start: {}}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        if sizes[at] <= sizes[start] - 2:
            return found[at]
        for who in (who for who in going if now[who] == at):
            for to in sorted(sizes.keys() - found.keys() - {home[who]}):
                if mates[home[who], to] < mates[home[who], at]:
                    found[to] = {**found[at], who: to}
                    waiting.append(to)
    return {}
