"""Summaries to export: one as a workshop leaves it, and strategies for all that people might write."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import Phase, settings
from hypothesis import strategies as st

from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.summary import GroupCount, Line, ThemeSummary, UnitCount, VisionSummary
from app.workshop.words import clean

WITHHELD = "fewer than five, or withheld"


unhurried = settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For whole summaries: writing hundreds of files to find the smallest that fails would take minutes."""


class PlainWords:
    """The English sources themselves."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def gettext(self, message: str, /) -> str:
        return message

    def group(self, group: StakeholderGroup, /, *, plural: bool) -> str:
        return f"{group.title()} people" if plural else group.title()

    def date(self, value: date, /) -> str:
        return f"{value:%d.%m.%Y}"


WORDS = PlainWords()

MISCHIEF = (
    "<script>alert(1)</script>",
    '#import "@preview/x:1.0.0": *',
    "$x^2$ og `kode` og *stjerner* og _streker_ og ~bølger~",
    "[lenke](javascript:alert(1)) ![bilde](x) &amp; &lt;b&gt;",
    "https://example.org/ og www.example.org og ola@example.org",
    "// kommentar /* her */ #let x = 1",
    '=HYPERLINK("http://example.org";"Trykk")',
    "-2+3+cmd|' /C calc'!A0",
    "'=1",
    "1. først",
    "- strek",
    "+ pluss",
    "= overskrift",
    "# overskrift",
    "> sitat",
    "| a | b |",
    '"hermetegn"; semikolon, komma',
    "\\ omvendt \\u{41}",
    "A\u030are og O\u0308yvind",
    "W" * 120,
    "menneskerettighetsorganisasjonsmedlemskapskontingent",
)
FROM_AFAR = (
    "نريد مدرسة آمنة",
    "שלום עולם",
    "漢字かな",
    "👨\u200d👩\u200d👧\u200d👦🎉🇳🇴👍🏽1\ufe0f\u20e3",
    "Ми хочемо вчитися",
    "ሰላም",
    "x\u0361y ḗ",
    "＝1+1",
    "𝓗𝓮𝓲",
)

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
    return st.builds(Line, id=st.uuids().map(str), text=words, group=st.none() | st.sampled_from(GROUPS))


def themes(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[ThemeSummary]:
    return st.builds(
        ThemeSummary,
        id=st.uuids().map(str),
        title=words,
        vision=st.just("") | words,
        signs=st.lists(words, max_size=3).map(tuple),
        quotes=st.integers(0, 4),
        statements=st.lists(lines(words), max_size=5).map(tuple),
    )


def summaries(words: st.SearchStrategy[str] = texts) -> st.SearchStrategy[VisionSummary]:
    return st.builds(
        VisionSummary,
        title=words,
        question=st.just("") | words,
        language=languages,
        held=st.none() | st.dates(date(2016, 1, 1), date(2040, 12, 31)),
        written=st.datetimes(datetime(2016, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
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
    )


def workshop(texts: Sequence[str] = ("I 2040 har alle noen å leke med.", "Ro. Bare ro.", "En benk")) -> VisionSummary:
    """A workshop with one theme, whose first statement is a quote, and the rest of ``texts`` outside it."""
    first, *rest = [Line(id=f"s{n}", text=text, group="parent") for n, text in enumerate(texts)]
    return VisionSummary(
        title="Framtida på Smøla",
        question="Hvordan ønsker vi at det skal være i 2040?",
        language="nb",
        held=date(2026, 11, 14),
        written=datetime(2026, 11, 23, 14, 3, tzinfo=UTC),
        revealed=True,
        people=60,
        groups=(GroupCount(group="parent", people=38), GroupCount(group="business", people=None)),
        units=(UnitCount(unit="Hopen skole", people=61), UnitCount(unit="Nordvika barnehage", people=None)),
        themes=(
            ThemeSummary(
                id="t0",
                title="Trygge venner",
                vision="I 2040 har alle barn minst én venn.",
                signs=("Ingen står alene", "Alle kan nevne tre voksne"),
                quotes=1,
                statements=(first,),
            ),
        ),
        ungrouped=tuple(rest),
    )


def hidden(summary: VisionSummary) -> VisionSummary:
    """The same before the words are revealed, by somebody who forgot to take them out."""
    return summary.model_copy(update={"revealed": False})


def all_lines(summary: VisionSummary) -> list[Line]:
    return [line for theme in summary.themes for line in theme.statements] + list(summary.ungrouped)
