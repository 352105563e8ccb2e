"""The PDF, read back: by its text, by its outline, and by a validator."""

import io
import re
from pathlib import Path

import page
import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from app.export import pdf, typesetting
from app.export.glyphs import STAND_IN, read_coverage, showable
from app.workshop.people import Language
from app.workshop.summary import Line, UnitCount, VisionSummary
from tests.export.examples import (
    FROM_AFAR,
    MISCHIEF,
    WITHHELD,
    WORDS,
    PlainWords,
    after_a_method,
    by,
    by_group,
    folded,
    hidden,
    nested,
    outers,
    printed,
    printed_themes,
    sources,
    told_votes,
    workshop,
)
from tests.export.reading import bookmarks, pages, read, squeezed
from tests.export.strategies import latin_texts, summaries, unhurried

few = settings(unhurried, max_examples=20)
EMPTY = workshop().model_copy(
    update={"title": "", "question": "", "held": None, "people": None}
    | {"groups": (), "units": (), "themes": (), "ungrouped": ()}
)


def read_as(line: Line) -> str:
    """A statement with its group or table, if any, behind it."""
    return squeezed(line.text) + (f"—{squeezed(by(line) or '')}" if by(line) else "")


def numbered(summary: VisionSummary) -> VisionSummary:
    """The same with each statement known by a number, since short ones occur in one another."""
    numbers = {line.id: number for number, line in enumerate(printed(summary))}

    def known(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line.model_copy(update={"text": f"{line.text}§{numbers[line.id]}§"}) for line in lines)

    themes = tuple(theme.model_copy(update={"statements": known(theme.statements)}) for theme in summary.themes)
    return summary.model_copy(update={"themes": themes, "ungrouped": known(summary.ungrouped)})


@few
@given(summaries(latin_texts).map(numbered))
def test_all_statements_stand_once_at_the_end_and_quotes_under_their_theme(summary: VisionSummary) -> None:
    before, heading, after = read(pdf.write(summary, WORDS)).rpartition("Allstatements")
    if not heading:
        before, after = after, ""
    order = [(line, source) for line in printed(summary) for source in (line, *sources(summary, line))]
    assert all(read_as(shown) in after for _, shown in order)
    numbers = {line.id: number for number, line in enumerate(printed(summary))}
    marks = [int(mark) for mark in re.findall("§([0-9]+)§", after)]
    assert marks == [numbers[shown.id] for _, shown in order], "in order, none twice, each after what builds on it"
    quotes = [line for theme in summary.themes for line in theme.statements[: theme.quotes]]
    assert all(read_as(quote) in before for quote in quotes)
    assert before.count("§") == 2 * len(quotes)


@few
@given(summaries(latin_texts))
def test_it_shows_votes_the_way_back_and_what_people_will_do(summary: VisionSummary) -> None:
    text = read(pdf.write(summary, WORDS))
    for vote in told_votes(summary):
        assert all(squeezed(words) in text for words in (vote.title, vote.criterion, *vote.minority))
        for bar in vote.bars:
            numbers = "·".join(
                f"{WORDS.group(row.group, plural=True)} {'withheld' if people is None else people}"
                for row, people in zip(bar.by_group, by_group(bar), strict=True)
            )
            row = f"{bar.place}{'shared' if bar.tied else ''}{bar.label}"
            assert squeezed(f"{row}{numbers}{bar.votes}" if bar.votes else bar.label) in text
    plans = [words for there in summary.milestones for words in (WORDS.place(there.place), there.text, there.who)]
    plans += [words for there in summary.commitments for words in (there.what, there.who, there.when, there.theme)]
    assert all(squeezed(words) in text for words in plans)
    assert ("Thevotes" in text) >= bool(told_votes(summary))


@few
@given(summaries(latin_texts))
def test_it_shows_title_question_themes_and_signs_and_no_number_under_five(summary: VisionSummary) -> None:
    text = read(pdf.write(summary, WORDS))
    there = printed_themes(summary)
    themes = [word for theme in there for word in (theme.title, theme.vision, *theme.signs)]
    themes += [f"Within: {outers(summary)[theme.id]}" for theme in there if theme.id in outers(summary)]
    assert all(squeezed(word) in text for word in (summary.title, summary.question, *themes))
    rows = folded([(WORDS.group(row.group, plural=True), row.people) for row in summary.groups])
    rows += folded([(row.unit or "Not given", row.people) for row in summary.units])
    telling = any(people is not None for _, people in rows)
    for name, people in rows:
        assert squeezed(f"{name}{WITHHELD if people is None else people}") in text or not telling
    assert ("nogroupisshown" in text) == (bool(rows) and not telling)


@few
@given(summaries())
def test_whatever_people_write_it_is_an_accessible_pdf(summary: VisionSummary) -> None:
    report = page.validate_pdf_bytes(pdf.write(summary, WORDS), profile="ua1")
    assert report.is_compliant, [failure.message for failure in report.failures]


@pytest.mark.parametrize(
    "summary",
    [workshop(), workshop(MISCHIEF), workshop(FROM_AFAR), hidden(workshop()), after_a_method(), nested(), EMPTY],
)
def test_it_can_be_archived(summary: VisionSummary) -> None:
    report = page.validate_pdf_bytes(pdf.write(summary, WORDS), profile="2a")
    # A compressed stream that happens to end in a carriage return is miscounted by this validator.
    assert {failure.rule_id for failure in report.failures} <= {"PDFA2A-STREAM-LENGTH-001"}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_tells_its_language_and_title(language: Language) -> None:
    reader = PdfReader(io.BytesIO(pdf.write(workshop(), PlainWords(language))))
    assert str(reader.root_object["/Lang"]) == language
    assert reader.metadata is not None
    assert reader.metadata.title == "Framtida på Smøla"


