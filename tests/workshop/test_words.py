"""What people typed is kept as they meant it, and nothing that cannot be seen."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.workshop.refusals import Refusal
from app.workshop.words import MOST_MARKS, RAW, bounded, bounded_lines, clean, clean_lines, worded

FAMILY = "👨‍👩‍👧‍👦"


def test_ring_typed_apart_becomes_one_letter() -> None:
    assert clean("bla\u030aba\u030ar") == "blåbår"


@pytest.mark.parametrize(
    "invisible",
    [
        "\u200b",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200e",
        "\u200f",
        "\x00",
        "\x1b",
        "\ue000",
    ],
)
def test_invisible_characters_vanish(invisible: str) -> None:
    assert clean(f"sk{invisible}ole") == "skole"
    assert clean(invisible) == ""


def test_an_invisible_character_between_a_letter_and_its_ring_hides_nothing() -> None:
    assert clean("bla\u200b\u030a") == "blå"


@pytest.mark.parametrize("picture", [FAMILY, "🇳🇴", "👍🏽", "1️⃣", "❤️", "🧑‍🚀", "😀"])
def test_pictures_stay_whole(picture: str) -> None:
    assert clean(f"vi leker {picture} ute") == f"vi leker {picture} ute"
    assert clean(picture) == picture


@pytest.mark.parametrize("new", ["🫨", "🫩", "🪿"])
def test_pictures_that_are_newer_than_python_stay(new: str) -> None:
    assert clean(f"kult {new}") == f"kult {new}"


@pytest.mark.parametrize("text", ["مدرسة آمنة", "בית ספר", "می‌خواهیم", "Čájehus", "ສະບາຍດີ", "हिन्दी", "ማማ"])
def test_every_script_stays_as_it_was_written(text: str) -> None:
    assert clean(text) == text


def test_towers_of_marks_are_cut() -> None:
    tower = "Z" + "\u0351\u0352\u0357" * 30
    assert clean(f"{tower}algo") == "Z\u0351\u0352\u0357algo"


def test_towers_are_cut_also_where_joiners_stand_between_the_marks() -> None:
    text = clean("Z" + "\u0351\u200d" * 40 + "algo")
    assert sum(1 for char in text if unicodedata.combining(char)) <= MOST_MARKS


def test_lines_and_runs_of_space_become_single_spaces() -> None:
    assert clean("  først\t\tså\r\nså \u2028 til\u00a0slutt \n") == "først så så til slutt"


@pytest.mark.parametrize(
    "nothing", ["", "   ", "\u200d", "\u200d \u200d", "\u0301", "\u0301 \u0301", "\n\t", "\u3164", "\u2800"]
)
def test_what_shows_nothing_is_nothing(nothing: str) -> None:
    assert clean(nothing) == ""


def test_signs_come_one_a_line_without_empty_ones() -> None:
    assert clean_lines(" alle smiler \n\n\u200b\r\nde  synger\n") == ("alle smiler", "de synger")


@pytest.mark.parametrize("text", ["a" * 13, "a " * 12 + "a", "\u200b" * (RAW * 12 + 1)], ids=["long", "spaced", "raw"])
def test_what_is_too_long_is_refused_and_never_cut(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        bounded(text, 12)
    assert (refused.value.reason, refused.value.facts["limit"]) == ("too_long", 12)
    with pytest.raises(Refusal):
        bounded_lines(f"kort\n{text}", 12, 3)


def test_what_is_made_shorter_by_cleaning_is_taken() -> None:
    assert bounded("\u200b" * 100 + "  tolv  tegn ", 12) == "tolv tegn"
    assert bounded(" ", 12) == ""


def test_words_must_say_something() -> None:
    assert worded(" Ja! ", 12) == "Ja!"
    with pytest.raises(Refusal) as refused:
        worded("\u200b \n", 12)
    assert refused.value.reason == "empty"


def test_lines_are_counted_without_empty_ones() -> None:
    assert bounded_lines("en\n\n to \n\u200b\ntre", 12, 3) == ("en", "to", "tre")
    with pytest.raises(Refusal) as refused:
        bounded_lines("en\nto\ntre\nfire", 12, 3)
    assert refused.value.reason == "too_many"


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(st.text(st.sampled_from("aå\u030a\u0301\u200b\u200d\u202e \n👩🇳🇴ش"), max_size=40))
def test_what_is_kept_is_composed_on_one_line_and_never_longer(text: str) -> None:
    kept = clean(text)
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == " ".join(kept.split())
    assert len(kept) <= len(unicodedata.normalize("NFC", text))
    assert not {"\u200b", "\u202e"} & set(kept)


@given(st.text(st.characters(max_codepoint=0x2FFF)))
def test_ordinary_text_is_not_treated_otherwise_than_any_other(text: str) -> None:
    assert clean(f"a{text}b {FAMILY}") == f"{clean(f'a{text}b')} {FAMILY}"  # the left is looked at by characters
    for char in text:
        assert clean(f"a{char}b {FAMILY}") == f"{clean(f'a{char}b')} {FAMILY}"
