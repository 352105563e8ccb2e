"""Units in a table, as a spreadsheet writes it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.region.network import Unit
from app.region.unit_faults import MOST_ROWS, Fault, Problem, Read, UnitFile, is_orgnr

HEADINGS: Mapping[str, str] = {
    heading: column
    for column, headings in {
        "municipality_no": "municipality_no municipality_number kommunenr kommunenummer",
        "municipality": "municipality kommune",
        "name": "unit_name name_of_the_unit name enhet eining navn_på_enheten namn_på_eininga navn namn",
        "kind": "unit_type kind type",
        "orgnr": "orgnr organisation_number organisasjonsnummer",
        "register_id": "register_id registerid",
        "ownership": "ownership eierform eigarform",
        "language_form": "language_form målform",
        "grade_from": "grade_from year_from trinn_fra trinn_frå fra_trinn frå_trinn",
        "grade_to": "grade_to year_to trinn_til til_trinn",
        "parent_orgnr": (
            "parent_unit_orgnr organisation_number_above_it overordnet_orgnr overordna_orgnr"
            " overordnet_organisasjonsnummer overordna_organisasjonsnummer"
        ),
        "active": "active aktiv",
    }.items()
    for heading in headings.split()
}
"""How a column may be headed, whatever its capitals, spaces and hyphens."""

NEEDED = ("municipality_no", "municipality", "name", "kind")

KINDS: Mapping[str, str] = {
    "school": "school",
    "skole": "school",
    "skule": "school",
    "kindergarten": "kindergarten",
    "barnehage": "kindergarten",
    "other": "other",
    "annet": "other",
    "anna": "other",
}
_OWNERSHIP = {
    "": "",
    "public": "public",
    "offentlig": "public",
    "offentleg": "public",
    "kommunal": "public",
    "private": "private",
    "privat": "private",
}
_FORMS = {"": "", "nb": "nb", "nn": "nn", "bokmål": "nb", "nynorsk": "nn"}
_YES = {
    "": True,
    "1": True,
    "true": True,
    "yes": True,
    "ja": True,
    "0": False,
    "false": False,
    "no": False,
    "nei": False,
}


def of_table(text: str) -> UnitFile:
    """Return the units in a table with a heading; columns are separated by commas, semicolons or tabs."""
    lines: list[tuple[int, list[str]]] = list(_lines(text))
    (at, heading), *rest = lines or [(1, [])]
    columns = [HEADINGS.get(_heading(cell), "") for cell in heading]
    faults = list(_wrong_heading(at, heading, columns))
    if faults:
        return UnitFile(problems=tuple(faults))
    if len(rest) > MOST_ROWS:
        return UnitFile(problems=(Problem(rest[MOST_ROWS][0], "too_long"),))
    units: list[Read] = []
    for line, cells in rest:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            faults.append(Problem(line, "wrong_cells", value=str(len(cells))))
            continue
        values = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        wrong, there = _row(line, values)
        faults += wrong
        if there is not None:
            units.append(there)
    return UnitFile(tuple(units), tuple(faults))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, with their numbers in the file."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    before = 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        stripped = [" ".join(cell.split()) for cell in cells]
        if any(stripped):
            yield line, stripped


def _heading(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _wrong_heading(line: int, heading: Sequence[str], columns: Sequence[str]) -> Iterator[Problem]:
    for cell, name in zip(heading, columns, strict=True):
        if cell and not name:
            yield Problem(line, "unknown_column", value=cell[:80])
        elif name and columns.count(name) > 1:
            yield Problem(line, "column_twice", column=name, value=cell[:80])
    for name in NEEDED:
        if name not in columns:
            yield Problem(line, "no_heading", column=name)


def _row(line: int, values: Mapping[str, str]) -> tuple[list[Problem], Read | None]:
    faults = [Problem(line, "missing", column=name) for name in NEEDED if not values.get(name)]
    number = values.get("municipality_no", "")
    if number.isascii() and number.isdigit() and len(number) == 3:  # a spreadsheet takes a leading nought away
        number = f"0{number}"
    fields: dict[str, Any] = {
        "name": values.get("name", ""),
        "kind": KINDS.get(values.get("kind", "").lower()),
        "orgnr": values.get("orgnr", "").replace(" ", ""),
        "register_id": values.get("register_id", "")[:40],
        "ownership": _OWNERSHIP.get(values.get("ownership", "").lower()),
        "language_form": _FORMS.get(values.get("language_form", "").lower()),
        "grade_from": _grade(values.get("grade_from", "")),
        "grade_to": _grade(values.get("grade_to", "")),
        "parent_orgnr": values.get("parent_orgnr", "").replace(" ", ""),
        "active": _YES.get(values.get("active", "").lower()),
    }
    tests: tuple[tuple[str, Fault, bool], ...] = (
        ("municipality_no", "bad_municipality_no", bool(number) and not re.fullmatch(r"[0-9]{4}", number)),
        ("municipality", "name_too_long", len(values.get("municipality", "")) > 80),
        ("name", "name_too_long", len(fields["name"]) > 80),
        ("kind", "bad_kind", bool(values.get("kind")) and fields["kind"] is None),
        ("orgnr", "bad_orgnr", not is_orgnr(fields["orgnr"])),
        ("parent_orgnr", "bad_orgnr", not is_orgnr(fields["parent_orgnr"])),
        ("ownership", "bad_ownership", fields["ownership"] is None),
        ("language_form", "bad_language_form", fields["language_form"] is None),
        ("grade_from", "bad_grade", fields["grade_from"] == 0),
        ("grade_to", "bad_grade", fields["grade_to"] == 0),
        ("active", "bad_active", fields["active"] is None),
    )
    faults += [Problem(line, fault, column, values.get(column, "")[:80]) for column, fault, wrong in tests if wrong]
    first, last = fields["grade_from"], fields["grade_to"]
    if first and last and first > last:
        faults.append(Problem(line, "grades_reversed", "grade_to", f"{first}-{last}"))
    if faults:
        return faults, None
    return [], Read(line, number, values["municipality"], Unit(**fields))


def _grade(cell: str) -> int | None:
    """A year of school from 1 to 13; None where none is told, 0 where it is no such year."""
    if not cell:
        return None
    digits = cell.rstrip(".")
    return int(digits) if re.fullmatch(r"[0-9]{1,2}", digits) and 1 <= int(digits) <= 13 else 0
