"""Units from files: whatever a spreadsheet or a register writes, each problem by its line, nothing twice."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import words
from app.region.network import Municipality, Network, Unit
from app.region.unit_faults import Read, is_orgnr
from app.region.unit_file import read_units
from app.region.unit_import import planned
from app.routes.unit_words import COLUMNS
from app.workshop.people import LANGUAGES, Language

ENGLISH = (
    "municipality_no,municipality,unit_name,unit_type,orgnr,register_id,ownership,language_form,"
    "grade_from,grade_to,parent_unit_orgnr,active"
)


def number(n: int) -> str:
    """The nth number from 800 000 00 on that could be a unit's."""
    found = (f"{digits}{check}" for digits in range(80_000_000 + n * 10, 90_000_000) for check in range(10))
    return next(one for one in found if is_orgnr(one))


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(p.line, p.fault, p.column) for p in read_units(text.encode()).problems]


def test_both_languages_separators_and_marks_are_read_alike() -> None:
    rows = [["1573", "Smøla", "Skole A", "skole"], ["1573", "Smøla", "Barnehage B", "barnehage"]]
    forms = [
        "\n".join(["kommunenr;kommune;enhet;type", *(";".join(row) for row in rows)]).encode("utf-8-sig"),
        "\r\n".join(["Kommunenr,Kommune,Enhet,Type", *(",".join(row) for row in rows)]).encode("utf-8"),
        "\n".join(["kommunenr;kommune;eining;type", *(";".join(row) for row in rows)]).encode("cp1252"),
        "\n".join(["municipality_no\tmunicipality\tunit_name\tunit_type", *("\t".join(row) for row in rows)]).encode(),
    ]
    expected = [
        Read(2, "1573", "Smøla", Unit(name="Skole A", kind="school")),
        Read(3, "1573", "Smøla", Unit(name="Barnehage B", kind="kindergarten")),
    ]
    for form in forms:
        file = read_units(form)
        assert (list(file.units), file.problems) == (expected, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_may_be_headed_as_the_pages_call_it(language: Language) -> None:
    called = {column: words(language).gettext(name) for column, name in COLUMNS.items()}
    file = read_units(";".join(called.values()).encode())
    assert file.problems == ()
    for heading in ("navn", "namn", "enhet", "eining"):
        text = f"kommunenr;kommune;{heading};type\n1573;Smøla;Skole A;annet"
        assert [(read.unit.name, read.unit.kind) for read in read_units(text.encode()).units] == [("Skole A", "other")]


def test_twelve_planted_faults_in_125_rows_are_each_told_by_their_line() -> None:
    rows = [
        ["1573", "Smøla", f"Enhet {n}", "skole" if n % 3 else "barnehage", number(n), "", "", "nb", "1", "7", "", "ja"]
        for n in range(125)
    ]

    def plant(line: int, column: int, value: str) -> None:
        rows[line - 2][column] = value

    plant(5, 0, "15733")
    plant(12, 1, "Smøla kommune")
    plant(20, 2, "")
    plant(31, 2, "Enhet 0")
    rows[31 - 2][3] = rows[0][3]
    plant(40, 3, "gymnas")
    plant(52, 4, "123456789")
    plant(63, 4, rows[63 - 5][4])
    rows[63 - 2][3] = rows[63 - 5][3]
    plant(70, 6, "statlig")
    plant(81, 7, "dansk")
    plant(90, 8, "9")
    plant(101, 9, "14")
    plant(126, 11, "kanskje")
    text = "\n".join([ENGLISH, *(",".join(row) for row in rows)])
    assert faults(text) == [
        (5, "bad_municipality_no", "municipality_no"),
        (12, "municipality_named_twice", "municipality"),
        (20, "missing", "name"),
        (31, "twice", "name"),
        (40, "bad_kind", "kind"),
        (52, "bad_orgnr", "orgnr"),
        (63, "orgnr_twice", "orgnr"),
        (70, "bad_ownership", "ownership"),
        (81, "bad_language_form", "language_form"),
        (90, "grades_reversed", "grade_to"),
        (101, "bad_grade", "grade_to"),
        (126, "bad_active", "active"),
    ]
    assert not planned(Network(name="Nordmøre"), read_units(text.encode())).ready


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "no_heading", name) for name in ("kind", "municipality", "municipality_no", "name")]),
        ("kommunenr;kommune;enhet", [(1, "no_heading", "kind")]),
        ("kommunenr;kommune;enhet;type;farge", [(1, "unknown_column", "")]),
        ("kommunenr;kommune;enhet;type;skole;Type", [(1, "column_twice", "kind"), (1, "column_twice", "kind")]),
        ("{}", [(1, "not_a_register", "")]),
        ("[1]", [(1, "not_a_register", "")]),
        ("[" * 100_000, [(1, "not_a_register", "")]),
        ("kommunenr;kommune;enhet;type\n1573;Smøla;A;skole;x", [(2, "wrong_cells", "")]),
    ],
)
def test_a_file_that_is_none_says_so(text: str, expected: list[tuple[int, str, str]]) -> None:
    found = [one for one in faults(text) if one[1] != "unknown_column" or expected[0][1] == "unknown_column"]
    assert found == expected


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'kommunenr;kommune;enhet;type\n\n1573;Smøla;"Skole\nA";skole\n1573;Smøla;B;hus\n'
    file = read_units(text.encode())
    assert [(p.line, p.fault) for p in file.problems] == [(5, "bad_kind")]
    assert file.units[0].unit.name == "Skole A"


