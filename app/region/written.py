"""A vision as it is kept: what people have written themselves, and references to what workshops have told.

No statement's words stand in it, and no text of a theme that nobody has rewritten. They are put in when it is read
(``resolved``), from what is told at that moment: what has been erased, hidden or deleted is then in no version.
Numbers are kept by workshop, as they were when they were counted, so that a deleted workshop's go with it.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.region import heard
from app.region.told_words import InCommon, ToldWords, by_key
from app.region.vision import HeardGroup, Held, NextStep, Quote, ThemePart, Vision
from app.workshop.people import GROUPS, Language, StakeholderGroup

Line = Annotated[str, StringConstraints(max_length=200)]
Words = Annotated[str, StringConstraints(max_length=6_000)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Value):
    """A statement, by its workshop's id and its own."""

    workshop: str
    statement: str

    @property
    def key(self) -> str:
        """Both in one word."""
        return f"{self.workshop}/{self.statement}"


class Source(_Value):
    """A workshop's theme that a theme of the place is made of, as it was counted."""

    workshop: str
    theme: str
    statements: int = 0
    votes: int | None = None
    groups: tuple[StakeholderGroup, ...] = ()


class Counted(_Value):
    """A workshop as it was counted. ``groups``: how many of each took part, as far as it told; None is withheld."""

    workshop: str
    title: str
    held: date | None = None
    method: str = ""
    municipalities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    people: int | None = None
    exact: bool = True
    statements: int = 0
    groups: tuple[tuple[StakeholderGroup, int | None], ...] = ()


class ThemeText(_Value):
    """A theme in words."""

    title: str
    vision: str = ""
    signs: tuple[str, ...] = ()


class WrittenTheme(_Value):
    """A theme of the place. ``title``, ``vision`` and ``signs``: None where nobody has rewritten what is told.

    ``answer``: what happens with it, to those who spoke of it.
    """

    id: str
    title: Line | None = None
    vision: Words | None = None
    signs: Annotated[tuple[Line, ...], Field(max_length=20)] | None = None
    answer: Words = ""
    quotes: Annotated[tuple[Reference, ...], Field(max_length=40)] = ()
    sources: tuple[Source, ...] = ()


class WrittenStep(_Value):
    """What happens now, who does it, and by when."""

    what: Annotated[str, StringConstraints(max_length=500)]
    who: Line = ""
    when: Line = ""


class Written(_Value):
    """One version of a place's vision. ``counted_at``: when the numbers in it were told."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    question: Annotated[str, StringConstraints(max_length=500)] = ""
    ingress: Words = ""
    vision: Words = ""
    themes: Annotated[tuple[WrittenTheme, ...], Field(max_length=60)] = ()
    minority: Annotated[tuple[Reference, ...], Field(max_length=60)] = ()
    done: Words = ""
    next_steps: Annotated[tuple[WrittenStep, ...], Field(max_length=40)] = ()
    answers: Line = ""
    counted: tuple[Counted, ...] = ()
    counted_at: datetime


def quoted(written: Written) -> frozenset[str]:
    """The keys of all statements that are chosen in it."""
    of_themes = (one.key for theme in written.themes for one in theme.quotes)
    return frozenset((*of_themes, *(one.key for one in written.minority)))


Frozen = Mapping[str, ThemeText]
"""The texts of themes as they stood when a version was published, by the theme's id."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands: of which vision and place, and since when it is public, if it is."""

    id: str
    version: int
    language: Language
    place: str
    written: datetime
    published: datetime | None = None


