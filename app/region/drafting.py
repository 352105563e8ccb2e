"""The first draft of a place's vision, and its numbers anew: of what workshops have told, and of nothing else."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.region.quoting import apt, rare
from app.region.rights import Place
from app.region.told_words import InCommon, ToldLine, ToldTheme, ToldWords
from app.region.written import Counted, Reference, Source, ThemeText, Written, WrittenTheme
from app.workshop.people import GROUPS, Language, StakeholderGroup

THEMES = 12
"""As many themes stand in a draft; the others are offered beside it."""
QUOTES = 3
"""As many quotes are proposed for a theme."""
FEW = 2
"""A theme with at most so many statements is one that few spoke of."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A theme that can stand in the vision: its texts as they are told, what it is made of, and all its statements."""

    id: str
    text: ThemeText
    sources: tuple[Source, ...]
    lines: tuple[ToldLine, ...]

    @property
    def statements(self) -> int:
        """How many statements stand behind it."""
        return sum(one.statements for one in self.sources)


def offered(told: Sequence[ToldWords], shared: Iterable[InCommon] = ()) -> list[Offer]:
    """All themes that can stand in the vision: shared ones, then what is in none of them, each biggest first."""
    lines: dict[tuple[str, str | None], list[ToldLine]] = {}
    for one in told:
        for line in one.lines:
            lines.setdefault((line.workshop, line.theme), []).append(line)
    local = {(theme.workshop, theme.id): theme for one in told for theme in one.themes if not theme.alone}
    named = {(one.workshop.id, theme): groups for one in told for theme, groups in one.groups_by_theme.items()}

    def offer(id_: str, text: ThemeText, parts: Iterable[tuple[str, str]]) -> Offer:
        there = [part for part in parts if part in local]
        sources = tuple(_source(local[part], named.get(part, ())) for part in there)
        return Offer(id_, text, sources, tuple(line for part in there for line in lines.get(part, [])))

    everywhere = (
        offer(one.id, ThemeText(title=one.title, vision=one.vision, signs=one.signs), one.local) for one in shared
    )
    common = [one for one in everywhere if one.sources]  # the others are of other places
    taken = {(source.workshop, source.theme) for one in common for source in one.sources}
    own = [
        offer(
            f"{theme.workshop}/{theme.id}", ThemeText(title=theme.title, vision=theme.vision, signs=theme.signs), [at]
        )
        for at, theme in local.items()
        if at not in taken
    ]
    return [*sorted(common, key=_size), *sorted(own, key=_size)]


def drafted(
    told: Sequence[ToldWords],
    shared: Sequence[InCommon] = (),
    *,
    title: str,
    language: Language,
    place: Place,
    names: Mapping[Place, str],
    now: datetime,
) -> Written:
    """A draft: the biggest themes as they are told, some quotes for each, voices that few had, and the numbers.

    ``language``: the vision's. Its question is one that was asked in it, where there is any.
    """
    offers = [one for one in offered(told, shared) if one.statements]
    common = {one.id for one in shared}
    chosen = [one for one in offers if one.id in common] or offers
    asked = [one for one in told if one.question]
    spoken = [one for one in asked if one.workshop.language == language]
    questions = Counter(one.question for one in spoken or asked)
    themes = tuple(
        WrittenTheme(id=one.id, quotes=tuple(map(reference, apt(one.lines, QUOTES))), sources=one.sources)
        for one in chosen[:THEMES]
    )
    question = questions.most_common(1)[0][0][:500] if questions else ""
    quoted = {one.key for theme in themes for one in theme.quotes}
    few = rare(
        (line for line in voices(told) if line.key not in quoted), (line for one in told for line in one.lines), QUOTES
    )
    return Written(
        title=title,
        question=question,
        asked_by=_asking(told, question),
        themes=themes,
        minority=tuple(map(reference, few)),
        counted=counted(told, place, names),
        counted_at=now,
    )


def recounted(
    written: Written,
    told: Sequence[ToldWords],
    shared: Iterable[InCommon] = (),
    *,
    place: Place,
    names: Mapping[Place, str],
    now: datetime,
) -> Written:
    """The same words with the numbers that are told now. A theme that is told no more is still of its workshops."""
    offers = {one.id: one for one in offered(told, shared)}
    there = {one.workshop.id for one in told}

    def sources(theme: WrittenTheme) -> tuple[Source, ...]:
        if theme.id in offers:
            return offers[theme.id].sources
        return tuple(Source(workshop=one.workshop, theme=one.theme) for one in theme.sources if one.workshop in there)

    themes = tuple(theme.model_copy(update={"sources": sources(theme)}) for theme in written.themes)
    more = _asking(told, written.question) if written.asked_by else ()
    fresh = {"asked_by": tuple(dict.fromkeys((*written.asked_by, *more))), "counted": counted(told, place, names)}
    return written.model_copy(update={"themes": themes, **fresh, "counted_at": now})


def counted(told: Iterable[ToldWords], place: Place, names: Mapping[Place, str]) -> tuple[Counted, ...]:
    """The workshops with the numbers that they tell. ``names``: of all places that they can be held for.

    The groups of a workshop that was held together with another place are numbers of the place that both lie in. That
    other place is not named: whoever reads of this one may not see it.
    """
    found = []
    own_names = {one: name for one, name in names.items() if place.holds(one) or one.holds(place)}
    for one in told:
        workshop = one.workshop
        municipalities = {Place(unit.network, unit.municipality) for unit in workshop.units}
        own = one.groups if place.holds(workshop.place) else {}
        found.append(
            Counted(
                workshop=workshop.id,
                title=workshop.title,
                held=workshop.held,
                method=workshop.method,
                municipalities=tuple(sorted(own_names[one] for one in municipalities if one in own_names)),
                units=tuple(sorted(own_names[unit] for unit in workshop.units if unit in own_names)),
                people=workshop.people,
                exact=workshop.exact,
                statements=workshop.statements,
                groups=tuple((group, own[group]) for group in GROUPS if group in own),
            )
        )
    return tuple(found)


def voices(told: Iterable[ToldWords]) -> list[ToldLine]:
    """Statements that may be a minority's: first what got a single vote, then what stands alone or nearly so."""
    found: list[tuple[int, ToldLine]] = []
    for one in told:
        alone = {theme.id for theme in one.themes if theme.alone}
        small = {theme.id for theme in one.themes if theme.statements <= FEW} - alone
        for line in one.lines:
            if line.id in one.few or line.theme in one.few:
                found.append((0, line))
            elif line.theme in alone or (line.theme is None and one.themes):
                found.append((1, line))
            elif line.theme in small:
                found.append((2, line))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def reference(line: ToldLine) -> Reference:
    """What is kept of a statement that has been chosen."""
    return Reference(workshop=line.workshop, statement=line.id)


def _asking(told: Iterable[ToldWords], question: str) -> tuple[str, ...]:
    """The workshops that ask just this."""
    return tuple(one.workshop.id for one in told if question and one.question[:500] == question)


def _source(theme: ToldTheme, named: Collection[StakeholderGroup]) -> Source:
    return Source(
        workshop=theme.workshop,
        theme=theme.id,
        statements=theme.statements,
        votes=theme.votes,
        groups=tuple(group for group in GROUPS if group in named),
    )


def _size(offer: Offer) -> int:
    return -offer.statements
