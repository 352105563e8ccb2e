"""Strategies for all that people might write, and for the summaries that hold it."""

from datetime import UTC, date, datetime

from hypothesis import Phase, settings
from hypothesis import strategies as st

from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.summary import (
    BarSummary,
    CommitmentSummary,
    GroupCount,
    GroupVoters,
    Line,
    MilestoneSummary,
    ThemeSummary,
    UnitCount,
    VisionSummary,
    VoteSummary,
)
from app.workshop.words import clean
from tests.export.examples import COLLECTIONS, FROM_AFAR, MISCHIEF

PLACES = ("2040", "2035", "2030", "2028", "2026", "h3", "h2", "h1")

unhurried = settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For whole summaries: writing hundreds of files to find the smallest that fails would take minutes."""

plain_texts = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzæøåÆØÅéü 0123456789.,!?-'\"()<>*_#$`\\|&=+@:;/"), min_size=1
)
any_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def _kept(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """As the program keeps what was typed: never empty, on one line."""
    return texts.map(lambda text: clean(text)[:120].strip()).filter(bool)


latin_texts = _kept(plain_texts | st.sampled_from(MISCHIEF))
texts = _kept(plain_texts | any_texts | st.sampled_from(MISCHIEF + FROM_AFAR))

counts = st.none() | st.integers(0, 60)
languages = st.sampled_from(("nb", "nn", "en"))


def lines(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Line]:
    """Statements, and shared ideas of tables; ``consistent`` says what these build on."""
    groups = st.none() | st.sampled_from(GROUPS)
    collections = st.sampled_from(("", "ideas", "objections"))
    said = st.builds(Line, id=st.uuids().map(str), text=words, group=groups, collection=collections)
    shared = st.builds(
        Line,
        id=st.uuids().map(str),
        text=words,
        group=st.none(),
        collection=st.just("shared"),
        table=st.integers(1, 40),
        sources=st.lists(st.integers(0, 9).map(str), max_size=2, unique=True).map(tuple),
    )
    return said | shared


def copies(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Line]:
    """Second places of statements; ``consistent`` says of which."""
    return lines(words).map(lambda line: line.model_copy(update={"copied": True}))


def consistent(summary: VisionSummary) -> VisionSummary:
    """The same with all collections that its statements are of, and with shared ideas that build on some of these.

    A copy is one of another statement, and a theme within another one comes after it.
    """
    there = [*summary.lines]

    def told(pile: tuple[Line, ...]) -> tuple[Line, ...]:
        lines = {line.id: line.model_copy(update={"sources": tuple(originals(line))}) for line in pile}
        for line in pile:
            if not line.copied:
                continue
            del lines[line.id]
            if there:
                of = there[len(line.text) % len(there)]
                lines.setdefault(of.id, of.model_copy(update={"sources": tuple(originals(of)), "copied": True}))
        return tuple(lines.values())

    def originals(line: Line) -> list[str]:
        chosen = (there[int(number)] for number in line.sources if int(number) < len(there))
        return [original.id for original in chosen if original.table is None]

    themes = list[ThemeSummary]()
    for theme in summary.themes:
        outer = themes[0].id if theme.within and themes else None
        themes.append(theme.model_copy(update={"statements": told(theme.statements), "within": outer}))
    of = {line.collection for line in there}
    collections = tuple(each for each in COLLECTIONS if each.id in of)
    return summary.model_copy(
        update={"themes": tuple(themes), "ungrouped": told(summary.ungrouped), "collections": collections}
    )


def votes(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[VoteSummary]:
    """Votes, also such as must not leave as they are: with numbers by group that are small."""
    groups = st.lists(st.sampled_from(GROUPS), max_size=3, unique=True)

    def bars(named: list[StakeholderGroup]) -> st.SearchStrategy[tuple[BarSummary, ...]]:
        by_group = st.tuples(*(st.builds(GroupVoters, group=st.just(group), people=counts) for group in named))
        one = st.builds(
            BarSummary,
            id=st.uuids().map(str),
            label=words,
            place=st.integers(1, 9),
            tied=st.booleans(),
            votes=st.integers(0, 90),
            people=st.integers(0, 60),
            by_group=by_group,
        )
        return st.lists(one, min_size=1, max_size=3).map(tuple)

    return st.builds(
        VoteSummary,
        id=st.uuids().map(str),
        title=words,
        criterion=st.just("") | words,
        on=st.sampled_from(("themes", "statements", "milestones")),
        votes=st.integers(1, 5),
        several=st.booleans(),
        voters=st.integers(0, 60),
        proxies=counts,
        bars=groups.flatmap(bars),
        minority=st.lists(words, max_size=2).map(tuple),
    )


def milestones(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[tuple[MilestoneSummary, ...]]:
    """Some of each board, in order."""
    one = st.builds(
        MilestoneSummary,
        id=st.uuids().map(str),
        place=st.sampled_from(PLACES),
        text=words,
        who=st.just("") | words,
        statement=st.none() | st.uuids().map(str),
    )
    return st.lists(one, max_size=4).map(lambda there: tuple(sorted(there, key=lambda m: PLACES.index(m.place))))


def commitments(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[tuple[CommitmentSummary, ...]]:
    maybe = st.just("") | words
    one = st.builds(CommitmentSummary, id=st.uuids().map(str), what=words, who=maybe, when=maybe, theme=maybe)
    return st.lists(one, max_size=3).map(tuple)


def themes(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[ThemeSummary]:
    return st.builds(
        ThemeSummary,
        id=st.uuids().map(str),
        title=words,
        vision=st.just("") | words,
        signs=st.lists(words, max_size=3).map(tuple),
        quotes=st.integers(0, 4),
        statements=st.lists(lines(words) | copies(words), max_size=5).map(tuple),
        within=st.sampled_from((None, "first")),
        alone=st.booleans(),
    )


def summaries(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[VisionSummary]:
    return st.builds(
        VisionSummary,
        title=words,
        question=st.just("") | words,
        language=languages,
        held=st.none() | st.dates(date(2016, 1, 1), date(2040, 12, 31)),
        written=st.datetimes(datetime(2016, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds the zone
        revealed=st.just(True),
        people=counts,
        groups=st.lists(
            st.builds(GroupCount, group=st.sampled_from(GROUPS), people=counts), unique_by=lambda row: row.group
        ).map(tuple),
        units=st.lists(st.builds(UnitCount, unit=words, people=counts), max_size=4, unique_by=lambda row: row.unit).map(
            tuple
        ),
        themes=st.lists(themes(words), max_size=3).map(tuple),
        ungrouped=st.lists(lines(words), max_size=4).map(tuple),
        method_title=st.just("") | words,
        votes=st.lists(votes(words), max_size=2).map(tuple),
        milestones=milestones(words),
        commitments=commitments(words),
    ).map(consistent)
