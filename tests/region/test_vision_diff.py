"""What is otherwise in one version than in another: both texts can be read off it, and only changes stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region.vision_diff import Piece, changes, worded
from tests.region.test_drafting import draft, seen
from tests.region.told_examples import told

TEXTS = st.text(alphabet="ab .\n", max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off(before: str, after: str) -> None:
    pieces = worded(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 3000, "b " * 3000),
        ("a b " * 1500, "b a a " * 1000),
        ("ord og det som er " * 300, "det og som noe ord " * 300),
    ],
)
def test_two_long_texts_of_the_same_few_words_are_compared_at_once(before: str, after: str) -> None:
    pieces = worded(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_it_goes_by_words_and_phrases_stay_whole() -> None:
    assert worded("Alle har en venn.", "Alle har noen gode venner.") == (
        Piece("same", "Alle har "),
        Piece("gone", "en venn"),
        Piece("new", "noen gode venner"),
        Piece("same", "."),
    )


def test_only_what_is_otherwise_is_told_with_its_theme() -> None:
    there = [told("w1", {"a": 2, "b": 3})]
    written = draft(there)
    first, second = written.themes
    later = written.model_copy(
        update={"title": "Nytt", "themes": (second, first.model_copy(update={"vision": "Vår egen", "quotes": ()}))}
    )
    found = changes(seen(written, there), seen(later, there))
    assert [(one.place, one.theme) for one in found] == [
        ("title", ""),
        ("order", ""),
        ("theme_vision", "tittel w1 b"),
        ("theme_quotes", "tittel w1 b"),
    ]
    assert changes(seen(written, there), seen(written, there)) == ()
