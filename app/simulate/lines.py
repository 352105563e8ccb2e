"""What is said: statements from a file, or a few that are always at hand."""

import csv
import random
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.workshop.words import clean


@dataclass(frozen=True, slots=True)
class Line:
    """One statement to play; ``group`` may be empty."""

    text: str
    group: str = ""


AT_HAND = tuple(
    Line(text)
    for text in (
        "I 2040 har alle barn en voksen på skolen som de stoler på",
        "I 2040 er ingen alene i friminuttet",
        "I 2040 lærer vi ute minst én dag i uka",
        "I 2040 får barna være med på å bestemme det som gjelder dem",
        "I 2040 har lærerne tid til hver enkelt",
        "I 2040 går alle trygt til skolen",
        "I 2040 er biblioteket åpent til kvelden",
        "I 2040 bygger vi noe sammen hvert år, store og små",
        "I 2040 spiser alle et varmt måltid sammen",
        "I 2040 ler vi mer enn vi retter",
        "I 2040 er skolen bygdas møteplass",
        "I 2040 lærer ungdommen bort det de kan, til de eldre",
    )
)
"""What is said where no file is given."""


class Pool:
    """Lines to say, in no order: each once before any comes again, and those of a group by somebody of it."""

    def __init__(self, lines: Sequence[Line], chance: random.Random) -> None:
        self._lines: dict[str, deque[str]] = {}
        for line in chance.sample(lines, len(lines)):
            self._lines.setdefault(line.group, deque()).append(line.text)

    def next(self, group: str, limit: int) -> str:
        """A line for one of ``group``: theirs, else one of no group, else anybody's; cut to ``limit`` characters."""
        lines = self._lines.get(group) or self._lines.get("") or max(self._lines.values(), key=len)
        lines.rotate(-1)
        return clean(clean(lines[-1])[:limit])


def read_lines(file: Path, text: str, group: str = "", delimiter: str = ",") -> list[Line]:
    """Read statements from a CSV file by column names.

    Raises:
        KeyError: the file has no such column.
    """
    with file.open(encoding="utf-8-sig", newline="") as rows:
        read = csv.DictReader(rows, delimiter=delimiter)
        for column in (text, group):
            if column and column not in (read.fieldnames or []):
                there = ", ".join(read.fieldnames or [])
                raise KeyError(f"the file has no column {column}; it has: {there}")
        return [Line(row[text].strip(), row[group].strip() if group else "") for row in read if row[text].strip()]


def limited(lines: Iterable[Line], limit: int) -> list[Line]:
    """The lines that fit into a room's limit."""
    return [line for line in lines if len(line.text) <= limit]
