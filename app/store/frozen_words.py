"""What is kept of themes' words with the versions of visions: as they were public, until they are covered again."""

from collections.abc import Collection, Mapping

from pydantic import TypeAdapter
from sqlalchemy import Connection, select, update

from app.region.written import ThemeText
from app.store.tables import ToldThemeRow, VisionRow, VisionVersionRow, table_of
from app.store.told_workshops import places_of

_visions = table_of(VisionRow)
_versions = table_of(VisionVersionRow)
_themes = table_of(ToldThemeRow)

_FROZEN = TypeAdapter(dict[str, ThemeText])


def body_of(frozen: Mapping[str, ThemeText]) -> str:
    """The texts as they are kept, "" where there are none."""
    return _FROZEN.dump_json(dict(frozen)).decode() if frozen else ""


def read(body: str) -> dict[str, ThemeText]:
    """The texts that are kept so."""
    return _FROZEN.validate_json(body) if body else {}


def readable(
    connection: Connection, frozen: Mapping[str, ThemeText], before: Mapping[str, ThemeText]
) -> dict[str, ThemeText]:
    """The texts without those of workshops' themes that have been covered since they were read.

    ``before``: what is kept with the version already, and so has not been.
    """
    workshops = {id_.partition("/")[0] for id_ in frozen if "/" in id_}
    query = select(_themes.c.workshop_id, _themes.c.theme).where(_themes.c.workshop_id.in_(workshops))
    told = {f"{workshop}/{theme}" for workshop, theme in connection.execute(query)}
    return {id_: text for id_, text in frozen.items() if "/" not in id_ or id_ in told or id_ in before}


def forget(connection: Connection, workshop: str, themes: Collection[str]) -> None:
    """Take the words of a workshop's themes out of what was kept with versions: they are not to be read any more.

    Whoever tells less holds the workshop's networks (``files_gone.take_back``), and nobody publishes meanwhile.
    """
    networks = {place.network for place in places_of(connection, workshop)}
    gone = {f"{workshop}/{theme}" for theme in themes}
    query = (
        select(_versions.c.vision_id, _versions.c.version, _versions.c.frozen)
        .join(_visions, _visions.c.id == _versions.c.vision_id)
        .where(_visions.c.network_id.in_(networks), _versions.c.frozen.contains(f'"{workshop}/', autoescape=True))
        .order_by(_versions.c.vision_id, _versions.c.version)
    )
    for vision, number, body in connection.execute(query).all():
        frozen = read(body)
        left = {id_: text for id_, text in frozen.items() if id_ not in gone}
        if len(left) < len(frozen):
            where = (_versions.c.vision_id == vision) & (_versions.c.version == number)
            connection.execute(update(_versions).where(where).values(frozen=body_of(left)))
