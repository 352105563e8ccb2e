"""A place's vision summary as a workbook: a sheet for each table, numbers as numbers, days as days, and two charts.

What somebody wrote is a text in its cell, whatever it begins with: nothing is a formula or a link. Sheets have the same
order in every language, and what stands in them is what the CSV files hold.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from math import ceil
from typing import Any

from xlsxwriter import Workbook

from app.export.vision.chart import charts
from app.export.vision.office import AMBER, FJORD, INK, LINE, OCHRE, steady
from app.export.vision.paper import Paper, compose
from app.export.vision.tables import Cell, Table, tables
from app.export.words import Words
from app.region.vision import Vision

_Looks = Mapping[str, Any]

OPTIONS: Mapping[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""How a workbook is written: no text is taken for anything else, and nothing lies on a disk meanwhile."""

_LONGEST_CELL = 32_767
"""As many UTF-16 units as a cell holds."""

_WIDEST, _NARROWEST = 48, 10
_LINE, _TALLEST = 15.5, 400.0
"""Points: of a line, and of the tallest row that there may be."""

_BAR, _GAP = 20, 24
"""Pixels: what a bar of a chart takes, and between two charts."""


def write(vision: Vision, words: Words) -> bytes:
    """Return ``vision`` as XLSX whose sheets and columns are named in the language of ``words``."""
    paper = compose(vision, words)
    out = io.BytesIO()
    with Workbook(out, dict(OPTIONS)) as book:
        book.set_properties(
            {
                "title": paper.title[:255],
                "subject": paper.labels.head,
                "author": paper.place[:255],
                "created": paper.written.astimezone(UTC).replace(tzinfo=None),
            }
        )
        looks = looks_of(book)
        there = tables(paper)
        sheets = {name: sheet_of(book, table, looks) for name, table in there.items()}
        below = _theme_chart(book, sheets["overview"], there["themes"], paper)
        _group_chart(book, sheets["overview"], there["groups"], paper, below)
    return steady(out.getvalue(), paper.written)


def looks_of(book: Workbook) -> _Looks:
    """The looks that cells may have, by name."""
    plain = {"font_name": "Calibri", "font_size": 11, "font_color": f"#{INK}", "valign": "vcenter", "bottom": 1}
    plain["bottom_color"] = f"#{LINE}"
    head = {**plain, "bold": True, "font_color": "#FFFFFF", "bg_color": f"#{FJORD}", "text_wrap": True}
    return {
        "head": book.add_format({**head, "valign": "vcenter", "indent": 1}),
        "number head": book.add_format({**head, "valign": "vcenter", "align": "right", "indent": 1}),
        "text": book.add_format({**plain, "text_wrap": True, "num_format": "@", "align": "left", "indent": 1}),
        "number": book.add_format({**plain, "num_format": "#,##0", "align": "right", "indent": 1}),
        "day": book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left", "indent": 1}),
        "withheld": book.add_format(
            {**plain, "font_color": f"#{AMBER}", "align": "right", "num_format": "@", "indent": 1}
        ),
    }


def sheet_of(book: Workbook, table: Table, looks: _Looks) -> Any:
    """Put a table on a sheet of its own, and return the sheet."""
    sheet: Any = book.add_worksheet(table.title[:31])
    numbers = {column for column in range(len(table.heads)) if any(type(row[column]) is int for row in table.rows)}
    widths = [_width([head, *(row[n] for row in table.rows)]) for n, head in enumerate(table.heads)]
    for column, (head, width) in enumerate(zip(table.heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, looks["number head" if column in numbers else "head"])
    for line, row in enumerate(table.rows, 1):
        sheet.set_row(line, _height(row, widths))
        for column, cell in enumerate(row):
            _cell(sheet, line, column, cell, looks, number=column in numbers)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.heads) - 1)
    sheet.set_row(0, 30)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1 if table.name == "overview" else 0)  # charts beside it are not cut in two
    sheet.repeat_rows(0)
    sheet.hide_gridlines(2)
    return sheet


def _cell(sheet: Any, line: int, column: int, cell: Cell, looks: _Looks, *, number: bool) -> None:
    if cell is None:
        sheet.write_blank(line, column, None, looks["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, datetime.combine(cell, time()), looks["day"])
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell, looks["number"])
    else:
        sheet.write_string(line, column, _fitting(cell), looks["withheld" if number else "text"])


def _fitting(text: str) -> str:
    """Return ``text`` as far as a cell holds it."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    return units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _lines(cell: Cell) -> list[str]:
    return str("" if cell is None else cell).splitlines() or [""]


def _width(cells: Sequence[Cell]) -> float:
    """A column as wide as its longest line, in characters, within bounds; the arrow of the filter has room, too."""
    longest = max(len(line) for cell in cells for line in _lines(cell))
    return min(max(longest + 5, _NARROWEST), _WIDEST)


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """A row as tall as its longest text: not every program that opens it works that out by itself."""
    needed = (
        sum(ceil((len(line) + 1) / (width - 2)) for line in _lines(cell))
        for cell, width in zip(row, widths, strict=True)
    )
    return min(max(needed) * _LINE + 4, _TALLEST)


def _theme_chart(book: Workbook, sheet: Any, table: Table, paper: Paper) -> int:
    """Statements and votes by theme, beside the overview, of the cells of its table; return how tall it is."""
    there = list(charts(paper, len(paper.themes) or 1))
    if not there:
        return 0
    of = paper.labels
    chart: Any = book.add_chart({"type": "bar"})
    for name, colour, column in ((of.statements, FJORD, 3), (of.votes, OCHRE, 4)):
        if column == 3 or paper.voted:
            _series(chart, table, name, colour, column)
    height = _dressed(chart, of.numbers, bars=len(table.rows) * (2 if paper.voted else 1))
    _inserted(sheet, chart, there[0].alt, 0)
    return height


def _group_chart(book: Workbook, sheet: Any, table: Table, paper: Paper, below: int) -> None:
    """How many have been heard of each group, where any number is told."""
    if not any(group.people for group in paper.heard):
        return
    chart: Any = book.add_chart({"type": "bar"})
    _series(chart, table, paper.labels.people, FJORD, 1)
    _dressed(chart, paper.labels.heard, bars=len(table.rows))
    chart.set_legend({"none": True})
    told = "; ".join(f"{group.name}: {group.whole}" for group in paper.heard)
    _inserted(sheet, chart, f"{paper.labels.heard}. {told}.", below)


def _inserted(sheet: Any, chart: Any, alt: str, below: int) -> None:
    place = {"x_offset": 0, "y_offset": below + (_GAP if below else 0), "object_position": 3}
    sheet.insert_chart(0, 3, chart, {**place, "description": alt})


def _series(chart: Any, table: Table, name: str, colour: str, column: int) -> None:
    sheet, last = table.title[:31], len(table.rows)
    chart.add_series(
        {
            "name": name,
            "categories": [sheet, 1, 0, last, 0],
            "values": [sheet, 1, column, last, column],
            "fill": {"color": f"#{colour}"},
            "data_labels": {"value": True, "font": {"size": 9}},
            "gap": 60,
            "overlap": -5,
        }
    )


def _dressed(chart: Any, title: str, *, bars: int) -> int:
    """Give a chart its look, and return how tall it is."""
    chart.set_title({"name": title, "name_font": {"size": 14, "color": f"#{FJORD}"}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"none": True}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"position": "top"})
    height = 120 + max(bars, 4) * _BAR
    chart.set_size({"width": 720, "height": height})
    return height
