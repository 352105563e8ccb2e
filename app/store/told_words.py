"""What workshops have told, word for word, for those who write a place's vision of it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, RowMapping, Table, select

from app.region.told import ToldWorkshop
from app.region.told_words import ToldLine, ToldTheme, ToldWords, few_in
from app.store.tables import ToldGroupRow, ToldRow, ToldStatementRow, ToldThemeRow, table_of
from app.workshop.summary import VisionSummary
from app.workshop.written_in import written_in

_told = table_of(ToldRow)
_groups = table_of(ToldGroupRow)
_themes = table_of(ToldThemeRow)
_statements = table_of(ToldStatementRow)


def told_words(connection: Connection, workshops: Sequence[ToldWorkshop], *, whole: bool = True) -> list[ToldWords]:
    """Return all that these workshops tell, in their order.

    Not ``whole``: without what stands in their summaries alone, which take long to read: questions, single votes and
    which theme is a pile.
    """
    ids = [one.id for one in workshops]
    tables = (_groups, _themes, _statements, *((_told,) if whole else ()))
    rows = {table.name: _of(connection, table, ids) for table in tables}
    return [_words(one, {name: of.get(one.id, []) for name, of in rows.items()}) for one in workshops]


def _words(workshop: ToldWorkshop, rows: dict[str, list[RowMapping]]) -> ToldWords:
    # The summary is empty for a moment after something has been erased; the rows are not.
    summary = next(
        (VisionSummary.model_validate_json(row["summary"]) for row in rows.get("told", ()) if row["summary"]), None
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
                written_in(row["text"], workshop.language),
                theme=row["theme"],
                group=row["group"],
                said_at=workshop.title,
            )
            for row in _ranked(rows["told_statement"])
            if row["text"]
        ),
        question=summary.question if summary else "",
        few=few_in(summary) if summary else frozenset(),
    )


def _of(connection: Connection, table: Table, workshops: Sequence[str]) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {}
    for row in connection.execute(select(table).where(table.c.workshop_id.in_(workshops))).mappings():
        found.setdefault(row["workshop_id"], []).append(row)
    return found


def _ranked(rows: Iterable[RowMapping]) -> list[RowMapping]:
    return sorted(rows, key=lambda row: int(row["rank"]))
