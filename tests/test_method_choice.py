"""The choice of a method in a form: IGP unless somebody chose otherwise, one's own in the open, none at the end."""

import pytest

from app.painter import Painter
from app.routes.offered_methods import Offered
from app.workshop.method import shipped
from app.workshop.people import LANGUAGES, Language
from tests.routes.pages import Element, _Reader

OWN = Offered(shipped()["world-cafe"].model_copy(update={"id": "ours"}), "own", "Kari", "Nordmøre")
METHODS = [Offered(shipped()["igp"]), *(Offered(m) for m in shipped().values() if m.id != "igp"), OWN]
CALL = '{% from "method_choice.html" import method_choice %}<form>{{ method_choice(methods, chosen) }}</form>'


def painted(chosen: str | None, language: Language = "nb") -> Element:
    page = Painter()._environments[language].from_string(CALL).render(methods=METHODS, chosen=chosen)
    reader = _Reader()
    reader.feed(page)
    return reader.open[0]


def radios(page: Element) -> list[str]:
    return [radio.attributes["value"] for radio in page.all("input", type="radio", name="method")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_methods_can_be_chosen_and_none_stands_last(language: Language) -> None:
    page = painted(None, language)
    values = radios(page)
    assert values[:2] == ["igp", "ours"]
    assert values[-1] == ""
    assert set(values) == {*shipped(), "ours", ""}
    assert len(values) == len(set(values))
    for method in shipped().values():
        assert method.texts(language).purpose in page.text


@pytest.mark.parametrize(
    ("chosen", "checked"), [(None, "igp"), ("igp", "igp"), ("ours", "ours"), ("", ""), ("affinity", "affinity")]
)
def test_one_is_chosen_and_to_be_seen(chosen: str | None, checked: str) -> None:
    page = painted(chosen)
    marked = [r.attributes["value"] for r in page.all("input", type="radio") if "checked" in r.attributes]
    assert marked == [checked]
    assert checked not in radios(page.all("details")[0]), "nobody has to unfold anything to see it"
