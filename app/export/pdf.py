"""The vision summary as a PDF to read, print and archive: tagged, PDF/UA-1 and PDF/A-2a, set by Typst.

Words reach the template as data, never as markup. The look is in ``vision_summary.typ``.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC
from functools import cache
from pathlib import Path

import typst

from app.export.glyphs import STAND_IN, read_coverage, showable
from app.export.paper import Board, Paper, Said, VotePart, compose
from app.export.words import Words
from app.workshop.summary import VisionSummary

TEMPLATE = Path(__file__).with_name("vision_summary.typ")
FONTS = Path(__file__).with_name("fonts")
"""Where setup puts fonts. Inter sets the page; whatever else lies here draws what Inter cannot."""

_FIRST = "Inter"
_LONGEST_RUNNING_TITLE = 80


@dataclass(frozen=True)
class _Typesetter:
    """The fonts at hand, and what each of them can draw."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    coverage: tuple[frozenset[int], ...]

    @classmethod
    @cache
    def at(cls, folder: Path) -> "_Typesetter":
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        by_family: dict[str, frozenset[int]] = {}
        for font in sorted(fonts.fonts(), key=lambda font: (font.family != _FIRST, font.family)):
            if font.path is not None:
                covered = read_coverage(Path(font.path))
                by_family[font.family] = by_family.get(font.family, covered) & covered
        if not by_family:
            raise FileNotFoundError(f"there are no fonts in {folder}; `make setup` puts them there")
        return cls(fonts, tuple(by_family), tuple(by_family.values()))


def write(summary: VisionSummary, words: Words) -> bytes:
    """Return ``summary`` as a PDF whose headings and standing phrases are in the language of ``words``."""
    typesetter = _Typesetter.at(FONTS)
    setting = _setting(compose(summary, words), summary, words, typesetter)
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typesetter.fonts,
        sys_inputs={"setting": json.dumps(setting, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(summary.written.replace(tzinfo=summary.written.tzinfo or UTC).timestamp()),
    )


def _setting(paper: Paper, summary: VisionSummary, words: Words, typesetter: _Typesetter) -> dict[str, object]:
    """All that the template sets, in the order of the page."""
    _ = words.gettext
    hand = _Hand(summary.language, typesetter.coverage)
    setting: dict[str, object] = {
        "language": words.language,
        "families": typesetter.families,
        "labels": asdict(paper.labels),
        "title": hand.text(paper.title),
        "running": hand.text(_cut(paper.title)),
        "question": hand.text(paper.question),
        "facts": [[name, hand.text(value)] for name, value in paper.facts],
        "tables": [
            {"heads": table.heads, "rows": [[hand.text(name), people] for name, people in table.rows]}
            for table in paper.tables
        ],
        "few": hand.text(paper.few),
        "silence": paper.silence,
        "themes": [
            {
                "place": hand.text(" · ".join(filter(None, (theme.place, theme.within)))),
                "title": hand.text(theme.title),
                "vision": hand.text(theme.vision),
                "signs": [hand.text(sign) for sign in theme.signs],
                "quotes": hand.said(theme.quotes),
            }
            for theme in paper.themes
        ],
        "votes": [_vote(vote, hand) for vote in paper.votes],
        "boards": [_board(board, hand) for board in paper.boards],
        "promises": [
            [hand.text(words) for words in (there.what, there.who, there.when, there.serves)]
            for there in paper.promises
        ],
        "sections": [
            {
                "title": hand.text(section.title),
                "piles": [{"title": hand.text(pile.title), "lines": hand.said(pile.lines)} for pile in section.piles],
            }
            for section in paper.sections
        ],
    }
    lost = _(
        "%(box)s stands for a character that the fonts of this document cannot draw. "
        "The files for spreadsheets and for other programs hold it."
    )
    return {**setting, "lost": lost % {"box": STAND_IN} if hand.lost else ""}


class _Hand:
    """Copies what people wrote, fit for print, and remembers whether a character had no shape."""

    def __init__(self, language: str, coverage: tuple[frozenset[int], ...]) -> None:
        self.language = language
        self.coverage = coverage
        self.lost = False

    def text(self, written: str) -> dict[str, object]:
        """Return the words with their direction and language, which the first letter tells."""
        drawn = showable(written, self.coverage)
        self.lost = self.lost or drawn.count(STAND_IN) > written.count(STAND_IN)
        first = next((char for char in written if unicodedata.bidirectional(char) in ("L", "R", "AL")), "a")
        return {
            "text": drawn,
            "rtl": unicodedata.bidirectional(first) != "L",
            "language": self.language if unicodedata.name(first, "").startswith("LATIN") else "und",
        }

    def said(self, lines: Iterable[Said]) -> list[dict[str, object]]:
        """Return statements, each with the group that it came from or None, and with those that it builds on."""
        return [{"said": self.text(line.text), "by": line.by, "sources": self.said(line.builds_on)} for line in lines]


def _vote(vote: VotePart, hand: _Hand) -> dict[str, object]:
    return {
        "title": hand.text(vote.title),
        "criterion": hand.text(vote.criterion),
        "told": vote.told,
        "head": vote.head,
        "withheld": vote.withheld,
        "bars": [
            {
                "label": hand.text(bar.label),
                "place": bar.place,
                "tied": bar.tied,
                "votes": bar.votes,
                "share": bar.share,
                "groups": bar.groups,
            }
            for bar in vote.bars
        ],
        "minority": [hand.text(label) for label in vote.minority],
    }


def _board(board: Board, hand: _Hand) -> dict[str, object]:
    places = [
        {
            "name": place,
            "steps": [{"text": hand.text(step.text), "who": hand.text(step.who)} for step in steps],
        }
        for place, steps in board.places
    ]
    return {"title": board.title, "places": places}


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_RUNNING_TITLE else title[: _LONGEST_RUNNING_TITLE - 1].rstrip() + "…"
