"""Company: no child sits at a table without another child or youth, where those who move on can be spread so at all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from app.workshop.people import StakeholderGroup

_YOUNG: frozenset[StakeholderGroup] = frozenset({"child", "youth"})
FEW_TABLES = 6
"""Up to so many tables every way of spreading people is thought of; where there are more, two who change suffice."""

Slot = tuple[int, bool]
"""A place at a table, and whether it is kept for a child or youth."""


def is_young(group: StakeholderGroup) -> bool:
    return group in _YOUNG


def child_alone(groups: Sequence[StakeholderGroup]) -> bool:
    """Whether there is a child with no other child or youth."""
    return "child" in groups and sum(map(is_young, groups)) < 2


def kept_company(
    home: Mapping[str, int], now: Mapping[str, int], going: Sequence[str], groups: Mapping[str, StakeholderGroup]
) -> dict[str, int]:
    """Where those ``going`` sit instead of ``now``, so that no child is alone; nothing where there is no such way.

    Tables keep the sizes that they have now, whoever stays stays, and nobody goes home. A way is found whenever there
    is one: for every choice of tables that may have children, which then have two of child or youth, people and places
    are matched by augmenting paths (Berge, 1957). Choices near to what is now come first, so that few sit elsewhere.
    """
    tables = sorted({*now.values()})
    staying = {table: [groups[who] for who, at in now.items() if at == table and who not in going] for table in tables}
    places = Counter(now[who] for who in going)
    with_children = {table for who, table in now.items() if groups[who] == "child"}
    hosted = {table for table in tables if "child" in staying[table]}
    for chosen in _choices(tables, hosted, with_children):
        needed = {table: max(0, 2 - sum(map(is_young, staying[table]))) for table in chosen}
        if any(needed[table] > places[table] for table in chosen):
            continue
        slots = [(table, nth < needed.get(table, 0)) for table in tables for nth in range(places[table])]

        def may(who: str, slot: Slot, chosen: Set[int] = chosen) -> bool:
            table, kept = slot
            child = groups[who] == "child"
            return table != home[who] and (is_young(groups[who]) or not kept) and (not child or table in chosen)

        if matched := _matched(going, slots, now, {who: [may(who, slot) for slot in slots] for who in going}):
            return matched
    return {}


def _choices(tables: Sequence[int], hosted: Set[int], with_children: Set[int]) -> Iterator[frozenset[int]]:
    """The choices of tables that may have children, those nearest to where children are now first."""
    free = [table for table in tables if table not in hosted]
    every = (frozenset({*hosted, *more}) for count in range(len(free) + 1) for more in combinations(free, count))
    return iter(sorted(every, key=lambda chosen: (len(chosen ^ with_children), sorted(chosen))))


def _matched(
    going: Sequence[str], slots: Sequence[Slot], now: Mapping[str, int], may: Mapping[str, Sequence[bool]]
) -> dict[str, int]:
    """Each of those going at a place where they may sit, if all can: where they are now, as far as that goes."""
    holder: dict[int, str] = {}
    for who in going:
        here = (at for at, slot in enumerate(slots) if slot[0] == now[who] and may[who][at] and at not in holder)
        if (at := next(here, None)) is not None:
            holder[at] = who

    def find(who: str, tried: set[int]) -> bool:
        for at in range(len(slots)):
            if may[who][at] and at not in tried:
                tried.add(at)
                if at not in holder or find(holder[at], tried):
                    holder[at] = who
                    return True
        return False

    seated = {*holder.values()}
    if not all(find(who, set()) for who in going if who not in seated):
        return {}
    return {who: slots[at][0] for at, who in holder.items()}
