"""The painter: what it has painted is painted once, and forgotten with the part."""

import gc
import weakref

import pytest

from app.painter import Painter
from app.workshop.parts import WallCard

TEXT = "Vi er ute hver dag"


def card(text: str = TEXT) -> WallCard:
    return WallCard(id="card-one", into="cards", order=0.5, statement="one", theme=None, text=text, group="child")


def test_a_part_is_painted_once_for_all_who_see_it_in_each_language() -> None:
    painter = Painter()
    held = card()
    first = painter.parts([held], "nb")
    assert TEXT in first
    assert painter.part(card(), "nb", None) is painter.part(held, "nb", None)
    assert painter.parts([held], "en") != first
    assert "og ute" in painter.parts([card("Vi er inne og ute")], "nb")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_words_that_no_screen_holds_any_more_are_not_kept(language: str) -> None:
    painter = Painter()
    held = card()
    painted = painter.part(held, language, None)  # type: ignore[arg-type]  # one of the languages
    kept = list(painter._painted[language].values())  # type: ignore[index]  # as above
    assert kept == [painted]
    gone = weakref.ref(held)
    del held
    gc.collect()
    assert gone() is None
    assert not painter._painted[language]  # type: ignore[index]  # as above
