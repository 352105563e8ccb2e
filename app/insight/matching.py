"""Which shared theme a local theme fits, and which local themes belong together, by the words that they have in common.

Words are stems, and weigh more the fewer themes they stand in (tf-idf); what two themes have in common is the cosine of
their words. Each suggestion says by which words it was found, so that a person sees at once whether it is nonsense.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from app.region.stems import spoken, stems

Key = TypeVar("Key", bound=Hashable)
To = TypeVar("To", bound=Hashable)

LEAST = 0.06
"""A cosine under which two themes have too little in common to be told of."""
TOGETHER = 0.1
"""A mean cosine over which themes are proposed as one."""
BESIDE = 0.6
"""A second or third suggestion has at least this part of what the first one has in common."""
MOST_TEXTS = 60
"""Statements of a theme that are read: more change its words little, and cost time."""
MOST_WORDS = 60
"""The heaviest words of a theme, which are compared."""
SHORTEST = 4
"""Letters of a word that is looked for in compounds."""
MOST_GROUPED = 400
"""Themes that are compared with each other at once: their pairs grow with the square."""

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Said(Generic[Key]):
    """The words of a theme: its title, its vision sentence, its statements."""

    key: Key
    title: str
    vision: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[To]):
    """Where a theme may belong, how much they have in common (0 to 1), and the words that say so, heaviest first."""

    to: To
    likeness: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal(Generic[Key]):
    """Themes that may be one, the most central first, and the words that they have in common."""

    keys: tuple[Key, ...]
    words: tuple[str, ...]


def suggest(
    local: Iterable[Said[Key]], shared: Mapping[To, Sequence[Said[Key]]], *, most: int = 3
) -> dict[Key, list[Suggestion[To]]]:
    """For each local theme the shared ones that it fits best. ``shared``: their own words, and what stands in them."""
    local, known = list(local), {to: [_counts(one) for one in inside] for to, inside in shared.items()}
    counted = {one.key: _counts(one) for one in local}
    _open_up([*counted.values(), *(one for inside in known.values() for one in inside)])
    rarity = _rarity([*counted.values(), *(one for inside in known.values() for one in inside)])
    profiles = {to: _sum([_weighed(one, rarity, MOST_WORDS * 4) for one in inside]) for to, inside in known.items()}
    holding: dict[str, list[To]] = {}
    for to, weights in profiles.items():
        for word in weights:
            holding.setdefault(word, []).append(to)
    found = {}
    for one in local:
        mine = _weighed(counted[one.key], rarity, MOST_WORDS)
        near = {to for word in mine for to in holding.get(word, ())}
        ranked = sorted(((_cosine(mine, profiles[to]), to) for to in near), key=lambda pair: -pair[0])
        least = max(LEAST, ranked[0][0] * BESIDE) if ranked else LEAST
        best = [pair for pair in ranked if pair[0] >= least][:most]
        found[one.key] = [Suggestion(to, likeness, _why(one, mine, profiles[to])) for likeness, to in best]
    return found


def propose(local: Iterable[Said[Key]], *, least: int = 2, together: float = TOGETHER) -> list[Proposal[Key]]:
    """Groups of local themes that may be one shared theme, the largest first; what is like no other is left out.

    Agglomerative, by the mean likeness between groups: the two most alike become one until none are enough alike.
    """
    local = list(islice(local, MOST_GROUPED))
    counted = [_counts(one) for one in local]
    _open_up(counted)
    rarity = _rarity(counted)
    weights = [_weighed(one, rarity, MOST_WORDS) for one in counted]
    groups = _grouped(weights, together)
    found = [_proposal(local, weights, group) for group in groups if len(group) >= least]
    return sorted(found, key=lambda one: -len(one.keys))


def _counts(one: Said[Key]) -> Weights:
    """How much each stem says: a title three times as much as a statement, a vision sentence twice."""
    found: Weights = {}
    spoken_in = Counter(word for text in one.texts[:MOST_TEXTS] for word in stems(text))
    for word, number in spoken_in.items():
        found[word] = 1 + math.log(number)
    for text, weight in ((one.title, 3.0), (one.vision, 2.0)):
        for word in stems(text):
            found[word] = found.get(word, 0) + weight
    return found


def _open_up(themes: Sequence[Weights]) -> None:
    """Let a compound also say its parts, half as loud: *uteskole* has *skole* in it, where somebody says that too."""
    known = {word for theme in themes for word in theme if len(word) >= SHORTEST}
    parts = {word: _parts(word, known) for word in known}
    for theme in themes:
        for word in [word for word in theme if parts.get(word)]:
            for part in parts[word]:
                theme[part] = theme.get(part, 0) + theme[word] / 2


def _parts(word: str, known: Set[str]) -> set[str]:
    cuts = range(SHORTEST, len(word) - 2)
    return ({word[:at] for at in cuts} | {word[-at:] for at in cuts}) & known


def _rarity(themes: Sequence[Weights]) -> Weights:
    seen = Counter(word for theme in themes for word in theme)
    return {word: math.log(1 + len(themes) / number) for word, number in seen.items()}


def _weighed(counts: Weights, rarity: Weights, most: int) -> Weights:
    """The heaviest words, as a vector of length one."""
    heaviest = sorted(((counts[word] * rarity[word], word) for word in counts), reverse=True)[:most]
    return _unit({word: weight for weight, word in heaviest})


def _unit(weights: Weights) -> Weights:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _sum(all_weights: Iterable[Weights]) -> Weights:
    total: Weights = {}
    for weights in all_weights:
        for word, weight in weights.items():
            total[word] = total.get(word, 0) + weight
    return _unit(total)


def _cosine(one: Weights, other: Weights) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _why(one: Said[Key], mine: Weights, theirs: Weights) -> tuple[str, ...]:
    common = sorted(((mine[word] * theirs[word], word) for word in mine if word in theirs), reverse=True)[:5]
    return _as_spoken([one], [word for _, word in common])


def _as_spoken(said: Sequence[Said[Key]], words: Sequence[str]) -> tuple[str, ...]:
    texts = (text for one in said for text in (one.title, one.vision, *one.texts[:MOST_TEXTS]))
    forms = spoken(texts, frozenset(words))
    return tuple(forms[word] for word in words if word in forms)


def _grouped(weights: Sequence[Weights], together: float) -> list[list[int]]:
    """Groups of places in ``weights``. Likenesses between groups are kept as sums over their pairs."""
    groups: dict[int, list[int]] = {at: [at] for at in range(len(weights))}
    like: dict[int, dict[int, float]] = {at: {} for at in groups}
    holding: dict[str, list[int]] = {}
    for at, mine in enumerate(weights):
        for word, weight in mine.items():
            for other in holding.setdefault(word, []):
                like[at][other] = like[other][at] = like[at].get(other, 0) + weight * weights[other][word]
            holding[word].append(at)
    best = {at: _nearest(at, like, groups) for at in groups}
    while best:
        at = max(best, key=lambda one: best[one][0])
        likeness, other = best[at]
        if likeness < together:
            break
        groups[at] += groups.pop(other)
        for third, total in like.pop(other).items():
            like[third].pop(other)
            if third != at:
                like[at][third] = like[third][at] = like[at].get(third, 0) + total
        best.pop(other)
        for one in [at, *(one for one in like[at] if one in best), *(o for o in best if best[o][1] in (at, other))]:
            best[one] = _nearest(one, like, groups)
    return list(groups.values())


def _nearest(at: int, like: Mapping[int, Mapping[int, float]], groups: Mapping[int, list[int]]) -> tuple[float, int]:
    mine = len(groups[at])
    return max(((total / (mine * len(groups[other])), other) for other, total in like[at].items()), default=(0.0, at))


def _proposal(local: Sequence[Said[Key]], weights: Sequence[Weights], group: Sequence[int]) -> Proposal[Key]:
    centre = _sum([weights[at] for at in group])
    order = sorted(group, key=lambda at: -_cosine(weights[at], centre))
    shared_by = Counter(word for at in group for word in weights[at])
    common = sorted((word for word in centre if shared_by[word] > 1), key=lambda word: -centre[word])[:5]
    return Proposal(tuple(local[at].key for at in order), _as_spoken([local[at] for at in order], common))
