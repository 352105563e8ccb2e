"""What stands on a slide: words in a box or on a card, native tables and charts, each with what is told of it."""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from app.export.script import script_of
from app.export.vision.office import FJORD, INK, LINE, OCHRE, SAND, tag
from app.export.vision.pptx_fit import Block, Style

FONT = "Arial"
CARD_INSET = 18.0
"""Points between a card's edge and its words."""

CELL_INSET = 6.0
"""Points between a cell's edge and its words."""

Box = tuple[float, float, float, float]
"""Left, top, width and height, in points."""


def rgb(code: str) -> RGBColor:
    """A colour by its six digits."""
    colour: RGBColor = RGBColor.from_string(code)  # type: ignore[no-untyped-call]
    return colour


def place(shape: Any, box: Box) -> None:
    """Say where a shape stands."""
    shape.left, shape.top, shape.width, shape.height = map(Pt, box)


def frame(frame: Any, anchor: MSO_ANCHOR, inset: float = 0) -> None:
    """Say where words begin in a shape, which keeps its size whatever stands in it."""
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(inset)


def text_box(slide: Any, box: Box, blocks: Sequence[Block], scale: float, *, card: bool = False) -> None:
    """Put ``blocks`` into a box; on a ``card``, they begin a little inside it."""
    if card:
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *map(Pt, box))
        shape.adjustments[0] = 0.03
        painted(shape, SAND)
    else:
        shape = slide.shapes.add_textbox(*map(Pt, box))
    frame(shape.text_frame, MSO_ANCHOR.TOP, CARD_INSET if card else 0)
    paragraphs(shape.text_frame, blocks, scale)


def bar_chart(
    slide: Any, box: Box, name: str, alt: str, rows: Sequence[tuple[str, int, int | None]], heads: Sequence[str]
) -> None:
    """A chart that can be worked on: bars of each row, with one or two numbers by ``heads``."""
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = [row[0] for row in rows]
    for number, head in enumerate(heads, 1):
        data.add_series(head, [row[number] for row in rows])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *map(Pt, box), data)
    _told(frame, name, alt)
    chart = frame.chart
    chart.has_legend, chart.has_title = len(heads) > 1, False
    chart.font.size, chart.font.name = Pt(14), FONT
    chart.font.color.rgb = rgb(INK)
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(LINE)
    chart.category_axis.has_major_gridlines = chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible, chart.value_axis.minimum_scale = False, 0
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 60, -5, True
    plot.data_labels.font.size, plot.data_labels.show_value = Pt(13), True
    for series, colour in zip(plot.series, (FJORD, OCHRE), strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(colour)
        series.invert_if_negative = False


def table(
    slide: Any,
    box: Box,
    name: str,
    rows: Sequence[Sequence[Block]],
    widths: Sequence[float],
    heights: Sequence[float],
) -> None:
    """A table whose first row is its heads; columns with a negative width stand to the right."""
    frame = slide.shapes.add_table(len(rows), len(widths), *map(Pt, box))
    _told(frame, name, name)
    there = frame.table
    properties = there._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    there.first_row, there.horz_banding = True, False
    for column, width in zip(there.columns, widths, strict=True):
        column.width = Pt(abs(width))
    for number, (row, blocks, height) in enumerate(zip(there.rows, rows, heights, strict=True)):
        row.height = Pt(height)
        for cell, block, width in zip(row.cells, blocks, widths, strict=True):
            cell.margin_left = cell.margin_right = Pt(CELL_INSET)
            cell.margin_top = cell.margin_bottom = Pt(CELL_INSET)
            cell.vertical_anchor = MSO_ANCHOR.BOTTOM if number == 0 else MSO_ANCHOR.TOP
            paragraphs(cell.text_frame, [block], 1.0)
            if width < 0:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            _ruled(cell, FJORD if number == 0 else LINE, 1.5 if number == 0 else 0.75)


def _told(frame: Any, name: str, alt: str) -> None:
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", name)
    properties.set("descr", alt)


def _ruled(cell: Any, colour: str, width: float) -> None:
    line = parse_xml(
        f'<a:lnB xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="{int(width * 12700)}">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
    )
    cell._tc.get_or_add_tcPr().insert(0, line)


def painted(shape: Any, colour: str) -> None:
    """Fill a shape with one colour, without the line and the shadow that a theme gives it."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    theme = shape._element.find(qn("p:style"))
    if theme is not None:
        shape._element.remove(theme)


def paragraphs(frame: Any, blocks: Sequence[Block], scale: float) -> None:
    """Write ``blocks``, each in its language and direction."""
    started = False
    for block in blocks:
        for text, style in ((block.text, block.style), (block.by, block.by_style)):
            if style is None or (started and not text):
                continue
            paragraph = frame.add_paragraph() if started else frame.paragraphs[0]
            started = True
            paragraph.space_before, paragraph.line_spacing = Pt(style.before * scale), 1.0
            set_smaller = Style(round(style.size * scale, 1), style.colour, bold=style.bold, mark=style.mark)
            run(paragraph, text, set_smaller, tag(text, block.language))


def run(paragraph: Any, text: str, style: Style, language: str) -> None:
    """Write words that are set alike."""
    letters = paragraph.add_run()
    letters.text = text
    letters.font.size, letters.font.bold, letters.font.name = Pt(style.size), style.bold, FONT
    letters.font.color.rgb = rgb(style.colour)
    letters._r.get_or_add_rPr().set("lang", language)
    shape = paragraph._p.get_or_add_pPr()
    rtl = script_of(text).rtl
    shape.set("algn", "r" if rtl else "l")
    if rtl:
        shape.set("rtl", "1")
    if style.mark:
        indent = int(style.size * 12700)
        shape.set("marL", str(indent))
        shape.set("indent", str(-indent))
        bullet = f'<a:buChar xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" char="{style.mark}"/>'
        shape.append(parse_xml(bullet))
