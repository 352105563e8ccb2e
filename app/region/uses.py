"""What became of a statement in the pictures of places: the themes of a public vision that it stands behind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.region.written import Reference, ThemeText, Written
from app.workshop.people import Language


@dataclass(frozen=True, slots=True)
class Public:
    """A public version of a vision, under the link with ``key``. ``frozen``: its themes' texts, as published."""

    key: str
    language: Language
    written: Written
    frozen: Mapping[str, ThemeText]


@dataclass(frozen=True, slots=True)
class Use:
    """A statement in a public vision. ``theme``: the title of the one that it stands behind, "" where it stands by
    itself; ``quoted``: in its own words. ``answer``: what is said to happen with it, and ``answers``: who says so.
    """

    key: str
    language: Language
    title: str
    theme: str
    quoted: bool
    answer: str
    answers: str


def uses(statement: Reference, theme: str | None, public: Iterable[Public]) -> list[Use]:
    """Where a statement of a workshop's ``theme`` has gone, in each of these visions."""
    return [use for one in public for use in _in_one(statement, theme, one)]


def _in_one(statement: Reference, theme: str | None, one: Public) -> Iterator[Use]:
    written = one.written
    for there in written.themes:
        quoted = statement in there.quotes
        behind = any((source.workshop, source.theme) == (statement.workshop, theme) for source in there.sources)
        text = one.frozen.get(there.id)
        title = there.title or (text.title if text else "")
        if quoted or behind:
            yield Use(one.key, one.language, written.title, title, quoted, there.answer, written.answers)
    if statement in written.minority:
        yield Use(one.key, one.language, written.title, "", True, "", written.answers)
