"""Spreadsheets: every statement, option, milestone and commitment is one row, reads back, and runs nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export import csv_file
from app.export.csv_file import as_written, harmless
from app.workshop.summary import VisionSummary
from app.workshop.words import clean
from tests.export.examples import (
    MISCHIEF,
    WORDS,
    PlainWords,
    after_a_method,
    all_lines,
    by_group,
    hidden,
    nested,
    outers,
    sources,
    told_votes,
    workshop,
)
from tests.export.strategies import summaries, unhurried


def rows(file: bytes, delimiter: str = ",") -> list[list[str]]:
    text = file.decode("utf-8-sig")
    return [
        [as_written(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]


HEADS = ["Theme", "Statement", "Group", "Id"]


@unhurried
@given(summaries())
def test_each_statement_is_one_row_that_reads_back_as_it_was_written(summary: VisionSummary) -> None:
    head, *table = rows(csv_file.write(summary, WORDS))
    assert head[:4] == HEADS
    groups = {line.id: WORDS.group(line.group, plural=False) if line.group else "" for line in summary.lines}
    assert [tuple(row[1:4]) for row in table] == [(line.text, groups[line.id], line.id) for line in all_lines(summary)]
    in_themes = [(theme.title, theme.id, line) for theme in summary.themes for line in theme.statements]
    expected = [("", "", line) for line in summary.ungrouped] + in_themes
    assert sorted((row[0], row[3]) for row in table) == sorted((title, line.id) for title, _, line in expected)
    if any(theme.within for theme in summary.themes):
        assert head[-1] == "Within"
        within = sorted((line.id, outers(summary).get(theme, "")) for _, theme, line in expected)
        assert sorted((row[3], row[-1]) for row in table) == within


@unhurried
@given(summaries())
def test_where_statements_are_from_several_steps_each_says_from_which_and_what_it_builds_on(
    summary: VisionSummary,
) -> None:
    head, *table = rows(csv_file.write(summary, WORDS))
    if len(summary.collections) < 2 and not any(line.table for line in summary.lines):
        assert head in (HEADS, [*HEADS, "Within"])
        return
    assert head[:7] == [*HEADS, "Step", "Table", "Builds on"]
    steps = {collection.id: collection.title for collection in summary.collections}
    assert [row[4:7] for row in table] == [
        [
            steps[line.collection],
            str(line.table or ""),
            " | ".join(source.text for source in sources(summary, line)),
        ]
        for line in all_lines(summary)
    ]


@unhurried
@given(summaries())
def test_each_option_of_a_vote_is_one_row_with_all_numbers_that_may_be_told(summary: VisionSummary) -> None:
    head, *table = rows(csv_file.write(summary, WORDS, table="votes"))
    expected = [(vote, bar) for vote in told_votes(summary) for bar in vote.bars]
    assert head[:8] == ["Vote", "Criterion", "Choice", "Place", "Votes", "Chosen by", "Voters", "Id"]
    assert [row[:8] for row in table] == [
        [vote.title, vote.criterion, bar.label]
        + [str(number) for number in (bar.place, bar.votes, bar.people, vote.voters)]
        + [bar.id]
        for vote, bar in expected
    ]
    for row, (_, bar) in zip(table, expected, strict=True):
        people = dict(zip(head[8:], row[8:], strict=True))
        withheld = "withheld" if bar.votes else "0"
        for told, number in zip(bar.by_group, by_group(bar), strict=True):
            name = WORDS.group(told.group, plural=True)
            assert people.pop(name) == (withheld if number is None else str(number))
        assert set(people.values()) <= {withheld}


@unhurried
@given(summaries())
def test_milestones_and_commitments_are_one_row_each(summary: VisionSummary) -> None:
    head, *table = rows(csv_file.write(summary, WORDS, table="milestones"))
    assert head == ["When", "Milestone", "Who", "Id"]
    assert table == [[WORDS.place(there.place), there.text, there.who, there.id] for there in summary.milestones]
    head, *table = rows(csv_file.write(summary, WORDS, table="commitments"))
    assert head == ["What", "Together with", "When", "Theme", "Id"]
    assert table == [[there.what, there.who, there.when, there.theme, there.id] for there in summary.commitments]


def test_a_copy_is_a_row_of_its_own_with_the_same_id() -> None:
    assert rows(csv_file.write(nested(), WORDS)) == [
        [*HEADS, "Within"],
        ["Trygge venner", "I 2040 har alle noen å leke med.", "Parent", "s0", ""],
        ["En venn", "Ro. Bare ro.", "Parent", "s1", "Trygge venner"],
        ["En venn", "I 2040 har alle noen å leke med.", "Parent", "s0", "Trygge venner"],
        ["", "En benk", "Parent", "s2", ""],
    ]


def test_there_are_no_other_tables() -> None:
    with pytest.raises(KeyError):
        csv_file.write(workshop(), WORDS, table="people")


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


@unhurried
@given(summaries(st.sampled_from(MISCHIEF).map(clean)), st.sampled_from(csv_file.TABLES))
def test_no_cell_of_a_mischievous_workshop_could_run(summary: VisionSummary, table: str) -> None:
    text = csv_file.write(summary, WORDS, table=table).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝＋－＠")]


def test_excel_sees_norwegian_letters_and_columns() -> None:
    file = csv_file.write(workshop(), PlainWords("nb"))
    assert file.startswith(b"\xef\xbb\xbf")
    assert file.endswith(b"\r\n")
    assert rows(file, ";")[1] == ["Trygge venner", "I 2040 har alle noen å leke med.", "Parent", "s0"]
    assert rows(csv_file.write(workshop(), WORDS, delimiter="\t"), "\t")[1][0] == "Trygge venner"


@pytest.mark.parametrize("table", csv_file.TABLES)
def test_before_the_reveal_there_are_only_heads(table: str) -> None:
    assert len(rows(csv_file.write(after_a_method(), WORDS, table=table))) > 1
    assert len(rows(csv_file.write(hidden(after_a_method()), WORDS, table=table))) == 1


def test_a_method_in_which_only_tables_write_says_which_table() -> None:
    """World Café: one collection, in which each idea is a table's."""
    summary = after_a_method()
    shared = tuple(line for line in all_lines(summary) if line.table)
    cafe = summary.model_copy(
        update={
            "themes": (),
            "ungrouped": shared,
            "collections": tuple(one for one in summary.collections if one.id == shared[0].collection),
        }
    )
    head, *table = rows(csv_file.write(cafe, WORDS))
    assert head[4:6] == ["Step", "Table"]
    assert [row[5] for row in table] == [str(line.table) for line in shared]
