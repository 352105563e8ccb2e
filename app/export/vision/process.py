"""The note that goes into a municipality's archive beside the files: how they came to be, and by which rules."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from importlib.metadata import version

from app.export.markdown import literal, opening, table
from app.export.vision.paper import Paper, compose
from app.export.words import Words
from app.region.vision import Vision


def process_note(vision: Vision, words: Words, files: Mapping[str, str], checksums: str) -> bytes:
    """Return the note as Markdown. ``files``: what each file beside it is; ``checksums``: the name of their list."""
    return ("\n\n".join(_blocks(vision, compose(vision, words), words, files, checksums)) + "\n").encode()


def _blocks(vision: Vision, paper: Paper, words: Words, files: Mapping[str, str], checksums: str) -> Iterator[str]:
    _, of = words.gettext, paper.labels
    heads = (_("Process note"), _("Methods"), _("Rules for small groups"), _("Files"), _("Versions"))
    note, methods, rules, there, versions = map(literal, heads)
    yield f"# {note}: {literal(paper.title)}"
    yield opening(
        _(
            "This package holds a vision summary as it was when the package was made. All its files are made of the "
            "same content, and hold the same words and numbers."
        )
    )
    if not vision.published:
        yield opening(_("It is a draft, and has not been published."))
    yield "\n".join(f"- {opening(name)}: {literal(value)}" for name, value in paper.facts)
    yield f"## {literal(of.done)}"
    yield from map(opening, paper.done)
    yield opening(
        _(
            "People wrote statements in workshops, alone or together. Those who ran the workshops put the statements "
            "together into themes with those who were there, and the coordinator has put the workshops’ themes "
            "together into those of this summary, and has chosen its quotes. Quotes stand in the words and the "
            "language that they were written in."
        )
    )
    if paper.workshops:
        yield f"### {methods}"
        yield table((of.method, of.workshops, _("From"), _("To"), of.statements), _methods(paper, words))
    yield f"## {rules}"
    yield opening(of.why_withheld)
    yield opening(
        _(
            "A statement stands with the name of a group only where its workshop may name that group. No number of "
            "people in these files is made of numbers under five: each is one that a workshop tells, or a sum of such."
        )
    )
    if paper.heard:
        yield table(paper.group_heads, (group.cells for group in paper.heard), numbers=1)
    yield f"## {there}"
    yield table((of.name, of.content), ((name, told) for name, told in files.items()))
    yield opening(_("The list of checksums is called %(name)s, and is checked like this:") % {"name": checksums})
    yield f"    sha256sum -c {checksums}"
    yield f"## {versions}"
    yield "\n".join(f"- {opening(name)}: {literal(value)}" for name, value in _versions(vision, words))


def _methods(paper: Paper, words: Words) -> Iterator[Sequence[str]]:
    for method in dict.fromkeys(held.method for held in paper.workshops):
        there = [held for held in paper.workshops if held.method == method]
        days = sorted(held.held for held in there if held.held)
        ends = (words.date(days[0]), words.date(days[-1])) if days else ("", "")
        yield method, str(len(there)), *ends, str(sum(held.statements for held in there))


def _versions(vision: Vision, words: Words) -> Iterator[tuple[str, str]]:
    _ = words.gettext
    yield _("Vision summary"), f"{vision.id}, {vision.version}"
    yield _("Saved on"), vision.written.astimezone(UTC).isoformat()
    if vision.published:
        yield _("Published on"), vision.published.astimezone(UTC).isoformat()
    yield _("Form of the JSON file"), vision.format
    yield _("Program"), f"Fremtidsbilde {version('fremtidsbilde')}"
