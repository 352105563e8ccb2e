"""Summaries to export, as a workshop leaves them, and how they are told in files."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from app.workshop.people import Language, StakeholderGroup
from app.workshop.summary import (
    BarSummary,
    Collection,
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

WITHHELD = "fewer than five, or withheld"
COLLECTIONS = (
    Collection(id="ideas", title="Write alone"),
    Collection(id="shared", title="Share", shared=True),
    Collection(id="objections", title="Object"),
    Collection(id="", title=""),
)


class PlainWords:
    """The English sources themselves."""

    def __init__(self, language: Language = "en") -> None:
        self.language: Language = language

    def gettext(self, message: str, /) -> str:
        return message

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        return (one if number == 1 else many) % {"num": number}

    def place(self, place: str, /) -> str:
        return f"horizon {place[1:]}" if place.startswith("h") else place

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


def nested() -> VisionSummary:
    """A workshop with a theme within another one, and a statement that stands in both."""
    told = workshop()
    inner = ThemeSummary(
        id="t1",
        title="En venn",
        vision="",
        signs=(),
        quotes=1,
        statements=(told.ungrouped[0], told.themes[0].statements[0].model_copy(update={"copied": True})),
        within="t0",
    )
    return told.model_copy(update={"themes": (*told.themes, inner), "ungrouped": told.ungrouped[1:]})


def hidden(summary: VisionSummary) -> VisionSummary:
    """The same before the words are revealed, by somebody who forgot to take them out."""
    return summary.model_copy(update={"revealed": False})


def after_a_method() -> VisionSummary:
    """A workshop that voted, went back from 2040 and said what people will do."""
    shared = Line(id="s8", text="Vi møtes ute", group=None, collection="shared", table=3, sources=("s1",))
    told = workshop()
    ungrouped = (*(line.model_copy(update={"collection": "ideas"}) for line in told.ungrouped), shared)
    theme = told.themes[0]
    statements = tuple(line.model_copy(update={"collection": "ideas"}) for line in theme.statements)
    return told.model_copy(
        update={
            "method": "own",
            "method_title": "Fremtidsbilde 2040",
            "themes": (theme.model_copy(update={"statements": statements}),),
            "ungrouped": ungrouped,
            "collections": COLLECTIONS[:2],
            "votes": (
                VoteSummary(
                    id="v1",
                    title="Hva er viktigst?",
                    criterion="Viktigst for barna",
                    on="themes",
                    votes=2,
                    several=False,
                    voters=38,
                    proxies=5,
                    bars=(
                        _bar("Trygge venner", 1, 24, tied=True, by_group=(12, 8)),
                        _bar("Ro", 1, 24, tied=True, by_group=(None, None)),
                        _bar("Båt", 3, 1, tied=False, by_group=(None, None)),
                        _bar("Mat", 4, 0, tied=False, by_group=(None, None)),
                    ),
                    minority=("Båt",),
                ),
            ),
            "milestones": (
                MilestoneSummary(id="m1", place="2040", text="Alle har en venn", who="Alle", statement=None),
                MilestoneSummary(id="m2", place="2026", text="Vi spør barna", who="", statement="s1"),
            ),
            "commitments": (
                CommitmentSummary(id="c1", what="Spørre noen", who="Elevrådet", when="Mandag", theme="Trygge venner"),
                CommitmentSummary(id="c2", what="Lage suppe", who="", when="", theme=""),
            ),
        }
    )


def _bar(label: str, place: int, votes: int, *, tied: bool, by_group: tuple[int | None, int | None]) -> BarSummary:
    groups: tuple[StakeholderGroup, StakeholderGroup] = ("child", "parent")
    numbers = tuple(GroupVoters(group=group, people=people) for group, people in zip(groups, by_group, strict=True))
    return BarSummary(id=label, label=label, place=place, tied=tied, votes=votes, people=votes, by_group=numbers)


def all_lines(summary: VisionSummary) -> list[Line]:
    """The statements as they stand in a file: by step where there were several, and in each by theme."""
    piled = [line for theme in summary.themes for line in theme.statements] + list(summary.ungrouped)
    if len(summary.collections) < 2:
        return piled
    order = [collection.id for collection in summary.collections]
    return sorted(piled, key=lambda line: order.index(line.collection))


def printed(summary: VisionSummary) -> list[Line]:
    """The statements as they stand in a document: what tables share comes before what it was made of."""
    shared = {collection.id for collection in summary.collections if collection.shared}
    several = len(summary.collections) > 1
    return sorted(all_lines(summary), key=lambda line: several and line.collection not in shared)


def printed_themes(summary: VisionSummary) -> list[ThemeSummary]:
    """The themes that stand in a document: all but a pile for what stands alone in which nothing does."""
    return [t for t in summary.themes if not t.alone or t.statements or t.vision or t.signs]


def folded(rows: Sequence[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """Who took part as a table tells it: those without a number in one row, after the others."""
    told: list[tuple[str, int | None]] = [(name, people) for name, people in rows if people is not None and people >= 5]
    rest = [name for name, people in rows if people is None or people < 5]
    return [*told, (", ".join(rest), None)] if rest else told


def by(line: Line) -> str | None:
    """Who a statement is from, as files say it."""
    name = WORDS.group(line.group, plural=False) if line.group else ""
    if line.table is not None:
        name = f"Table {line.table}"
    return " · ".join(filter(None, (name, "copy" if line.copied else ""))) or None


def outers(summary: VisionSummary) -> dict[str, str]:
    """The titles of the themes that others stand within, by the ids of these."""
    titles = {theme.id: theme.title for theme in summary.themes}
    return {theme.id: titles[theme.within] for theme in summary.themes if theme.within}


def sources(summary: VisionSummary, line: Line) -> list[Line]:
    """What a shared idea builds on."""
    known = {each.id: each for each in summary.lines}
    return [known[source] for source in line.sources]


def told_votes(summary: VisionSummary) -> list[VoteSummary]:
    """The votes that five people or more took part in."""
    return [vote for vote in summary.votes if vote.voters >= 5]


def by_group(bar: BarSummary) -> list[int | None]:
    """The numbers by group that may leave."""
    return [row.people if row.people is None or row.people >= 5 else None for row in bar.by_group]
