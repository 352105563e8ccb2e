"""In which direction a text is written, and whether in Latin letters: its first letter tells."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """``rtl``: from right to left. ``latin``: so that it may be in the language that it is said to be in."""

    rtl: bool
    latin: bool


def script_of(text: str) -> Script:
    """Return what the first letter of ``text`` tells; without one it is Latin."""
    first = next((char for char in text if unicodedata.bidirectional(char) in ("L", "R", "AL")), "a")
    return Script(unicodedata.bidirectional(first) != "L", unicodedata.name(first, "").startswith("LATIN"))
