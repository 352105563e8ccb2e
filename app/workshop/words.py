"""What people typed, made fit to keep: Unicode in one form, nothing invisible, bounded."""

import re
import unicodedata
from collections.abc import Iterator

from app.workshop.refusals import Refusal

# Zero-width, bidi and other format characters (category Cf) hide or reorder text. Two of them carry meaning and stay:
# ZERO WIDTH JOINER holds emoji families together, ZERO WIDTH NON-JOINER is ordinary spelling in Persian.
_KEPT_FORMAT = {"\u200c", "\u200d"}
_BLANK = {*_KEPT_FORMAT, " ", "\u2800", "\u3164", "\uffa0", "\u115f", "\u1160"}
"""What shows nothing by itself: joiners, the empty braille cell, the fillers of Hangul."""
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PICTURES = range(0x1F000, 0x1FB00)
"""Blocks of emoji, kept whole: emoji newer than this Python's Unicode tables count there as unassigned (Cn)."""
_MARKS = {"Mn", "Me"}
_ORDINARY = re.compile("[ -~\u00a1-\u00ac\u00ae-\u017f\u2010-\u2014\u2018-\u201e\u2022\u2026]*")
"""Text that is visible and composed as it stands: Latin letters, figures, and the marks that keyboards put in."""

MOST_MARKS = 3
"""Combining marks kept on one letter: enough for every living script, too few for "zalgo" towers."""

RAW = 20
"""Times the limit that a text may have before cleaning: what is far too long is not even looked at."""


def clean(text: str) -> str:
    """Return ``text`` in NFC on one line, without invisible characters, towers of marks or outer space.

    Marks are bounded before composing too: composing a long run of them takes time with the square of its length.
    """
    if _ORDINARY.fullmatch(text):  # nearly everything that is written here: nothing to look at, a character at a time
        return " ".join(text.split())
    line = " ".join("".join(_kept(unicodedata.normalize("NFC", "".join(_kept(text, marks=12))))).split())
    return "" if all(char in _BLANK or unicodedata.category(char) in _MARKS for char in line) else line


def _kept(text: str, marks: int = MOST_MARKS) -> Iterator[str]:
    run = 0
    for char in text:
        if char.isspace():
            run = 0
            yield " "
            continue
        category = unicodedata.category(char)
        if category in _INVISIBLE and char not in _KEPT_FORMAT and ord(char) not in _PICTURES:
            continue
        if category in _MARKS:
            run += 1
        elif char not in _KEPT_FORMAT:
            run = 0
        if run <= marks or category not in _MARKS:
            yield char


def bounded(text: str, limit: int) -> str:
    """Return ``text`` cleaned, or refuse what is longer than ``limit`` characters: nothing is cut off unseen."""
    words = clean(text) if len(text) <= RAW * limit else text
    if len(words) > limit:
        raise Refusal("too_long", limit=limit, length=len(words))
    return words


def worded(text: str, limit: int) -> str:
    """Return ``text`` cleaned, or refuse what is too long or says nothing."""
    words = bounded(text, limit)
    if not words:
        raise Refusal("empty")
    return words


def bounded_lines(text: str, limit: int, most: int) -> tuple[str, ...]:
    """Return the non-empty lines of ``text``, each cleaned; refuse a line that is too long, or more than ``most``."""
    if len(text) > RAW * limit * most:
        raise Refusal("too_long", limit=limit * most, length=len(text))
    lines = tuple(line for line in (bounded(line, limit) for line in text.splitlines()) if line)
    if len(lines) > most:
        raise Refusal("too_many", limit=most)
    return lines


def clean_lines(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of ``text``, each cleaned."""
    return tuple(line for line in map(clean, text.splitlines()) if line)
