"""A place's vision summary as slides to show and work on: a theme to a slide, with native tables and charts.

A slide holds what can be read from the back of a room. What does not fit goes on another one, marked (2); the
rest, such as the workshops behind it, stands in the notes.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from app.export.vision.chart import charts
from app.export.vision.office import AMBER, FJORD, INK, MUTED, steady, tag
from app.export.vision.paper import Paper, Said, Theme, compose, joined
from app.export.vision.pptx_deck import BODY_BOTTOM, BODY_TOP, MARGIN, WIDTH, Deck
from app.export.vision.pptx_fit import Block, Style, fill
from app.export.vision.pptx_shapes import CARD_INSET, Box, bar_chart, text_box
from app.export.vision.pptx_table import Column, table_slides
from app.export.words import Words
from app.region.vision import Vision

_KICKER = Style(16, AMBER, bold=True)
_LINE_BELOW = Style(16, MUTED, before=6)
_SENTENCE = Style(24, FJORD, bold=True)
_LARGE = Style(26, INK)
_TEXT = Style(18, INK, before=10)
_HEADING = Style(16, AMBER, bold=True, before=14)
_SIGN = Style(19, INK, before=8, mark="•")
_QUOTE = Style(19, INK, before=10)
_SOURCE = Style(14, AMBER, bold=True, before=2)
_FACT = Style(13, MUTED, before=16)

_ACROSS = WIDTH - 2 * MARGIN
_TALL = BODY_BOTTOM - BODY_TOP
_GAP = 28.0
_BARS = 12
_QUOTES = 3


def write(vision: Vision, words: Words) -> bytes:
    """Return ``vision`` as PPTX whose headings and standing phrases are in the language of ``words``."""
    paper = compose(vision, words)
    deck = Deck(paper.spoken)
    told = deck.file.core_properties
    told.title, told.subject, told.author = (text[:255] for text in (paper.title, paper.labels.head, paper.place))
    told.created = told.modified = paper.written.astimezone(UTC).replace(tzinfo=None)
    told.language, told.revision = tag("", paper.language), paper.version
    told.last_modified_by = told.comments = told.keywords = ""
    _cover(deck, paper)
    _about(deck, paper)
    _numbers(deck, paper)
    for theme in paper.themes:
        _theme(deck, theme, paper)
    _rest(deck, paper)
    out = io.BytesIO()
    deck.file.save(out)
    return steady(out.getvalue(), paper.written)


def _cover(deck: Deck, paper: Paper) -> None:
    lines = [Block(paper.labels.head, _KICKER, paper.spoken)]
    facts = [Block(f"{name}: {text}", _LINE_BELOW, paper.language) for name, text in paper.facts]
    fitting = fill([*lines, *facts], _ACROSS, 170)
    deck.cover(paper.title, paper.language, fitting.blocks, fitting.scale)


def _about(deck: Deck, paper: Paper) -> None:
    blocks = [Block(paper.question, _LARGE, paper.language)] if paper.question else []
    if paper.vision:
        blocks.append(Block(paper.vision, Style(24, FJORD, bold=True, before=18), paper.language))
    blocks += [Block(text, _TEXT, paper.language) for text in paper.ingress]
    if paper.silence:
        blocks.append(Block(paper.silence, _TEXT, paper.spoken))
    notes = [f"{name}: {text}" for name, text in paper.facts]
    _flow(deck, paper.labels.about, paper.spoken, blocks, notes)


def _numbers(deck: Deck, paper: Paper) -> None:
    of = paper.labels
    heads = (of.statements, of.votes) if paper.voted else (of.statements,)
    for chart in charts(paper, _BARS):
        slide = deck.slide(of.numbers, paper.spoken)
        rows = [(bar.title, bar.statements, bar.votes) for bar in chart.bars]
        bar_chart(slide, (MARGIN, BODY_TOP, _ACROSS, _TALL), of.numbers, chart.alt, rows, heads)


def _theme(deck: Deck, theme: Theme, paper: Paper) -> None:
    """The vision and its signs beside what people said; what is left over goes on with the same halves."""
    of = paper.labels
    left = [Block(theme.vision, _SENTENCE, paper.language)] if theme.vision else []
    if theme.signs:
        left.append(Block(of.signs, _HEADING, paper.spoken, opens=True))
        left += [Block(sign, _SIGN, paper.language) for sign in theme.signs]
    right = [_quote(said) for said in theme.quotes[:_QUOTES]]
    if theme.answer:
        left.append(Block(of.answer, _HEADING, paper.spoken, opens=True))
        left += [Block(text, _SIGN, paper.language) for text in theme.answer]
    (left if left or not right else right).append(Block(theme.told, _FACT, paper.spoken))
    if right:
        right.insert(0, Block(of.quotes, Style(16, AMBER, bold=True), paper.spoken, opens=True))
    notes = [theme.place, theme.vision, *theme.signs, *theme.answer, theme.told]
    notes += [joined((said.text, said.by)) for said in theme.quotes]
    notes += [f"{of.municipalities}: {', '.join(theme.municipalities)}"] if theme.municipalities else []
    notes += [f"{of.groups}: {', '.join(theme.groups)}"] if theme.groups else []
    while left or right:
        slide = deck.slide(theme.title, paper.language, notes)
        notes = []
        both = bool(left and right)
        half = (_ACROSS - _GAP) / 2
        if left:
            left = _box(slide, (MARGIN, BODY_TOP, half if both else _ACROSS, _TALL), left)
        if right:
            box = (MARGIN + half + _GAP, BODY_TOP, half, _TALL) if both else (MARGIN, BODY_TOP, _ACROSS, _TALL)
            right = _box(slide, box, right, card=True)


def _rest(deck: Deck, paper: Paper) -> None:
    of, language = paper.labels, paper.language
    if paper.heard:
        widths = (_ACROSS - 480, -160.0, -160.0, -160.0)
        columns = [Column(head, width, paper.spoken) for head, width in zip(paper.group_heads, widths, strict=True)]
        table_slides(deck, of.heard, columns, [group.cells for group in paper.heard], [], of.why_withheld)
    if paper.minority:
        quotes = [_quote(said) for said in paper.minority]
        _flow(deck, of.minority, paper.spoken, quotes, _said(paper.minority), card=True)
    if paper.steps:
        heads = ((of.what, _ACROSS - 380), (of.who, 200.0), (of.when, 180.0))
        columns = [Column(head, width, language) for head, width in heads]
        rows = [(step.what, step.who, step.when) for step in paper.steps]
        table_slides(deck, of.steps, columns, rows, [": ".join(filter(None, (of.answers, paper.answers)))])
    if paper.done or paper.workshops:
        made = next(text for name, text in paper.facts if name == of.made_of)
        blocks = [Block(text, _TEXT, language) for text in (*paper.done, f"{of.made_of}: {made}")]
        _flow(deck, of.done, paper.spoken, blocks, [*paper.done, *_workshops(paper)])


def _flow(
    deck: Deck, title: str, language: str, blocks: Sequence[Block], notes: Sequence[str], *, card: bool = False
) -> None:
    """Slides of running text, as many as it takes."""
    left = list(blocks)
    told = list(notes) + [block.text for block in blocks if len(block.text) > 200]
    while left:
        slide = deck.slide(title, language, told)
        told = []
        left = _box(slide, (MARGIN, BODY_TOP, _ACROSS, _TALL), left, card=card)


def _box(slide: Any, box: Box, blocks: Sequence[Block], *, card: bool = False) -> list[Block]:
    """Fill a box as far as it goes, and return what is left."""
    inset = CARD_INSET if card else 0
    left, top, width, height = box
    fitting = fill(blocks, width - 2 * inset, height - 2 * inset)
    tall = min(fitting.height + 2 * inset, height) if card else height
    text_box(slide, (left, top, width, tall), fitting.blocks, fitting.scale, card=card)
    return list(fitting.rest)


def _quote(said: Said) -> Block:
    text = said.text if said.text[:1] in '«“"' else f"«{said.text}»"
    return Block(text, _QUOTE, said.language, said.by, _SOURCE)


def _said(quotes: Sequence[Said]) -> list[str]:
    return [joined((said.text, said.by)) for said in quotes]


def _workshops(paper: Paper) -> Iterator[str]:
    of = paper.labels
    if paper.held_in:
        for where, workshops, statements in paper.held_in:
            yield joined((where, f"{of.workshops}: {workshops}", f"{of.statements}: {statements}"))
        return
    for held in paper.workshops:
        places = (", ".join(held.municipalities), ", ".join(held.units))
        numbers = (f"{of.people}: {held.told}", f"{of.statements}: {held.statements}")
        yield joined((held.title, held.day, held.method, *places, *numbers))
