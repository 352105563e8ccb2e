"""The slides, opened by one who did not write them: titles, order, alt texts, notes, and that all words have room."""

import io
from typing import Any

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx.oxml.ns import qn

from app.export.vision import write
from app.export.vision.office import INK
from app.export.vision.pptx_fit import LINE, Block, Style, fill, fitted, height_of, lines_of, width_of
from app.i18n import words as spoken
from app.region.vision import NextStep, Vision
from app.workshop.people import Language
from tests.export.examples import WORDS
from tests.export.vision.opened import shape_words
from tests.export.vision.strange_visions import anything, few, visions
from tests.export.vision.visions import bare, large, place, quote


def slides(vision: Vision, language: Language = "nb") -> list[Any]:
    file = write("pptx", vision, spoken(language))
    return list(pptx.Presentation(io.BytesIO(file)).slides)


def titles(there: list[Any]) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in there]


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def test_a_slide_for_each_thing_that_a_council_talks_about() -> None:
    themes = [theme.title for theme in place().themes]
    assert titles(slides(place())) == [
        "Oppvekst på Smøla 2040",
        "Hva det handler om",
        "Temaene i tall",
        *themes,
        "Hvem er hørt",
        "Det bare noen få sa",
        "Neste steg",
        "Slik ble det til",
    ]


def test_a_theme_stands_with_its_vision_its_signs_and_up_to_three_quotes() -> None:
    theme = place().themes[0]
    more = theme.model_copy(update={"quotes": (*theme.quotes, quote(77, "Et fjerde sitat."))})
    slide = slides(place().model_copy(update={"themes": (more,)}))[2]
    shown = "\n".join(text for shape in slide.shapes for text in shape_words(shape))
    assert all(text in shown for text in (theme.vision, *theme.signs, *(q.text for q in theme.quotes)))
    assert "Et fjerde sitat." not in shown
    assert "Et fjerde sitat." in notes(slide)
    assert "Kommuner: Smøla" in notes(slide)


def test_charts_and_tables_can_be_worked_on_and_are_told_of_in_words() -> None:
    there = slides(place())
    chart = next(shape for shape in there[2].shapes if shape.has_chart)
    assert chart._element.nvGraphicFramePr.cNvPr.get("descr").startswith(
        "Temaene i tall. Trygge venner: Utsagn 48, Stemmer 31; Ute hver dag: Utsagn 36, Stemmer 27;"
    )
    plot = chart.chart.plots[0]
    assert [(series.name, tuple(series.values)) for series in plot.series] == [
        ("Utsagn", (48.0, 36.0, 22.0, 11.0)),
        ("Stemmer", (31.0, 27.0, 9.0, None)),
    ]
    frames = [shape for slide in there for shape in slide.shapes if shape.has_table]
    assert [frame._element.nvGraphicFramePr.cNvPr.get("descr") for frame in frames] == [
        "Hvem er hørt",
        "Neste steg",
    ]
    assert all(frame.table.first_row for frame in frames)
    cells = [[cell.text for cell in row.cells] for row in frames[0].table.rows]
    assert cells[1] == ["Barn", "minst 57", "3", "0"]
    assert cells[5] == ["Politikere", "ikke oppgitt", "0", "2"]


def test_a_quote_in_nynorsk_is_marked_as_such() -> None:
    runs = [run for slide in slides(place()) for run in slide._element.iter(qn("a:r"))]
    languages = {"".join(t.text or "" for t in run.iter(qn("a:t"))): run.rPr.get("lang") for run in runs}
    assert languages["«I 2040 veit eg at nokon saknar meg når eg ikkje kjem.»"] == "nn-NO"
    assert languages["«In 2040 newcomers are met by a friend.»"] == "en-GB"
    assert languages["«نريد مدرسة آمنة»"] == "x-none"


def test_pictures_of_the_fjord_are_decoration() -> None:
    first = slides(place())[0]
    told = [shape.name for shape in first.shapes if not shape.is_placeholder and b"decorative" not in _xml(shape)]
    assert told == []


@pytest.mark.parametrize("vision", [place(), large()], ids=["place", "large"])
def test_no_two_shapes_of_a_slide_have_the_same_number(vision: Vision) -> None:
    for slide in slides(vision):
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(set(numbers)) == len(numbers)


def test_many_themes_are_many_slides_in_order_and_charts_stay_readable() -> None:
    there = slides(large())
    themes = [theme.title for theme in large().themes]
    assert [title for title in titles(there) if title in themes] == themes
    assert [title for title in titles(there) if "tall" in title] == [
        "Temaene i tall",
        "Temaene i tall (2)",
        "Temaene i tall (3)",
    ]
    assert "Tingvoll · Verksteder: 31" in notes(there[-1])


