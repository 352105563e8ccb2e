"""Which statements to propose as quotes: what many said, put well, in different words and by different people."""

import math
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
SAME_GROUP, SAME_WORKSHOP = 0.3, 0.7
"""What a statement is worth still where one of the same group, or of the same workshop, stands already."""


def apt(lines: Sequence[ToldLine], most: int) -> list[ToldLine]:
    """Some of a theme's statements, the most telling first; fewer than ``most`` where they say the same.

    A statement tells more the more its words are those of all (cosine of its stems with the sum of them), less the more
    of it a chosen one has said (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
    """
    read = lines[:: math.ceil(len(lines) / READ) or 1]
    words = [frozenset(stems(line.text)) for line in read]
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


def different(lines: Iterable[ToldLine], most: int) -> list[ToldLine]:
    """The first of the statements, without those that say nothing or what one before them says."""
    words: list[Set[str]] = []

    def new(line: ToldLine) -> bool:
        mine = frozenset(stems(line.text))
        if not mine or any(_overlap(mine, other) >= ALIKE for other in words):
            return False
        words.append(mine)
        return True

    return list(islice(filter(new, lines), most))


def _typical(words: Set[str], said: Counter[str]) -> float:
    return sum(said[word] for word in words) / math.sqrt(len(words)) if words else 0.0


def _readable(text: str) -> float:
    return min(1.0, len(text) / SHORT, LONG / max(len(text), 1))


def _new(at: int, chosen: Sequence[int], lines: Sequence[ToldLine], words: Sequence[Set[str]]) -> float:
    """What is new in a statement, from 1 to 0 for what has been said in the same words."""
    nearest = max((_overlap(words[at], words[other]) for other in chosen), default=0.0)
    group, workshop = lines[at].group, lines[at].workshop
    worth = 0.0 if nearest >= ALIKE else 1 - nearest
    if group is None or any(lines[other].group == group for other in chosen):
        worth *= SAME_GROUP
    if any(lines[other].workshop == workshop for other in chosen):
        worth *= SAME_WORKSHOP
    return worth


def _overlap(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0
