"""Which language a statement is written in: told by small words that one language has and the others do not.

A statement is a line or two, too little for statistics of letters, and hardly ever without one of these words. Where
they do not tell, it is in the language of its workshop.
"""

import re
from collections.abc import Mapping

from app.workshop.people import Language

_WORD = re.compile(r"[^\W\d_]+")


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_ONLY: Mapping[Language, frozenset[str]] = {
    "nb": _words(
        """
        alene barnehagene bedre dere deres elevene elever elevers flere fra framtiden fremtid fremtiden
        fremtidens gjør gjøre hele hennes hun hva hvem hver hverandre hvert hvilke hvilken hvis hvor hvordan
        hvorfor hør høre høres ikke jeg kommer lærere lærerne leke leken leker mer mye noe noen sammen selv
        snakker spille spiller sted steder stedet trenger tror uken uten vei veien vet være vært voksne åpen
        """
    ),
    "nn": _words(
        """
        aleine barnehagane betre dei deira dykk dykkar eg ein eit eitt elevane elevar elles fleire frå fyrst
        fyrste følgjer gjer gjere gjev gongar heile hjå hugsar høyrer høyrt ikkje kjem korleis kva kvar
        kvarandre kvart kven kvifor kvil lærarane lærarar leikar meir mykje naboar nokon nokre noko nynorsk
        saman sidan sjå sjølv sjølve snakkar spelar spele stad staden stader tenkje tenkjer treng trur utan veka
        veker vener vere vore vaksne ynskje ynskjer ønskje ønskjer åleine
        """
    ),
    "en": _words(
        """
        about because been being children could every everyone from have learn nobody other our outside people
        play school schools should something teacher teachers that their them there these they this those
        together want what when where which who with would you your
        """
    ),
}
_SCHOOL: Mapping[str, Language] = {"skole": "nb", "skule": "nn"}
"""How the word begins that is in half of all that is said here, and in many compounds."""
_OF: Mapping[str, Language] = {word: language for language, words in _ONLY.items() for word in words}
_ENOUGH: Mapping[Language, int] = {"nb": 1, "nn": 1, "en": 2}
"""So many words tell: an English one is quoted in Norwegian, and a few are also Norwegian."""


def written_in(text: str, otherwise: Language) -> Language:
    """The language of a text, out of those that the program speaks; ``otherwise`` where its words do not tell."""
    told = dict.fromkeys(_ONLY, 0)
    for word in _WORD.findall(text.lower()):
        language = _OF.get(word) or _SCHOOL.get(word[:5])
        if language is not None:
            told[language] += 1
    first, second, *_ = sorted(told, key=lambda language: -told[language])
    return first if told[first] > told[second] and told[first] >= _ENOUGH[first] else otherwise
