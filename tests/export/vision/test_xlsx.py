"""The workbook, opened by one who did not write it: typed cells, nothing that runs, and charts of its own cells."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from app.export.vision import write
from app.i18n import words as spoken
from app.region.vision import Vision
from app.workshop.people import Language
from tests.export.examples import WORDS
from tests.export.vision.strange_visions import HOSTILE, few, visions
from tests.export.vision.visions import large, place, quote


def book(vision: Vision, language: Language = "nb") -> Any:
    return openpyxl.load_workbook(io.BytesIO(write("xlsx", vision, spoken(language))))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nb", ["Oversikt", "Temaer", "Utsagn", "Verksteder", "Grupper", "Neste steg"]),
        ("nn", ["Oversikt", "Tema", "Utsegner", "Verkstader", "Grupper", "Neste steg"]),
        ("en", ["Overview", "Themes", "Statements", "Workshops", "Groups", "Next steps"]),
    ],
)
def test_a_sheet_for_each_kind_of_thing(language: Language, names: list[str]) -> None:
    assert book(place(), language).sheetnames == names


def test_numbers_are_numbers_and_days_are_days() -> None:
    there = book(place())
    themes = [[cell.value for cell in row] for row in there["Temaer"].iter_rows(min_row=2, max_row=5)]
    assert [row[3:6] for row in themes] == [[48, 31, 5], [36, 27, 4], [22, 9, 3], [11, "ingen avstemning", 2]]
    assert themes[0][2] == "\n".join(place().themes[0].signs)
    first, *_, last = there["Verksteder"].iter_rows(min_row=2, max_row=5)
    assert (first[1].value.date(), first[1].is_date) == (date(2026, 3, 4), True)
    assert (first[5].value, first[6].value) == (42, "nøyaktig")
    assert (last[1].value, last[5].value, last[6].value) == (None, "ikke oppgitt", "ikke oppgitt")
    groups = [[cell.value for cell in row] for row in there["Grupper"].iter_rows(min_row=2, max_row=6)]
    assert groups[0] == ["Barn", 57, "minst", 3, 0]
    assert groups[4] == ["Politikere", "ikke oppgitt", "ikke oppgitt", 0, 2]


def test_each_sheet_can_be_filtered_its_heads_stay_and_its_columns_are_wide_enough() -> None:
    for sheet in book(large()):
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{max(sheet.max_row, 2)}"
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        for column in sheet.iter_cols(min_row=1, max_row=1):
            assert sheet.column_dimensions[column[0].column_letter].width >= min(len(str(column[0].value)) + 2, 40)


@few
@given(visions())
def test_nothing_that_somebody_wrote_is_a_formula_or_a_link(vision: Vision) -> None:
    for sheet in book(vision):
        for row in sheet.iter_rows():
            assert not [cell.value for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_mischief_reads_back_as_it_was_written() -> None:
    words = [text for text in HOSTILE if text.isprintable() and text == text.strip()]
    minority = tuple(quote(n, text) for n, text in enumerate(words))
    sheet = book(place().model_copy(update={"themes": (), "minority": minority}))["Utsagn"]
    told = [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert told[: words.index('=HYPERLINK("http://example.org";"Trykk")') + 1][-1].startswith("=HYPERLINK")
    assert len(told) == len(words)


def test_charts_show_the_tables_own_cells_and_are_told_of_in_words() -> None:
    there = book(place())
    themes, groups = there["Oversikt"]._charts
    assert [series.val.numRef.f for series in themes.series] == ["Temaer!$D$2:$D$5", "Temaer!$E$2:$E$5"]
    assert [series.val.numRef.f for series in groups.series] == ["Grupper!$B$2:$B$6"]
    file = write("xlsx", place(), spoken("nb"))
    described = [text for text in _drawings(file) if "Temaene i tall. Trygge venner: Utsagn 48, Stemmer 31" in text]
    assert len(described) == 1
    assert any("Barn: minst 57; Ungdom: minst 21, ikke oppgitt i 1 verksted;" in text for text in _drawings(file))


def test_a_text_that_no_cell_holds_is_cut_and_the_file_still_opens() -> None:
    long = "🌊" * 40_000
    sheet = book(place().model_copy(update={"vision": long}))["Oversikt"]
    told = next(row[1].value for row in sheet.iter_rows() if row[0].value == "Visjon")
    assert told.endswith("🌊…")
    assert len(told.encode("utf-16-le")) <= 2 * 32_767


def test_it_tells_its_title_and_whose_it_is() -> None:
    told = openpyxl.load_workbook(io.BytesIO(write("xlsx", place(), WORDS))).properties
    assert (told.title, told.creator) == (place().title, "Smøla kommune")
    assert told.created == place().written.replace(tzinfo=None)


def _drawings(file: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return [package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/drawing")]