def test_bookmarks_lead_to_its_parts() -> None:
    assert bookmarks(pdf.write(workshop(), WORDS)) == [
        "Who took part",
        "Trygge venner",
        "All statements",
        "  Trygge venner",
        "  Not in any theme",
    ]


def test_what_a_method_led_to_stands_between_themes_and_statements() -> None:
    assert bookmarks(pdf.write(after_a_method(), WORDS)) == [
        "Who took part",
        "Trygge venner",
        "The votes",
        "  Hva er viktigst?",
        "The way back from 2040",
        "What we will do",
        "All statements",
        "  Share",
        "  Write alone",
        "    Trygge venner",
        "    Not in any theme",
    ]


def test_a_theme_stands_within_another_one_and_a_copy_in_both() -> None:
    file = pdf.write(nested(), WORDS)
    assert bookmarks(file)[3:] == [
        "All statements",
        "  Trygge venner",
        "  Trygge venner › En venn",
        "  Not in any theme",
    ]
    assert squeezed("Theme 2 of 2 · Within: Trygge venner") in read(file)
    assert squeezed("I 2040 har alle noen å leke med. — Parent · copy") in read(file)


def test_pages_are_numbered_and_carry_the_title() -> None:
    sheets = PdfReader(io.BytesIO(pdf.write(workshop(("I 2040 har alle noen å leke med.",) * 300), WORDS))).pages
    texts = [sheet.extract_text() for sheet in sheets]
    assert len(texts) > 3
    assert all(text.strip().endswith(f"{number} / {len(texts)}") for number, text in enumerate(texts, 1))
    assert all("Framtida på Smøla" in text for text in texts)


def test_mischief_is_only_text() -> None:
    text = read(pdf.write(workshop(MISCHIEF), WORDS))
    assert all(squeezed(words) in text for words in MISCHIEF)


def test_a_word_too_long_for_the_line_is_broken() -> None:
    wide = workshop(("W" * 200, "w" * 2000)).model_copy(update={"title": "W" * 120, "question": "M" * 300})
    lines = [line for text in pages(pdf.write(wide, WORDS)) for line in text.splitlines()]
    assert not [line for line in lines if re.search("[WM]{42}|w{65}", line)], "a line of the page holds fewer"


def test_before_the_reveal_it_says_so_and_nothing_else() -> None:
    file = pdf.write(hidden(after_a_method()), WORDS)
    text = read(file)
    assert "isnotinthisdocument.Ithasnotbeenshowntoall,orhasbeenhiddenagain" in text
    assert not [
        word for word in ("Trygge", "venn", "leke", "benk", "alene", "viktigst", "suppe", "spør") if word in text
    ]
    assert bookmarks(file) == ["Who took part"]


def test_an_empty_workshop_is_a_document_too() -> None:
    assert "Therearenostatementsyet." in read(pdf.write(EMPTY, WORDS))


def test_a_character_without_a_shape_gets_a_stand_in_and_a_word_about_it() -> None:
    file = pdf.write(workshop(("Bra \U00012000!",)), WORDS)
    assert f"Bra{STAND_IN}!" in read(file)
    assert f"{STAND_IN}standsforacharacter" in read(file)
    assert f"{STAND_IN}standsforacharacter" not in read(pdf.write(workshop(), WORDS))


def test_a_unit_without_a_shape_gets_a_stand_in_also_where_no_number_is_shown() -> None:
    small = workshop().model_copy(update={"groups": (), "units": (UnitCount(unit="\U00012000", people=None),)})
    assert squeezed(f"One could answer as: {STAND_IN}.") in read(pdf.write(small, WORDS))


def test_the_same_summary_gives_the_same_file() -> None:
    assert pdf.write(workshop(), WORDS) == pdf.write(workshop(), WORDS)


def test_missing_fonts_are_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(FileNotFoundError, match="make setup"):
        pdf.write(workshop(), WORDS)


def test_letters_with_marks_and_joined_emoji_are_drawn_whole_or_not_at_all() -> None:
    latin, emoji = frozenset(map(ord, "ae\u0301")), frozenset(map(ord, "👨👩1\u20e3"))
    assert showable("a\u00e9", [latin]) == "ae\u0301"
    assert showable("a\u0328e", [latin]) == f"{STAND_IN}e"
    assert showable("a👨\u200d👩", [latin, emoji]) == "a👨\u200d👩"
    assert showable("a👨\u200d👩1\ufe0f\u20e3", [latin]) == f"a{STAND_IN}{STAND_IN}"


def test_inter_draws_the_languages_written_in_latin_greek_and_cyrillic() -> None:
    inter = read_coverage(typesetting.FONTS / "Inter-Regular.ttf")
    for text in ("Årets øvelse, æsj", "Čáppa beaivi ŋuolga đ ŧ š ž", "Żółć gęślą jaźń", "Щоденна їжа, ґанок", "“—”…"):
        assert showable(text, [inter]) == text


@pytest.mark.parametrize("ground", ["white", "sand"])
@pytest.mark.parametrize("colour", ["fjord", "ink", "muted", "amber"])
def test_colours_of_text_have_the_contrast_that_wcag_asks_for(colour: str, ground: str) -> None:
    palette = dict(
        re.findall(
            r'#let (\w+) = rgb\("#(\w{6})"\)', pdf.TEMPLATE.with_name("vision_look.typ").read_text(encoding="utf-8")
        )
    )
    darker, lighter = (luminance(code) for code in (palette[colour], {**palette, "white": "ffffff"}[ground]))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(code: str) -> float:
    channels = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
