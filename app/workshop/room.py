"""The room: all that a workshop is at one moment, as one immutable value folded from its events.

A change makes a new room that shares all untouched values with the old one; mappings are never written to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.workshop.act import Act
from app.workshop.ballot import Ballot
from app.workshop.card import Copy, Statement, Theme
from app.workshop.counts import recounted
from app.workshop.events import Home, Role, Stage, Standing
from app.workshop.left import Clock, Left
from app.workshop.method import Method, Rest, Share, Step
from app.workshop.milestone import Commitment, Milestone
from app.workshop.people import Language, StakeholderGroup
from app.workshop.shared_map import SharedMap, put


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part, known by a random id only. ``wrote``: has sent a statement at least once."""

    id: str
    group: StakeholderGroup
    unit: str
    wrote: bool = False


@dataclass(frozen=True)
class Room:
    """A workshop's state after event number ``seq``. With ``seq`` 0 it has not been created yet.

    ``written``: each author's statements in the order in which they came. ``writers`` and ``writers_by_unit``: how many
    people have written, by group and unit. ``writing``: the workshop was ended while people could write. ``method``:
    what the workshop is run by, with the ``step`` it is at, by which command it was ``entered``, and those that are
    ``finished``. ``left``: steps as they were when they were left last. ``opened``: collections shown while
    ``revealed``; ``singled``: statements shown besides; both stay so while the wall ``rests``; ``settled``: what
    becomes of the rest; ``seen``: the collections of which something has been on the wall and is hidden, or stood there
    alone. ``tables``: who sits where, and ``seats``: on which chair, "" for an empty one; ``sat``: by which of all
    ``seatings`` each came to be so; ``mixings``: how often all have been seated anew; ``turns``: whose turn it is at
    each, 0 for that among tables. ``sheets``: which lie before whom, and ``on_sheets``: what others put on each.
    ``withheld``: what was hidden again stays so. ``numbers``: how many statements a pile has of each standing,
    ``piles``: of each collection, ``standings``: of each collection by standing, singled or not; ``authors``: of how
    many people, and ``authors_of``: in each collection; none was taken back. ``placed``: what each participant has
    placed, the latest last. ``agreed``: the theme that hands agree on, by statement; ``ready``: of how many in each
    collection that stand ``elsewhere``. ``by_group`` and ``by_table``: the collections that are told by group, or by
    table; ``of_tables``: the statements that are told as a table's. ``cloths``: the ideas that lie at a table, by
    collection and table, and ``laid`` where those do that have been moved; ``guests``: who has come to their table in a
    step of ideas, and from which; ``gone``: who has left, from which table. ``kept``: what ``kept.py`` keeps, which is
    no part of the value.
    """

    seq: int = 0
    title: str = ""
    question: Mapping[Language, str] = field(default_factory=dict)
    language: Language = "nb"
    groups: tuple[StakeholderGroup, ...] = ()
    units: tuple[str, ...] = ()
    limit: int = 280
    moderation: bool = False
    stage: Stage = "open"
    submissions: bool = False
    writing: bool = False
    revealed: bool = False
    rests: bool = False
    blank: bool = False
    paused_at: int | None = None
    participants: Mapping[str, Participant] = field(default_factory=SharedMap)
    statements: Mapping[str, Statement] = field(default_factory=SharedMap)
    written: Mapping[str, tuple[str, ...]] = field(default_factory=SharedMap)
    numbers: Mapping[tuple[str | None, Standing], int] = field(default_factory=dict)
    piles: Mapping[tuple[str | None, str], int] = field(default_factory=dict)
    standings: Mapping[tuple[str, Standing, bool], int] = field(default_factory=dict)
    authors: int = 0
    authors_of: Mapping[str, int] = field(default_factory=dict)
    writers: Mapping[StakeholderGroup, int] = field(default_factory=dict)
    writers_by_unit: Mapping[str, int] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    copies: Mapping[str, Copy] = field(default_factory=dict)
    hands: Mapping[str, Mapping[str, str | None]] = field(default_factory=SharedMap)
    placed: Mapping[str, tuple[str, ...]] = field(default_factory=SharedMap)
    agreed: Mapping[str, str | None] = field(default_factory=SharedMap)
    ready: Mapping[str, int] = field(default_factory=dict)
    themes_locked: bool = False
    named_groups: frozenset[StakeholderGroup] = frozenset()
    named_units: frozenset[str] = frozenset()
    acts: tuple[Act, ...] = ()
    last_rank: float = 0.0
    method: Method | None = None
    step: int | None = None
    entered: str = ""
    finished: frozenset[int] = frozenset()
    left: Mapping[int, Left] = field(default_factory=dict)
    clock: Clock | None = None
    opened: tuple[str, ...] = ()
    singled: frozenset[str] = frozenset()
    settled: Mapping[str, Rest] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    withheld: bool = False
    spotlight: str | None = None
    told: str = ""
    gathered: bool = False
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    commitments: Mapping[str, Commitment] = field(default_factory=SharedMap)
    tables: Mapping[str, int] = field(default_factory=SharedMap)
    seats: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    sat: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    seatings: int = 0
    mixings: int = 0
    roles: Mapping[str, tuple[Role, ...]] = field(default_factory=dict)
    turns: Mapping[int, int] = field(default_factory=dict)
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    on_sheets: Mapping[str, tuple[str, ...]] = field(default_factory=SharedMap)
    cloths: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    laid: Mapping[str, int] = field(default_factory=dict)
    guests: Mapping[str, Home] = field(default_factory=dict)
    gone: Mapping[str, int] = field(default_factory=dict)
    by_group: frozenset[str] = frozenset()
    by_table: frozenset[str] = frozenset()
    of_tables: frozenset[str] = frozenset()
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def at(self) -> Step | None:
        """The step that the room is at."""
        return None if self.method is None or self.step is None else self.method.steps[self.step]

    @property
    def begun(self) -> Sequence[Step]:
        """The steps of the method up to the one that the room is at; none before the first."""
        return () if self.method is None or self.step is None else self.method.steps[: self.step + 1]

    @property
    def locked(self) -> bool:
        """Whether the room is at a finished step, which is seen and not worked on."""
        return self.step is not None and self.step in self.finished

    @property
    def under_way(self) -> tuple[int, ...]:
        """The steps that have been begun and are not finished, in order; the room works at the first of them."""
        there = {*self.left} if self.step is None else {*self.left, self.step}
        return tuple(sorted(there - self.finished))

    @property
    def focus(self) -> str | None:
        """The collection that the step is about, where tables share ideas these; None: all."""
        if self.at is None:
            return None
        fields = vars(self.at)  # for each statement: to ask a step for a field that it has not takes long
        if isinstance(self.at, Share):
            return str(fields["into"])
        return fields.get("of") or fields.get("into")

    @property
    def ballot(self) -> Ballot | None:
        """The vote of the step that the room is at."""
        return next((b for b in self.ballots.values() if b.step == self.step), None) if self.step is not None else None

    @property
    def there(self) -> int:
        """How many statements there are; withdrawn ones left out."""
        return sum(self.numbers.values())

    def piled(self, theme: str | None) -> list[Statement]:
        """The statements of a theme, or with None the ungrouped ones, in order; withdrawn ones left out."""
        there = (s for s in self.statements.values() if s.theme == theme and s.standing != "withdrawn")
        return sorted(there, key=lambda s: (s.rank, s.id))

    def theme_order(self) -> list[Theme]:
        """The themes in the order in which the desk keeps them."""
        return sorted(self.themes.values(), key=lambda theme: (theme.rank, theme.id))

    def count(self, theme: str | None) -> int:
        """How many statements a theme has, or with None the pile of ungrouped ones; withdrawn ones left out."""
        return sum(number for (pile, _), number in self.numbers.items() if pile == theme)

    def count_of(self, standing: Standing) -> int:
        """How many statements have a standing; withdrawn ones are never counted."""
        return sum(number for (_, theirs), number in self.numbers.items() if theirs == standing)

    def with_statement(self, statement: Statement) -> "Room":
        """This room with ``statement`` put in or replaced."""
        before = self.statements.get(statement.id)
        after = changed(self, statements=put(self.statements, statement.id, statement))
        if before is not None and (before.theme, before.standing) == (statement.theme, statement.standing):
            return after
        was, now = (s if s is not None and s.standing != "withdrawn" else None for s in (before, statement))
        stood, stands = ((s.into, s.standing, s.id in self.singled) if s else None for s in (was, now))
        authors, authors_of = self.authors, self.authors_of
        if (was is None) != (now is None):
            if next(self._others(statement), None) is None:
                authors += 1 if was is None else -1
            if not self._has_another_beside(statement):
                authors_of = recounted(authors_of, was.into if was else None, now.into if now else None)
        return changed(
            after,
            numbers=recounted(self.numbers, was and (was.theme, was.standing), now and (now.theme, now.standing)),
            piles=recounted(self.piles, was and (was.theme, was.into), now and (now.theme, now.into)),
            standings=recounted(self.standings, stood, stands),
            authors=authors,
            authors_of=authors_of,
            ready=recounted(self.ready, self.elsewhere(was), self.elsewhere(now)),
        )

    def _has_another_beside(self, statement: Statement) -> bool:
        return any(other.into == statement.into for other in self._others(statement))

    def _others(self, statement: Statement) -> Iterator[Statement]:
        """What else its author has said and not taken back."""
        written = (self.statements[other] for other in self.written.get(statement.author, ()) if other != statement.id)
        return (other for other in written if other.standing != "withdrawn")

    def elsewhere(self, statement: Statement | None) -> str | None:
        """The collection of a statement that hands would have elsewhere; None for any other."""
        if statement is None or statement.standing != "shown":
            return None
        return None if self.agreed.get(statement.id) in (None, statement.theme) else statement.into

    def with_participant(self, participant: Participant) -> "Room":
        """This room with ``participant`` put in or replaced."""
        return changed(self, participants=put(self.participants, participant.id, participant))

    def with_theme(self, theme: Theme) -> "Room":
        """This room with ``theme`` put in or replaced."""
        return changed(self, themes={**self.themes, theme.id: theme})


def changed(room: Room, **fields: Any) -> Room:
    """A room in which these fields are otherwise, as by ``dataclasses.replace``, which takes four times as long.

    Raises:
        TypeError: a room has no such field.
    """
    made = object.__new__(Room)
    values = vars(made)
    values.update(vars(room))
    values.update(fields)
    if len(values) != len(vars(room)):
        raise TypeError(f"a room has no such field: {', '.join(fields.keys() - vars(room).keys())}")
    return made
