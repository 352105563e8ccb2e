"""The words of each kind of file, read by what others have written."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import duckdb
import openpyxl
import pptx
from docx.table import Table
from pptx.shapes.base import BaseShape

from app.export.csv_file import as_written
from app.export.vision import TABLES, write
from app.export.words import Words
from app.region.vision import Vision
from tests.export.reading import read as read_pdf
from tests.export.reading import squeezed


def words_of(format_: str, vision: Vision, words: Words) -> str:
    """All that stands in a file of ``vision``, without the spaces between."""
    if format_ == "csv":
        return squeezed(" ".join(cell for table in TABLES for row in rows(vision, words, table) for cell in row))
    file = write(format_, vision, words)
    if format_ == "pdf":
        return read_pdf(file, words.gettext("Vision summary"))
    readers = {"docx": docx_words, "pptx": pptx_words, "xlsx": xlsx_words, "md": md_words, "json": json_words}
    return squeezed(" ".join(readers[format_](file)))


def docx_words(file: bytes) -> Iterator[str]:
    for part in docx.Document(io.BytesIO(file)).iter_inner_content():
        if isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield part.text


def pptx_words(file: bytes) -> Iterator[str]:
    for slide in pptx.Presentation(io.BytesIO(file)).slides:
        for shape in slide.shapes:
            yield from shape_words(shape)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield slide.notes_slide.notes_text_frame.text


def shape_words(shape: BaseShape) -> Iterator[str]:
    there: Any = shape
    if there.has_text_frame:
        yield there.text_frame.text
    if there.has_table:
        yield from (cell.text for row in there.table.rows for cell in row.cells)
    if there.has_chart:
        plot = there.chart.plots[0]
        yield from (series.name for series in plot.series)
        yield from (str(category.label) for category in plot.categories)


def xlsx_words(file: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(file)):
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def md_words(file: bytes) -> Iterator[str]:
    yield file.decode().replace("\\", "")


def json_words(file: bytes) -> Iterator[str]:
    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)
        else:
            yield str(value)

    yield from walk(json.loads(file))


def rows(vision: Vision, words: Words, table: str) -> list[tuple[str, ...]]:
    """A table as a database reads it, heads first, each cell as it was before it was made harmless."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(write("csv", vision, words, table=table))
        delimiter = "," if words.language == "en" else ";"
        query = (
            "SELECT * FROM read_csv(?, header=false, all_varchar=true, delim=?, quote='\"', escape='\"', "
            "auto_detect=false, columns=?, strict_mode=false, max_line_size=10000000)"
        )
        heads = path.read_text(encoding="utf-8-sig").splitlines()[0].split(delimiter)
        columns = {f"c{number}": "VARCHAR" for number in range(len(heads))}
        found = duckdb.execute(query, [str(path), delimiter, columns]).fetchall()
    return [tuple(as_written((cell or "").removeprefix("\ufeff")) for cell in row) for row in found]
