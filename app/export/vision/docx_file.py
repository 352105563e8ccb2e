"""A place's vision summary for a word processor: to be read, worked on and sent on.

Headings are headings, tables are tables with a first row that comes again on each page, and every paragraph says which
language it is in, so that a quote in nynorsk is read aloud, and spelt, as nynorsk.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

from app.export.script import script_of
from app.export.vision.docx_style import CELL, FACT, HEAD, KICKER, SOURCE, VISION, dress, numbered, ruled
from app.export.vision.office import steady, tag
from app.export.vision.paper import Paper, Said, Theme, compose, joined
from app.export.words import Words
from app.region.vision import Vision

_ACROSS = 16.0
"""Centimetres between the margins."""


def write(vision: Vision, words: Words) -> bytes:
    """Return ``vision`` as DOCX whose headings and standing phrases are in the language of ``words``."""
    paper = compose(vision, words)
    document = docx.Document()
    dress(document, tag("", paper.spoken))
    _properties(document, paper)
    hand = _Hand(document, paper)
    _front(hand)
    for theme in paper.themes:
        _theme(theme, hand)
    _rest(hand)
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue(), paper.written)


class _Hand:
    """Writes into a document, each paragraph in its language and direction."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.document = document
        self.paper = paper
        self._styles = {style.name: style.style_id for style in document.styles}

    def label(self, text: str, style: str) -> Paragraph:
        """Words of the program."""
        return self._filled(self._styled(self.document.add_paragraph(), style), text, self.paper.spoken)

    def own(self, text: str, style: str = "Normal", language: str | None = None) -> Paragraph:
        """Words that somebody wrote, in the place's language unless another is said."""
        return self._filled(self._styled(self.document.add_paragraph(), style), text, language or self.paper.language)

    def fact(self, name: str, text: str, language: str) -> Paragraph:
        """A line that begins with its name."""
        line = self.label(f"{name}: ", FACT)
        self._run(line, text, language)
        return line

    def quote(self, said: Said) -> None:
        """A statement, and under it whose it is."""
        body = self.own(said.text, "Quote", said.language)
        if said.by:
            self.own(f"— {said.by}", SOURCE)
        else:
            body.paragraph_format.keep_with_next = False

    def table(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A table that tells its ``name``; columns from the first negative width on stand to the right."""
        there = list(rows)
        table = self.document.add_table(rows=1 + len(there), cols=len(heads))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        ruled(table._tbl)
        self._told(table, name)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(abs(width))
        for number, (row, texts) in enumerate(zip(table._tbl.tr_lst, (heads, *there), strict=True)):
            properties = row.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(row.tc_lst, texts, widths, strict=True):
                cell.width = Cm(abs(width))
                paragraph = self._styled(Paragraph(cell.p_lst[0], self.document), CELL if number else HEAD)
                self._filled(paragraph, text, self.paper.language if number else self.paper.spoken)
                if width < 0:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _told(self, table: Table, name: str) -> None:
        for what in ("w:tblCaption", "w:tblDescription"):
            told = OxmlElement(what)
            told.set(qn("w:val"), name)
            table._tbl.tblPr.append(told)

    def _styled(self, paragraph: Paragraph, style: str) -> Paragraph:
        """By the style's id: to look a style up by its name takes longer than all the rest of a paragraph."""
        paragraph._p.style = self._styles[style]
        return paragraph

    def _filled(self, paragraph: Paragraph, text: str, language: str) -> Paragraph:
        if script_of(text).rtl:
            paragraph._p.get_or_add_pPr().insert_element_before(
                OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
        self._run(paragraph, text, language)
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, language: str) -> None:
        run = paragraph.add_run(text)
        properties = run._r.get_or_add_rPr()
        script = script_of(text)
        if script.rtl:
            properties.append(OxmlElement("w:rtl"))
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), tag(text, language))
        properties.append(spoken)


