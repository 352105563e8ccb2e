"""A place's vision summary as tables for a spreadsheet, each a file of its own.

The form is that of a workshop's tables (``app.export.csv_file``): UTF-8 with a byte order mark, RFC 4180, a semicolon
between cells, in English a comma, and no cell that a spreadsheet would run. Days are written by ISO 8601.
"""

import csv
import io
from datetime import date

from app.export.csv_file import harmless
from app.export.vision.paper import compose
from app.export.vision.tables import TABLES, Cell, Table, tables
from app.export.words import Words
from app.region.vision import Vision


def write(vision: Vision, words: Words, *, table: str = TABLES[0], delimiter: str | None = None) -> bytes:
    """Return one table of ``vision``.

    Raises:
        KeyError: there is no such table.
    """
    return written(tables(compose(vision, words))[table], words, delimiter)


def written(table: Table, words: Words, delimiter: str | None = None) -> bytes:
    """Return a table as it is."""
    out = io.StringIO(newline="")
    file = csv.writer(out, delimiter=delimiter or ("," if words.language == "en" else ";"), lineterminator="\r\n")
    file.writerow([harmless(head) for head in table.heads])
    for row in table.rows:
        file.writerow([harmless(_text(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
