"""What files of a place are called."""

import re
import unicodedata

from app.region.vision import Vision

_SPELT = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "ł": "l"})
_LONGEST = 60


def stem(vision: Vision) -> str:
    """Return a name for files of ``vision``: its place and version, in letters that every system and mail can carry."""
    return f"{stem_of(vision.place)}-v{vision.version}"


def stem_of(place: str) -> str:
    """Return a name for files of a place in such letters."""
    return "-".join(filter(None, ("fremtidsbilde", spelt(place))))


def spelt(text: str) -> str:
    """Return words in letters that every system and mail can carry; "" where there are none."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SPELT)).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
