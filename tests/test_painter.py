"""The painter: what it has painted is painted once, and forgotten with the part."""

import gc
import re
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.i18n import words
from app.painter import _COMPILED, Painter, _Compiled, _Fold
from app.workshop.parts import OwnCard, WallCard
from app.workshop.people import LANGUAGES, Language

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


def own_card(number: int) -> OwnCard:
    return OwnCard(
        id=f"own-{number}",
        into="own",
        order=-1.0,
        statement=str(number),
        text="<b>100 % & mer</b>",
        standing="shown",
        on_wall=True,
        open=True,
    )


def test_texts_and_icons_that_are_put_in_beforehand_are_those_that_would_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    for language in LANGUAGES:
        catalogue: Any = words(language).catalogue
        own = catalogue.gettext

        def noting(text: str, own: Callable[[str], str] = own) -> str:
            asked.append(text)
            return own(text)

        monkeypatch.setattr(catalogue, "gettext", noting)
        monkeypatch.setattr(catalogue, "ugettext", noting)
        monkeypatch.setitem(_COMPILED, language, _Compiled())
    painter = Painter()
    painted = {language: painter.parts([own_card(1)], language) for language in LANGUAGES}
    assert len(set(painted.values())) == 3
    asked.clear()
    assert painter.parts([own_card(2)], "nb") == painted["nb"].replace('"own-1"', '"own-2"').replace(
        'value="1"', 'value="2"'
    ).replace('edit-1"', 'edit-2"').replace("take-back-1", "take-back-2")
    assert asked == []
    for language in LANGUAGES:
        monkeypatch.setitem(_COMPILED, language, _Compiled())
    monkeypatch.setattr(_Fold, "visit_Call", _Fold.generic_visit)
    assert {language: Painter().parts([own_card(1)], language) for language in LANGUAGES} == painted
    assert asked != []


def test_every_icon_of_the_pages_is_one_that_is_fetched() -> None:
    root = Path(__file__).parents[1]
    listed = re.search(r'ICONS = """(.*?)"""', (root / "setup/vendor.py").read_text(encoding="utf-8"), re.DOTALL)
    pages = "".join(page.read_text(encoding="utf-8") for page in (root / "app/templates").rglob("*.html"))
    used = {*re.findall(r'icon\("(\w+)"\)', pages)}
    assert listed
    assert used
    assert used <= {*listed[1].split()}


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "29\xa0437 utsagn"), ("nn", "29\xa0437 utsegner"), ("en", "29,437 statements")]
)
def test_thousands_stand_apart_in_large_numbers(language: Language, said: str) -> None:
    asked = '{{ ngettext("%(num)s statement", "%(num)s statements", many) }}|{{ many | number }}'
    painted = Painter()._environments[language].from_string(asked).render(many=29_437)
    assert painted == f"{said}|{said.split(maxsplit=1)[0] if language == 'en' else said[:6]}"
    assert words(language).ngettext("%(num)s statement", "%(num)s statements", 29_437) == said
    assert words(language).ngettext("%(num)s statement", "%(num)s statements", 1_009).startswith("1009 ")
