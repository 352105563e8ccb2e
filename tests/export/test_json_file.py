"""JSON: it keeps to the published schema, and holds the whole summary."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

from app.export import json_file
from app.workshop.summary import VisionSummary, VoteSummary
from tests.export.examples import WORDS, PlainWords, after_a_method, by_group, hidden, nested, told_votes, workshop
from tests.export.strategies import summaries, unhurried

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
    numbers = {"groups", "units", "votes"}
    assert back.model_dump(exclude=numbers) == summary.model_dump(exclude=numbers)
    assert [without_numbers(vote) for vote in back.votes] == [without_numbers(vote) for vote in told_votes(summary)]


def without_numbers(vote: VoteSummary) -> dict[str, object]:
    """A vote without what may be withheld of it."""
    return vote.model_dump(exclude={"proxies": True, "bars": {"__all__": {"by_group"}}})


@unhurried
@given(summaries())
def test_no_number_under_five_is_in_it(summary: VisionSummary) -> None:
    written = json.loads(json_file.write(summary, WORDS))
    for row, shown in zip(summary.groups + summary.units, written["groups"] + written["units"], strict=True):
        assert shown["people"] == (row.people if row.people is not None and row.people >= 5 else None)
    for vote, told in zip(told_votes(summary), written["votes"], strict=True):
        for bar, there in zip(vote.bars, told["bars"], strict=True):
            assert [row["people"] for row in there["by_group"]] == by_group(bar)
        if told["proxies"] is not None:
            assert told["proxies"] == vote.proxies
            assert not {told["proxies"], vote.voters - told["proxies"]} & {1, 2, 3, 4}


@pytest.mark.parametrize(
    "where",
    [
        ("groups", 0, "people"),
        ("units", 0, "people"),
        ("votes", 0, "voters"),
        ("votes", 0, "bars", 0, "by_group", 0, "people"),
    ],
)
def test_the_schema_refuses_a_number_under_five(where: tuple[str | int, ...]) -> None:
    written = json.loads(json_file.write(after_a_method(), WORDS))
    *way, last = where
    there = written
    for step in way:
        there = there[step]
    there[last] = 5
    jsonschema.validate(written, json_file.schema())
    there[last] = 4
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, json_file.schema())


def test_it_is_the_same_in_every_language() -> None:
    assert json_file.write(workshop(), PlainWords("nn")) == json_file.write(workshop(), PlainWords("en"))
    assert "noen å leke med" in json_file.write(workshop(), WORDS).decode()


def test_it_tells_what_stands_within_what_and_what_is_copied() -> None:
    outer, inner = json.loads(json_file.write(nested(), WORDS))["themes"]
    assert (outer["within"], inner["within"]) == (None, outer["id"])
    assert [(line["id"], line["copied"]) for line in inner["statements"]] == [("s1", False), ("s0", True)]
    assert nested().statements == 3


def test_before_the_reveal_there_are_no_words() -> None:
    written = json.loads(json_file.write(hidden(after_a_method()), WORDS))
    told = ("collections", "themes", "ungrouped", "votes", "milestones", "commitments")
    assert not written["revealed"]
    assert [written[name] for name in told] == [[]] * len(told)
