"""What workshops tell, page by page: in the order of ids that never change, however often it is told anew."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from app.region.search import Question
from app.store.search import answers_to
from app.store.tables import ToldStatementRow, ToldThemeRow, ToldWordsRow, WorkshopRow, table_of

_words = table_of(ToldWordsRow)
_statements = table_of(ToldStatementRow)
_themes = table_of(ToldThemeRow)
_workshops = table_of(WorkshopRow)

AT_ONCE = 50
"""Workshops whose rows are read together, at most."""


class Said(NamedTuple):
    """A statement. ``group``: None where it may not be named."""

    workshop: str
    id: str
    text: str
    theme: str | None
    group: str | None


class LocalTheme(NamedTuple):
    """A theme. ``signs``: one a line; ``votes``: None where it stood in no vote."""

    workshop: str
    id: str
    title: str
    vision: str
    signs: str
    votes: int | None
    statements: int


def statements_after(
    connection: Connection,
    asked: Question,
    workshops: Sequence[str],
    *,
    group: str | None = None,
    after: tuple[str, str] | None,
    most: int,
) -> tuple[list[Said], bool]:
    """Some statements of these workshops that answer a question, and whether more follow."""
    here = (_words.c.workshop_id == _statements.c.workshop_id) & (_words.c.statement == _statements.c.statement)
    columns = ("workshop_id", "statement", "text", "theme", "group")
    query = select(*(_statements.c[name] for name in columns)).select_from(_statements)
    many = select(_statements.c.workshop_id, func.count()).select_from(_statements)
    if asked != Question():
        query, many = query.join(_words, here), many.join(_words, here)
        answers = answers_to(connection, asked)
        query, many = query.where(*answers), many.where(*answers)
    if group is not None:
        query, many = query.where(_statements.c.group == group), many.where(_statements.c.group == group)
    counted = {row[0]: row[1] for row in connection.execute(many.group_by(_statements.c.workshop_id))}
    there = [one for one in workshops if one in counted]
    found: list[Said] = []
    for some in _in_turn(there, after, counted, most):
        found += [Said(*row) for row in _rows(connection, query, _statements.c.workshop_id, some)]
        if len(_beyond(found, after)) > most:
            break
    left = _beyond(found, after)
    return left[:most], len(left) > most


def themes_after(
    connection: Connection, workshops: Sequence[str], *, after: tuple[str, str] | None, most: int
) -> tuple[list[LocalTheme], bool]:
    """Some themes of these workshops, and whether more follow."""
    count = (
        select(func.count())
        .where(_statements.c.workshop_id == _themes.c.workshop_id, _statements.c.theme == _themes.c.theme)
        .scalar_subquery()
    )
    columns = ("workshop_id", "theme", "title", "vision", "signs", "votes")
    query: Select[Any] = select(*(_themes.c[name] for name in columns), count).select_from(_themes)
    found: list[LocalTheme] = []
    for some in _in_turn(workshops, after, {}, most):
        found += [LocalTheme(*row) for row in _rows(connection, query, _themes.c.workshop_id, some)]
        if len(_beyond(found, after)) > most:
            break
    left = _beyond(found, after)
    return left[:most], len(left) > most


def _in_turn(
    workshops: Sequence[str], after: tuple[str, str] | None, counted: dict[str, int], most: int
) -> Iterator[list[str]]:
    """The workshops in the order of their ids, from the one that has been come to, as many at a time as are enough."""
    some: list[str] = []
    many = 0
    for one in sorted(workshops):
        if after is not None and one < after[0]:
            continue
        some.append(one)
        many += counted.get(one, 0)
        if many > most or len(some) >= AT_ONCE:
            yield some
            some, many = [], 0
    if some:
        yield some


def _rows(connection: Connection, query: Select[Any], whose: Any, workshops: Sequence[str]) -> list[Any]:
    live = select(_workshops.c.id).where(_workshops.c.id.in_(workshops), _workshops.c.stage != "deleted")
    return list(connection.execute(query.where(whose.in_(live))))


def _beyond(found: Sequence[Any], after: tuple[str, str] | None) -> list[Any]:
    """In order, sorted here: each database has an order of its own for letters."""
    return sorted(one for one in found if after is None or one[:2] > after)
