"""The vision summary as Markdown: a document that any text tool opens, and CommonMark with tables renders."""

import re
from collections.abc import Iterator

from app.export.paper import Paper, Said, Table, ThemePart, compose
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
        yield from (_table(table, labels.withheld) for table in paper.tables)
        if paper.few:
            yield opening(paper.few)
        yield opening(labels.why_withheld)
    if paper.silence:
        yield opening(paper.silence)
    for theme in paper.themes:
        yield from _theme(theme, paper)
    piles = list(paper.piles)
    if piles:
        yield f"## {literal(labels.all)}"
    for title, lines in piles:
        yield f"### {literal(title)}"
        yield "\n".join(f"- {_said(line)}" for line in lines)


def _table(table: Table, withheld: str) -> str:
    name, people = table.heads
    rows = [f"| {literal(name)} | {literal(people)} |", "| --- | ---: |"]
    rows += [f"| {literal(row)} | {literal(withheld) if count is None else count} |" for row, count in table.rows]
    return "\n".join(rows)


def _theme(theme: ThemePart, paper: Paper) -> Iterator[str]:
    yield f"## {literal(theme.title)}"
    if theme.vision:
        yield f"**{literal(theme.vision)}**"
    if theme.signs:
        yield f"### {literal(paper.labels.signs)}"
        yield "\n".join(f"- {opening(sign)}" for sign in theme.signs)
    if theme.quotes:
        yield f"### {literal(paper.labels.quotes)}"
        yield from (f"> {_said(quote)}" for quote in theme.quotes)


def _said(said: Said) -> str:
    return opening(said.text) + (f" — *{literal(said.by)}*" if said.by else "")