def resolved(
    written: Written,
    told: Sequence[ToldWords],
    shared: Iterable[InCommon] = (),
    *,
    standing: Standing,
    frozen: Frozen | None = None,
) -> Vision:
    """Put in what is told now. What is told no more is left out, and a theme that has no title then, too.

    A theme whose workshops are all gone is left out, whatever somebody has made of its words.
    """
    there = {one.workshop.id: one for one in told}
    texts = texts_told(told, shared)
    lines = by_key(told)
    counted = [one for one in written.counted if one.workshop in there]

    def quotes(references: Iterable[Reference]) -> tuple[Quote, ...]:
        found = [lines[one.key] for one in references if one.key in lines]
        return tuple(
            Quote(
                workshop=line.workshop,
                statement=line.id,
                text=line.text,
                language=line.language,
                group=line.group,
                said_at=line.said_at,
            )
            for line in found
        )

    def part(theme: WrittenTheme) -> ThemePart | None:
        sources = [one for one in theme.sources if one.workshop in there]
        text = (frozen or {}).get(theme.id) or texts.get(theme.id)
        if not has_workshops(theme, there):
            return None
        if text is None and theme.title is None:
            return None
        text = text or ThemeText(title=theme.title or "")
        votes = [one.votes for one in sources if one.votes is not None]
        named = {group for one in sources for group in set(one.groups) & there[one.workshop].groups_named}
        where = {one.workshop: one.municipalities for one in counted}
        return ThemePart(
            id=theme.id,
            title=text.title if theme.title is None else theme.title,
            vision=text.vision if theme.vision is None else theme.vision,
            signs=text.signs if theme.signs is None else theme.signs,
            quotes=quotes(theme.quotes),
            statements=sum(one.statements for one in sources),
            votes=sum(votes) if votes else None,
            workshops=len({one.workshop for one in sources}),
            municipalities=tuple(sorted({name for one in sources for name in where.get(one.workshop, ())})),
            groups=tuple(group for group in GROUPS if group in named),
            answer=theme.answer,
        )

    numbers = heard.numbers((heard.Heard((), dict(one.groups)) for one in counted), ())
    return Vision(
        id=standing.id,
        version=standing.version,
        language=standing.language,
        title=written.title,
        place=standing.place,
        question=written.question,
        ingress=written.ingress,
        vision=written.vision,
        themes=tuple(found for theme in written.themes if (found := part(theme))),
        minority=quotes(written.minority),
        done=written.done,
        workshops=tuple(Held(**one.model_dump(exclude={"groups"})) for one in counted),
        heard=tuple(
            HeardGroup(
                group=group,
                people=numbers[group].people,
                workshops=numbers[group].workshops,
                withheld=numbers[group].withheld,
            )
            for group in GROUPS
            if group in numbers
        ),
        next_steps=tuple(NextStep(**step.model_dump()) for step in written.next_steps),
        answers=written.answers,
        counted=written.counted_at,
        written=standing.written,
        published=standing.published,
    )


def texts_told(told: Iterable[ToldWords], shared: Iterable[InCommon] = ()) -> dict[str, ThemeText]:
    """The texts of all themes as they are told now, by the id that a theme of the place has."""
    texts = {
        f"{theme.workshop}/{theme.id}": ThemeText(title=theme.title, vision=theme.vision, signs=theme.signs)
        for one in told
        for theme in one.themes
    }
    return texts | {one.id: ThemeText(title=one.title, vision=one.vision, signs=one.signs) for one in shared}


def frozen_at(written: Written, texts: Frozen) -> dict[str, ThemeText]:
    """What is told of the themes in it, to be kept with a version that is published: it is what was read then."""
    return {theme.id: texts[theme.id] for theme in written.themes if theme.id in texts}


def lasting(written: Written, frozen: Frozen, told: Sequence[ToldWords], texts: Frozen) -> dict[str, ThemeText]:
    """What was public of themes that are told no more, of workshops that are there. ``texts``: what is told."""
    there = {one.workshop.id for one in told}
    left = {theme.id for theme in written.themes if has_workshops(theme, there)} - set(texts)
    return {id_: text for id_, text in frozen.items() if id_ in left}


def has_workshops(theme: WrittenTheme, there: Container[str]) -> bool:
    """Whether one of the workshops that a theme is from is there still."""
    own, is_local, _ = theme.id.partition("/")
    return any(one.workshop in there for one in theme.sources) or (bool(is_local) and own in there)
