"""A place's vision summary as Markdown: a document that any text tool opens, and CommonMark with tables renders."""

from collections.abc import Iterator

from app.export.markdown import literal, opening, table
from app.export.vision.paper import Paper, Said, Theme, compose
from app.export.words import Words
from app.region.vision import Vision


def write(vision: Vision, words: Words) -> bytes:
    """Return ``vision`` as Markdown in UTF-8."""
    return ("\n\n".join(_blocks(compose(vision, words))) + "\n").encode()


def _blocks(paper: Paper) -> Iterator[str]:
    of = paper.labels
    yield f"# {literal(paper.title)}"
    yield f"**{literal(of.head)}**"
    if paper.question:
        yield f"> {opening(paper.question)}"
    if paper.vision:
        yield f"**{literal(paper.vision)}**"
    yield from map(opening, paper.ingress)
    yield "\n".join(f"- {opening(name)}: {literal(value)}" for name, value in paper.facts)
    if paper.silence:
        yield opening(paper.silence)
    if paper.bars:
        yield f"## {literal(of.numbers)}"
        heads = (of.theme, of.statements, of.votes, of.workshops)
        numbers = ((theme.statements, theme.votes, theme.workshops) for theme in paper.themes)
        told = ([of.not_voted if number is None else str(number) for number in row] for row in numbers)
        yield table(heads, ((theme.title, *row) for theme, row in zip(paper.themes, told, strict=True)), numbers=1)
    for theme in paper.themes:
        yield from _theme(theme, paper)
    if paper.heard:
        yield f"## {literal(of.heard)}"
        yield table(paper.group_heads, (group.cells for group in paper.heard), numbers=1)
        yield opening(of.why_withheld)
    if paper.minority:
        yield f"## {literal(of.minority)}"
        yield from (f"> {_said(said)}" for said in paper.minority)
    if paper.steps:
        yield f"## {literal(of.steps)}"
        yield table((of.what, of.who, of.when), ((step.what, step.who, step.when) for step in paper.steps))
    if paper.done or paper.workshops:
        yield f"## {literal(of.done)}"
        yield from map(opening, paper.done)
    if paper.held_in:
        yield f"### {literal(of.workshops)}"
        yield table((of.municipality, of.workshops, of.statements), paper.held_in, numbers=1)
        yield opening(of.each_workshop)
    elif paper.workshops:
        yield f"### {literal(of.workshops)}"
        places = ((", ".join(held.municipalities), ", ".join(held.units)) for held in paper.workshops)
        rows = (
            (held.title, held.day, held.method, *there, held.told, str(held.statements))
            for held, there in zip(paper.workshops, places, strict=True)
        )
        columns = (of.workshop, of.held, of.method, of.municipalities, of.units, of.people, of.statements)
        yield table(columns, rows, numbers=5)


def _theme(theme: Theme, paper: Paper) -> Iterator[str]:
    of = paper.labels
    yield f"## {literal(theme.title)}"
    if theme.vision:
        yield f"**{literal(theme.vision)}**"
    if theme.signs:
        yield f"### {literal(of.signs)}"
        yield "\n".join(f"- {opening(sign)}" for sign in theme.signs)
    if theme.quotes:
        yield f"### {literal(of.quotes)}"
        yield from (f"> {_said(said)}" for said in theme.quotes)
    if theme.answer:
        yield f"### {literal(of.answer)}"
        yield from (opening(text) for text in theme.answer)
    yield opening(theme.told)
    if theme.municipalities:
        yield f"{opening(of.municipalities)}: {literal(', '.join(theme.municipalities))}"
    if theme.groups:
        yield f"{opening(of.groups)}: {literal(', '.join(theme.groups))}"


def _said(said: Said) -> str:
    return opening(said.text) + (f" — *{literal(said.by)}*" if said.by else "")
