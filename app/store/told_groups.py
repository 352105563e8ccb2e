"""What the workshops of a network tell of groups and themes, beside what ``told_workshops`` reads of them."""

from sqlalchemy import Connection, Select, select

from app.store.tables import (
    MunicipalityRow,
    ToldGroupRow,
    ToldThemeRow,
    UnitRow,
    WorkshopRow,
    WorkshopUnitRow,
    table_of,
)
from app.workshop.people import StakeholderGroup

_groups = table_of(ToldGroupRow)
_themes = table_of(ToldThemeRow)
_workshops = table_of(WorkshopRow)
_whose = table_of(WorkshopUnitRow)
_units = table_of(UnitRow)
_municipalities = table_of(MunicipalityRow)


def told_groups(connection: Connection, network: int) -> dict[str, dict[StakeholderGroup, int | None]]:
    """Return how many of each group took part, by workshop; None is withheld, and a group not offered is left out."""
    found: dict[str, dict[StakeholderGroup, int | None]] = {}
    query = select(_groups.c.workshop_id, _groups.c.group, _groups.c.people).where(
        _groups.c.workshop_id.in_(_of_network(network))
    )
    for workshop, group, people in connection.execute(query):
        found.setdefault(workshop, {})[group] = people
    return found


def told_theme_titles(connection: Connection, network: int) -> dict[str, list[str]]:
    """Return the titles of the themes that each workshop tells, in its own order."""
    found: dict[str, list[str]] = {}
    query = (
        select(_themes.c.workshop_id, _themes.c.title)
        .where(_themes.c.workshop_id.in_(_of_network(network)))
        .order_by(_themes.c.workshop_id, _themes.c.rank)
    )
    for workshop, title in connection.execute(query):
        found.setdefault(workshop, []).append(title)
    return found


def _of_network(network: int) -> Select[tuple[str]]:
    """The ids of its workshops that are not deleted."""
    return (
        select(_whose.c.workshop_id)
        .join(_workshops, _workshops.c.id == _whose.c.workshop_id)
        .join(_units, _units.c.id == _whose.c.unit_id)
        .join(_municipalities, _municipalities.c.id == _units.c.municipality_id)
        .where(_municipalities.c.network_id == network, _workshops.c.stage != "deleted")
    )
