"""Files that leave the house, one module for each format. Each is written from a VisionSummary and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from app.export import csv_file, json_file, markdown, pdf
from app.export.words import Words
from app.workshop.summary import VisionSummary


@dataclass(frozen=True)
class Format:
    """A kind of file: what browsers call it, how its name ends after the dot, and what writes it."""

    media_type: str
    suffix: str
    write: Callable[[VisionSummary, Words], bytes]


FORMATS = {
    "pdf": Format("application/pdf", "pdf", pdf.write),
    "md": Format("text/markdown; charset=utf-8", "md", markdown.write),
    "csv": Format("text/csv; charset=utf-8", "csv", csv_file.write),
    "json": Format("application/json", "json", json_file.write),
}
