"""What is read of a unit in a file, and what can be wrong with it."""

import re
from dataclasses import dataclass
from typing import Literal

from app.region.network import Unit

MOST_BYTES = 180_000
"""As much as comes back within the largest form, once it has been looked at."""

MOST_ROWS = 2_000
"""Several times the schools and kindergartens of a county."""

Fault = Literal[
    "not_text",
    "no_heading",
    "unknown_column",
    "column_twice",
    "too_long",
    "wrong_cells",
    "missing",
    "bad_municipality_no",
    "bad_kind",
    "bad_ownership",
    "bad_language_form",
    "bad_orgnr",
    "bad_grade",
    "grades_reversed",
    "bad_active",
    "name_too_long",
    "twice",
    "orgnr_twice",
    "municipality_named_twice",
    "municipality_named_otherwise",
    "not_a_register",
    "not_yours",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line, counted from 1. ``column``: under which heading, and ``value``: what stands.

    Where an earlier line or the network says otherwise of ``number``, ``other`` stands there; a line is ``other_line``.
    """

    line: int
    fault: Fault
    column: str = ""
    value: str = ""
    number: str = ""
    other: str = ""
    other_line: int = 0

    def facts(self, column: str) -> dict[str, str | int]:
        """What a sentence about it may say. ``column``: what the heading is called in the reader's language."""
        told: dict[str, str | int] = {"number": self.number, "other": self.other, "other_line": self.other_line}
        return {"value": self.value, "column": column, **told}


@dataclass(frozen=True, slots=True)
class Read:
    """A unit as a file tells it, and the municipality that it lies in."""

    line: int
    municipality_no: str
    municipality: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class UnitFile:
    """What a file holds. Where there are problems, the units are those without one."""

    units: tuple[Read, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_orgnr(number: str) -> bool:
    """Whether it is empty, or nine digits of which the last is right (modulus 11, weights 3 2 7 6 5 4 3 2)."""
    if not number:
        return True
    if not re.fullmatch(r"[0-9]{9}", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, (3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    check = (11 - total % 11) % 11
    return check == int(number[8])
