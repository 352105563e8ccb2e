"""What workshops have told, word for word, for those who write a place's vision of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, RowMapping, Table, select

from app.region.told import ToldWorkshop
from app.region.told_words import ToldLine, ToldTheme, ToldWords
from app.store.tables import ToldGroupRow, ToldRow, ToldStatementRow, ToldThemeRow, table_of
from app.workshop.people import StakeholderGroup

_told = table_of(ToldRow)
_groups = table_of(ToldGroupRow)
_themes = table_of(ToldThemeRow)
_statements = table_of(ToldStatementRow)


class _Theme(BaseModel):
    id: str
    alone: bool = False


class _Vote(BaseModel):
    on: str
    minority: tuple[str, ...]


class _InSummary(BaseModel):
    """What is taken out of a workshop's summary, whose statements are most of it and stand in rows of their own."""

    question: str
    themes: tuple[_Theme, ...]
    votes: tuple[_Vote, ...] = ()

    @property
    def few(self) -> frozenset[str]:
        """The themes and statements that got a single vote."""
        return frozenset(one for vote in self.votes if vote.on != "milestones" for one in vote.minority)


def told_words(
    connection: Connection,
    workshops: Sequence[ToldWorkshop],
    *,
    whole: bool = True,
    only: Collection[str] | None = None,
) -> list[ToldWords]:
    """Return all that these workshops tell, in their order.

    Not ``whole``: without what stands in their summaries alone: questions, single votes and which theme
    is a pile. ``only``: the keys of the statements that are wanted, where not all are.
    """
    ids = [one.id for one in workshops]
    tables = (_groups, _themes, *((_statements,) if only is None else ()), *((_told,) if whole else ()))
    rows = {table.name: _of(connection, table, ids) for table in tables}
    if only is None:
        return [_words(one, {name: of.get(one.id, []) for name, of in rows.items()}) for one in workshops]
    wanted = {key.partition("/")[2] for key in only}
    rows[_statements.name] = _of(connection, _statements, ids, _statements.c.statement.in_(wanted))
    group = _statements.c.group
    query = select(_statements.c.workshop_id, _statements.c.theme, group)
    query = query.where(_statements.c.workshop_id.in_(ids), group.is_not(None)).distinct()
    named: dict[str, dict[str | None, list[StakeholderGroup]]] = {}
    for workshop, theme, one in connection.execute(query):
        named.setdefault(workshop, {}).setdefault(theme, []).append(one)
    return [
        replace(
            _words(one, {name: of.get(one.id, []) for name, of in rows.items()}),
            named=named.get(one.id, {}),
        )
        for one in workshops
    ]


def _words(workshop: ToldWorkshop, rows: dict[str, list[RowMapping]]) -> ToldWords:
    # The summary is empty for a moment after something has been erased; the rows are not.
    summary = next(
        (_InSummary.model_validate_json(row["summary"]) for row in rows.get("told", ()) if row["summary"]), None
    )
    alone = {theme.id for theme in summary.themes if theme.alone} if summary else set()
    return ToldWords(
        workshop,
        groups={row["group"]: row["people"] for row in rows["told_group"]},
        themes=tuple(
            ToldTheme(
                workshop.id,
                row["theme"],
                row["title"],
                vision=row["vision"],
                signs=tuple(row["signs"].split("\n")) if row["signs"] else (),
                statements=row["statements"],
                votes=row["votes"],
                alone=row["theme"] in alone,
            )
            for row in _ranked(rows["told_theme"])
        ),
        lines=tuple(
            ToldLine(
                workshop.id,
                row["statement"],
                row["text"],
                workshop.language,
                theme=row["theme"],
                group=row["group"],
                said_at=workshop.title,
            )
            for row in _ranked(rows["told_statement"])
            if row["text"]
        ),
        question=summary.question if summary else "",
        few=summary.few if summary else frozenset(),
    )


def _of(
    connection: Connection, table: Table, workshops: Sequence[str], *which: ColumnElement[bool]
) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {}
    for row in connection.execute(select(table).where(table.c.workshop_id.in_(workshops), *which)).mappings():
        found.setdefault(row["workshop_id"], []).append(row)
    return found


def _ranked(rows: Iterable[RowMapping]) -> list[RowMapping]:
    return sorted(rows, key=lambda row: int(row["rank"]))
