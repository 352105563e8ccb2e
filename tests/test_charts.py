"""Charts as they are painted: numbers on them, words beside them, in every language."""

import re
from html import unescape

import pytest

from app.i18n import words
from app.painter import Painter
from app.region import chart
from app.workshop.people import LANGUAGES, Language


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter()


def painted(painter: Painter, language: Language, source: str, **facts: object) -> str:
    environment = painter._environments[language]
    imported = '{% from "charts.html" import bar_chart, line_chart, heat_map with context %}'
    return environment.from_string(imported + source).render(**facts)


def text_of(page: str) -> list[str]:
    return [part for part in unescape(re.sub(r"<[^>]+>", "\n", page)).split("\n") if part.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heat_map_is_its_own_table_and_says_what_is_not_told(painter: Painter, language: Language) -> None:
    values: dict[str, dict[str, int | None]] = {"t1": {"child": 12, "staff": None}, "t2": {"child": 3}}
    page = painted(
        painter,
        language,
        "{{ heat_map(cells, down, across, 'Tema', 'Tema og grupper') }}",
        cells=chart.heat(values),
        down={"t1": "Ute <hver> dag", "t2": "Venner"},
        across={"child": "Barn", "staff": "Ansatte"},
    )
    assert re.findall(r'data-shade="(\d)"', page) == ["5", "2"]
    told = [part.strip() for part in text_of(page)]
    not_told = words(language).gettext("not told")
    assert told == [
        "Tema",
        "Barn",
        "Ansatte",
        "Ute <hver> dag",
        "12",
        not_told,
        "Venner",
        "3",
        "–",
        "0",
        "Tema og grupper",
    ]
    assert "<hver>" not in page


def test_bars_and_lines_have_their_numbers_on_them_and_a_name_that_says_what_they_show(painter: Painter) -> None:
    source = "{% call(bar) bar_chart(drawn, says) %}{{ bar.value }}/{{ bar.of }}{% endcall %}"
    page = painted(painter, "nb", source, drawn=chart.bars([("Aure", 2, 8), ("Smøla", 0, 4)]), says="2 av 12")
    assert text_of(page) == ["Aure", "2/8", "Smøla", "0/4", "2 av 12"]
    assert page.count('class="chart-bar"') == 1, "nothing is drawn of nothing"
    assert 'role="img" aria-label="2 av 12"' in page
    drawn = chart.line([("jan. 2026", 1), ("feb. 2026", 7)])
    page = painted(painter, "nb", "{{ line_chart(drawn, 'Verksteder', '7 verksteder') }}", drawn=drawn)
    assert text_of(page)[0] == "Verksteder"
    assert text_of(page)[-2:] == ["7", "7 verksteder"]
    assert "style=" not in page, "the browser would refuse it"


def test_an_axis_has_its_thousands_apart(painter: Painter) -> None:
    drawn = chart.line([("aug", 0), ("des", 30_000)])
    page = painted(painter, "en", "{{ line_chart(drawn, 'Statements', 'Many.') }}", drawn=drawn)
    assert {"0", "10,000", "30,000"} <= set(text_of(page))
    assert "10000" not in page
