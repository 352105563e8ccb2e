"""Searching what is told: one way to ask, in SQLite's FTS5 and in PostgreSQL's tsvector, with the same answers.

Which workshops are looked through is said by whoever asks, in the order in which their answers are to come.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    TextClause,
    and_,
    exists,
    func,
    select,
    text,
)
from sqlalchemy.sql.selectable import Select

from app.region.rights import Place
from app.region.search import Question, Sought, Way
from app.store.shared_themes import place_key
from app.store.tables import (
    SharedThemeLocalRow,
    SharedThemeRow,
    SharedThemeTagRow,
    ToldStatementRow,
    ToldThemeRow,
    ToldWordsRow,
    WorkshopRow,
    table_of,
)
from app.store.tables.search import FTS, VECTOR

_words = table_of(ToldWordsRow)
_statements = table_of(ToldStatementRow)
_themes = table_of(ToldThemeRow)
_workshops = table_of(WorkshopRow)
_shared = table_of(SharedThemeRow)
_local = table_of(SharedThemeLocalRow)
_tags = table_of(SharedThemeTagRow)

_IN_FTS5 = f"told_words.id IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH :asked)"  # noqa: S608 - our own names
_IN_TSVECTOR = f"told_words.{VECTOR} @@ CAST(:asked AS tsquery)"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class After:
    """The last answer that has been seen: its workshop, and its place there."""

    workshop: str
    rank: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """What stands in a shared theme that wears a tag; ``places``: whose shared themes count."""

    tag: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """``group``: None where it may not be named. ``theme``: the title of the theme that it stands in."""

    workshop: str
    rank: int
    text: str
    group: str | None
    theme: str | None


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """``signs``: one a line. ``statements``: how many stand in it."""

    workshop: str
    rank: int
    title: str
    vision: str
    signs: str
    statements: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """``many``: how many there are in all, by workshop, where there is any. ``page``: some of them; ``more`` follow."""

    many: dict[str, int]
    page: list[T]
    more: bool

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self.many.values())


def statements(
    connection: Connection,
    asked: Question,
    workshops: Sequence[str],
    *,
    group: str | None = None,
    tagged: Tagged | None = None,
    after: After | None = None,
    most: int,
) -> Found[FoundStatement]:
    """Return the statements that answer a question; with ``group``, those that are told to be this group's."""
    here = and_(_words.c.workshop_id == _statements.c.workshop_id, _words.c.statement == _statements.c.statement)
    theme = and_(_themes.c.workshop_id == _statements.c.workshop_id, _themes.c.theme == _statements.c.theme)
    told = _statements.join(_words, here).outerjoin(_themes, theme)
    fitting: list[ColumnElement[bool]] = [] if group is None else [_statements.c.group == group]
    fitting += [] if tagged is None else [_stands(_statements, tagged)]
    counted = _words.join(_statements, here) if fitting else _words
    many = _many(connection, counted, [_words.c.statement.is_not(None), *fitting], asked)
    query = select(
        _statements.c.workshop_id, _statements.c.rank, _statements.c.text, _statements.c.group, _themes.c.title
    ).select_from(told)
    rows, left, more = _page(connection, query, fitting, asked, many, workshops, after, most)
    return Found(left, [FoundStatement(*row) for row in rows], more)


def themes(
    connection: Connection,
    asked: Question,
    workshops: Sequence[str],
    *,
    group: str | None = None,
    tagged: Tagged | None = None,
    after: After | None = None,
    most: int,
) -> Found[FoundTheme]:
    """Return the themes that answer it by title, vision or signs; with ``group``, those that hold words of this one."""
    here = and_(_words.c.workshop_id == _themes.c.workshop_id, _words.c.theme == _themes.c.theme)
    told = _themes.join(_words, here)
    within = exists().where(
        _statements.c.workshop_id == _themes.c.workshop_id,
        _statements.c.theme == _themes.c.theme,
        _statements.c.group == group,
    )
    fitting: list[ColumnElement[bool]] = [] if group is None else [within]
    fitting += [] if tagged is None else [_stands(_themes, tagged)]
    counted = told if fitting else _words
    many = _many(connection, counted, [_words.c.theme.is_not(None), *fitting], asked)
    columns = ("workshop_id", "rank", "title", "vision", "signs", "statements")
    query = select(*(_themes.c[name] for name in columns)).select_from(told)
    rows, left, more = _page(connection, query, fitting, asked, many, workshops, after, most)
    return Found(left, [FoundTheme(*row) for row in rows], more)


