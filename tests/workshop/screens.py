"""Parts of a screen, picked out by what they are."""

from typing import TypeVar

from app.workshop.parts import Part

P = TypeVar("P", bound=Part)


def one(parts: dict[str, Part], kind: type[P]) -> P:
    """The only part of its kind."""
    (part,) = (part for part in parts.values() if isinstance(part, kind))
    return part


def every(parts: dict[str, Part], kind: type[P]) -> list[P]:
    """All parts of a kind, as they stand on the screen."""
    return sorted((part for part in parts.values() if isinstance(part, kind)), key=lambda part: (part.order, part.id))
