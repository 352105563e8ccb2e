"""The deck that a place's vision summary is shown in: its slides, its look, and what stands beside them in notes."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from app.export.vision.office import FJORD, tag
from app.export.vision.pptx_fit import Block, Style, fitted
from app.export.vision.pptx_shapes import frame, painted, paragraphs, place, run

WIDTH, HEIGHT = 960.0, 540.0
"""Points: 16:9."""

MARGIN = 48.0
TITLE = (MARGIN, 30.0, WIDTH - 2 * MARGIN, 76.0)
BODY_TOP, BODY_BOTTOM = 122.0, 506.0
_TITLE_SIZES = (30, 26, 22, 19)
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
_RIDGES = (
    ("CFDCD8", (58, 52, 54, 38, 42, 36, 49, 45, 57, 50, 53, 40, 43, 37, 50, 46, 53)),
    ("9DBCBD", (49, 53, 64, 59, 67, 60, 62, 55, 68, 64, 70, 60, 62, 54, 60)),
    ("5B919B", (66, 73, 70, 79, 74, 81, 77, 82, 76, 79, 70, 67)),
)
"""Ridges of the fjord, one behind the other: a colour, and how far down each point of it is, in hundredths."""

_SKY = 215.0


class Deck:
    """A presentation whose slides have titles that are all different. ``spoken``: the language of the program."""

    def __init__(self, spoken: str) -> None:
        self.file: Any = pptx.Presentation()
        self.spoken = spoken
        self._titles = set[str]()
        self.file.slide_width, self.file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self._first: Any
        self._other: Any
        self._first, self._other = self.file.slide_layouts[0], self.file.slide_layouts[5]
        for layout in list(self.file.slide_layouts):
            if layout not in (self._first, self._other):
                self.file.slide_layouts.remove(layout)
        for there in (self.file.slide_master, self._first, self._other):
            _lay_out(there)

    def cover(self, title: str, language: str, below: Sequence[Block], scale: float) -> None:
        """The first slide: a fjord, the title, and a few lines that are known to fit."""
        slide = self.file.slides.add_slide(self._first)
        self._titles.add(title)
        _fjord(slide)
        first, second = slide.shapes.title, slide.placeholders[1]
        text, size = fitted(title, TITLE[2], 96, (40, 34, 28, 23))
        place(first, (MARGIN, _SKY + 18, TITLE[2], 100))
        frame(first.text_frame, MSO_ANCHOR.BOTTOM)
        run(first.text_frame.paragraphs[0], text, Style(size, FJORD, bold=True), tag(title, language))
        place(second, (MARGIN, _SKY + 130, TITLE[2], 170))
        frame(second.text_frame, MSO_ANCHOR.TOP)
        paragraphs(second.text_frame, below, scale)
        self._said(slide, title if text != title else "")

    def slide(self, title: str, language: str, notes: Sequence[str] = ()) -> Any:
        """A new slide. A title that there is already is numbered; one that is too long stands in the notes in full."""
        slide = self.file.slides.add_slide(self._other)
        number, named = 1, title
        while True:
            text, size = fitted(named, TITLE[2], TITLE[3], _TITLE_SIZES)
            if number > 1 and text != named:  # shortened: the number has to stay
                text, _ = fitted(title, TITLE[2] - 80, TITLE[3], _TITLE_SIZES)
                text = f"{text} ({number})"
            if text not in self._titles:
                break
            number += 1
            named = f"{title} ({number})"
        self._titles.add(text)
        head = slide.shapes.title.text_frame
        frame(head, MSO_ANCHOR.BOTTOM)
        run(head.paragraphs[0], text, Style(size, FJORD, bold=True), tag(title, language))
        self._said(slide, *([title] if text != named else []), *notes)
        for there in self._other.placeholders:
            if there.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                slide.shapes._spTree.append(deepcopy(there._element))
        return slide

    def _said(self, slide: Any, *notes: str) -> None:
        """What whoever shows the slide can read beside it."""
        told = [note for note in notes if note]
        if told:
            slide.notes_slide.notes_text_frame.text = "\n".join(told)


def _lay_out(there: Any) -> None:
    """Put the placeholders of a master or a layout where they stand on a wide slide."""
    for shape in list(there.placeholders):
        kind = shape.placeholder_format.type
        if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            place(shape, TITLE)
            frame(shape.text_frame, MSO_ANCHOR.BOTTOM)
        elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
            place(shape, (WIDTH - MARGIN - 80, 512, 80, 18))
            for letters in shape._element.iter(qn("a:defRPr"), qn("a:rPr")):
                letters.set("sz", "1000")
        elif kind in (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER):
            shape._element.getparent().remove(shape._element)
        else:
            place(shape, (MARGIN, BODY_TOP, WIDTH - 2 * MARGIN, BODY_BOTTOM - BODY_TOP))
    for style in there._element.iter(qn("p:titleStyle")):
        for level in style.iter(qn("a:lvl1pPr")):
            level.set("algn", "l")


def _fjord(slide: Any) -> None:
    """The fjord at evening that the document begins with, behind the words, as shapes that say they are decoration."""
    shapes = slide.shapes
    there = [
        _decoration(shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Pt(WIDTH), Pt(_SKY)), "FAEBD0"),
        _decoration(shapes.add_shape(MSO_SHAPE.OVAL, Pt(640), Pt(38), Pt(58), Pt(58)), "EEBB6D"),
    ]
    for colour, points in _RIDGES:
        step = WIDTH / (len(points) - 1)
        ridge = [(Pt(step * n), Pt(_SKY * down / 100)) for n, down in enumerate(points)]
        draw = shapes.build_freeform(0, Pt(_SKY))
        draw.add_line_segments([*ridge, (Pt(WIDTH), Pt(_SKY))])
        there.append(_decoration(draw.convert_to_shape(), colour))
    water = shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, Pt(_SKY * 0.82), Pt(WIDTH), Pt(_SKY * 0.18))
    for number, shape in enumerate([*there, _decoration(water, FJORD)]):
        shapes._spTree.insert(2 + number, shape._element)


def _decoration(shape: Any, colour: str) -> Any:
    painted(shape, colour)
    properties = shape._element.nvSpPr.cNvPr
    properties.append(parse_xml(_DECORATIVE))
    return shape
