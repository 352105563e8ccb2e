"""A place's vision summary as a package for a municipality's archive: the document, the data, and how they came to be.

PDF/A-2a to read, JSON with its schema and CSV to use again, a note about the process, and checksums of all of them. The
same value gives the same bytes.
"""

import hashlib
import io
import zipfile
from datetime import UTC

from app.export.vision import csv_file, json_file, pdf
from app.export.vision.naming import stem
from app.export.vision.process import process_note
from app.export.vision.tables import TABLES
from app.export.words import Words
from app.region.vision import Vision

CHECKSUMS = "SHA256SUMS"
_EARLIEST_YEAR = 1980


def write(vision: Vision, words: Words) -> bytes:
    """Return the package as ZIP, all in one folder that is named like the package."""
    _ = words.gettext
    name = stem(vision)
    contents = {
        f"{name}.pdf": (pdf.write(vision, words), _("The document, as PDF/A-2a and PDF/UA-1")),
        f"{name}.json": (json_file.write(vision, words), _("All of it, for programs")),
        "vision.v1.schema.json": (json_file.schema_text().encode(), _("JSON Schema of the file for programs")),
    }
    for table in TABLES:
        content = csv_file.write(vision, words, table=table)
        contents[f"{name}-{table}.csv"] = (content, _("A table of it, for spreadsheets"))
    files = {file: content for file, (content, told) in contents.items()}
    told = {file: told for file, (content, told) in contents.items()}
    note = _("process-note")
    files[f"{note}.md"] = process_note(vision, words, told, CHECKSUMS)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {file}\n" for file, content in sorted(files.items()))
    files[CHECKSUMS] = sums.encode()
    return _packed(files, name, vision)


def _packed(files: dict[str, bytes], folder: str, vision: Vision) -> bytes:
    """A ZIP file in which nothing depends on when and where it was made, only on ``vision``."""
    moment = vision.written.astimezone(UTC).timetuple()[:6]
    moment = moment if moment[0] >= _EARLIEST_YEAR else (_EARLIEST_YEAR, 1, 1, 0, 0, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for file, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{file}", moment)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(entry, content)
    return out.getvalue()