def _properties(document: Document, paper: Paper) -> None:
    told = document.core_properties
    told.title, told.subject, told.author = (text[:255] for text in (paper.title, paper.labels.head, paper.place))
    told.language = tag("", paper.language)
    told.created = told.modified = paper.written.astimezone(UTC).replace(tzinfo=None)
    told.revision = paper.version
    told.comments = told.keywords = told.last_modified_by = ""
    section = document.sections[0]
    section.header.paragraphs[0].add_run(joined((paper.labels.head, paper.title))[:120])
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    numbered(footer)


def _front(hand: _Hand) -> None:
    paper, of = hand.paper, hand.paper.labels
    hand.label(of.head, KICKER)
    hand.own(paper.title, "Title")
    if paper.question:
        hand.own(paper.question, "Subtitle")
    if paper.vision:
        hand.own(paper.vision, VISION)
    for text in paper.ingress:
        hand.own(text)
    for number, (name, text) in enumerate(paper.facts):
        line = hand.fact(name, text, paper.language)
        if number == 0:
            line.paragraph_format.space_before = Cm(0.4)
    if paper.silence:
        hand.label(paper.silence, VISION)
    if paper.bars:
        hand.label(of.numbers, "Heading 1")
        numbers = ((theme.statements, theme.votes, theme.workshops) for theme in paper.themes)
        told = ([of.not_voted if number is None else str(number) for number in row] for row in numbers)
        hand.table(
            of.numbers,
            (of.theme, of.statements, of.votes, of.workshops),
            [(theme.title, *row) for theme, row in zip(paper.themes, told, strict=True)],
            (_ACROSS - 7.5, -2.5, -2.5, -2.5),
        )


def _theme(theme: Theme, hand: _Hand) -> None:
    of = hand.paper.labels
    hand.own(theme.title, "Heading 1")
    if theme.vision:
        hand.own(theme.vision, VISION)
    if theme.signs:
        hand.label(of.signs, "Heading 2")
        for sign in theme.signs:
            hand.own(sign, "List Bullet")
    if theme.quotes:
        hand.label(of.quotes, "Heading 2")
        for said in theme.quotes:
            hand.quote(said)
    if theme.answer:
        hand.label(of.answer, "Heading 2")
        for text in theme.answer:
            hand.own(text)
    hand.label(theme.told, FACT).paragraph_format.space_before = Cm(0.4)
    if theme.municipalities:
        hand.fact(of.municipalities, ", ".join(theme.municipalities), hand.paper.language)
    if theme.groups:
        hand.fact(of.groups, ", ".join(theme.groups), hand.paper.spoken)


def _rest(hand: _Hand) -> None:
    paper, of = hand.paper, hand.paper.labels
    if paper.heard:
        hand.label(of.heard, "Heading 1")
        cells = [group.cells for group in paper.heard]
        hand.table(of.heard, paper.group_heads, cells, (_ACROSS - 9.6, -3.2, -3.2, -3.2))
        hand.label(of.why_withheld, FACT).paragraph_format.space_before = Cm(0.3)
    if paper.minority:
        hand.label(of.minority, "Heading 1")
        for said in paper.minority:
            hand.quote(said)
    if paper.steps:
        hand.label(of.steps, "Heading 1")
        rows = [(step.what, step.who, step.when) for step in paper.steps]
        hand.table(of.steps, (of.what, of.who, of.when), rows, (_ACROSS - 7.2, 3.8, 3.4))
    if paper.done or paper.workshops:
        hand.label(of.done, "Heading 1")
        for text in paper.done:
            hand.own(text)
    if paper.held_in:
        hand.label(of.workshops, "Heading 2")
        columns = (of.municipality, of.workshops, of.statements)
        hand.table(of.workshops, columns, paper.held_in, (_ACROSS - 6.4, -3.2, -3.2))
        hand.label(of.each_workshop, FACT).paragraph_format.space_before = Cm(0.3)
    elif paper.workshops:
        hand.label(of.workshops, "Heading 2")
        hand.table(
            of.workshops,
            (of.workshop, of.units, of.held, of.method, of.people, of.statements),
            [
                (
                    held.title,
                    joined((", ".join(held.municipalities), ", ".join(held.units))),
                    *(held.day, held.method, held.told, str(held.statements)),
                )
                for held in paper.workshops
            ],
            (3.2, 3.7, 2.7, 3.0, -1.6, -1.8),
        )
