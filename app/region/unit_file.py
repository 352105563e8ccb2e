"""Units read from a file: a table as a spreadsheet writes it, or a list from one of the two national registers.

Nothing is guessed. Each problem is told with its line, and a file with a problem is not taken at all.
"""

from collections.abc import Iterator, Sequence

from app.region.unit_faults import MOST_BYTES, Problem, Read, UnitFile
from app.region.unit_register import of_register
from app.region.unit_table import of_table


def read_units(content: bytes) -> UnitFile:
    """Return the units in a file's bytes."""
    text = _text(content)
    if text is None or len(content) > MOST_BYTES:
        return UnitFile(problems=(Problem(1, "not_text" if text is None else "too_long"),))
    found = of_register(text) if text.lstrip()[:1] in ("[", "{") else of_table(text)
    return UnitFile(found.units, tuple(sorted((*found.problems, *_against_each_other(found.units)), key=_place)))


def _text(content: bytes) -> str | None:
    """UTF-8 with or without a mark, else what spreadsheets here wrote before; None where it is no text at all."""
    if b"\0" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _against_each_other(units: Sequence[Read]) -> Iterator[Problem]:
    """What is right on its own line, and wrong beside another."""
    seen: set[tuple[str, str, str]] = set()
    numbers: set[tuple[str, str]] = set()
    named: dict[str, Read] = {}
    for read in units:
        key = (read.municipality_no, read.unit.kind, read.unit.name.lower())
        if key in seen:
            yield Problem(read.line, "twice", "name", read.unit.name)
        if read.unit.orgnr and (read.unit.kind, read.unit.orgnr) in numbers:
            yield Problem(read.line, "orgnr_twice", "orgnr", read.unit.orgnr)
        first = named.setdefault(read.municipality_no, read) if read.municipality else read
        if first.municipality.lower() != read.municipality.lower():
            yield Problem(
                read.line,
                "municipality_named_twice",
                "municipality",
                read.municipality,
                number=read.municipality_no,
                other=first.municipality,
                other_line=first.line,
            )
        seen.add(key)
        numbers.add((read.unit.kind, read.unit.orgnr))


def _place(problem: Problem) -> tuple[int, str, str]:
    return problem.line, problem.column, problem.fault