def test_a_register_gives_its_active_primary_schools_and_kindergartens() -> None:
    entry = {"Orgnr": number(1), "Navn": "Skole  A", "Kommunenr": "1573", "ErAktiv": True, "ErGrunnskole": True}
    others = [
        {**entry, "Orgnr": number(2), "ErAktiv": False},
        {**entry, "Orgnr": number(3), "ErGrunnskole": False, "ErVideregaaendeSkole": True},
        {
            "Orgnr": number(4),
            "Navn": "B",
            "Kommunenr": 1573,
            "ErAktiv": True,
            "ErBarnehage": True,
            "Maalform": "Nynorsk",
            "ErPrivatBarnehage": True,
        },
    ]
    file = read_units(json.dumps([entry, *others]).encode())
    for form in ([entry, *others], {"Antall": 4, "Enheter": [entry, *others]}):
        file = read_units(json.dumps(form).encode())
        assert file.problems == ()
        assert [
            (read.unit.name, read.unit.kind, read.unit.ownership, read.unit.language_form) for read in file.units
        ] == [
            ("Skole A", "school", "", ""),
            ("B", "kindergarten", "private", "nn"),
        ]
    network = Network(name="N", municipalities=(Municipality(number="1573", name="Smøla"),))
    assert len(planned(network, file).changes) == 2
    assert [p.fault for p in planned(Network(name="N"), file).problems] == ["missing", "missing"]


def test_importing_again_changes_nothing_and_a_register_fills_in_what_a_table_left_out() -> None:
    table = read_units(b"kommunenr;kommune;enhet;type\n1573;Sm\xc3\xb8la;Skole A;skole")
    first = planned(Network(name="N"), table)
    assert (dict(first.municipalities), [c.unit.name for c in first.changes], first.ready) == (
        {"1573": "Smøla"},
        ["Skole A"],
        True,
    )
    kept = tuple(c.unit.model_copy(update={"id": 7}) for c in first.changes)
    network = Network(name="N", municipalities=(Municipality(id=1, number="1573", name="Smøla", units=kept),))
    again = planned(network, table)
    assert (again.changes, again.same, again.ready) == ((), 1, False)
    entry = {"Orgnr": number(1), "Navn": "Skole A", "Kommunenr": "1573", "ErAktiv": True, "ErGrunnskole": True}
    filled = planned(network, read_units(json.dumps([entry]).encode()))
    (change,) = filled.changes
    assert (change.unit.id, change.unit.orgnr, change.before) == (7, number(1), kept[0])


AURE = Network(
    name="N",
    municipalities=(
        Municipality(number="1573", name="Smøla", units=(Unit(name="Skole A", kind="school"),)),
        Municipality(number="1576", name="Aure", units=(Unit(name="Skole C", kind="school"),)),
    ),
)


def test_the_line_that_names_a_municipality_otherwise_than_the_network_is_the_one_that_is_wrong() -> None:
    text = "kommunenr;kommune;enhet;type\n1576;Averøy;Ny;skole\n1576;Aure;Nyere;skole\n1576;Averøy;Nyest;skole"
    (first, third) = planned(AURE, read_units(text.encode())).problems
    assert (first.line, first.fault, first.other, first.value) == (2, "municipality_named_otherwise", "Aure", "Averøy")
    assert third.line == 4
    new = planned(Network(name="N"), read_units(text.encode())).problems
    assert [(one.line, one.fault) for one in new] == [(3, "municipality_named_twice")]


def test_who_may_change_one_municipality_imports_a_file_that_leaves_the_others_as_they_are() -> None:
    text = "kommunenr;kommune;enhet;type\n1573;Smøla;Ny;skole\n1576;Aure;Skole C;skole"
    plan = planned(AURE, read_units(text.encode()), mine={"1573"})
    assert (plan.ready, plan.same, [change.unit.name for change in plan.changes]) == (True, 1, ["Ny"])
    others = "kommunenr;kommune;enhet;type\n1576;Aure;Ny;skole\n1576;Averøy;Skole C;skole\n9999;Ingensted;Ny;skole"
    refused = planned(AURE, read_units(others.encode()), mine={"1573"})
    assert [(one.line, one.fault) for one in refused.problems] == [(n, "not_yours") for n in (2, 3, 4)]


@given(st.binary(max_size=300))
def test_no_file_is_too_strange_to_be_answered(content: bytes) -> None:
    file = read_units(content)
    assert file.units or file.problems or not content.strip()


@given(st.text(max_size=200))
def test_no_table_is_too_strange_to_be_answered(text: str) -> None:
    read_units(f"kommunenr;kommune;enhet;type\n{text}".encode(errors="replace"))
