"""Learning pathways of networks, with their goals and the shared themes that these serve."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select

from app.region.pathway import Goal, LearningPathway, SharedWords
from app.store.local_themes import lines_in
from app.store.tables import (
    NetworkRow,
    PathwayGoalRow,
    PathwayGoalThemeRow,
    PathwayRow,
    SharedThemeRow,
    table_of,
)
from app.store.versions import put

_networks = table_of(NetworkRow)
_pathways = table_of(PathwayRow)
_goals = table_of(PathwayGoalRow)
_themes = table_of(PathwayGoalThemeRow)
_shared = table_of(SharedThemeRow)


def shared_words(connection: Connection, network: int) -> dict[int, SharedWords]:
    """The shared themes of a network that goals may serve, by id, in their order."""
    query = (
        select(_shared.c.id, _shared.c.title, _shared.c.signs)
        .where(_shared.c.network_id == network, _shared.c.municipality_id.is_(None), _shared.c.removed.is_(False))
        .order_by(_shared.c.rank, _shared.c.id)
    )
    return {row.id: SharedWords(row.title, lines_in(row.signs)) for row in connection.execute(query)}


def pathways_of(connection: Connection, network: int) -> list[LearningPathway]:
    """The pathways of a network in their order."""
    mine = select(_pathways.c.id).where(_pathways.c.network_id == network)
    themes: dict[tuple[int, int], list[int]] = {}
    query = select(_themes).where(_themes.c.pathway_id.in_(mine)).order_by(_themes.c.shared_theme_id)
    for row in connection.execute(query):
        themes.setdefault((row.pathway_id, row.stage), []).append(row.shared_theme_id)
    goals: dict[int, dict[int, Goal]] = {}
    for row in connection.execute(select(_goals).where(_goals.c.pathway_id.in_(mine))):
        served = tuple(themes.get((row.pathway_id, row.stage), ()))
        goals.setdefault(row.pathway_id, {})[row.stage] = Goal(row.text, served, row.version)
    there = connection.execute(
        select(_pathways).where(_pathways.c.network_id == network).order_by(_pathways.c.rank, _pathways.c.id)
    )
    return [LearningPathway(row.id, row.title, row.version, goals.get(row.id, {})) for row in there]


def begin_pathways(connection: Connection, network: int, titles: Iterable[str]) -> None:
    """Put pathways in by these titles, where the network has none."""
    connection.execute(select(_networks.c.id).where(_networks.c.id == network).with_for_update())
    if connection.execute(select(_pathways.c.id).where(_pathways.c.network_id == network)).first() is None:
        rows = [
            {"network_id": network, "title": title, "rank": rank, "version": 1} for rank, title in enumerate(titles)
        ]
        connection.execute(insert(_pathways), rows)


def name_pathway(connection: Connection, network: int, pathway: int, version: int, title: str) -> None:
    """Call a pathway otherwise.

    Raises:
        Overtaken
    """
    put(connection, _pathways, {"network_id": network, "id": pathway}, version or -1, {"title": title})


def set_goal(
    connection: Connection,
    pathway: int,
    stage: int,
    version: int,
    *,
    text: str,
    themes: Collection[int],
    known: Collection[int],
) -> None:
    """Say what a stage of a pathway is to reach, and which of the ``known`` shared themes it serves.

    Raises:
        Overtaken
    """
    put(connection, _goals, {"pathway_id": pathway, "stage": stage}, version, {"text": text})
    of_it = (_themes.c.pathway_id == pathway) & (_themes.c.stage == stage)
    connection.execute(delete(_themes).where(of_it, _themes.c.shared_theme_id.in_(list(known))))
    rows = [
        {"pathway_id": pathway, "stage": stage, "shared_theme_id": theme} for theme in known if theme in set(themes)
    ]
    if rows:
        connection.execute(insert(_themes), rows)
