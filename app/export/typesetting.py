"""Typst, the fonts at hand, and what people wrote made fit for them: shapes, direction and language."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from app.export.glyphs import STAND_IN, read_coverage, showable
from app.export.script import script_of
from app.workshop.people import Language

FONTS = Path(__file__).with_name("fonts")
"""Where setup puts fonts. Inter sets the page; whatever else lies here draws what Inter cannot."""

_FIRST = "Inter"
_LONGEST_RUNNING_TITLE = 80


@dataclass(frozen=True)
class Typesetter:
    """The fonts at hand, and what each of them can draw."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    coverage: tuple[frozenset[int], ...]

    @classmethod
    @cache
    def at(cls, folder: Path) -> "Typesetter":
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        by_family: dict[str, frozenset[int]] = {}
        for font in sorted(fonts.fonts(), key=lambda font: (font.family != _FIRST, font.family)):
            if font.path is not None:
                covered = read_coverage(Path(font.path))
                by_family[font.family] = by_family.get(font.family, covered) & covered
        if not by_family:
            raise FileNotFoundError(f"there are no fonts in {folder}; `make setup` puts them there")
        return cls(fonts, tuple(by_family), tuple(by_family.values()))


class Hand:
    """Copies what people wrote, fit for print, and remembers whether a character had no shape."""

    def __init__(self, language: Language, coverage: tuple[frozenset[int], ...]) -> None:
        self.language = language
        self.coverage = coverage
        self.lost = False

    def text(self, written: str, language: str | None = None) -> dict[str, object]:
        """Return the words with their direction and language, which the first letter tells."""
        drawn = showable(written, self.coverage)
        self.lost = self.lost or drawn.count(STAND_IN) > written.count(STAND_IN)
        script = script_of(written)
        return {"text": drawn, "rtl": script.rtl, "language": (language or self.language) if script.latin else "und"}


def typeset(template: Path, setting: Mapping[str, object], written: datetime, typesetter: Typesetter) -> bytes:
    """Return what a template of this folder makes of ``setting``: tagged, PDF/UA-1 and PDF/A-2a, the same each time."""
    return typst.compile(
        template,
        root=FONTS.parent,
        font_paths=typesetter.fonts,
        sys_inputs={"setting": json.dumps(setting, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(written.replace(tzinfo=written.tzinfo or UTC).timestamp()),
    )


def cut(title: str) -> str:
    """Return ``title`` short enough for a running head."""
    return title if len(title) <= _LONGEST_RUNNING_TITLE else title[: _LONGEST_RUNNING_TITLE - 1].rstrip() + "…"
