"""Spreadsheets: every statement is one row, reads back as it was written, and runs nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export import csv_file
from app.export.csv_file import as_written, harmless
from app.workshop.summary import VisionSummary
from tests.export.examples import MISCHIEF, WORDS, PlainWords, all_lines, hidden, summaries, unhurried, workshop


def rows(file: bytes, delimiter: str = ",") -> list[list[str]]:
    text = file.decode("utf-8-sig")
    return [
        [as_written(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]


@unhurried
@given(summaries())
def test_each_statement_is_one_row_that_reads_back_as_it_was_written(summary: VisionSummary) -> None:
    head, *table = rows(csv_file.write(summary, WORDS))
    assert head == ["Theme", "Statement", "Group", "Id"]
    assert [(text, group, ident) for _theme, text, group, ident in table] == [
        (line.text, WORDS.group(line.group, plural=False) if line.group else "", line.id) for line in all_lines(summary)
    ]
    titles = [theme.title for theme in summary.themes for _ in theme.statements] + [""] * len(summary.ungrouped)
    assert [row[0] for row in table] == titles


@given(st.text() | st.text("'=+-@＝＋－＠﹣ \t\r\n\ufeff\u200b1a"))
def test_a_cell_made_harmless_can_be_restored(cell: str) -> None:
    assert as_written(harmless(cell)) == cell


@given(st.text("' \t\r\n\u00a0\u200b"), st.sampled_from("=+-@＝＋－＠﹣⁼"), st.text())
def test_what_could_run_gets_an_apostrophe_in_front(before: str, sign: str, after: str) -> None:
    assert harmless(before + sign + after) == f"'{before}{sign}{after}"


@pytest.mark.parametrize("cell", ["\tA1", "\r=1", "\n+1"])
def test_a_cell_that_begins_with_a_control_gets_one_too(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "I 2040 = nå", "Lag- og foreningsliv", "1+1", "'80-tallet", "«sitat»", "æøå"])
def test_ordinary_text_is_left_alone(cell: str) -> None:
    assert harmless(cell) == cell


def test_no_cell_of_a_mischievous_workshop_could_run() -> None:
    text = csv_file.write(workshop(MISCHIEF), WORDS).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝＋－＠")]


def test_excel_sees_norwegian_letters_and_columns() -> None:
    file = csv_file.write(workshop(), PlainWords("nb"))
    assert file.startswith(b"\xef\xbb\xbf")
    assert file.endswith(b"\r\n")
    assert rows(file, ";")[1] == ["Trygge venner", "I 2040 har alle noen å leke med.", "Parent", "s0"]
    assert rows(csv_file.write(workshop(), WORDS, delimiter="\t"), "\t")[1][0] == "Trygge venner"


def test_before_the_reveal_there_are_only_heads() -> None:
    assert rows(csv_file.write(hidden(workshop()), WORDS)) == [["Theme", "Statement", "Group", "Id"]]
