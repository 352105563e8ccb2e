"""The words of a text as the search knows them: as they were written, and as stems in which bokmål and nynorsk meet.

Both databases keep the same tokens, spelled with a to z alone: neither's own idea of what a word is, of case or of
accents has any say in what is found.
"""

import re
import unicodedata
from collections.abc import Iterable

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
LONGEST = 60
"""Letters of a word that are kept."""

STEM = "qz"
"""What a stem's token begins with; one of a word as written never does."""
BREAK = "qy"
"""Stands between texts, so that no phrase goes over from one into the next."""

_ACCENTS = str.maketrans("éèêëóòôàáâäöüñç", "eeeeoooaaaæøunc")

_SPELLINGS = (
    ("skul", "skol"),
    ("fram", "frem"),
    ("tryggleik", "trygghet"),
    ("kjærleik", "kjærlighet"),
    ("leik", "lek"),
    ("mogeleg", "mulig"),
    ("mogleg", "mulig"),
    ("heim", "hjem"),
    ("høyr", "hør"),
    ("køyr", "kjør"),
    ("gjer", "gjør"),
    ("berekraft", "bærekraft"),
    ("mangfald", "mangfold"),
    ("sjølv", "selv"),
    ("saman", "sammen"),
    ("vaks", "voks"),
    ("gard", "gård"),
    ("stad", "sted"),
    ("utsegn", "utsagn"),
    ("vising", "visning"),
    ("rettlei", "veiled"),
    ("leiar", "leder"),
    ("ggj", "gg"),
    ("kkj", "kk"),
    ("nkj", "nk"),
    ("lgj", "lg"),
)
"""Nynorsk as bokmål spells it, also within a longer word. Both a text and what is looked for are spelled anew."""

_ENDINGS = ((re.compile(r"heit(?=(a|er|ene|ar|ane)?$)"), "het"), (re.compile(r"^kv"), "hv"), (re.compile("^eig"), "eg"))
_LEFT_ON = ("ern", "arn", "er", "ar")
"""What the stemmer leaves of some who do something: lærerne, lærarane, lærer."""

_TWINS = {
    "born": "barn",
    "ven": "venn",
    "trygt": "trygg",
    "eg": "jeg",
    "ikkje": "ikke",
    "frå": "fra",
    "ho": "hun",
    "dei": "de",
    "ein": "en",
    "eit": "et",
    "kor": "hvor",
    "korleis": "hvordan",
    "hvarleis": "hvordan",
    "hven": "hvem",
    "hvar": "hver",
    "meir": "mer",
    "fleir": "fler",
    "heil": "hel",
    "mykj": "mye",
    "mykje": "mye",
    "noko": "noe",
    "nokon": "noen",
    "nokr": "noen",
    "nokre": "noen",
    "berr": "bar",
    "sjå": "se",
    "ver": "vær",
    "vere": "vær",
    "være": "vær",
    "vera": "vær",
}

_SMALL = frozenset(
    {
        *("i", "og", "å", "er", "det", "som", "på", "til", "for", "av", "med", "en", "ei", "et", "ein", "eit", "at"),
        *("de", "den", "dei", "om", "vi", "jeg", "eg", "kan", "skal", "vil", "har", "ha", "være", "vere", "så", "men"),
        *("eller", "frå", "fra", "hos", "the", "a", "an", "of", "to", "and", "in", "is"),
    }
)


def folded(word: str) -> str:
    """A word as written, but for case, accents, and aa for å."""
    return word.lower().translate(_ACCENTS).replace("aa", "å")[:LONGEST]


def respelled(word: str) -> str:
    """A folded word as bokmål spells it, where that is cheap to tell."""
    for nynorsk, bokmaal in _SPELLINGS:
        if nynorsk in word:
            word = word.replace(nynorsk, bokmaal)
    for pattern, instead in _ENDINGS:
        word = pattern.sub(instead, word)
    return word[:LONGEST]


def stem(word: str) -> str:
    """The stem of a folded word, the same for its forms in bokmål and in nynorsk."""
    spelled = respelled(word)
    cut: str = snowballstemmer.stemmer("norwegian").stemWord(_TWINS.get(spelled, spelled))
    if cut in _TWINS:
        return _TWINS[cut]
    if cut.endswith("mm"):  # as in rommet; where a word ends, it is never two
        return cut[:-1]
    return next((cut[: -len(left)] for left in _LEFT_ON if cut.endswith(left) and len(cut) > len(left) + 2), cut)


def is_small(word: str) -> bool:
    """Whether a folded word says so little that a longer question need not be answered by it."""
    return word in _SMALL


def composed(text: str) -> str:
    """A text as the places of its words are counted: letters and their accents as one."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [folded(word) for word in WORD.findall(composed(text))]


def token(word: str, *, stemmed: bool = False) -> str:
    """A folded word, or the beginning of one, in letters from a to z: the token of a beginning begins the word's."""
    plain = word.isascii() and word.isalpha() and "q" not in word
    return (STEM if stemmed else "") + (word if plain else "".join(map(_letter, word)))


def tokens_of(texts: Iterable[str]) -> str:
    """All that is indexed of some texts: their words as written, in their order, then the stems."""
    each = [words for words in map(words_of, texts) if words]
    written = f" {BREAK} ".join(" ".join(map(token, words)) for words in each)
    stems = sorted({token(stem(word), stemmed=True) for word in {word for words in each for word in words}})
    return " ".join((written, *stems)).strip()


def _letter(letter: str) -> str:
    """Itself from a to z; else q, its number in letters from a to p, q. So no two words are spelled the same."""
    if "a" <= letter <= "z" and letter != "q":
        return letter
    return f"q{''.join(chr(97 + int(digit, 16)) for digit in f'{ord(letter):x}')}q"
