"""The language of a statement: heard from its own words, and its workshop's where they do not tell."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshop.method import shipped
from app.workshop.people import LANGUAGES, Language
from app.workshop.written_in import written_in

TEXTS = Path("app/demo/statements.csv")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ingen går alene hjem", "nb"),
        ("Eg vil at ingen skal gå åleine heim", "nn"),
        ("alle har noen å leke med", "nb"),
        ("Nokon å leike med", "nn"),
        ("In 2040 children learn outside every day", "en"),
        ("Vi går på tur", "nn"),
        ("I framtida er alle trygge", "nn"),
        ("Trygt hos oss", "nn"),
        ("2040!", "nn"),
        ("", "nn"),
        ("نريد مدرسة آمنة", "nn"),
    ],
)
def test_small_words_tell_and_where_there_are_none_the_workshop_does(text: str, language: Language) -> None:
    assert written_in(text, "nn") == language


@pytest.mark.parametrize("text", ["I framtida er alle trygge", "Gode venner og leik ute", "Veg heim til fots"])
def test_words_that_both_forms_of_norwegian_have_tell_nothing(text: str) -> None:
    assert (written_in(text, "nb"), written_in(text, "nn")) == ("nb", "nn")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_method_is_taken_for_another_language(language: Language) -> None:
    steps = [step.texts(language) for method in shipped().values() for step in method.steps]
    lines = [line for step in steps for line in (step.say, step.phones, step.paper)]
    assert len(lines) > 200
    assert [line for line in lines if written_in(line, language) != language] == []


def test_statements_are_told_apart_whatever_the_workshop_speaks() -> None:
    with TEXTS.open(encoding="utf-8") as file:
        rows = [(row["text"], row["form"]) for row in csv.DictReader(file) if row["form"] in LANGUAGES]
    right = [written_in(text, "nn" if form == "nb" else "nb") == form for text, form in rows]
    assert len(right) > 150
    assert [(text, form) for text, form in rows if written_in(text, form) != form] == []
    assert sum(right) / len(right) > 0.8


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_is_in_some_language(text: str, otherwise: Language) -> None:
    assert written_in(text, otherwise) in LANGUAGES
