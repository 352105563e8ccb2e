"""How well suggestions fit: local themes made of labelled texts, suggested for what people have put together.

``python -m bench.matching FILE LABEL TEXT``: a CSV file, and the names of its columns. Each local theme is eight texts
with one label, without title or vision sentence, which is harder than what workshops tell. A text with several labels
(``a|b``) counts as its first.
"""

import csv
import random
import sys
from collections import defaultdict
from pathlib import Path

from app.insight.matching import Said, propose, suggest

EACH = 8
"""Texts of a local theme."""
MOST = 6
"""Local themes of a label."""

Piece = Said[tuple[str, int]]


def pieces_of(rows: list[tuple[str, str]]) -> list[Piece]:
    """Local themes of the same size, for each label that gives at least two."""
    chance = random.Random(2040)
    by: dict[str, list[str]] = defaultdict(list)
    for label, text in rows:
        by[label].append(text)
    found: list[Piece] = []
    for label, texts in by.items():
        chance.shuffle(texts)
        parts = [texts[at : at + EACH] for at in range(0, len(texts) - EACH + 1, EACH)][:MOST]
        if len(parts) > 1:
            found += [Said((label, at), "", "", part) for at, part in enumerate(parts)]
    return found


def hits(local: list[Piece], mapped: list[Piece]) -> tuple[int, int]:
    """How many are suggested first, and among three, for the label that they have."""
    shared: dict[str, list[Piece]] = defaultdict(list)
    for one in mapped:
        shared[one.key[0]].append(one)
    found = suggest(local, shared).items()
    first = sum(bool(best) and best[0].to == key[0] for key, best in found)
    return first, sum(any(one.to == key[0] for one in best) for key, best in found)


def main() -> None:
    """Print what was found."""
    file, label, text = sys.argv[1:4]
    with Path(file).open(encoding="utf-8", newline="") as lines:
        rows = [(row[label].split("|")[0], row[text]) for row in csv.DictReader(lines) if row[label]]
    pieces = pieces_of(rows)
    number, labels = len(pieces), len({one.key[0] for one in pieces})
    print(f"{number} local themes with {labels} labels")
    each = [hits([one], [other for other in pieces if other.key != one.key]) for one in pieces]
    at_first, among = sum(one for one, _ in each), sum(three for _, three in each)
    print(f"all others mapped: first {at_first / number:.0%}, in three {among / number:.0%}")
    begun = [one for one in pieces if one.key[1] == 0]
    rest = [one for one in pieces if one.key[1] > 0]
    first, three = hits(rest, begun)
    print(f"one of each mapped: first {first / len(rest):.0%}, in three {three / len(rest):.0%}")
    drafts = propose(pieces)
    pairs = [(a[0], b[0]) for one in drafts for at, a in enumerate(one.keys) for b in one.keys[:at]]
    right = sum(a == b for a, b in pairs) / max(1, len(pairs))
    inside = sum(len(one.keys) for one in drafts)
    print(f"proposed: {len(drafts)} drafts of {inside} local themes, {right:.0%} of their pairs have one label")


if __name__ == "__main__":
    main()
