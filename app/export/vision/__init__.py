"""Files of what a place has arrived at, one module for each format, each from a ``Vision`` and nothing else.

All of them are made of the same ``paper.compose``, so that they tell the same. A format's module is loaded when the
first file of its kind is written: those of office documents take a third of a second and 50 MB.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from app.export.vision.naming import stem
from app.export.vision.tables import TABLES
from app.export.words import Words
from app.region.vision import Vision

__all__ = ["FORMATS", "TABLES", "Format", "file_name", "write"]

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """A kind of file: what browsers call it, how its name ends after the dot, and the module that writes it."""

    media_type: str
    suffix: str
    module: str


FORMATS: Mapping[str, Format] = {
    "pdf": Format("application/pdf", "pdf", "pdf"),
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", "docx", "docx_file"),
    "pptx": Format(f"{_OFFICE}.presentationml.presentation", "pptx", "pptx_file"),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", "xlsx", "xlsx_file"),
    "md": Format("text/markdown; charset=utf-8", "md", "markdown"),
    "csv": Format("text/csv; charset=utf-8", "csv", "csv_file"),
    "json": Format("application/json", "json", "json_file"),
    "zip": Format("application/zip", "zip", "archive"),
}
"""All there is. Of "csv" it is the table of themes; ``write`` takes the others by name."""


def write(format_: str, vision: Vision, words: Words, *, table: str = TABLES[0]) -> bytes:
    """Return ``vision`` as a file. ``table`` is one of TABLES, and matters to CSV alone.

    Raises:
        KeyError: there is no such format or table.
    """
    module = import_module(f"{__name__}.{FORMATS[format_].module}")
    options = {"table": table} if format_ == "csv" else {}
    content: bytes = module.write(vision, words, **options)
    return content


def file_name(format_: str, vision: Vision, *, table: str = TABLES[0]) -> str:
    """Return what the file should be called when it is saved: letters that every system and mail can carry.

    Raises:
        KeyError: there is no such format.
    """
    part = f"-{table}" if format_ == "csv" else ""
    return f"{stem(vision)}{part}.{FORMATS[format_].suffix}"
