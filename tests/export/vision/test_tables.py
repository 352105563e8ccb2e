"""CSV, JSON and Markdown of a place, read by a database, a validator and by eye."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

from app.export.vision import TABLES, json_file, write
from app.export.vision.fit import fit_to_leave
from app.export.vision.paper import compose
from app.export.vision.tables import tables
from app.i18n import words as spoken
from app.region.vision import HeardGroup, Vision
from app.workshop.people import Language
from tests.export.examples import WORDS
from tests.export.vision.opened import rows
from tests.export.vision.strange_visions import HOSTILE, few, visions
from tests.export.vision.visions import bare, large, place, quote

PUBLISHED = Path(__file__).parents[3] / "docs/schema/vision.v1.json"


def mischievous() -> Vision:
    theme = place().themes[0]
    quotes = tuple(quote(n, text, said_at=text) for n, text in enumerate(HOSTILE))
    ill = theme.model_copy(update={"title": "=cmd|' /C calc'!A0", "vision": "-1+1", "signs": HOSTILE, "quotes": quotes})
    return place().model_copy(update={"themes": (ill,), "place": "+SUM(A1)", "answers": '@"semikolon";\n'})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("vision", [place(), large(), bare(), mischievous()], ids=["place", "large", "bare", "hostile"])
def test_a_database_reads_each_table_as_it_is(vision: Vision, language: Language, table: str) -> None:
    words = spoken(language)
    of = tables(compose(vision, words))[table]
    expected = [of.heads, *of.rows]
    told = [tuple(_text(cell) for cell in row) for row in expected]
    assert rows(vision, words, table) == told


def _text(cell: object) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


@few
@given(visions())
def test_no_cell_could_run_and_every_row_has_all_its_cells(vision: Vision) -> None:
    for table in TABLES:
        text = write("csv", vision, WORDS, table=table).decode("utf-8-sig")
        read = list(csv.reader(io.StringIO(text, newline="")))
        assert {len(row) for row in read} == {len(read[0])}
        assert not [cell for row in read for cell in row if cell.strip()[:1] in tuple("=+-@＝＋－＠")]


def test_tables_have_heads_in_the_readers_language() -> None:
    assert rows(place(), spoken("nn"), "groups")[0] == (
        *("Gruppe", "Tal på folk", "Talet er"),
        *("Verkstader som oppgjev talet", "Verkstader som ikkje oppgjev det"),
    )


def test_there_are_no_other_tables() -> None:
    with pytest.raises(KeyError):
        write("csv", place(), WORDS, table="people")


def test_the_published_schema_is_up_to_date() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == json_file.schema_text(), (
        "app/export/vision/json_file.py says how to write it"
    )


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_file.schema())
    assert json_file.schema()["$id"] == "urn:fremtidsbilde:vision:v1"


@few
@given(visions())
def test_json_keeps_to_the_schema_and_holds_the_whole_value(vision: Vision) -> None:
    written = json.loads(write("json", vision, WORDS))
    jsonschema.validate(written, json_file.schema(), format_checker=jsonschema.FormatChecker())
    back = Vision.model_validate_json(json.dumps(written))
    assert fit_to_leave(vision) == back
    assert back.model_dump(exclude={"heard", "workshops"}) == vision.model_dump(exclude={"heard", "workshops"})


def test_json_is_the_same_in_every_language() -> None:
    assert write("json", place(), spoken("nn")) == write("json", place(), spoken("en"))


@pytest.mark.parametrize("where", [("heard", 0, "people"), ("workshops", 0, "people")])
def test_the_schema_refuses_a_number_under_five(where: tuple[str, int, str]) -> None:
    written = json.loads(write("json", place(), WORDS))
    many, number, name = where
    for good in (5, 57):
        written[many][number][name] = good
        jsonschema.validate(written, json_file.schema())
    written[many][number][name] = 4
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, json_file.schema())


def test_a_group_that_no_workshop_tells_has_no_number() -> None:
    small = place().model_copy(update={"heard": (HeardGroup(group="child", people=3, workshops=1, withheld=2),)})
    assert json.loads(write("json", small, WORDS))["heard"] == [
        {"group": "child", "people": 0, "workshops": 0, "withheld": 3}
    ]
    assert rows(small, WORDS, "groups")[1] == ("Child people", "not told", "not told", "0", "3")


def test_markdown_is_a_document_with_tables() -> None:
    text = write("md", place(), WORDS).decode()
    assert text.startswith("# Oppvekst på Smøla 2040\n\n**Vision summary**\n\n> Hvordan ønsker vi")
    assert "| Trygge venner | 48 | 31 | 5 |\n" in text
    assert "> I 2040 har alle noen å leke med. — *Child · Hopen skole*\n" in text
    assert "| Politician people | not told | 0 | 2 |\n" in text
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads[0] == "## The themes in numbers"
    after = ["Who has been heard", "What only a few said", "Next steps", "How it came to be"]
    assert heads[5:] == [f"## {head}" for head in after]
    assert "There are no themes yet." in write("md", bare(), WORDS).decode()


def test_mischief_is_no_markup() -> None:
    text = write("md", mischievous(), WORDS).decode()
    assert "\\<script\\>" in text
    assert "\n# overskrift" not in text
    assert "](" not in text.replace("\\]", "")
