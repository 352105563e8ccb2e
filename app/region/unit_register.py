"""Units in a list from the national registers of schools (NSR) and kindergartens (NBR), as it was downloaded."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from app.region.network import Unit
from app.region.unit_faults import MOST_ROWS, Problem, Read, UnitFile, is_orgnr


def of_register(text: str) -> UnitFile:
    """Active primary schools and kindergartens out of a list that NSR or NBR gives, or of single units from there."""
    try:
        entries = _entries(json.loads(text))
    except (ValueError, RecursionError):
        entries = None
    if entries is None or not all(isinstance(entry, dict) and "Orgnr" in entry for entry in entries):
        return UnitFile(problems=(Problem(1, "not_a_register"),))
    if len(entries) > MOST_ROWS:
        return UnitFile(problems=(Problem(MOST_ROWS + 1, "too_long"),))
    units: list[Read] = []
    faults: list[Problem] = []
    for number, entry in enumerate(entries, 1):
        kind = "kindergarten" if entry.get("ErBarnehage") else "school" if entry.get("ErGrunnskole") else ""
        if not kind or not entry.get("ErAktiv"):
            continue
        try:
            units.append(_entry(number, entry, kind))
        except (ValidationError, ValueError):
            faults.append(Problem(number, "not_a_register", value=str(entry.get("Navn", ""))[:80]))
    return UnitFile(tuple(units), tuple(faults))


def _entries(data: Any) -> list[Any] | None:
    """The list in what a register gives: itself, the only list in it, or a single unit."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return [data] if "Orgnr" in data else lists[0] if len(lists) == 1 else None


def _entry(number: int, entry: Mapping[str, Any], kind: str) -> Read:
    private = entry.get("ErPrivatBarnehage") or entry.get("ErPrivatskole")
    public = entry.get("ErOffentligBarnehage") or entry.get("ErOffentligSkole")
    form = str(entry.get("Maalform") or entry.get("Målform") or "").strip().lower()
    municipality = entry.get("Kommune")
    orgnr = str(entry["Orgnr"]).strip()
    no = str(entry["Kommunenr"] if "Kommunenr" in entry else (municipality or {}).get("Kommunenr", "")).zfill(4)
    if not orgnr or not is_orgnr(orgnr) or not re.fullmatch(r"[0-9]{4}", no):
        raise ValueError("no such number")
    unit = Unit(
        name=" ".join(str(entry["Navn"]).split()) if entry.get("Navn") else "",
        kind="kindergarten" if kind == "kindergarten" else "school",
        orgnr=orgnr,
        register_id=orgnr,
        ownership="private" if private else "public" if public else "",
        language_form="nn" if form[:2] in ("nn", "ny") else "nb" if form[:2] in ("nb", "bo") else "",
        grade_from=_year(entry.get("SkoletrinnFra")),
        grade_to=_year(entry.get("SkoletrinnTil")),
    )
    return Read(number, no, str((municipality or {}).get("Navn", "")) if isinstance(municipality, dict) else "", unit)


def _year(value: object) -> int | None:
    return value if isinstance(value, int) and 1 <= value <= 13 else None
