"""What groups have said and chosen, by shared theme: counted in the database by local theme, and put together here.

A join with what stands where would be one question, and takes SQLite seconds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from app.region.by_group import ByGroup, Row
from app.region.heard import Number
from app.region.rights import Place
from app.region.shared_theme import Local
from app.store.shared_themes import mapped
from app.store.tables import (
    SharedThemeRow,
    ToldGroupRow,
    ToldStatementRow,
    ToldThemeRow,
    ToldVoteRow,
    table_of,
)
from app.store.told_workshops import workshops_of

_shared = table_of(SharedThemeRow)
_themes = table_of(ToldThemeRow)
_votes = table_of(ToldVoteRow)
_groups = table_of(ToldGroupRow)
_statements = table_of(ToldStatementRow)


class _Told(NamedTuple):
    """What workshops tell by local theme. ``offered``: the groups that were in a workshop."""

    statements: list[tuple[str, str | None, Any, int]]
    votes: dict[Local, int]
    voters: dict[Local, dict[Any, int]]
    offered: dict[str, list[Any]]


def by_group(connection: Connection, place: Place) -> ByGroup:
    """Return what the workshops of a place tell by shared theme of that place, and by group."""
    told, standing = _told(connection, place), mapped(connection, place)
    statements = _statements_in(told, standing)
    inside: dict[int | None, list[Local]] = defaultdict(list)
    for local in told.votes:
        inside[standing.get(local)].append(local)

    def row(theme: int | None, title: str) -> Row:
        there = inside[theme]
        votes = sum(told.votes[local] for local in there) if there else None
        return Row(theme, title, statements[theme], votes, _voters_of(told, there))

    titles = (
        select(_shared.c.id, _shared.c.title)
        .where(_shared.c.network_id == place.network, _shared.c.municipality_id == place.municipality)
        .where(_shared.c.removed.is_(False))
        .order_by(_shared.c.rank, _shared.c.id)
    )
    return ByGroup(tuple(row(*one) for one in connection.execute(titles)), row(None, ""))


def _statements_in(told: _Told, standing: Mapping[Local, int]) -> Mapping[int | None, dict[Any, int]]:
    found: dict[int | None, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    for workshop, theme, group, number in told.statements:
        found[standing.get(Local(workshop, theme)) if theme else None][group] += number
    return found


def _voters_of(told: _Told, there: Iterable[Local]) -> dict[Any, Number]:
    """Of each group that was where these themes were voted on: how many voted for them, or that it is not told."""
    asked: Counter[Any] = Counter()
    tell: Counter[Any] = Counter()
    people: Counter[Any] = Counter()
    for local in there:
        asked.update(told.offered.get(local.workshop, ()))
        if (voters := told.voters.get(local)) is not None:
            tell.update(voters.keys())
            people.update(voters)
    return {group: Number(people[group], tell[group], number - tell[group]) for group, number in asked.items()}


def _told(connection: Connection, place: Place) -> _Told:
    there = workshops_of(place)
    by = (_statements.c.workshop_id, _statements.c.theme, _statements.c.group)
    statements = select(*by, func.count()).where(_statements.c.workshop_id.in_(there)).group_by(*by)
    votes = select(_themes.c.workshop_id, _themes.c.theme, _themes.c.votes).where(
        _themes.c.workshop_id.in_(there), _themes.c.votes.is_not(None)
    )
    voters: dict[Local, dict[Any, int]] = defaultdict(dict)
    for workshop, theme, group, people in connection.execute(select(_votes).where(_votes.c.workshop_id.in_(there))):
        voters[Local(workshop, theme)][group] = people
    offered: dict[str, list[Any]] = defaultdict(list)
    groups = select(_groups.c.workshop_id, _groups.c.group).where(_groups.c.workshop_id.in_(there))
    for workshop, group in connection.execute(groups):
        offered[workshop].append(group)
    return _Told(
        [(row[0], row[1], row[2], row[3]) for row in connection.execute(statements)],
        {Local(workshop, theme): number for workshop, theme, number in connection.execute(votes)},
        voters,
        offered,
    )
