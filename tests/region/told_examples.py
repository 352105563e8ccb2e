"""What workshops may tell, as values: any of it (a strategy), each text unlike all others, so that it can be traced."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from app.region.rights import Place
from app.region.told import ToldWorkshop
from app.region.told_words import InCommon, ToldLine, ToldTheme, ToldWords
from app.workshop.people import GROUPS

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SMOLA = Place(1, 1)
SCHOOL = Place(1, 1, 1)
NAMES = {Place(1): "Nordmøre", SMOLA: "Smøla", SCHOOL: "Skole A"}


def told(name: str, themes: dict[str, int], *, few: tuple[str, ...] = (), alone: tuple[str, ...] = ()) -> ToldWords:
    """A workshop by name, with so many statements in each theme; every text names where it stands."""
    number = iter(range(10_000))
    lines = tuple(
        ToldLine(
            name,
            f"s{at}",
            f"utsagn {name} {theme} {at} {_word(at)}",
            "nb",
            theme=theme,
            group=GROUPS[at % 3],
            said_at=f"i {name}",
        )
        for theme, many in themes.items()
        for at in [next(number) for _ in range(many)]
    )
    workshop = ToldWorkshop(
        id=name,
        title=f"i {name}",
        language="nb",
        method="igp",
        ended=True,
        held=date(2026, 10, 7),
        people=12,
        exact=False,
        statements=len(lines),
        units=(SCHOOL,),
    )
    return ToldWords(
        workshop,
        groups={"child": 7, "politician": None},
        themes=tuple(
            ToldTheme(
                name, theme, f"tittel {name} {theme}", f"visjon {name} {theme}", (f"tegn {name} {theme}",), many, 3
            )
            if theme not in alone
            else ToldTheme(name, theme, f"tittel {name} {theme}", statements=many, alone=True)
            for theme, many in themes.items()
        ),
        lines=lines,
        question=f"spørsmål {name}",
        few=frozenset(few),
    )


def _word(number: int) -> str:
    """A word of its own for each number: statements in the same words are not quoted twice."""
    return "q" + "".join("bcdfghjkpz"[int(digit)] for digit in str(number)) + "k"


@st.composite
def tellings(draw: st.DrawFn) -> list[ToldWords]:
    """Some workshops with some themes."""
    names = draw(st.lists(st.sampled_from(["w1", "w2", "w3"]), unique=True, max_size=3))
    return [
        told(name, draw(st.dictionaries(st.sampled_from(["t1", "t2", "t3"]), st.integers(0, 5), max_size=3)))
        for name in names
    ]


@st.composite
def shared_of(draw: st.DrawFn) -> list[InCommon]:
    """Some shared themes of such workshops, each local theme in one of them at most."""
    local = [(workshop, theme) for workshop in ("w1", "w2", "w3") for theme in ("t1", "t2", "t3")]
    of = [draw(st.sampled_from([None, "1", "2"])) for _ in local]
    return [
        InCommon(
            id_,
            f"felles {id_}",
            f"sammen {id_}",
            (f"merke {id_}",),
            tuple(at for at, o in zip(local, of, strict=True) if o == id_),
        )
        for id_ in ("1", "2")
    ]
