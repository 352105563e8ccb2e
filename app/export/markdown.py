"""The vision summary as Markdown: a document that any text tool opens, and CommonMark with tables renders."""

import re
from collections.abc import Iterable, Iterator

from app.export.paper import Board, Labels, Paper, Said, Section, Table, ThemePart, VotePart, compose
from app.export.words import Words
from app.workshop.summary import VisionSummary

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$^&@=]")
_MARKUP_AT_START = re.compile(r"^([-+:]|\d{1,9}[.)])")
_BARE_LINK = re.compile(r"(?<=:)//|(?<=www)\.", re.IGNORECASE)


def write(summary: VisionSummary, words: Words) -> bytes:
    """Return ``summary`` as Markdown in UTF-8."""
    return ("\n\n".join(_blocks(compose(summary, words))) + "\n").encode()


def literal(text: str) -> str:
    """Return ``text`` on one line, with a backslash where Markdown would take its signs for markup."""
    line = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    return _BARE_LINK.sub(r"\\\g<0>", line)


def opening(text: str) -> str:
    """Return ``text`` for the beginning of a line, where a dash or a number would also be taken for markup."""
    return _MARKUP_AT_START.sub(lambda start: f"{start[0][:-1]}\\{start[0][-1]}", literal(text))


def _blocks(paper: Paper) -> Iterator[str]:
    labels = paper.labels
    yield f"# {literal(paper.title)}"
    yield f"**{literal(labels.head)}**"
    if paper.question:
        yield f"> {opening(paper.question)}"
    yield "\n".join(f"- {opening(name)}: {literal(value)}" for name, value in paper.facts)
    if paper.tables or paper.few:
        yield f"## {literal(labels.took_part)}"
        yield from (_people(of, labels) for of in paper.tables)
        if paper.few:
            yield opening(paper.few)
        yield opening(labels.why_withheld)
    if paper.silence:
        yield opening(paper.silence)
    for theme in paper.themes:
        yield from _theme(theme, labels)
    if paper.votes:
        yield f"## {literal(labels.ballots)}"
    for vote in paper.votes:
        yield from _vote(vote, labels)
    for board in paper.boards:
        yield from _board(board)
    if paper.promises:
        yield f"## {literal(labels.promises)}"
        heads = (labels.what, labels.who, labels.when, labels.serves)
        yield table(heads, ((there.what, there.who, there.when, there.serves) for there in paper.promises))
    if paper.sections:
        yield f"## {literal(labels.all)}"
    for section in paper.sections:
        yield from _section(section, labels)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], *, numbers: int | None = None) -> str:
    """Return a table; the columns from ``numbers`` on stand to the right."""
    heads = list(heads)
    ruler = ["---" if numbers is None or column < numbers else "---:" for column in range(len(heads))]
    lines = [[literal(cell) for cell in row] for row in (heads, *rows)]
    lines.insert(1, ruler)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _people(of: Table, labels: Labels) -> str:
    rows = ((row, labels.withheld if count is None else str(count)) for row, count in of.rows)
    return table(of.heads, rows, numbers=1)


def _theme(theme: ThemePart, labels: Labels) -> Iterator[str]:
    yield f"## {literal(theme.title)}"
    if theme.within:
        yield f"*{literal(theme.within)}*"
    if theme.vision:
        yield f"**{literal(theme.vision)}**"
    if theme.signs:
        yield f"### {literal(labels.signs)}"
        yield "\n".join(f"- {opening(sign)}" for sign in theme.signs)
    if theme.quotes:
        yield f"### {literal(labels.quotes)}"
        yield from (f"> {_said(quote)}" for quote in theme.quotes)


def _vote(vote: VotePart, labels: Labels) -> Iterator[str]:
    yield f"### {literal(vote.title)}"
    if vote.criterion:
        yield f"**{literal(vote.criterion)}**"
    yield opening(vote.told)
    rows = (
        (
            bar.label,
            f"{bar.place} ({labels.shared_place})" if bar.tied else str(bar.place),
            str(bar.votes),
            *(labels.few_chose if people is None else str(people) for _, people in bar.groups),
        )
        for bar in vote.bars
    )
    yield table((vote.head, labels.place, labels.votes, *vote.groups), rows, numbers=1)
    if vote.withheld:
        yield opening(labels.why_few_chose)
    if vote.minority:
        yield opening(labels.minority)
        yield "\n".join(f"- {opening(label)}" for label in vote.minority)


def _board(board: Board) -> Iterator[str]:
    yield f"## {literal(board.title)}"
    for place, steps in board.places:
        yield f"### {literal(place)}"
        yield "\n".join(f"- {_by(step.text, step.who)}" for step in steps)


def _section(section: Section, labels: Labels) -> Iterator[str]:
    if section.title:
        yield f"### {literal(section.title)}"
    for pile in section.piles:
        if pile.title:
            yield f"{'####' if section.title else '###'} {literal(pile.title)}"
        yield "\n".join(line for said in pile.lines for line in _item(said, labels))


def _item(said: Said, labels: Labels) -> Iterator[str]:
    yield f"- {_said(said)}"
    for source in said.builds_on:
        yield f"  - {literal(labels.builds_on)} {_said(source)}"


def _said(said: Said) -> str:
    return _by(said.text, said.by or "")


def _by(text: str, who: str) -> str:
    return opening(text) + (f" — *{literal(who)}*" if who else "")
