"""Visions of places to make files of: one as a council would read it, a large one, and one that is empty."""

from datetime import UTC, date, datetime

from app.region.vision import HeardGroup, Held, NextStep, Quote, ThemePart, Vision
from app.workshop.people import GROUPS, LANGUAGES

MUNICIPALITIES = ("Aure", "Averøy", "Gjemnes", "Kristiansund", "Smøla", "Sunndal", "Surnadal", "Tingvoll")


def quote(number: int, text: str, **told: object) -> Quote:
    """A statement, with what else is ``told`` of it."""
    known: dict[str, object] = {"workshop": f"w{number}", "statement": f"s{number}", "language": "nb"}
    return Quote.model_validate({**known, "text": text, **told})


def place() -> Vision:
    """A municipality's vision after five workshops."""
    return Vision(
        id="v1",
        version=3,
        language="nb",
        title="Oppvekst på Smøla 2040",
        place="Smøla kommune",
        question="Hvordan ønsker vi at det skal være i våre barnehager og skoler i 2040?",
        ingress=(
            "Barn, foreldre, ansatte og politikere har skrevet hva de ønsker for 2040. Dette er det de kom fram til "
            "sammen.\nDet bygger på det som ble sagt, med de ordene som ble brukt."
        ),
        vision="I 2040 vokser alle barn på Smøla opp med noen å leke med, noen å spørre og noe å glede seg til.",
        themes=(
            ThemePart(
                id="t1",
                title="Trygge venner",
                vision="I 2040 har alle barn minst én venn, og voksne som ser når noen står alene.",
                signs=(
                    "Ingen står alene i friminuttet",
                    "Alle barn kan nevne tre voksne de stoler på",
                    "Nye barn får en fadder den første dagen",
                ),
                quotes=(
                    quote(1, "I 2040 har alle noen å leke med.", group="child", said_at="Hopen skole"),
                    quote(
                        2,
                        "I 2040 veit eg at nokon saknar meg når eg ikkje kjem.",
                        language="nn",
                        group="youth",
                        said_at="Elevrådet",
                    ),
                    quote(3, "In 2040 newcomers are met by a friend.", language="en", group="parent"),
                ),
                statements=48,
                votes=31,
                workshops=5,
                municipalities=("Smøla",),
                groups=("child", "youth", "parent", "staff"),
            ),
            ThemePart(
                id="t2",
                title="Ute hver dag",
                vision="I 2040 lærer vi like mye ute som inne, ved sjøen og i fjellet.",
                signs=("Alle trinn har en fast utedag", "Alle kan ro før de går ut av fjerde trinn"),
                answer="Kommunestyret har satt av penger til en fast utedag fra 2028.",
                quotes=(
                    quote(4, "Vi lærer brøk med fisk.", group="child", said_at="Nordvika barnehage"),
                    quote(5, "نريد مدرسة آمنة", group="parent", said_at="Foreldremøtet"),
                ),
                statements=36,
                votes=27,
                workshops=4,
                municipalities=("Smøla", "Aure"),
                groups=("child", "staff"),
            ),
            ThemePart(
                id="t3",
                title="Mat vi lager sammen",
                vision="I 2040 spiser alle et varmt måltid sammen, laget av mat herfra.",
                signs=("Elever lager mat én gang i uka",),
                quotes=(quote(6, "I 2040 lukter det suppe når du kommer inn.", group="staff"),),
                statements=22,
                votes=9,
                workshops=3,
                municipalities=("Smøla",),
                groups=("parent", "staff"),
            ),
            ThemePart(
                id="t4",
                title="En skole som er åpen om kvelden, og som er hele bygdas møteplass for unge og gamle",
                vision="",
                signs=(),
                quotes=(quote(7, "Biblioteket er åpent til ni."),),
                statements=11,
                votes=None,
                workshops=2,
                municipalities=("Smøla",),
            ),
        ),
        minority=(
            quote(8, "I 2040 kan man få være helt alene når man trenger det. 🌊", group="youth", said_at="Elevrådet"),
            quote(9, "Ikkje gløym dei som bur lengst ute.", language="nn", said_at="Kommunestyret"),
        ),
        done="Fem verksteder i mars og april 2026, alle etter samme metode.\n"
        "Temaene ble slått sammen av to koordinatorer.",
        workshops=(
            Held(
                workshop="w1",
                title="Hopen skole",
                held=date(2026, 3, 4),
                method="igp",
                municipalities=("Smøla",),
                units=("Hopen skole",),
                people=42,
                statements=61,
            ),
            Held(
                workshop="w2",
                title="Elevrådet",
                held=date(2026, 3, 11),
                method="one-two-four-all",
                municipalities=("Smøla",),
                units=("Hopen skole", "Smøla ungdomsskole"),
                people=15,
                exact=False,
                statements=28,
            ),
            Held(
                workshop="w3",
                title="Foreldremøtet",
                held=date(2026, 4, 2),
                method="open",
                municipalities=("Smøla", "Aure"),
                units=("Nordvika barnehage",),
                people=None,
                statements=17,
            ),
            Held(
                workshop="w4", title="Kommunestyret", method="En egen metode", municipalities=("Smøla",), statements=11
            ),
        ),
        heard=(
            HeardGroup(group="child", people=57, workshops=3, withheld=0),
            HeardGroup(group="youth", people=21, workshops=2, withheld=1),
            HeardGroup(group="parent", people=38, workshops=4, withheld=1),
            HeardGroup(group="staff", people=26, workshops=4, withheld=0),
            HeardGroup(group="politician", people=0, workshops=0, withheld=2),
        ),
        next_steps=(
            NextStep(what="Fremtidsbildet behandles i kommunestyret", who="Ordføreren", when="18. juni 2026"),
            NextStep(what="Hver skole velger ett tema å begynne med", who="Rektorene", when="høsten 2026"),
            NextStep(what="Vi spør barna igjen om det ble slik de mente", when="våren 2027"),
        ),
        answers="Kommunalsjef for oppvekst",
        written=datetime(2026, 5, 20, 9, 30, tzinfo=UTC),
        published=datetime(2026, 5, 21, 7, 0, tzinfo=UTC),
    )


