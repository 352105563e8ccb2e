"""What somebody looks for: a question in words, and filters. Any text is a question; none is wrong.

Words are all to be there, in any form. "A phrase" is to stand as written, -word not at all, and word* begins a word; so
does the last word, while it may still be being typed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.region.network import Network, UnitKind
from app.region.rights import Place
from app.region.search_words import WORD, composed, folded, is_small, respelled, stem, token, words_of
from app.region.told import ToldWorkshop
from app.workshop.people import StakeholderGroup

LONGEST = 200
"""Letters of a question that are read."""
LEAST_BEGUN = 2
"""Letters with which a word is begun: with one, half of all words would be."""
MOST = 12
"""Words and phrases that are looked for."""

_PIECES = re.compile(r'(-?)"([^"]*)("?)|(\S+)')


@dataclass(frozen=True, slots=True)
class Way:
    """Tokens that stand one after the other; of the last one only the beginning where it is ``open``."""

    tokens: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """A word in any form, by its stem; or, without one, words in a row as written. ``open``: the last one may go on."""

    words: tuple[str, ...]
    stem: str = ""
    open: bool = False

    @classmethod
    def in_any_form(cls, word: str, *, open: bool = False) -> "Sought":  # noqa: A002 - as the field
        """A folded word, whatever its form."""
        return cls((word,), stem(word), open)

    @property
    def ways(self) -> tuple[Way, ...]:
        """How it may stand in what is indexed: one of these is enough."""
        if not self.stem:
            return (Way(tuple(map(token, self.words)), self.open),)
        whole = Way((token(self.stem, stemmed=True),))
        if not self.open:
            return (whole,)
        (word,) = self.words
        return whole, Way((token(word),), True), Way((token(respelled(word), stemmed=True),), True)

    def found_at(self, at: int, words: Sequence[str], stems: Sequence[str]) -> int:
        """How many of a text's folded words are it, from the one at a place on; ``stems`` are theirs."""
        *before, last = self.words
        if self.stem:
            begun = self.open and (words[at].startswith(last) or stems[at].startswith(respelled(last)))
            return int(begun or stems[at] == self.stem)
        end = at + len(before)
        if list(words[at:end]) != before or end >= len(words):
            return 0
        return len(self.words) if words[end] == last or (self.open and words[end].startswith(last)) else 0


@dataclass(frozen=True, slots=True)
class Question:
    """``wanted``: all of it is to be found; ``unwanted``: none of it. Empty: everything is found."""

    wanted: tuple[Sought, ...] = ()
    unwanted: tuple[Sought, ...] = ()


def question(text: str) -> Question:
    """Read what somebody typed."""
    text = composed(text.replace("\0", " "))[:LONGEST]
    wanted: list[Sought] = []
    unwanted: list[Sought] = []
    for minus, quoted, closed, bare in _PIECES.findall(text):
        if bare:
            without = bare.startswith("-")
            words = words_of(bare)
            each = [Sought.in_any_form(word) for word in words]
            ends = bare.endswith("*") or (text.endswith(bare) and not without and bool(WORD.match(bare[-1])))
            if each and ends and len(words[-1]) >= LEAST_BEGUN:
                each[-1] = Sought.in_any_form(words[-1], open=True)
            if without and len(words) > 1:
                each = [Sought(tuple(words))]
        else:
            without, words = bool(minus), words_of(quoted)
            going_on = not closed and bool(words) and bool(WORD.match(quoted[-1]))
            each = [Sought(tuple(words), open=going_on)] if words else []
        (unwanted if without else wanted).extend(each)
    telling = [one for one in wanted if not one.stem or not is_small(one.words[0])]
    return Question(tuple((telling or wanted)[:MOST]), tuple(unwanted[:MOST]))


def marked(asked: Question, text: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it is what was looked for."""
    text = composed(text)
    places = list(WORD.finditer(text))
    words = [folded(place.group()) for place in places] if asked.wanted else []
    stems = [stem(word) for word in words]
    pieces: list[tuple[str, bool]] = []
    done = at = 0
    while at < len(words):
        many = max((one.found_at(at, words, stems) for one in asked.wanted), default=0)
        if many:
            first, last = places[at].start(), places[at + many - 1].end()
            pieces += [(text[done:first], False), (text[first:last], True)]
            done = last
        at += many or 1
    return tuple(piece for piece in (*pieces, (text[done:], False)) if piece[0])


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked through. None, or "": no matter which. A new kind of filter gets its field here.

    ``since``, ``until``: the days between which a workshop was held, with both. ``tag``: what the shared theme wears
    that something stands in, by its id among all tags.
    """

    group: StakeholderGroup | None = None
    tag: str = ""
    municipality: int | None = None
    kind: UnitKind | None = None
    since: date | None = None
    until: date | None = None
    method: str = ""
    workshop: str = ""


def among(workshops: Iterable[ToldWorkshop], network: Network, filters: Filters) -> list[ToldWorkshop]:
    """The workshops that filters let through, in their order.

    ``network``: as far as somebody sees it. Whose a workshop is beside that, no filter tells them.
    """
    there = {
        Place(network.id or 0, municipality.id, unit.id)
        for municipality in network.municipalities
        if filters.municipality in (None, municipality.id)
        for unit in municipality.units
        if filters.kind in (None, unit.kind)
    }
    return [
        one
        for one in workshops
        if not there.isdisjoint(one.units)
        and filters.method in ("", one.method)
        and filters.workshop in ("", one.id)
        and (filters.since is None or (one.held is not None and one.held >= filters.since))
        and (filters.until is None or (one.held is not None and one.held <= filters.until))
    ]
