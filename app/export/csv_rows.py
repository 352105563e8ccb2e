"""Any table as a file for a spreadsheet, in the form that ``csv_file`` says."""

import csv
import io
from collections.abc import Iterable, Sequence

from app.export.csv_file import harmless
from app.workshop.people import Language


def written(rows: Iterable[Sequence[str]], language: Language) -> bytes:
    """Return these rows, the heads first, so that no cell can run."""
    out = io.StringIO(newline="")
    file = csv.writer(out, delimiter="," if language == "en" else ";", lineterminator="\r\n")
    for row in rows:
        file.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