def tags_in(connection: Connection, places: Collection[Place]) -> set[str]:
    """Return the tags that shared themes of these places wear, by their ids among all tags."""
    there = _shared.c.id.in_(select(_local.c.shared_theme_id).where(_local.c.place.in_(map(place_key, places))))
    query = select(_tags.c.tag).join(_shared, _shared.c.id == _tags.c.shared_theme_id)
    return set(connection.execute(query.where(there, _shared.c.removed.is_(False)).distinct()).scalars())


def _stands(told: Table, tagged: Tagged) -> ColumnElement[bool]:
    """Whether a row's local theme has been put into a shared theme that wears the tag.

    By one text, which no index has: by two columns, SQLite would try every workshop with every theme and every word.
    """

    def key(table: Table) -> ColumnElement[str]:
        return table.c.workshop_id + " " + table.c.theme

    local = (
        select(key(_local))
        .join(_shared, _shared.c.id == _local.c.shared_theme_id)
        .join(_tags, _tags.c.shared_theme_id == _shared.c.id)
        .where(_tags.c.tag == tagged.tag, _shared.c.removed.is_(False))
        .where(_local.c.place.in_([place_key(place) for place in tagged.places]))
    )
    return key(told).in_(local)


def _many(
    connection: Connection, told: FromClause, fitting: Sequence[ColumnElement[bool]], asked: Question
) -> dict[str, int]:
    """How many answers each workshop has, whoever may see them."""
    query = select(_words.c.workshop_id, func.count()).select_from(told).where(*fitting, *answers_to(connection, asked))
    return {row[0]: row[1] for row in connection.execute(query.group_by(_words.c.workshop_id))}


def _page(
    connection: Connection,
    query: Select[Any],
    fitting: Sequence[ColumnElement[bool]],
    asked: Question,
    many: dict[str, int],
    workshops: Sequence[str],
    after: After | None,
    most: int,
) -> tuple[list[Any], dict[str, int], bool]:
    """Some answers of these workshops, how many each has, and whether more follow. Only what is shown is read."""
    there = [one for one in workshops if one in many]
    first = there.index(after.workshop) if after is not None and after.workshop in there else 0
    some: list[str] = []
    enough = most + 1 + (many[there[first]] if there else 0)  # of the first, some have been seen
    for one in there[first:]:
        some.append(one)
        enough -= many[one]
        if enough <= 0:
            break
    places = {workshop: place for place, workshop in enumerate(some)}
    live = select(_workshops.c.id).where(_workshops.c.id.in_(some), _workshops.c.stage != "deleted")
    page = query.where(_words.c.workshop_id.in_(live), *fitting, *answers_to(connection, asked))
    rows = sorted(connection.execute(page).all(), key=lambda row: (places[row[0]], row[1]))
    if after is not None and after.workshop in places:
        rows = [row for row in rows if (places[row[0]], row[1]) > (places[after.workshop], after.rank)]
    return rows[:most], {one: many[one] for one in there}, len(rows) > most


def answers_to(connection: Connection, asked: Question) -> list[TextClause]:
    """What holds of the words of an answer. Tokens are letters from a to z: nothing in them can be read as a sign."""
    sqlite = connection.dialect.name == "sqlite"
    both, either, written = (" AND ", " OR ", _fts5) if sqlite else (" & ", " | ", _tsquery)
    holds = _IN_FTS5 if sqlite else _IN_TSVECTOR
    found = []
    if asked.wanted:
        found.append(text(holds).bindparams(asked=both.join(map(written, asked.wanted))))
    if asked.unwanted:
        without = f"NOT ({holds.replace(':asked', ':without')})"
        found.append(text(without).bindparams(without=either.join(map(written, asked.unwanted))))
    return found


def _fts5(sought: Sought) -> str:
    def way(one: Way) -> str:
        return f'"{" ".join(one.tokens)}"{" *" if one.open else ""}'

    return f"({' OR '.join(map(way, sought.ways))})"


def _tsquery(sought: Sought) -> str:
    def way(one: Way) -> str:
        *before, last = one.tokens
        return " <-> ".join((*before, f"{last}:*" if one.open else last))

    return f"({' | '.join(f'({way(one)})' for one in sought.ways)})"