def test_what_is_too_much_for_a_slide_goes_on_on_another_one() -> None:
    words = "I 2040 har alle barn noen å leke med og voksne som ser dem når de står alene. " * 30
    theme = place().themes[0]
    quotes = tuple(quote(n, words) for n in range(3))
    much = theme.model_copy(update={"signs": (words, words), "quotes": quotes})
    steps = tuple(NextStep(what=words, who="Alle", when=f"dag {n}") for n in range(3))
    there = slides(place().model_copy(update={"themes": (much,), "next_steps": steps}))
    named = titles(there)
    assert {"Trygge venner", "Trygge venner (2)", "Neste steg", "Neste steg (2)"} <= set(named)
    assert len(set(named)) == len(named)
    overfull(there)


@few
@given(visions())
def test_titles_are_all_different_and_no_words_run_out_of_their_place(vision: Vision) -> None:
    there = slides(vision)
    named = titles(there)
    assert all(named)
    assert len(set(named)) == len(named)
    overfull(there)


@pytest.mark.parametrize("vision", [place(), large(), bare()], ids=["place", "large", "bare"])
def test_nothing_runs_out_of_its_place(vision: Vision) -> None:
    overfull(slides(vision))


def overfull(there: list[Any]) -> None:
    """No text is taller than the shape that it stands in, and no shape stands outside of its slide."""
    for slide in there:
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            assert (right, bottom) <= (960 * 12700 + 9, 540 * 12700 + 9), shape.name
            assert bottom <= 540 * 12700 + 9, shape.name
            if shape.has_text_frame and any(p.runs for p in shape.text_frame.paragraphs):
                frame = shape.text_frame
                room = shape.height.pt - frame.margin_top.pt - frame.margin_bottom.pt
                width = shape.width.pt - frame.margin_left.pt - frame.margin_right.pt
                assert sum(needed(paragraph, width) for paragraph in frame.paragraphs) <= room + 1, frame.text


def needed(paragraph: Any, width: float) -> float:
    size = max(run.font.size.pt for run in paragraph.runs)
    mark = int(paragraph._p.pPr.get("marL", 0)) / 12700
    lines = lines_of(paragraph.text, width - mark, size, bold=bool(paragraph.runs[0].font.bold))
    before = paragraph.space_before.pt if paragraph.space_before else 0
    return float(len(lines) * size * LINE + before)


def _xml(shape: Any) -> bytes:
    return bytes(str(shape._element.xml), "utf-8")


# What is measured

TEXT = Style(18, INK, before=10)


@given(anything, st.floats(60, 900), st.sampled_from((12.0, 18.0, 30.0)))
def test_lines_hold_all_words_and_none_is_too_wide(text: str, width: float, size: float) -> None:
    lines = lines_of(text, width, size)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line, size) <= width + 0.01 or len(line) == 1 for line in lines)


def blocks(texts: list[str]) -> list[Block]:
    return [Block(text, TEXT, "nb", "noen", Style(12, INK)) for text in texts]


@given(
    st.lists(anything.map(lambda text: " ".join(text.split())).filter(bool), max_size=12),
    st.floats(150, 800),
    st.floats(120, 500),
)
def test_what_fills_boxes_is_all_there_and_fits(texts: list[str], width: float, height: float) -> None:
    left, found, boxes = blocks(texts), list[str](), 0
    while left:
        filled = fill(left, width, height)
        assert sum(height_of(block, width, filled.scale) for block in filled.blocks) <= height + 0.01
        found += [block.text for block in filled.blocks]
        left, boxes = list(filled.rest), boxes + 1
        assert boxes < 100
    assert "".join(found).replace(" ", "") == "".join(texts).replace(" ", "")


def test_a_heading_never_stands_last() -> None:
    head = Block("Med egne ord", TEXT, "nb", opens=True)
    long = Block("ord " * 200, TEXT, "nb")
    first = fill([long, head, long], 400, 470)
    assert first.blocks == (long,)
    assert first.rest == (head, long)


@given(anything.filter(bool))
def test_a_title_fits_in_its_place(text: str) -> None:
    shown, size = fitted(text, 864, 76, (30, 26, 22, 19))
    assert len(lines_of(shown, 864, size, bold=True)) * size * LINE <= 76
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1].rstrip()))


def test_the_words_of_the_program_are_not_those_of_the_place() -> None:
    there = pptx.Presentation(io.BytesIO(write("pptx", place(), WORDS)))
    assert there.core_properties.title == place().title
    assert there.core_properties.language == "nb-NO"
    assert (there.slide_width, there.slide_height) == (960 * 12700, 540 * 12700)
