"""Every format tells the same: each word and number of the value stands in each file, whatever somebody wrote."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from app.export.vision import FORMATS, file_name, write
from app.export.vision.paper import Paper, compose
from app.i18n import words as spoken
from app.region.vision import HeardGroup, Held, Quote, Vision
from app.workshop.method import shipped
from app.workshop.people import Language
from tests.export.examples import WORDS
from tests.export.reading import squeezed
from tests.export.vision.opened import words_of
from tests.export.vision.strange_visions import anything, latin_visions, visions
from tests.export.vision.visions import bare, large, place

DOCUMENTS = [name for name in FORMATS if name != "zip"]
thorough = settings(
    deadline=None,
    max_examples=15,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def texts(vision: Vision) -> Iterator[str]:
    """All that people wrote in a value, as files hold it."""
    for theme in vision.themes:
        yield from (theme.title, theme.vision, *theme.signs, *theme.municipalities)
    for quote in quotes(vision):
        yield from (quote.text, quote.said_at)
    for held in vision.workshops:
        yield from (held.title, *held.municipalities, *held.units)
        yield "" if held.method in {*shipped(), "open"} else held.method
    for step in vision.next_steps:
        yield from (step.what, step.who, step.when)
    yield from (vision.title, vision.place, vision.question, vision.vision, vision.answers)
    yield from (*vision.ingress.splitlines(), *vision.done.splitlines())


def quotes(vision: Vision) -> list[Quote]:
    return [*(quote for theme in vision.themes for quote in theme.quotes), *vision.minority]


def lacking(vision: Vision, there: str) -> list[str]:
    """The words of ``vision`` that are not in what was read, backslashes apart: Markdown writes more of them."""
    there = there.replace("\\", "")
    return [text for text in texts(vision) if squeezed(text).replace("\\", "") not in there]


@pytest.mark.parametrize("format_", [name for name in DOCUMENTS if name != "pdf"])
@thorough
@given(visions())
def test_all_words_stand_in_each_file(format_: str, vision: Vision) -> None:
    assert lacking(vision, words_of(format_, vision, WORDS)) == []


@thorough
@given(latin_visions)
def test_all_words_stand_in_the_document_that_is_archived(vision: Vision) -> None:
    assert lacking(vision, words_of("pdf", vision, WORDS)) == []


FAULTS: dict[str, Callable[[Paper], Paper]] = {
    "signs are forgotten": lambda paper: replace(
        paper, themes=tuple(replace(theme, signs=()) for theme in paper.themes)
    ),
    "units are forgotten": lambda paper: replace(
        paper, workshops=tuple(replace(held, units=()) for held in paper.workshops)
    ),
    "what few said is forgotten": lambda paper: replace(paper, minority=()),
    "the last step is forgotten": lambda paper: replace(paper, steps=paper.steps[:-1]),
    "how it came to be is forgotten": lambda paper: replace(paper, done=()),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("format_", [name for name in DOCUMENTS if name != "json"])
def test_the_law_finds_a_writer_that_is_wrong(format_: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = f"app.export.vision.{FORMATS[format_].module}"
    monkeypatch.setattr(f"{module}.compose", lambda vision, words: FAULTS[fault](compose(vision, words)))
    there = words_of(format_, place(), WORDS)
    assert [text for text in lacking(place(), there) if "مدرسة" not in text]


@pytest.mark.parametrize("format_", DOCUMENTS)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_a_council_reads_is_in_each_file(format_: str, language: Language) -> None:
    vision, words = place(), spoken(language)
    there = words_of(format_, vision, words)
    shaped = [
        text for text in texts(vision) if format_ != "pdf" or "مدرسة" not in text
    ]  # Arabic is read as it is drawn
    assert [text for text in shaped if squeezed(text) not in there] == []
    if format_ == "json":
        return
    for group in vision.heard:
        assert squeezed(words.group(group.group, plural=True)) in there
    for number in ("57", "21", "38", "26"):
        assert number in there
    labels = ("Signs to look for", "Next steps", "Who has been heard", "Votes", "Municipalities", "not told")
    left_to_sheets = {"Next steps", "Who has been heard"} if format_ in ("csv", "xlsx") else set()
    assert [
        label for label in labels if label not in left_to_sheets and squeezed(words.gettext(label)) not in there
    ] == []


@pytest.mark.parametrize("format_", FORMATS)
def test_no_number_of_people_under_five_leaves(format_: str) -> None:
    told = {
        "heard": (HeardGroup(group="politician", people=4, workshops=71, withheld=6),),
        "workshops": (Held(workshop="w", title="Lite", people=4, statements=3),),
    }
    small = place().model_copy(update=told)
    even_smaller = {
        "heard": (HeardGroup(group="politician", people=0, workshops=0, withheld=77),),
        "workshops": (Held(workshop="w", title="Lite", people=None, statements=3),),
    }
    assert write(format_, small, WORDS) == write(format_, place().model_copy(update=even_smaller), WORDS)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("vision", [place(), bare()], ids=["place", "bare"])
def test_the_same_value_gives_the_same_file(format_: str, vision: Vision) -> None:
    assert write(format_, vision, WORDS) == write(format_, vision, WORDS)


def test_files_are_named_by_place_and_version_in_letters_that_every_system_has() -> None:
    assert file_name("pdf", place()) == "fremtidsbilde-smola-kommune-v3.pdf"
    assert file_name("csv", place(), table="quotes") == "fremtidsbilde-smola-kommune-v3-quotes.csv"
    assert file_name("docx", bare()) == "fremtidsbilde-v1.docx"
    named = place().model_copy(update={"place": "Guovdageaidnu/Kautokeino: 'Ærlig \"øy\" & å\\..' " + "x" * 200})
    assert file_name("json", named).startswith("fremtidsbilde-guovdageaidnu-kautokeino-aerlig-oy-a-x")
    assert len(file_name("json", named)) < 100


@given(anything)
def test_no_place_makes_a_name_that_could_lead_elsewhere(place_name: str) -> None:
    name = file_name("zip", place().model_copy(update={"place": place_name}))
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.count(".") == 1


@pytest.mark.long
@pytest.mark.parametrize("format_", FORMATS)
def test_a_networks_files_take_seconds(format_: str) -> None:
    vision, words = large(), spoken("nb")
    began = perf_counter()
    write(format_, vision, words)
    assert perf_counter() - began < 10


def test_there_are_no_other_formats() -> None:
    with pytest.raises(KeyError):
        write("odt", place(), WORDS)


@pytest.mark.parametrize("format_", ["pdf", "docx", "pptx", "md"])
def test_many_workshops_are_told_by_municipality_in_what_is_read(format_: str) -> None:
    vision = large()
    there = words_of(format_, vision, spoken("nb"))
    assert [held.title for held in vision.workshops if squeezed(held.title) in there] == []
    between = squeezed(" · Verksteder: "), squeezed(" · Utsagn: ")
    before, after = between if format_ == "pptx" else ("|", "|") if format_ == "md" else ("", "")
    lacking = [
        one
        for one in vision.by_municipality
        if f"{one.municipalities[0]}{before}{one.workshops}{after}{one.statements}" not in there
    ]
    assert lacking == []


@pytest.mark.parametrize("format_", ["xlsx", "csv", "json"])
def test_many_workshops_are_each_in_what_programs_read(format_: str) -> None:
    vision = large()
    there = words_of(format_, vision, spoken("nb"))
    assert [held.title for held in vision.workshops if squeezed(held.title) not in there] == []
