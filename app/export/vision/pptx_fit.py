"""How much text a box of a slide holds, by measured lengths: what does not fit is set smaller, or goes on a new slide.

Slides are set in Arial, which nearly every machine has, and measured in Inter, which is here and a little wider: what
fits by this fits there. Lengths are in points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from PIL import ImageFont

from app.export.glyphs import read_coverage
from app.export.typesetting import FONTS
from app.workshop.people import Language

LINE = 1.2
"""A line's height, as a part of the letters' size."""

_MEASURED = 100
_STRANGE = 1.4
"""How wide a character may be that Inter cannot draw, such as an emoji, as a part of the letters' size."""

_SCALES = (1.3, 1.15, 1.0, 0.92, 0.84)
"""How much larger or smaller than planned words may be set, by the room that there is. What goes on on another slide is
set as planned."""


@dataclass(frozen=True)
class Style:
    """How a kind of text is set; ``before`` is the space over it, ``mark`` what stands before its first line."""

    size: float
    colour: str
    bold: bool = False
    before: float = 0
    mark: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, and under it whose words it is. ``opens``: it is nothing without what comes after it."""

    text: str
    style: Style
    language: Language | str
    by: str = ""
    by_style: Style | None = None
    opens: bool = False


@dataclass(frozen=True)
class Fill:
    """What stands in a box, at which scale, how tall it is then, and what is left for the next one."""

    blocks: tuple[Block, ...]
    scale: float
    height: float
    rest: tuple[Block, ...]


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide ``text`` is on one line."""
    return sum(_advance(char, bold) for char in text) * size


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return ``text`` as a program breaks it into lines: between words, and within one that is too wide for a line."""
    lines, line, used = list[str](), "", 0.0
    space = width_of(" ", size, bold=bold)
    for word in text.split(" "):
        for piece in _pieces(word, width, size, bold=bold):
            needed = width_of(piece, size, bold=bold)
            if line and used + space + needed > width:
                lines.append(line)
                line, used = "", 0.0
            used += needed + (space if line else 0.0)
            line = f"{line} {piece}" if line else piece
    return [*lines, line]


def height_of(block: Block, width: float, scale: float) -> float:
    """Return how tall a block is, with the space over it."""
    return sum(_part(*part, width, scale) for part in _parts(block))


def fill(blocks: Sequence[Block], width: float, height: float, *, scales: Sequence[float] = _SCALES) -> Fill:
    """Return how a box is filled: with all blocks as large as they can be, or with as many as it holds."""
    for scale in scales:
        used = sum(height_of(block, width, scale) for block in blocks)
        if used <= height:
            return Fill(tuple(blocks), scale, used, ())
    taken, left, scale = list[Block](), list(blocks), 1.0
    room = height
    while left and height_of(left[0], width, scale) <= room:
        room -= height_of(left[0], width, scale)
        taken.append(left.pop(0))
    while len(taken) > 1 and taken[-1].opens:
        left.insert(0, taken.pop())
    if not taken or all(block.opens for block in taken):  # one block is more than a whole box
        first, second = _broken(left[0], width, room, scale)
        taken.append(first)
        left[:1] = [second] if second else []
    used = sum(height_of(block, width, scale) for block in taken)
    return Fill(tuple(taken), scale, used, tuple(left))


def fitted(text: str, width: float, height: float, sizes: Sequence[float]) -> tuple[str, float]:
    """Return a title, and the largest size at which it fits; shortened where it does not fit at the smallest."""
    for size in sizes:
        if len(lines_of(text, width, size, bold=True)) * size * LINE <= height:
            return text, size
    size = sizes[-1]
    most = int(height / (size * LINE))
    kept = _longest(text, width, size, bold=True, most=most)
    return text[: max(kept - 3, 1)].rstrip() + "…", size


def _longest(text: str, width: float, size: float, *, bold: bool, most: int) -> int:
    """How many characters from the beginning stand in so many lines; at least one."""
    least, beyond = 1, len(text) + 1
    while beyond - least > 1:
        middle = (least + beyond) // 2
        if len(lines_of(text[:middle], width, size, bold=bold)) <= most:
            least = middle
        else:
            beyond = middle
    return least


def _parts(block: Block) -> Iterator[tuple[str, Style]]:
    yield block.text, block.style
    if block.by and block.by_style:
        yield block.by, block.by_style


def _part(text: str, style: Style, width: float, scale: float) -> float:
    size = style.size * scale
    inner = width - (width_of("M ", size) if style.mark else 0)
    return len(lines_of(text, inner, size, bold=style.bold)) * size * LINE + style.before * scale


def _broken(block: Block, width: float, height: float, scale: float) -> tuple[Block, Block | None]:
    """A block that is taller than ``height`` as what fits and the rest; whose words they are stands under both."""
    size = block.style.size * scale
    own = replace(block, text="")
    room = height - height_of(own, width, scale) + size * LINE
    inner = width - (width_of("M ", size) if block.style.mark else 0)
    most = max(int(room / (size * LINE)), 1)
    kept = _longest(block.text, inner, size, bold=block.style.bold, most=most)
    first, second = _at_a_word(block.text, kept)
    return replace(block, text=first), replace(block, text=second) if second else None


def _at_a_word(text: str, most: int) -> tuple[str, str]:
    if most >= len(text):
        return text, ""
    at = text.rfind(" ", 0, most + 1)
    cut = at if at > 0 else most
    return text[:cut].rstrip(), text[cut:].lstrip()


def _pieces(word: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    if width_of(word, size, bold=bold) <= width:
        yield word
        return
    piece, used = "", 0.0
    for char in word:
        needed = _advance(char, bold) * size
        if piece and used + needed > width:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + char, used + needed
    yield piece


@lru_cache(maxsize=4096)
def _advance(char: str, bold: bool) -> float:
    name = "Inter-Bold.ttf" if bold else "Inter-Regular.ttf"
    font, coverage = _font(name)
    return font.getlength(char) / _MEASURED if ord(char) in coverage else _STRANGE


@cache
def _font(name: str) -> tuple[ImageFont.FreeTypeFont, frozenset[int]]:
    path = FONTS / name
    if not path.exists():
        raise FileNotFoundError(f"there are no fonts in {FONTS}; `make setup` puts them there")
    return ImageFont.truetype(str(path), _MEASURED, layout_engine=ImageFont.Layout.BASIC), read_coverage(path)
