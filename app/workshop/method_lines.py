"""On which line of its file a place in a method stands."""

import re
from collections.abc import Sequence

from app.workshop.people import LANGUAGES


def line_of(text: str, where: str) -> int:
    """The line, from 1, that a place as ``step.2.nb.say`` stands on; for what is missing, that of what lacks it."""
    lines, at, prefix, path = _bare(text), 0, "", [part for part in where.split(".") if part]
    if path and path[0] == "step":
        heads = [number for number, line in enumerate(lines) if line == "[[step]]"]
        at = heads[int(path[1])] if len(path) > 1 and int(path[1]) < len(heads) else 0
        path, prefix = path[2:], "step."
    if path and path[0] in LANGUAGES:
        at = _next(lines, at, rf"\[{prefix}{path.pop(0)}\]", until=r"\[\[step\]\]")
    if path:
        at = _next(lines, at, rf"{path[0]}\s*=.*", until=r"\[.*")
    return at + 1


def _bare(text: str) -> list[str]:
    """The lines without what strings of several lines hold, without spaces in headings, and quotes around keys."""
    folded = re.sub(r'"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'', lambda many: "\n" * many[0].count("\n"), text)
    lines = [
        re.sub(r"\s+|#.*", "", line) if line.strip().startswith("[") else line.strip() for line in folded.split("\n")
    ]
    return [re.sub(r'^(["\'])(\w+)\1(?=\s*=)', r"\2", line) for line in lines]


def _next(lines: Sequence[str], at: int, wanted: str, *, until: str) -> int:
    """The first line after ``at`` that is ``wanted``, before one where something else begins; else ``at`` itself."""
    for number in range(at + 1, len(lines)):
        if re.fullmatch(until, lines[number]):
            return at
        if re.fullmatch(wanted, lines[number]):
            return number
    return at
