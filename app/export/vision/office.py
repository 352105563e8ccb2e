"""What office documents have in common: languages by their tags, colours, and the same bytes for the same content."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from app.export.script import script_of

FJORD = "0F4C5C"
INK = "1D2B2F"
MUTED = "4F6067"
AMBER = "875610"
OCHRE = "B8741A"
SAND = "F8F1E5"
LINE = "DFCDAF"

_TAGS: Mapping[str, str] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_UNSPOKEN = "x-none"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def tag(text: str, language: str) -> str:
    """Return the tag of the language of ``text``; x-none, which nothing is spelt by, for other letters than Latin."""
    return _TAGS.get(language, language) if script_of(text).latin else _UNSPOKEN


def steady(file: bytes, written: datetime) -> bytes:
    """Return a zipped document as it is, with ``written`` for the moments at which its parts were made."""
    stamp = f"{written.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = steady(content, written)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp, content)
            kept = zipfile.ZipInfo(entry.filename, _EARLIEST)
            kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(kept, content)
    return out.getvalue()