def large() -> Vision:
    """A network's vision: 25 themes with 75 quotes, 250 workshops, 125 units."""
    units = tuple(f"{name} {kind} {n}" for n in range(8) for name in MUNICIPALITIES for kind in ("skole", "barnehage"))[
        :125
    ]
    words = "I 2040 har alle barn noen å leke med og voksne som ser dem når de står alene ved gjerdet i friminuttet."
    groups = GROUPS
    themes = tuple(
        ThemePart(
            id=f"t{n}",
            title=f"Tema {n}: {('Trygge venner', 'Ute hver dag', 'Mat vi lager sammen', 'Åpne skoler')[n % 4]}",
            vision=f"{words} ({n})",
            signs=tuple(f"Kjennetegn {n}.{k}: ingen står alene" for k in range(4)),
            quotes=tuple(
                quote(3 * n + k, f"{words} ({n}.{k})", language=LANGUAGES[k], group=groups[k], said_at=f"Verksted {n}")
                for k in range(3)
            ),
            statements=200 - 7 * n,
            votes=150 - 6 * n,
            workshops=40 - n,
            municipalities=MUNICIPALITIES[: n % 8 + 1],
            groups=groups[: n % 9 + 1],
        )
        for n in range(25)
    )
    workshops = tuple(
        Held(
            workshop=f"w{n}",
            title=f"Verksted {n} på {units[n % 125]}",
            held=date(2026, 1 + n % 12, 1 + n % 28),
            method="igp",
            municipalities=(MUNICIPALITIES[n % 8],),
            units=(units[n % 125], units[(n + 1) % 125]),
            people=None if n % 7 == 0 else 5 + n % 60,
            exact=n % 3 > 0,
            statements=20 + n % 50,
        )
        for n in range(250)
    )
    heard = tuple(HeardGroup(group=g, people=100 + 9 * n, workshops=30 + n, withheld=n) for n, g in enumerate(groups))
    changed = {"themes": themes, "workshops": workshops, "heard": heard, "place": "Nettverk Nordmøre"}
    return place().model_copy(update=changed)


def bare() -> Vision:
    """A draft in which nothing is written yet."""
    return Vision(id="v0", language="nn", title="", place="", written=datetime(2026, 5, 20, tzinfo=UTC))
