"""What made-up people say: enough of it, in both forms of Norwegian, each as it should be."""

import random
import re
from typing import get_args

import pytest

from app.demo.phrases import Kind, Written, of, pieces, statement, themes
from tests.test_catalogues import OTHER_FORMS


@pytest.mark.parametrize("language", get_args(Written))
def test_thousands_of_things_are_said_and_each_fits_a_phone(language: Written) -> None:
    chance = random.Random(1)
    kinds: tuple[Kind, ...] = get_args(Kind)
    said = {
        statement(chance, chance.choice(themes()), language, chance.choice(kinds), chance.choice(("child", "parent")))
        for _ in range(5_000)
    }
    assert len(said) > 2_000
    assert max(map(len, said)) <= 280
    assert not [text for text in said if "%" in text or "  " in text or " ," in text]


def test_every_theme_has_all_that_a_workshop_makes_of_it() -> None:
    assert len(themes()) >= 12
    for theme in themes():
        for part in ("title", "vision", "sign", "core", "reason", "promise"):
            assert of(theme, part), (theme, part)
        assert all(len(of(theme, "core", kind)) >= 6 for kind in get_args(Kind))


def test_what_fits_a_school_alone_is_not_said_of_a_kindergarten() -> None:
    alone = {piece.nb for piece in pieces() if piece.kind == "school"}
    there = {piece.nb for theme in themes() for piece in of(theme, "core", "kindergarten")}
    assert alone
    assert not alone & there


def test_nynorsk_keeps_to_the_forms_that_were_chosen() -> None:
    words = [(word, piece.nn) for piece in pieces() for word in re.findall(r"\w+", piece.nn)]
    assert [found for found in words if OTHER_FORMS.fullmatch(found[0].lower())] == []
