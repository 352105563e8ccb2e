"""A place's vision summary as a document: its parts in order and in words. All its formats are made of this."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.export.vision.fit import fit_to_leave
from app.export.vision.labels import Labels, labels
from app.export.words import Words
from app.region.vision import HeardGroup, Held, Quote, ThemePart, Vision
from app.workshop.method import shipped
from app.workshop.people import LANGUAGES, Language
from app.workshop.words import clean, clean_lines

__all__ = ["Bar", "Group", "Paper", "Said", "Step", "Theme", "Workshop", "compose", "joined"]

MANY = 40
"""More workshops than these are told by municipality in a document to read; files of tables list each."""


@dataclass(frozen=True)
class Said:
    """A statement, the language of its words, and who said it where, in words.

    ``group`` and ``said_at`` are what ``by`` is made of; ``workshop`` and ``statement`` are ids.
    """

    text: str
    language: Language
    group: str
    said_at: str
    workshop: str
    statement: str

    @property
    def by(self) -> str:
        """Whose words these are; "" where neither group nor workshop is told."""
        return joined((self.group, self.said_at))


@dataclass(frozen=True)
class Theme:
    """A theme, its numbers, and these in words. ``place``: which one it is of how many."""

    id: str
    number: int
    place: str
    title: str
    vision: str
    signs: tuple[str, ...]
    quotes: tuple[Said, ...]
    statements: int
    votes: int | None
    workshops: int
    municipalities: tuple[str, ...]
    groups: tuple[str, ...]
    told: str
    answer: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A theme's bars in a chart. ``votes`` is None where none was held on it."""

    title: str
    statements: int
    votes: int | None


@dataclass(frozen=True)
class Group:
    """How many of a group have been heard, 0 where no workshop tells it; ``told`` says the same in words.

    ``whole``: with how many workshops do not tell it, where there is no column for that. ``cells``: the row of a table,
    under ``Paper.group_heads``.
    """

    name: str
    people: int
    workshops: int
    withheld: int
    told: str
    whole: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        return self.name, self.told, str(self.workshops), str(self.withheld)


@dataclass(frozen=True)
class Workshop:
    """A workshop. ``day`` and ``told`` are ``held`` and ``people`` in words."""

    id: str
    title: str
    held: date | None
    day: str
    method: str
    municipalities: tuple[str, ...]
    units: tuple[str, ...]
    people: int | None
    exact: bool
    told: str
    statements: int


@dataclass(frozen=True)
class Step:
    """What happens now; "" where it is not said who does it, or when."""

    what: str
    who: str
    when: str


