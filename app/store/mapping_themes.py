"""Changing shared themes: making, wording, tagging, and moving local themes, with what was done last undone again."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from app.region.rights import Place
from app.region.shared_theme import ActKind, Local, Moved, back, moves
from app.region.tag_sets import offered, tags_by_key
from app.store.local_themes import told_there
from app.store.shared_themes import declined, last_act, mapped, place_key
from app.store.tables import (
    NetworkRow,
    SharedThemeActRow,
    SharedThemeLocalRow,
    SharedThemeRow,
    SharedThemeTagRow,
    WorkshopRow,
    table_of,
)

_shared = table_of(SharedThemeRow)
_local = table_of(SharedThemeLocalRow)
_tags = table_of(SharedThemeTagRow)
_acts = table_of(SharedThemeActRow)
_networks = table_of(NetworkRow)
_workshops = table_of(WorkshopRow)


class NoSharedTheme(Exception):
    """There is no such shared theme in the place, or it has been removed meanwhile."""


class Overtaken(Exception):
    """Somebody else has changed it, or done something, since the page was read."""


def hold(connection: Connection, place: Place) -> None:
    """Let nobody else change the shared themes of a network before this transaction has ended."""
    connection.execute(select(_networks.c.id).where(_networks.c.id == place.network).with_for_update())


def make_shared(
    connection: Connection, place: Place, title: str, local: Iterable[Local], *, who: str | None, now: datetime
) -> int:
    """Put a new shared theme in after the others, with these local themes in it, and return its id.

    Where just this is what was done last, it has been sent twice, and is not done again. What no workshop in the place
    tells is passed over, here and below.
    """
    hold(connection, place)
    local = told_there(connection, place, local)
    last = last_act(connection, place)
    if last and last.kind == "make" and last.title == title and last.shared_theme is not None:
        inside = {one for one, stands in mapped(connection, place).items() if stands == last.shared_theme}
        if inside == set(local):
            return last.shared_theme
    rank = connection.execute(select(func.max(_shared.c.rank)).where(_of(place))).scalar()
    row = {
        "network_id": place.network,
        "municipality_id": place.municipality,
        "title": title,
        "vision": "",
        "signs": "",
        "rank": 0 if rank is None else rank + 1,
        "version": 1,
        "removed": False,
        "changed_at": now,
        "changed_by": who,
    }
    made: int = connection.execute(insert(_shared).values(**row).returning(_shared.c.id)).scalar_one()
    done = moves(mapped(connection, place), local, made)
    _carry_out(connection, place, done, who=who, now=now)
    _note(connection, place, "make", made, done, who=who, now=now)
    return made


def move_local(
    connection: Connection, place: Place, local: Iterable[Local], to: int | None, *, who: str | None, now: datetime
) -> int:
    """Put local themes into a shared theme, or out of theirs where ``to`` is None. Return how many have moved.

    Raises:
        NoSharedTheme
    """
    hold(connection, place)
    if to is not None:
        _need(connection, place, to)
    done = moves(mapped(connection, place), told_there(connection, place, local), to)
    if done:
        _carry_out(connection, place, done, who=who, now=now)
        _note(connection, place, "map", to, done, who=who, now=now)
    return len(done)


def decline(
    connection: Connection, place: Place, pairs: Iterable[tuple[Local, int | None]], *, who: str | None, now: datetime
) -> None:
    """Note that local themes do not belong where it was proposed; None: in a new shared theme of their own.

    What is noted already is not noted again, nor what is not there.
    """
    hold(connection, place)
    wanted = list(dict.fromkeys(pairs))
    told = set(told_there(connection, place, (local for local, _ in wanted)))
    shared = set(connection.execute(select(_shared.c.id).where(_of(place), _shared.c.removed.is_(False))).scalars())
    noted = declined(connection, place)
    said = [
        Moved(*local, None, to)
        for local, to in wanted
        if local in told and (to is None or to in shared) and (local, to) not in noted
    ]
    if said:
        _note(connection, place, "decline", None, said, who=who, now=now)


def remove_shared(connection: Connection, place: Place, theme: int, *, who: str | None, now: datetime) -> None:
    """Take a shared theme away; its local themes stand in none then.

    Raises:
        NoSharedTheme
    """
    hold(connection, place)
    _need(connection, place, theme)
    there = mapped(connection, place)
    done = moves(there, [local for local, stands in there.items() if stands == theme], None)
    _carry_out(connection, place, done, who=who, now=now)
    connection.execute(update(_shared).where(_shared.c.id == theme).values(removed=True))
    _note(connection, place, "remove", theme, done, who=who, now=now)


def undo(connection: Connection, place: Place, act: int, *, who: str | None, now: datetime) -> None:
    """Undo what was done last in a place.

    Raises:
        Overtaken: it is not what was done last, or has been undone.
    """
    hold(connection, place)
    last = last_act(connection, place)
    if last is None or last.id != act:
        raise Overtaken
    if last.kind == "remove":
        connection.execute(update(_shared).where(_shared.c.id == last.shared_theme).values(removed=False))
    if last.kind != "decline":
        _carry_out(connection, place, back(mapped(connection, place), last.moved), who=who, now=now)
    if last.kind == "make":
        connection.execute(update(_shared).where(_shared.c.id == last.shared_theme).values(removed=True))
    connection.execute(update(_acts).where(_acts.c.id == act).values(undone_at=now, undone_by=who))


def word_shared(
    connection: Connection,
    theme: int,
    version: int,
    *,
    title: str,
    vision: str,
    signs: Iterable[str],
    who: str | None,
    now: datetime,
) -> None:
    """Give a shared theme other words than those of ``version``.

    Raises:
        Overtaken: it has other words by now.
    """
    words = {"title": title, "vision": vision, "signs": "\n".join(signs)}
    changed = connection.execute(
        update(_shared)
        .where(_shared.c.id == theme, _shared.c.version == version, _shared.c.removed.is_(False))
        .values(**words, version=version + 1, changed_at=now, changed_by=who)
    )
    if not changed.rowcount:
        raise Overtaken


def tag_shared(
    connection: Connection,
    place: Place,
    theme: int,
    on: Collection[str],
    off: Collection[str] = (),
    *,
    who: str | None,
    now: datetime,
) -> None:
    """Put tags on a shared theme, and take others off, of those that are offered; all that it has besides stays.

    Raises:
        NoSharedTheme
    """
    hold(connection, place)
    _need(connection, place, theme)
    worn = set(connection.execute(select(_tags.c.tag).where(_tags.c.shared_theme_id == theme)).scalars())
    known = tags_by_key()
    gone = [tag for tag in off if offered(tag)]
    connection.execute(delete(_tags).where(_tags.c.shared_theme_id == theme, _tags.c.tag.in_(gone)))
    rows = [
        {"shared_theme_id": theme, "tag": tag, "version": known[tag][0].version, "who": who, "at": now}
        for tag in known
        if tag in on and tag not in worn and offered(tag)
    ]
    if rows:
        connection.execute(insert(_tags), rows)


def place_shared(connection: Connection, place: Place, theme: int, *, earlier: bool) -> None:
    """Let a shared theme change places with the one before it, or after it; the first and the last stay.

    Raises:
        NoSharedTheme
    """
    hold(connection, place)
    query = select(_shared.c.id).where(_of(place), _shared.c.removed.is_(False)).order_by(_shared.c.rank, _shared.c.id)
    order = list(connection.execute(query).scalars())
    if theme not in order:
        raise NoSharedTheme
    at = order.index(theme)
    other = at - 1 if earlier else at + 1
    if 0 <= other < len(order):
        order[at], order[other] = order[other], order[at]
        for rank, one in enumerate(order):
            connection.execute(update(_shared).where(_shared.c.id == one).values(rank=rank))


def _of(place: Place) -> ColumnElement[bool]:
    return (_shared.c.network_id == place.network) & (_shared.c.municipality_id == place.municipality)


def _need(connection: Connection, place: Place, theme: int) -> None:
    query = select(_shared.c.id).where(_of(place), _shared.c.id == theme, _shared.c.removed.is_(False))
    if connection.execute(query).first() is None:
        raise NoSharedTheme


def _carry_out(
    connection: Connection, place: Place, done: Collection[Moved], *, who: str | None, now: datetime
) -> None:
    """Let the rows say what these moves say. A workshop that has gone for good is passed over."""
    if not done:
        return
    key = place_key(place)
    gone = [(_local.c.workshop_id == one.workshop) & (_local.c.theme == one.theme) for one in done]
    for at in range(0, len(gone), 100):
        connection.execute(delete(_local).where(_local.c.place == key, or_(*gone[at : at + 100])))
    workshops = {one.workshop for one in done}
    there = set(connection.execute(select(_workshops.c.id).where(_workshops.c.id.in_(workshops))).scalars())
    rows = [
        {
            "place": key,
            "workshop_id": one.workshop,
            "theme": one.theme,
            "shared_theme_id": one.after,
            "who": who,
            "at": now,
        }
        for one in done
        if one.after is not None and one.workshop in there
    ]
    if rows:
        connection.execute(insert(_local), rows)


def _note(
    connection: Connection,
    place: Place,
    kind: ActKind,
    theme: int | None,
    done: Iterable[Moved],
    *,
    who: str | None,
    now: datetime,
) -> None:
    row = {
        "network_id": place.network,
        "municipality_id": place.municipality,
        "place": place_key(place),
        "kind": kind,
        "shared_theme_id": theme,
        "moved": json.dumps([list(one) for one in done]),
        "who": who,
        "at": now,
    }
    connection.execute(insert(_acts).values(**row))
