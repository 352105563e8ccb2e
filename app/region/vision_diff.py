"""What is otherwise in one version of a vision than in another, word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from app.region.vision import NextStep, Quote, ThemePart, Vision

Kind = Literal["same", "gone", "new"]

Place = Literal[
    "title",
    "question",
    "ingress",
    "vision",
    "order",
    "theme_title",
    "theme_vision",
    "theme_signs",
    "theme_answer",
    "theme_quotes",
    "theme_numbers",
    "minority",
    "done",
    "next_steps",
    "answers",
    "heard",
]
"""What part of it has changed; those of a theme are told with its title."""

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether they stand in both, only in the earlier one (gone), or only in the later one (new)."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part that is otherwise. ``theme``: the title of the one it belongs to, "" for none."""

    place: Place
    pieces: tuple[Piece, ...]
    theme: str = ""


def worded(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one row of pieces: what is not new is the earlier one, what is not gone is the later one."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []

    def add(kind: Kind, words: list[str]) -> None:
        if words:
            pieces.append(Piece(kind, "".join(words)))

    for same, a, b, c, d in _blocks(old, new):
        if same:
            add("same", old[a:b])
        else:
            add("gone", old[a:b])
            add("new", new[c:d])
    return tuple(pieces)


def _edits(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """What turns one into the other by as little as can be (longest common subsequence), as difflib tells it."""
    return [(one.tag, one.src_start, one.src_end, one.dest_start, one.dest_end) for one in Indel.opcodes(old, new)]


def _blocks(old: list[str], new: list[str]) -> list[tuple[bool, int, int, int, int]]:
    """What is the same and what is not, in turn. A mere space between two changes belongs to them."""
    found: list[tuple[bool, int, int, int, int]] = []
    codes = _edits(old, new)
    for at, (op, a, b, c, d) in enumerate(codes):
        between = 0 < at < len(codes) - 1 and "".join(old[a:b]).isspace()
        same = op == "equal" and not between
        if found and found[-1][0] == same:
            found[-1] = (same, found[-1][1], b, found[-1][3], d)
        else:
            found.append((same, a, b, c, d))
    return found


def changes(before: Vision, after: Vision) -> tuple[Change, ...]:
    """All parts that are otherwise, in the order in which they stand in the vision."""
    found = [
        _change("title", before.title, after.title),
        _change("question", before.question, after.question),
        _change("ingress", before.ingress, after.ingress),
        _change("vision", before.vision, after.vision),
        _listed("order", [one.title for one in before.themes], [one.title for one in after.themes]),
    ]
    old, new = {one.id: one for one in before.themes}, {one.id: one for one in after.themes}
    for id_ in dict.fromkeys([*new, *old]):
        if id_ in old and id_ in new:
            found += _of_theme(old[id_], new[id_])
    found += [
        _listed("minority", _quotes(before.minority), _quotes(after.minority)),
        _change("done", before.done, after.done),
        _listed("next_steps", _steps(before.next_steps), _steps(after.next_steps)),
        _change("answers", before.answers, after.answers),
        _listed("heard", _numbers(before), _numbers(after)),
    ]
    return tuple(one for one in found if one is not None)


def _of_theme(old: ThemePart, new: ThemePart) -> list[Change | None]:
    return [
        _change("theme_title", old.title, new.title, new.title),
        _change("theme_vision", old.vision, new.vision, new.title),
        _listed("theme_signs", old.signs, new.signs, new.title),
        _change("theme_answer", old.answer, new.answer, new.title),
        _listed("theme_quotes", _quotes(old.quotes), _quotes(new.quotes), new.title),
        _listed("theme_numbers", _size(old), _size(new), new.title),
    ]


def _change(place: Place, before: str, after: str, theme: str = "") -> Change | None:
    return None if before == after else Change(place, worded(before, after), theme)


def _listed(place: Place, before: Iterable[str], after: Iterable[str], theme: str = "") -> Change | None:
    """Of a list each entry is a whole: it is there or not."""
    old, new = list(before), list(after)
    if old == new:
        return None
    pieces: list[Piece] = []
    for op, a, b, c, d in _edits(old, new):
        if op == "equal":
            pieces += [Piece("same", one) for one in old[a:b]]
        else:
            pieces += [Piece("gone", one) for one in old[a:b]] + [Piece("new", one) for one in new[c:d]]
    return Change(place, tuple(pieces), theme)


def _quotes(quotes: Iterable[Quote]) -> list[str]:
    return [one.text for one in quotes]


def _steps(steps: Iterable[NextStep]) -> list[str]:
    return [" · ".join(part for part in (one.what, one.who, one.when) if part) for one in steps]


def _size(theme: ThemePart) -> list[str]:
    return [str(one) for one in (theme.statements, theme.votes) if one is not None]


def _numbers(vision: Vision) -> list[str]:
    counted = vision.counted.date().isoformat() if vision.counted else ""
    return [f"{counted}: {len(vision.workshops)} / {vision.statements}"]
