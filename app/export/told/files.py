"""A table of what has been told as a file: for spreadsheets, and for programs."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from xlsxwriter import Workbook

from app.export.vision import csv_file
from app.export.vision.office import steady
from app.export.vision.tables import Table
from app.export.vision.xlsx_file import OPTIONS, looks_of, sheet_of
from app.export.words import Words


def as_csv(table: Table, words: Words) -> bytes:
    """Return a table as CSV, in the form of all others (``app.export.csv_file``)."""
    return csv_file.written(table, words)


def as_xlsx(table: Table, *, place: str, now: datetime) -> bytes:
    """Return a table as a workbook of one sheet. ``place``: whose it is; ``now``: when it was told."""
    out = io.BytesIO()
    with Workbook(out, dict(OPTIONS)) as book:
        title = f"{table.title} – {place}"[:255]
        book.set_properties({"title": title, "created": now.astimezone(UTC).replace(tzinfo=None)})
        sheet_of(book, table, looks_of(book))
    return steady(out.getvalue(), now)


def as_json(value: Mapping[str, Any]) -> bytes:
    """Return a value as JSON in UTF-8; days by ISO 8601."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=_day) + "\n").encode()


def _day(value: object) -> str:
    if not isinstance(value, date):
        raise TypeError(type(value).__name__)
    return value.isoformat()
