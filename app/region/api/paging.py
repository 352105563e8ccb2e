"""Pages of lists that programs read on in: by keys that never change, so that nothing is read twice or passed over."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
Key = tuple[str | int, ...]

MOST = 200
"""Items of the largest page."""
USUAL = 50
"""Items of a page where nobody says how many."""
LONGEST = 400
"""Signs of a cursor that are read."""


class BadCursor(Exception):
    """A cursor that nobody was given, or that was given for another list."""


def cursor(key: Key, asked: Mapping[str, object]) -> str:
    """The place after the item with this key, in the list that was asked for so."""
    return urlsafe_b64encode(json.dumps([_mark(asked), *key], separators=(",", ":")).encode()).decode().rstrip("=")


def key_in(text: str, asked: Mapping[str, object], like: Key) -> Key:
    """The key in a cursor for the list that is asked for so; ``like``: any key of the list.

    Raises:
        BadCursor
    """
    try:
        mark, *key = json.loads(urlsafe_b64decode(text[:LONGEST] + "=" * (-len(text[:LONGEST]) % 4)))
    except (Error, ValueError, TypeError):
        raise BadCursor from None
    if mark != _mark(asked) or len(key) != len(like):
        raise BadCursor
    if any(type(one) is not type(other) for one, other in zip(key, like, strict=True)):
        raise BadCursor
    return tuple(key)


def page(items: Iterable[T], key: Callable[[T], Key], after: Key | None, most: int) -> tuple[Sequence[T], bool]:
    """The ``most`` items whose keys come next, in the order of their keys, and whether more follow."""
    there = sorted((one for one in items if after is None or key(one) > after), key=key)
    return there[:most], len(there) > most


def _mark(asked: Mapping[str, object]) -> str:
    """What tells one list from another."""
    said = json.dumps(sorted((name, str(value)) for name, value in asked.items() if value not in (None, "")))
    return blake2b(said.encode(), digest_size=6).hexdigest()
