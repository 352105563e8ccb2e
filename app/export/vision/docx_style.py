"""The look of a place's vision summary in a word processor: real styles, so that whoever edits it changes them once."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from app.export.vision.office import AMBER, FJORD, INK, LINE, MUTED

FONT = "Calibri"
KICKER = "Kind of document"
VISION = "Vision sentence"
SOURCE = "Quote source"
FACT = "Fact"
CELL = "Table text"
HEAD = "Table heading"


def dress(document: Document, language: str) -> None:
    """Give ``document`` A4 pages and styles; ``language`` is the tag of what no paragraph says otherwise of."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.3)
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = defaults.find(qn("w:lang"))
    spoken.set(qn("w:val"), language)
    _newest(document)
    _style(document, "Normal", 11, INK, after=6, line=1.15)
    _plain(_style(document, "Title", 30, FJORD, bold=True, after=6, line=1.0))
    _plain(_style(document, "Subtitle", 14, INK, after=12, line=1.1))
    _style(document, KICKER, 10.5, AMBER, bold=True, after=4)
    _style(document, "Heading 1", 20, FJORD, bold=True, before=28, after=8, line=1.0)
    _style(document, "Heading 2", 13, FJORD, bold=True, before=14, after=4, line=1.0)
    _style(document, "Header", 9, MUTED)
    _style(document, "Footer", 9, MUTED)
    _style(document, "List Bullet", 11, INK, after=3, line=1.15)
    quote = _style(document, "Quote", 11.5, INK, before=6, after=2, line=1.15)
    quote.font.italic = False
    quote.paragraph_format.keep_with_next = True
    _barred(quote, LINE)
    source = _style(document, SOURCE, 9.5, AMBER, bold=True, after=8)
    _barred(source, LINE)
    sentence = _style(document, VISION, 14, FJORD, bold=True, before=6, after=10, line=1.15)
    _barred(sentence, AMBER)
    _style(document, FACT, 10, MUTED, after=2, line=1.1)
    _style(document, CELL, 10, INK, before=2, after=2, line=1.05)
    _style(document, HEAD, 10, FJORD, bold=True, before=2, after=2, line=1.05)


def _style(
    document: Document,
    name: str,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
) -> ParagraphStyle:
    styles = document.styles
    there = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(there, ParagraphStyle)  # noqa: S101 - the names are those of paragraph styles
    there.font.size, there.font.bold, there.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    fonts = there.element.get_or_add_rPr().get_or_add_rFonts()
    for name_of in list(fonts.attrib):
        del fonts.attrib[name_of]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    shape = there.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    return there


def _plain(style: ParagraphStyle) -> None:
    """Take the line, the slant and the wide letters away that the built-in style has."""
    style.font.italic = False
    for part, name in ((style.element.get_or_add_pPr(), "w:pBdr"), (style.element.get_or_add_rPr(), "w:spacing")):
        for there in part.findall(qn(name)):
            part.remove(there)


def _barred(style: ParagraphStyle, colour: str) -> None:
    """Put a bar beside the text, and the text a little to the right of it."""
    style.paragraph_format.left_indent = Cm(0.5)
    shape = style.element.get_or_add_pPr()
    for old in shape.findall(qn("w:pBdr")):
        shape.remove(old)
    borders = OxmlElement("w:pBdr")
    borders.append(_line("w:left", colour, eighths=18, space=8))
    shape.insert_element_before(
        borders, *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
    )


def _line(where: str, colour: str, *, eighths: int, space: int = 0) -> BaseOxmlElement:
    line = OxmlElement(where)
    for name, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    return line


def ruled(table: BaseOxmlElement) -> None:
    """Draw lines under the rows of a table, and none beside its cells."""
    borders = OxmlElement("w:tblBorders")
    borders.append(_line("w:top", FJORD, eighths=8))
    borders.append(_line("w:bottom", LINE, eighths=6))
    borders.append(_line("w:insideH", LINE, eighths=6))
    properties = table.tblPr
    properties.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription"
    )


def numbered(paragraph: Paragraph) -> None:
    """Write which page it is of how many, as fields that the word processor fills."""
    for part in ("PAGE", " / ", "NUMPAGES"):
        if part == " / ":
            paragraph.add_run(part)
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), part)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)


def _newest(document: Document) -> None:
    """Say that it is no document of Word 2010, which newer ones would open in their compatibility mode."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
