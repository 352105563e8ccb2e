"""Which characters a set of fonts can draw. An archivable PDF may not hold a letter that has no shape."""

import struct
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

STAND_IN = "□"
"""Stands where a character has no shape in any font."""

_JOINER = "\u200d"
_NEED_NO_SHAPE = {"\u200c", _JOINER, "\ufe0e", "\ufe0f"}  # joiners, and the choice of text or emoji style
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def read_coverage(font: Path) -> frozenset[int]:
    """Return the code points that a TrueType or OpenType font has shapes for, from its ``cmap`` table."""
    data = font.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4s4xII", data, 12 + 16 * i) for i in range(tables))
    start = next(offset for tag, offset, _length in records if tag == b"cmap")
    covered: set[int] = set()
    for i in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, _encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * i)
        if platform in (0, 3):
            covered.update(_code_points(data, start + offset))
    return frozenset(covered)


def showable(text: str, fonts: Sequence[frozenset[int]]) -> str:
    """Return ``text`` as ``fonts`` can draw it.

    A cluster must be drawn whole by one font. What none can draw is spelt in plainer signs (＝ as =), or else becomes
    ``STAND_IN``.
    """
    return "".join(_shown(cluster, fonts) for cluster in _clusters(text))


def _shown(cluster: str, fonts: Sequence[frozenset[int]]) -> str:
    for form in (cluster, unicodedata.normalize("NFD", cluster), unicodedata.normalize("NFKC", cluster)):
        needed = {ord(char) for char in form if char not in _NEED_NO_SHAPE}
        if any(needed <= font for font in fonts):
            return form
    return STAND_IN


def _clusters(text: str) -> Iterator[str]:
    """Split ``text`` into letters with their marks, and emoji with what is joined to them."""
    cluster = ""
    for char in text:
        joined = (
            unicodedata.category(char) in ("Mn", "Me", "Mc")
            or char in _NEED_NO_SHAPE
            or ord(char) in _SKIN_TONES
            or cluster.endswith(_JOINER)
        )
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _code_points(data: bytes, at: int) -> Iterator[int]:
    """Read one subtable: format 4 (the first plane) or 12 (all planes). Others add nothing that these two lack."""
    form = struct.unpack_from(">H", data, at)[0]
    if form == 4:
        doubled = struct.unpack_from(">H", data, at + 6)[0]
        half = doubled // 2
        ends = struct.unpack_from(f">{half}H", data, at + 14)
        starts = struct.unpack_from(f">{half}H", data, at + 16 + doubled)
        deltas = struct.unpack_from(f">{half}H", data, at + 16 + 2 * doubled)
        offsets_at = at + 16 + 3 * doubled
        for i in range(half):
            offset = struct.unpack_from(">H", data, offsets_at + 2 * i)[0]
            for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
                where = offsets_at + 2 * i + offset + 2 * (code - starts[i])
                glyph = struct.unpack_from(">H", data, where)[0] if offset else code
                if glyph and (glyph + deltas[i]) & 0xFFFF:
                    yield code
    elif form == 12:
        for i in range(struct.unpack_from(">I", data, at + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * i)
            yield from range(first if glyph else first + 1, last + 1)
