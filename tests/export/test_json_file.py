"""JSON: it keeps to the published schema, and holds the whole summary."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

from app.export import json_file
from app.workshop.summary import VisionSummary
from tests.export.examples import WORDS, PlainWords, hidden, summaries, unhurried, workshop

PUBLISHED = Path(__file__).parents[2] / "docs/schema/vision-summary.v1.json"


def test_the_published_schema_is_up_to_date() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == json_file.schema_text(), (
        "app/export/json_file.py says how to write it"
    )


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_file.schema())
    assert json_file.schema()["$id"] == "urn:fremtidsbilde:vision-summary:v1"


@unhurried
@given(summaries())
def test_it_keeps_to_the_schema_and_holds_every_word(summary: VisionSummary) -> None:
    written = json.loads(json_file.write(summary, WORDS))
    jsonschema.validate(written, json_file.schema(), format_checker=jsonschema.FormatChecker())
    back = VisionSummary.model_validate(written, strict=False)
    assert (back.themes, back.ungrouped, back.title, back.written) == (
        summary.themes,
        summary.ungrouped,
        summary.title,
        summary.written,
    )


@unhurried
@given(summaries())
def test_no_number_under_five_is_in_it(summary: VisionSummary) -> None:
    written = json.loads(json_file.write(summary, WORDS))
    for row, shown in zip(summary.groups + summary.units, written["groups"] + written["units"], strict=True):
        assert shown["people"] == (row.people if row.people is not None and row.people >= 5 else None)


def test_the_schema_refuses_a_number_under_five() -> None:
    written = json.loads(json_file.write(workshop(), WORDS))
    written["groups"][0]["people"] = 4
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, json_file.schema())


def test_it_is_the_same_in_every_language() -> None:
    assert json_file.write(workshop(), PlainWords("nn")) == json_file.write(workshop(), PlainWords("en"))
    assert "noen å leke med" in json_file.write(workshop(), WORDS).decode()


def test_before_the_reveal_there_are_no_words() -> None:
    written = json.loads(json_file.write(hidden(workshop()), WORDS))
    assert (written["revealed"], written["themes"], written["ungrouped"]) == (False, [], [])
