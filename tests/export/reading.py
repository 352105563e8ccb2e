"""What stands in files, as somebody would read them."""

import io
import re
from collections.abc import Iterator, Sequence

from pypdf import PdfReader
from pypdf.generic import Destination

from app.workshop.words import clean

PAGE_NUMBER = re.compile(r"\d+ / \d+$")


def squeezed(text: str) -> str:
    """The letters alone: where lines break and words are hyphenated is the layout's business."""
    return re.sub(r"[\s\u00ad\u2010\u200b-]", "", clean(text))


def pages(file: bytes, head: str = "Vision summary") -> list[str]:
    """The text of each page without its running head and number."""
    bodies = []
    for number, sheet in enumerate(PdfReader(io.BytesIO(file)).pages):
        text = PAGE_NUMBER.sub("", sheet.extract_text().strip())
        bodies.append(text.partition(head)[2] if number else text)
    return bodies


def read(file: bytes, head: str = "Vision summary") -> str:
    """The letters of a PDF, whose pages after the first have ``head`` over them."""
    return squeezed("".join(pages(file, head)))


def bookmarks(file: bytes) -> list[str]:
    """The titles in the outline, indented by level."""

    def titles(marks: Sequence[object], indent: str = "") -> Iterator[str]:
        for mark in marks:
            if isinstance(mark, Destination):
                yield f"{indent}{mark.title}"
            elif isinstance(mark, list):
                yield from titles(mark, indent + "  ")

    return list(titles(PdfReader(io.BytesIO(file)).outline))
