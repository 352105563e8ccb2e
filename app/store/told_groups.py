"""What the workshops of a network tell of groups and themes, beside what ``told_workshops`` reads of them."""

from sqlalchemy import Connection, select

from app.region.rights import Place
from app.store.tables import ToldGroupRow, ToldThemeRow, table_of
from app.store.told_workshops import workshops_of
from app.workshop.people import StakeholderGroup

_groups = table_of(ToldGroupRow)
_themes = table_of(ToldThemeRow)


def told_groups(connection: Connection, network: int) -> dict[str, dict[StakeholderGroup, int | None]]:
    """Return how many of each group took part, by workshop; None is withheld, and a group not offered is left out."""
    found: dict[str, dict[StakeholderGroup, int | None]] = {}
    query = select(_groups.c.workshop_id, _groups.c.group, _groups.c.people).where(
        _groups.c.workshop_id.in_(workshops_of(Place(network)))
    )
    for workshop, group, people in connection.execute(query):
        found.setdefault(workshop, {})[group] = people
    return found


def told_theme_titles(connection: Connection, network: int) -> dict[str, list[str]]:
    """Return the titles of the themes that each workshop tells, in its own order."""
    found: dict[str, list[str]] = {}
    query = (
        select(_themes.c.workshop_id, _themes.c.title)
        .where(_themes.c.workshop_id.in_(workshops_of(Place(network))))
        .order_by(_themes.c.workshop_id, _themes.c.rank)
    )
    for workshop, title in connection.execute(query):
        found.setdefault(workshop, []).append(title)
    return found
