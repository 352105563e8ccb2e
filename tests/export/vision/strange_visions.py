"""Visions with any words in them, and with the worst."""

from datetime import UTC, date, datetime

from hypothesis import settings
from hypothesis import strategies as st

from app.region.vision import HeardGroup, Held, NextStep, Quote, ThemePart, Vision
from app.workshop.people import GROUPS, LANGUAGES
from tests.export.examples import FROM_AFAR, MISCHIEF
from tests.export.strategies import latin_texts, unhurried

HOSTILE = (
    *MISCHIEF,
    *FROM_AFAR,
    "\u202etilbake\u202c og \u2066fram\u2069",
    "tab\ther,\r\nny linje\x00\x07 og \x1b[31mrødt",
    "_x0041_ og _x000D_",
    "\ufffe\uffff\ud7ff slutt",
    "{=1} ${2} %(navn)s {{ x }}",
    "]]> &#x41; <w:p/>",
    "\t@SUM(A1)",
)
"""What files of all kinds must carry as words and nothing else."""

anything = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.sampled_from(HOSTILE)
    | st.text("abæøå ", max_size=40).map(lambda text: text.replace(" ", "") * 12)
)


def visions(words: st.SearchStrategy[str] = anything) -> st.SearchStrategy[Vision]:
    """Any vision, with ``words`` wherever somebody writes."""
    names = st.lists(words, max_size=3).map(tuple)
    groups = st.sampled_from(GROUPS)
    days = st.none() | st.dates(date(2016, 1, 1), date(2040, 12, 31))
    times = st.datetimes(datetime(2016, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
    ids = st.uuids().map(str)
    quotes = st.lists(
        st.builds(
            Quote,
            workshop=ids,
            statement=ids,
            text=words,
            language=st.sampled_from(LANGUAGES),
            group=st.none() | groups,
            said_at=words,
        ),
        max_size=3,
    ).map(tuple)
    themes = st.builds(
        ThemePart,
        id=ids,
        title=words,
        vision=words,
        signs=names,
        answer=words,
        quotes=quotes,
        statements=st.integers(0, 400),
        votes=st.none() | st.integers(0, 400),
        workshops=st.integers(0, 90),
        municipalities=names,
        groups=st.lists(groups, unique=True).map(tuple),
    )
    held = st.builds(
        Held,
        workshop=ids,
        title=words,
        held=days,
        method=words,
        municipalities=names,
        units=names,
        people=st.none() | st.integers(0, 90),
        exact=st.booleans(),
        statements=st.integers(0, 400),
    )
    number = st.integers(0, 90)
    heard = st.builds(HeardGroup, group=groups, people=number, workshops=number, withheld=number)
    return st.builds(
        Vision,
        id=ids,
        version=st.integers(1, 99),
        language=st.sampled_from(LANGUAGES),
        title=words,
        place=words,
        question=words,
        ingress=words,
        vision=words,
        themes=st.lists(themes, max_size=4).map(tuple),
        minority=quotes,
        done=words,
        workshops=st.lists(held, max_size=4).map(tuple),
        heard=st.lists(heard, max_size=4, unique_by=lambda row: row.group).map(tuple),
        next_steps=st.lists(st.builds(NextStep, what=words, who=words, when=words), max_size=4).map(tuple),
        answers=words,
        written=times,
        published=st.none() | times,
    )


few = settings(unhurried, max_examples=20)
"""For files that take a tenth of a second each."""

latin_visions = visions(latin_texts | st.just(""))
