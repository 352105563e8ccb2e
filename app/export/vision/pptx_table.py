"""Tables on slides: as many slides as their rows take, each with the heads."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.export.vision.office import FJORD, INK, MUTED
from app.export.vision.pptx_deck import BODY_BOTTOM, BODY_TOP, MARGIN, Deck
from app.export.vision.pptx_fit import Block, Style, fill, height_of
from app.export.vision.pptx_shapes import CELL_INSET, table, text_box

_HEAD = Style(15, FJORD, bold=True)
_CELL = Style(17, INK)
_BELOW = Style(13, MUTED)
_GAP = 16.0


@dataclass(frozen=True)
class Column:
    """A head, a width in points, negative where its cells stand to the right, and the language of its cells."""

    head: str
    width: float
    language: str


def table_slides(
    deck: Deck,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    below: str = "",
) -> None:
    """Show ``rows`` under ``title``; a cell that is taller than a slide goes on in the row after it.

    ``below`` stands under the last row where there is room for it, and in the notes.
    """
    heads = [Block(column.head, _HEAD, deck.spoken) for column in columns]
    first = _height(heads, columns)
    room = BODY_BOTTOM - BODY_TOP - first
    left = [
        row for texts in rows for row in _broken([_cell(*it) for it in zip(texts, columns, strict=True)], columns, room)
    ]
    told = [*notes, below, *(", ".join(filter(None, texts)) for texts in rows)]
    while left:
        there, used = [heads], first
        while left and used + (needed := _height(left[0], columns)) <= BODY_BOTTOM - BODY_TOP:
            used += needed
            there.append(left.pop(0))
        slide = deck.slide(title, deck.spoken, told)
        told = []
        across = sum(abs(column.width) for column in columns)
        heights = [_height(row, columns) for row in there]
        table(slide, (MARGIN, BODY_TOP, across, used), title, there, [column.width for column in columns], heights)
        remark = Block(below, _BELOW, deck.spoken)
        top, needed = BODY_TOP + used + _GAP, height_of(remark, across, 1.0)
        if below and not left and top + needed <= BODY_BOTTOM:
            text_box(slide, (MARGIN, top, across, needed), [remark], 1.0)


def _cell(text: str, column: Column) -> Block:
    return Block(text, _CELL, column.language)


def _inner(column: Column) -> float:
    return abs(column.width) - 2 * CELL_INSET


def _height(row: Sequence[Block], columns: Sequence[Column]) -> float:
    return max(height_of(*it, 1.0) for it in zip(row, map(_inner, columns), strict=True)) + 2 * CELL_INSET


def _broken(row: Sequence[Block], columns: Sequence[Column], room: float) -> list[list[Block]]:
    """A row as rows that each fit on a slide."""
    rows, left = list[list[Block]](), list(row)
    while True:
        if _height(left, columns) <= room:
            return [*rows, left]
        parts = [
            _part(block, _inner(column), room - 2 * CELL_INSET) for block, column in zip(left, columns, strict=True)
        ]
        rows.append([part for part, _ in parts])
        left = [rest for _, rest in parts]


def _part(block: Block, width: float, height: float) -> tuple[Block, Block]:
    if height_of(block, width, 1.0) <= height:
        return block, Block("", block.style, block.language)
    fitting = fill([block], width, height, scales=(1.0,))
    return fitting.blocks[0], fitting.rest[0]
