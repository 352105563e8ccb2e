"""The words of a shared theme as somebody has typed them, and as they are kept."""

from dataclasses import dataclass
from typing import Literal

from app.region.shared_theme import LONGEST_TITLE, LONGEST_WORDS

Fault = Literal["untitled", "too_long"]


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What a form brought, which stands in it again as it is where it is not taken."""

    title: str = ""
    vision: str = ""
    signs: str = ""

    @property
    def kept_title(self) -> str:
        """The title on one line."""
        return _line(self.title)

    @property
    def kept_vision(self) -> str:
        """The vision sentence on one line."""
        return _line(self.vision)

    @property
    def kept_signs(self) -> list[str]:
        """The signs, a line each."""
        return [line for text in self.signs.splitlines() if (line := _line(text))]

    @property
    def fault(self) -> Fault | None:
        """Why they cannot be kept: nothing is cut off."""
        if not self.kept_title:
            return "untitled"
        long = len(self.kept_title) > LONGEST_TITLE or len(self.kept_vision) > LONGEST_WORDS
        return "too_long" if long or len("\n".join(self.kept_signs)) > LONGEST_WORDS else None


def _line(text: str) -> str:
    """A line as it is kept; PostgreSQL knows no NUL."""
    return " ".join(text.replace("\0", "").split())