@dataclass(frozen=True)
class Paper:
    """The whole document. ``language`` is that of what people wrote of the place, ``spoken`` that of its labels.

    ``facts``: what it is of and made of, by name. ``held_in``: rows of a table of how many workshops and statements are
    of each municipality, where there are too many workshops to read one by one. ``silence`` says that there are no
    themes, where there are none.
    """

    title: str
    place: str
    question: str
    ingress: tuple[str, ...]
    vision: str
    facts: tuple[tuple[str, str], ...]
    themes: tuple[Theme, ...]
    minority: tuple[Said, ...]
    heard: tuple[Group, ...]
    steps: tuple[Step, ...]
    answers: str
    done: tuple[str, ...]
    workshops: tuple[Workshop, ...]
    held_in: tuple[tuple[str, str, str], ...]
    silence: str
    labels: Labels
    language: Language
    spoken: Language
    version: int
    written: datetime
    published: datetime | None

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What a chart of the themes shows; nothing where there is nothing to compare."""
        bars = tuple(Bar(theme.title, theme.statements, theme.votes) for theme in self.themes)
        return bars if len(bars) > 1 and any(bar.statements or bar.votes for bar in bars) else ()

    @property
    def group_heads(self) -> tuple[str, str, str, str]:
        """Heads of a table of who has been heard."""
        of = self.labels
        return of.group, of.people, of.told_by, of.withheld_by

    @property
    def voted(self) -> bool:
        """Whether a vote was held on any theme."""
        return any(theme.votes is not None for theme in self.themes)


def joined(parts: Iterable[str]) -> str:
    """Return what there is of ``parts`` on one line."""
    return " · ".join(filter(None, parts))


def compose(vision: Vision, words: Words) -> Paper:
    """Put ``vision`` into words."""
    vision = fit_to_leave(vision)
    spoken = labels(words)
    return Paper(
        title=clean(vision.title) or spoken.head,
        place=clean(vision.place),
        question=clean(vision.question),
        ingress=clean_lines(vision.ingress),
        vision=clean(vision.vision),
        facts=tuple(_facts(vision, spoken, words)),
        themes=tuple(_theme(theme, number, vision, words) for number, theme in enumerate(vision.themes, 1)),
        minority=tuple(_said(quote, words) for quote in vision.minority),
        heard=tuple(_group(heard, words) for heard in vision.heard),
        steps=tuple(Step(clean(step.what), clean(step.who), clean(step.when)) for step in vision.next_steps),
        answers=clean(vision.answers),
        done=clean_lines(vision.done),
        workshops=tuple(_workshop(held, spoken, words) for held in vision.workshops),
        held_in=tuple(_held_in(vision, words)) if len(vision.workshops) > MANY else (),
        silence="" if vision.themes else words.gettext("There are no themes yet."),
        labels=spoken,
        language=vision.language,
        spoken=words.language,
        version=vision.version,
        written=vision.written,
        published=vision.published,
    )


def _facts(vision: Vision, spoken: Labels, words: Words) -> Iterator[tuple[str, str]]:
    _ = words.gettext
    if clean(vision.place):
        yield spoken.applies_to, clean(vision.place)
    workshops = words.ngettext("%(num)s workshop", "%(num)s workshops", len(vision.workshops))
    statements = words.ngettext("%(num)s statement", "%(num)s statements", vision.statements)
    yield spoken.made_of, joined((workshops, statements))
    if vision.themes and vision.in_themes < vision.statements:
        yield spoken.in_themes, words.ngettext("%(num)s statement", "%(num)s statements", vision.in_themes)
    version = {"number": vision.version}
    if vision.published:
        told = _("%(number)s, published on %(date)s")
        yield spoken.version, told % {**version, "date": words.date(vision.published)}
    else:
        yield spoken.version, _("%(number)s, a draft that is not published") % version
        yield spoken.written, words.date(vision.written)
    if clean(vision.answers):
        yield spoken.answers, clean(vision.answers)


def _theme(theme: ThemePart, number: int, vision: Vision, words: Words) -> Theme:
    place = words.gettext("Theme %(number)d of %(themes)d") % {"number": number, "themes": len(vision.themes)}
    votes = "" if theme.votes is None else words.ngettext("%(num)s vote", "%(num)s votes", theme.votes)
    told = (
        words.ngettext("%(num)s statement", "%(num)s statements", theme.statements),
        votes,
        words.ngettext("%(num)s workshop", "%(num)s workshops", theme.workshops),
    )
    return Theme(
        id=theme.id,
        number=number,
        place=place,
        title=clean(theme.title) or place,
        vision=clean(theme.vision),
        signs=_there(theme.signs),
        quotes=tuple(_said(quote, words) for quote in theme.quotes),
        statements=theme.statements,
        votes=theme.votes,
        workshops=theme.workshops,
        municipalities=_there(theme.municipalities),
        groups=tuple(words.group(group, plural=True) for group in theme.groups),
        told=joined(told),
        answer=clean_lines(theme.answer),
    )


def _said(quote: Quote, words: Words) -> Said:
    group = words.group(quote.group, plural=False) if quote.group else ""
    return Said(clean(quote.text), quote.language, group, clean(quote.said_at), quote.workshop, quote.statement)


def _group(heard: HeardGroup, words: Words) -> Group:
    at_least = words.gettext("at least %(people)s") % {"people": heard.people}
    told = at_least if heard.people else words.gettext("not told")
    name = words.group(heard.group, plural=True)
    silent = words.ngettext("not told in %(num)s workshop", "not told in %(num)s workshops", heard.withheld)
    whole = f"{told}, {silent}" if heard.people and heard.withheld else told
    return Group(name, heard.people, heard.workshops, heard.withheld, told, whole)


def _workshop(held: Held, spoken: Labels, words: Words) -> Workshop:
    told = spoken.withheld
    if held.people is not None:
        at_least = words.gettext("at least %(people)s") % {"people": held.people}
        told = str(held.people) if held.exact else at_least
    return Workshop(
        id=held.workshop,
        title=clean(held.title),
        held=held.held,
        day=words.date(held.held) if held.held else "",
        method=_method(held.method, words),
        municipalities=_there(held.municipalities),
        units=_there(held.units),
        people=held.people,
        exact=held.exact,
        told=told,
        statements=held.statements,
    )


def _held_in(vision: Vision, words: Words) -> Iterator[tuple[str, str, str]]:
    for one in vision.by_municipality:
        there = ", ".join(_there(one.municipalities)) or words.gettext("No municipality told")
        yield there, str(one.workshops), str(one.statements)


def _method(method: str, words: Words) -> str:
    """What a method is called: one that comes along by its title in the reader's language."""
    known = shipped().get(method)
    if known is not None:
        return known.texts(next((each for each in LANGUAGES if each == words.language), "nb")).title
    return words.gettext("Open workshop") if method == "open" else clean(method)


def _there(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(clean, texts)))
