"""A place's vision summary as a PDF to read, print and archive: tagged, PDF/UA-1 and PDF/A-2a, set by Typst.

Words reach the template as data, never as markup. The look is in ``place_vision.typ``.
"""

from collections.abc import Iterable
from dataclasses import asdict

from app.export.glyphs import STAND_IN
from app.export.typesetting import FONTS, Hand, Typesetter, cut, typeset
from app.export.vision.chart import charts
from app.export.vision.paper import Paper, Said, Theme, Workshop, compose, joined
from app.export.words import Words
from app.region.vision import Vision

TEMPLATE = FONTS.with_name("place_vision.typ")

_BARS = 25
"""As many as a page holds."""


def write(vision: Vision, words: Words) -> bytes:
    """Return ``vision`` as a PDF whose headings and standing phrases are in the language of ``words``."""
    typesetter = Typesetter.at(FONTS)
    return typeset(TEMPLATE, _setting(compose(vision, words), words, typesetter), vision.written, typesetter)


def _setting(paper: Paper, words: Words, typesetter: Typesetter) -> dict[str, object]:
    """All that the template sets, in the order of the page."""
    hand = Hand(paper.language, typesetter.coverage)
    own = Hand(paper.spoken, typesetter.coverage)
    setting: dict[str, object] = {
        "language": paper.spoken,
        "families": typesetter.families,
        "labels": asdict(paper.labels),
        "title": hand.text(paper.title),
        "running": hand.text(cut(paper.title)),
        "question": hand.text(paper.question),
        "vision": hand.text(paper.vision),
        "ingress": [hand.text(text) for text in paper.ingress],
        "facts": [[name, hand.text(value)] for name, value in paper.facts],
        "silence": paper.silence,
        "voted": paper.voted,
        "charts": [
            {
                "most": chart.most,
                "alt": chart.alt,
                "bars": [
                    {"title": hand.text(bar.title), "statements": bar.statements, "votes": bar.votes}
                    for bar in chart.bars
                ],
            }
            for chart in charts(paper, _BARS)
        ],
        "themes": [_theme(theme, hand, own) for theme in paper.themes],
        "minority": _said(paper.minority, hand),
        "heads": paper.group_heads,
        "heard": [group.cells for group in paper.heard],
        "steps": [[hand.text(part) for part in (step.what, step.who, step.when)] for step in paper.steps],
        "done": [hand.text(text) for text in paper.done],
        "held_in": [[hand.text(name), *numbers] for name, *numbers in paper.held_in],
        "workshops": [_workshop(held, hand) for held in (() if paper.held_in else paper.workshops)],
    }
    lost = words.gettext(
        "%(box)s stands for a character that the fonts of this document cannot draw. "
        "The files for spreadsheets and for other programs hold it."
    )
    return {**setting, "lost": lost % {"box": STAND_IN} if hand.lost else ""}


def _theme(theme: Theme, hand: Hand, own: Hand) -> dict[str, object]:
    where = ((hand, theme.municipalities), (own, theme.groups))
    return {
        "place": own.text(theme.place),
        "title": hand.text(theme.title),
        "vision": hand.text(theme.vision),
        "signs": [hand.text(sign) for sign in theme.signs],
        "quotes": _said(theme.quotes, hand),
        "answer": [hand.text(text) for text in theme.answer],
        "told": theme.told,
        "where": [each.text(", ".join(names)) for each, names in where],
    }


def _said(lines: Iterable[Said], hand: Hand) -> list[dict[str, object]]:
    return [
        {"said": hand.text(line.text, line.language), "by": hand.text(line.by) if line.by else None} for line in lines
    ]


def _workshop(held: Workshop, hand: Hand) -> dict[str, object]:
    places = joined((", ".join(held.municipalities), ", ".join(held.units)))
    return {
        "title": hand.text(held.title),
        "where": hand.text(places),
        "day": held.day,
        "method": hand.text(held.method),
        "people": held.told,
        "statements": held.statements,
    }
