"""The vision summary of a place, as people have edited it: the value that its page and all its files are made of.

It starts from what workshops have told (``docs/decisions/0019-the-region-knows-what-rooms-have-told.md``), and every
number in it is a number that they told or a sum of such. Its docstrings stand in the published schema, too.
"""

from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from app.workshop.people import Language, StakeholderGroup


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Quote(_Value):
    """A statement in the words and the language that it was written in.

    ``workshop`` and ``statement``: the ids of where it was said. ``said_at``: that workshop's title. ``group`` is None
    where the workshop does not name it.
    """

    workshop: str
    statement: str
    text: str
    language: Language
    group: StakeholderGroup | None = None
    said_at: str = ""


class ThemePart(_Value):
    """A theme of the place, and who stands behind it.

    ``id``: the shared theme's, or a workshop's id and its theme's. ``statements``: how many were put to it; ``votes``:
    how many it got in the workshops that voted on it, None where none did. ``workshops``: in how many it was found.
    ``municipalities``: the names of those where that was. ``groups``: those that are named on a statement of it.
    ``answer``: what happens with it, as whoever wrote the summary answers those who spoke of it.
    """

    id: str
    title: str
    vision: str = ""
    signs: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: Annotated[int, Field(ge=0)] = 0
    votes: Annotated[int, Field(ge=0)] | None = None
    workshops: Annotated[int, Field(ge=0)] = 0
    municipalities: tuple[str, ...] = ()
    groups: tuple[StakeholderGroup, ...] = ()
    answer: str = ""


class Held(_Value):
    """A workshop that the picture is made of. ``method``: the id of one that comes along, "open", or else a title.

    ``units``: the names of those it was held for; ``people``: None where it is not told, "at least so many" unless
    ``exact``.
    """

    workshop: str
    title: str
    held: date | None = None
    method: str = ""
    municipalities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    people: int | None = None
    exact: bool = True
    statements: int = 0


class HeardGroup(_Value):
    """At least so many ``people`` of a group, told by so many ``workshops``; by ``withheld`` it is not told."""

    group: StakeholderGroup
    people: int
    workshops: int
    withheld: int


class HeldIn(NamedTuple):
    """The workshops of some municipalities, by their names: how many, and what was said in them."""

    municipalities: tuple[str, ...]
    workshops: int
    statements: int


class NextStep(_Value):
    """What happens now. ``who`` and ``when`` are words; "" where that is open."""

    what: str
    who: str = ""
    when: str = ""


class Vision(_Value):
    """What a place has arrived at: its fremtidsbilde.

    ``place``: its name. ``ingress``: what it is, in a few lines. ``vision``: it in one sentence. ``done``: what
    was done to get there, in words. ``minority``: voices that few had, and that are to be heard. ``answers``: who
    answers for what becomes of it. ``version`` counts from 1 with each saved change; ``published`` is when this
    version was, None for a draft. ``counted``: when the numbers in it were told.
    """

    format: Literal["fremtidsbilde.vision.v1"] = "fremtidsbilde.vision.v1"
    id: str
    version: Annotated[int, Field(ge=1)] = 1
    language: Language
    title: str
    place: str
    question: str = ""
    ingress: str = ""
    vision: str = ""
    themes: tuple[ThemePart, ...] = ()
    minority: tuple[Quote, ...] = ()
    done: str = ""
    workshops: tuple[Held, ...] = ()
    heard: tuple[HeardGroup, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    answers: str = ""
    counted: datetime | None = None
    written: datetime
    published: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """Another one for each other value: a hash of all that stands in it."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def by_municipality(self) -> list[HeldIn]:
        """How many workshops and statements are of each municipality, or of several that had one together."""
        there: dict[tuple[str, ...], list[Held]] = {}
        for held in self.workshops:
            there.setdefault(held.municipalities, []).append(held)
        return [HeldIn(names, len(of), sum(held.statements for held in of)) for names, of in sorted(there.items())]

    @property
    def in_themes(self) -> int:
        """How many statements stand in its themes; one that stands in several counts in each, up to all there are."""
        return min(sum(theme.statements for theme in self.themes), self.statements)

    @property
    def statements(self) -> int:
        """How many statements were told by the workshops that it is made of."""
        return sum(held.statements for held in self.workshops)
