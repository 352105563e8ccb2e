"""Words as their stems, in Norwegian: what two texts have in common when they say the same in other forms."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from app.region import search_words

_WORD = re.compile(r"[^\W\d_]{2,}")

_SAY_NOTHING = """
    alle alltid andre at av bare berre ble blei bli blir både da de dei deg dem den der dere det dette din disse du
    då eg egen ein eit eitt eller elles en enn er et ett eg for fordi fra frå få får ganger gjennom gir gjer gjev
    gjør går ha han har hele heile helst her hos hun hva hvem hver hvert hvis hvor hvordan i ikke ikkje ingen inga
    inn ja jeg kan kom kommer kjem korleis kva kvar kvart kven kunne la litt lov man mange med meg meir mellom men
    mens mer mest min mindre mot mye mykje må måtte ned noe noen noko nokon nokre nok når nå og også om opp oss over
    på sammen saman samme seg selv ser sidan siden sin sine sitt sjå sjølv skal skulle slik som sto stå står ta tar
    tek til ting ut uten utan var ved vere være vi vil ville vår våre vårt åt år
    aldri aller alt annet anna annan begynne begynner byrja byrjar betyr betyr tyder drømmer drøymer ellers finn finne
    finner finnes finst flere fleire første fyrste gang gong gangen gongen heller håper helst ny nye nytt slag slags
    tenk tenke tenker tenkjer tror trur vet veit vite viktig viktige viktigste ønske ønsker ønskjer ønskje
    the and for with that this are have has all not from they their our we you your can will who what when where there
    to of in is be it on as at or an by
"""
"""Words that say nothing of what a text is about, in bokmål, nynorsk and English."""

_SAME = """
    vennskap venskap/gøy moro/mestring meistring/mestre meistre/medvirkning medverknad/foreldre føresette
    foreldre foresatte/vei veg/ansatte tilsette/spørre spørje/uke veke/trivsel trivnad/frihet fridom
    forskjell skilnad/ensom einsam/alene åleine/inne innandørs/ute utandørs/ute utendørs
"""
"""Words of bokmål and nynorsk that say the same, and that the stems of the search keep apart."""


def _cut(word: str) -> str:
    return search_words.stem(search_words.folded(word))


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(_SAY_NOTHING.split())


@cache
def _folded() -> dict[str, str]:
    pairs = [pair.split() for line in _SAME.splitlines() for pair in line.split("/") if pair.strip()]
    return {_cut(other): _cut(one) for one, other in pairs}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in lower case; "" of a word that says nothing of what a text is about."""
    if word in _passed_over():
        return ""
    found = _cut(word)
    return _folded().get(found, found)


def stems(text: str) -> Counter[str]:
    """How often each stem stands in a text."""
    return Counter(found for word in _WORD.findall(text.lower()) if (found := stem(word)))


def spoken(texts: Iterable[str], wanted: frozenset[str]) -> dict[str, str]:
    """For each of these stems the word that it oftenest is in these texts, or the compound that it is part of."""
    whole: dict[str, Counter[str]] = {}
    compound: dict[str, Counter[str]] = {}
    for word, number in Counter(word for text in texts for word in _WORD.findall(text.lower())).items():
        found = stem(word)
        if found in wanted:
            whole.setdefault(found, Counter())[word] += number
        for part in wanted:
            if found != part and (found.startswith(part) or found.endswith(part)):
                compound.setdefault(part, Counter())[word] += number
    return {found: words.most_common(1)[0][0] for found, words in (compound | whole).items()}
