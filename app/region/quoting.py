"""Which statements to propose as quotes: what many said, put well, in different words and by different people."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import islice

from app.region.stems import stems
from app.region.told_words import ToldLine

READ = 600
"""Statements of a theme that are read: the words of more of them differ little, and cost time."""
SHORT, LONG = 30, 200
"""Letters of a quote that neither says too little nor is passed over by its reader."""
ALIKE = 0.6
"""Two statements that have this part of their words in common say the same."""
FEW = 2
"""What so many others have said, too, is said by few still."""
CANDIDATES = 100
"""Statements that are looked at for one that few have said: each is compared with all that is told."""
SAME_GROUP, UNNAMED, SAME_WORKSHOP = 0.3, 0.7, 0.7
"""What a statement is worth still where one of its group stands already, where its group is not named and one does, and
where one of its workshop does."""


def apt(lines: Sequence[ToldLine], most: int) -> list[ToldLine]:
    """Some of a theme's statements, the most telling first; fewer than ``most`` where they say the same.

    A statement tells more the more its words are those of all (cosine of its stems with the sum of them), less the more
    of it a chosen one has said (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
    """
    read = lines[:: math.ceil(len(lines) / READ) or 1]
    words = [_words(line) for line in read]
    said = Counter(word for each in words for word in each)
    telling = [_typical(each, said) * _readable(line.text) for line, each in zip(read, words, strict=True)]
    left, chosen = {at for at, worth in enumerate(telling) if worth}, list[int]()
    while left and len(chosen) < most:
        worth = {at: telling[at] * _new(at, chosen, read, words) for at in left}
        best = max(left, key=lambda at: (worth[at], -at))
        if not worth[best]:
            break
        chosen.append(best)
        left.remove(best)
    return [read[at] for at in chosen]


def rare(candidates: Iterable[ToldLine], said: Iterable[ToldLine], most: int) -> list[ToldLine]:
    """The first of some statements that hardly anybody of a place says: no more than ``FEW`` others of all that is
    ``said`` have most of their words. Of one workshop one, so that nobody is looked for there.
    """
    looked_at = [(line, _words(line)) for line in islice(candidates, CANDIDATES)]
    holding: dict[str, list[int]] = {word: [] for _, words in looked_at for word in words}
    for at, line in enumerate(said):
        for word in _words(line) & holding.keys():
            holding[word].append(at)
    chosen: list[ToldLine] = []
    for line, words in looked_at:
        if len(chosen) == most:
            break
        seen = Counter(at for word in words for at in holding[word])
        others = sum(number >= ALIKE * len(words) for number in seen.values()) - 1  # it is among them
        if words and others <= FEW and all(line.workshop != other.workshop for other in chosen):
            chosen.append(line)
    return chosen


def _words(line: ToldLine) -> frozenset[str]:
    """The stems of a statement; where it has none but such that say nothing, its words as they are."""
    return frozenset(stems(line.text) or re.findall(r"[^\W\d_]+", line.text.lower()))


def _typical(words: Set[str], said: Counter[str]) -> float:
    return sum(said[word] for word in words) / math.sqrt(len(words)) if words else 0.0


def _readable(text: str) -> float:
    return min(1.0, len(text) / SHORT, LONG / max(len(text), 1))


def _new(at: int, chosen: Sequence[int], lines: Sequence[ToldLine], words: Sequence[Set[str]]) -> float:
    """What is new in a statement, from 1 to 0 for what has been said in the same words."""
    nearest = max((_overlap(words[at], words[other]) for other in chosen), default=0.0)
    group, workshop = lines[at].group, lines[at].workshop
    worth = 0.0 if nearest >= ALIKE else 1 - nearest
    if group is None and chosen:
        worth *= UNNAMED
    if group is not None and any(lines[other].group == group for other in chosen):
        worth *= SAME_GROUP
    if any(lines[other].workshop == workshop for other in chosen):
        worth *= SAME_WORKSHOP
    return worth


def _overlap(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0
