"""The document for a word processor, opened by one who did not write it."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table

from app.export.vision import write
from app.i18n import words as spoken
from tests.export.examples import WORDS
from tests.export.vision.visions import bare, large, place


@pytest.fixture(scope="module")
def document() -> docx.document.Document:
    return docx.Document(io.BytesIO(write("docx", place(), spoken("nb"))))


def test_headings_are_headings_in_order(document: docx.document.Document) -> None:
    heads = [
        (p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith(("Title", "Head"))
    ]
    titles = [theme.title for theme in place().themes]
    first = [text for style, text in heads if style == "Heading 1"]
    assert heads[0] == ("Title", place().title)
    assert first == [
        "Temaene i tall",
        *titles,
        "Hvem er hørt",
        "Det bare noen få sa",
        "Neste steg",
        "Slik ble det til",
    ]
    assert ("Heading 2", "Kjennetegn å se etter") in heads


def test_signs_are_a_list_and_quotes_are_quotes(document: docx.document.Document) -> None:
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(str(paragraph.style and paragraph.style.name), []).append(paragraph.text)
    assert by_style["List Bullet"] == [sign for theme in place().themes for sign in theme.signs]
    quotes = [quote.text for theme in place().themes for quote in theme.quotes] + [q.text for q in place().minority]
    assert by_style["Quote"] == quotes
    assert "— Barn · Hopen skole" in by_style["Quote source"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I 2040 veit eg at nokon saknar meg når eg ikkje kjem.", "nn-NO"),
        ("In 2040 newcomers are met by a friend.", "en-GB"),
        ("I 2040 har alle noen å leke med.", "nb-NO"),
        ("نريد مدرسة آمنة", "x-none"),
        ("Trygge venner", "nb-NO"),
    ],
)
def test_each_paragraph_says_which_language_it_is_in(language: str, text: str) -> None:
    told = docx.Document(io.BytesIO(write("docx", place(), spoken("nn"))))
    there = next(p for p in told.paragraphs if p.text == text)
    assert {lang.get(qn("w:val")) for lang in there._p.iter(qn("w:lang"))} == {language}
    label = next(p for p in told.paragraphs if p.text == "Kjenneteikn å sjå etter")
    assert {lang.get(qn("w:val")) for lang in label._p.iter(qn("w:lang"))} == {"nn-NO"}
    default = told.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "nn-NO"


def test_what_is_written_from_the_right_is_set_so(document: docx.document.Document) -> None:
    there = next(p for p in document.paragraphs if p.text == "نريد مدرسة آمنة")
    assert there._p.pPr is not None
    assert there._p.pPr.find(qn("w:bidi")) is not None
    assert there.runs[0].font.rtl


def test_tables_say_what_they_are_and_repeat_their_heads(document: docx.document.Document) -> None:
    names = []
    for table in document.tables:
        first, *others = table.rows
        assert first._tr.trPr is not None
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in others)
        names.append(table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")))
    assert names == ["Temaene i tall", "Hvem er hørt", "Neste steg", "Verksteder"]
    assert cells(document.tables[0])[4][2] == "ingen avstemning"
    assert cells(document.tables[1])[1] == ["Barn", "minst 57", "3", "0"]
    assert cells(document.tables[1])[5] == ["Politikere", "ikke oppgitt", "0", "2"]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_it_tells_its_title_and_whose_it_is_and_nothing_of_who_wrote_it(document: docx.document.Document) -> None:
    told = document.core_properties
    assert (told.title, told.subject, told.author) == (place().title, "Fremtidsbilde", "Smøla kommune")
    assert (told.language, told.revision) == ("nb-NO", 3)
    assert (told.comments, told.last_modified_by) == ("", "")
    assert told.created is not None
    assert told.created.replace(tzinfo=None) == place().written.replace(tzinfo=None)


def test_pages_are_a4_and_numbered(document: docx.document.Document) -> None:
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("vision", [place(), large(), bare()], ids=["place", "large", "bare"])
def test_nothing_in_it_comes_from_elsewhere(vision: object) -> None:
    with zipfile.ZipFile(io.BytesIO(write("docx", vision, WORDS))) as package:  # type: ignore[arg-type]
        links = [name for name in package.namelist() if name.endswith(".rels")]
        assert not [name for name in links if b'TargetMode="External"' in package.read(name)]
        assert package.testzip() is None
