"""The vision summary as a PDF to read, print and archive: tagged, PDF/UA-1 and PDF/A-2a, set by Typst.

Words reach the template as data, never as markup. The look is in ``vision_summary.typ``.
"""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from app.export.glyphs import STAND_IN
from app.export.paper import Board, Paper, Said, VotePart, compose
from app.export.typesetting import FONTS, Hand, Typesetter, cut, typeset
from app.export.words import Words
from app.workshop.summary import VisionSummary
from app.workshop.written_in import written_in

TEMPLATE = Path(__file__).with_name("vision_summary.typ")


def write(summary: VisionSummary, words: Words) -> bytes:
    """Return ``summary`` as a PDF whose headings and standing phrases are in the language of ``words``."""
    typesetter = Typesetter.at(FONTS)
    setting = _setting(compose(summary, words), summary, words, typesetter)
    return typeset(TEMPLATE, setting, summary.written, typesetter)


def _setting(paper: Paper, summary: VisionSummary, words: Words, typesetter: Typesetter) -> dict[str, object]:
    """All that the template sets, in the order of the page."""
    _ = words.gettext
    hand = Hand(summary.language, typesetter.coverage)
    setting: dict[str, object] = {
        "language": words.language,
        "families": typesetter.families,
        "labels": asdict(paper.labels),
        "title": hand.text(paper.title),
        "running": hand.text(cut(paper.title)),
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
                "quotes": _said(theme.quotes, hand),
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
                "piles": [{"title": hand.text(pile.title), "lines": _said(pile.lines, hand)} for pile in section.piles],
            }
            for section in paper.sections
        ],
    }
    lost = _(
        "%(box)s stands for a character that the fonts of this document cannot draw. "
        "The files for spreadsheets and for other programs hold it."
    )
    return {**setting, "lost": lost % {"box": STAND_IN} if hand.lost else ""}


def _said(lines: Iterable[Said], hand: Hand) -> list[dict[str, object]]:
    """Statements, each with the group that it came from or None, and with those that it builds on."""
    return [
        {
            "said": hand.text(line.text, written_in(line.text, hand.language)),
            "by": line.by,
            "sources": _said(line.builds_on, hand),
        }
        for line in lines
    ]


def _vote(vote: VotePart, hand: Hand) -> dict[str, object]:
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


def _board(board: Board, hand: Hand) -> dict[str, object]:
    places = [
        {
            "name": place,
            "steps": [{"text": hand.text(step.text), "who": hand.text(step.who)} for step in steps],
        }
        for place, steps in board.places
    ]
    return {"title": board.title, "places": places}
