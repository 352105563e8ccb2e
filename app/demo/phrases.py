"""What made-up people say: pieces of sentences that go together, in bokmål and nynorsk, by what they are about."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from app.workshop.people import StakeholderGroup

Written = Literal["nb", "nn"]
Kind = Literal["school", "kindergarten"]
Part = Literal["title", "vision", "sign", "core", "reason", "promise", "tail", "frame"]

FRAMED, TAILED, REASONED = 0.6, 0.3, 0.25
"""How often a statement has something before it, after it, and a reason in a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``theme``: what it is about, "" for what fits everywhere. ``kind``: the only kind of unit that it fits, or ""."""

    theme: str
    part: str
    kind: str
    nb: str
    nn: str

    def in_(self, language: Written) -> str:
        """Its words."""
        return self.nb if language == "nb" else self.nn


@cache
def pieces() -> tuple[Piece, ...]:
    """All pieces, as the file has them."""
    text = files("app.demo").joinpath("pieces.csv").read_text(encoding="utf-8")
    return tuple(Piece(**row) for row in csv.DictReader(text.splitlines()))


@cache
def themes() -> tuple[str, ...]:
    """What there is to talk about."""
    return tuple(dict.fromkeys(piece.theme for piece in pieces() if piece.theme))


@cache
def of(theme: str, part: Part, kind: str = "") -> tuple[Piece, ...]:
    """The pieces of one part of a theme that fit a kind of unit; without a kind, all of them."""
    fitting = ("", kind) if kind else ("", "school", "kindergarten")
    return tuple(p for p in pieces() if (p.theme, p.part) == (theme, part) and p.kind in fitting)


def statement(
    chance: random.Random, theme: str, language: Written, kind: Kind, group: StakeholderGroup | None = None
) -> str:
    """Something that somebody of a group could say about a theme. Children often write without capitals and stops."""
    said = _one(chance, of(theme, "core", kind)).in_(language)
    if group == "child" and chance.random() < 0.5:
        return said
    if chance.random() < TAILED:
        said += _one(chance, of("", "tail")).in_(language)
    if chance.random() < FRAMED:
        said = _one(chance, of("", "frame")).in_(language) % said
    said = f"{said[0].upper()}{said[1:]}."
    if chance.random() < REASONED:
        said += f" {_one(chance, of(theme, 'reason')).in_(language)}"
    return said


def _one(chance: random.Random, there: Sequence[Piece]) -> Piece:
    return there[int(chance.random() * len(there))]
