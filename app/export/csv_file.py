"""The statements as a table for a spreadsheet: one row each, with theme, statement, group and id.

UTF-8 with a byte order mark, which Excel needs to show æ, ø and å; quoting by RFC 4180, lines ending in CRLF. The
delimiter is what spreadsheets of the language expect: a semicolon, in English a comma. The group is empty where it is
withheld, the theme where a statement is in none.

A spreadsheet takes a cell that begins with = + - or @ for a formula, and would run what a stranger wrote. Such a cell
gets an apostrophe in front. So does one that begins so only after spaces, tabs, line breaks or apostrophes, or with
another form of these signs, such as ＝. ``as_written`` takes the apostrophe away again, and returns every cell as it
was.
"""

import csv
import io
import unicodedata

from app.export.fit import fit_to_leave
from app.export.words import Words
from app.workshop.summary import VisionSummary

_DEFUSED = "'"
_STARTS = ("=", "+", "-", "@")
_CONTROLS = ("\t", "\r", "\n")


def write(summary: VisionSummary, words: Words, *, delimiter: str | None = None) -> bytes:
    """Return all statements of ``summary``, theme by theme; only the heads while nothing is revealed."""
    _ = words.gettext
    summary = fit_to_leave(summary)
    piles = [*((theme.title, theme.statements) for theme in summary.themes), ("", summary.ungrouped)]
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=delimiter or ("," if words.language == "en" else ";"), lineterminator="\r\n")
    table.writerow([_("Theme"), _("Statement"), _("Group"), _("Id")])
    for theme, lines in piles:
        for line in lines:
            group = words.group(line.group, plural=False) if line.group else ""
            table.writerow([harmless(cell) for cell in (theme, line.text, group, line.id)])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return ``cell`` such that no spreadsheet runs it."""
    return _DEFUSED + cell if _could_run(cell) else cell


def as_written(cell: str) -> str:
    """Return what ``harmless`` was given."""
    return cell[1:] if cell.startswith(_DEFUSED) and _could_run(cell[1:]) else cell


def _could_run(cell: str) -> bool:
    bare = cell.lstrip(_DEFUSED)
    first = next((char for char in bare if char != _DEFUSED and not _unseen(char)), "")
    return bare[:1] in _CONTROLS or unicodedata.normalize("NFKC", first)[:1] in _STARTS


def _unseen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
