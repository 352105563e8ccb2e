"""Parts of the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from app.workshop.events import Stage, Standing
from app.workshop.parts.part import Choice, InLanguages, Part, StepLine, VoteBar
from app.workshop.people import Language, StakeholderGroup


@dataclass(frozen=True, slots=True)
class WaitsAt:
    """What is to be read before it is shown: how much, and where. ``here``: the id under which the desk shows it now.

    Otherwise the desk shows it at its ``step``, by number from 0; None where no step has it.
    """

    count: int
    here: str
    step: int | None
    title: InLanguages


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBar(Part):
    """The switches and counts of the desk. ``exact``: groups stand on the cards where fewer than five took part.

    ``run``: a method turns the switches, step by step; ``step``: the one it is at, from 0. ``elsewhere``: what is
    written although writing is closed, in the step's own forms: by tables, or as milestones or commitments.
    ``unshown``: something is in no file, as it was never shown, and nobody has said that it is to be left out;
    ``hidden_again``: the same of what has been shown and was hidden again. ``waits``: where what waits is read.
    """

    kind: ClassVar[str] = "desk_bar"
    title: str
    question: InLanguages
    language: Language
    stage: Stage
    submissions: bool
    revealed: bool
    blank: bool
    paused: bool
    exact: bool
    statements: int
    pending: int
    plans_waiting: int
    waits: tuple[WaitsAt, ...]
    limit: int
    run: bool
    step: int | None
    unshown: bool
    hidden_again: bool
    elsewhere: Literal["", "tables", "plans"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskActs(Part):
    """The latest act that can be undone: its command id, type of event and number of events.

    ``about``: the title of the theme it was done to, or the standing that statements were given.
    """

    kind: ClassVar[str] = "desk_acts"
    act: str
    what: str
    about: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPile(Part):
    """How many statements are in no theme yet."""

    kind: ClassVar[str] = "desk_pile"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTheme(Part):
    """A theme; ``alone``: the pile of what stands by itself; ``inner``: it stands within another one."""

    kind: ClassVar[str] = "desk_theme"
    theme: str
    title: str
    vision: str
    signs: tuple[str, ...]
    count: int
    alone: bool
    inner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard(Part):
    """A statement. ``on_wall``: whether the wall shows it, where it shows some of them and not all.

    ``hands``: how many participants would put it where; ``agreed``: whether most of them agree.

    ``table``: whose shared idea it is, and ``sources``: how many statements it builds on.
    """

    kind: ClassVar[str] = "desk_card"
    statement: str
    theme: str | None
    text: str
    group: StakeholderGroup | None
    at: datetime
    standing: Standing
    editions: tuple[str, ...]
    hands: tuple[tuple[str, int], ...]
    agreed: bool
    table: int | None = None
    sources: int = 0
    on_wall: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCopy(Part):
    """A statement where it stands in a second theme."""

    kind: ClassVar[str] = "desk_copy"
    copy_id: str
    text: str
    group: StakeholderGroup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTools(Part):
    """What can be done with all themes; nothing where the step is ``finished``.

    ``sorting``: everyone sorts; ``ready``: statements on which hands agree.
    """

    kind: ClassVar[str] = "desk_tools"
    locked: bool
    finished: bool
    has_alone: bool
    sorting: bool
    ready: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPresence(Part):
    """Who is connected now: in all, and by group (None: fewer than five, or hidden with them)."""

    kind: ClassVar[str] = "desk_presence"
    total: int | None
    groups: tuple[tuple[StakeholderGroup, int | None], ...]


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A step in the list of all."""

    number: int
    kind: str
    title: InLanguages
    minutes: int
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAgenda(Part):
    """The method: all its steps, the one the room is at, and what to say in it; ``paper``: without the network."""

    kind: ClassVar[str] = "desk_agenda"
    language: Language
    method: InLanguages
    people: tuple[int, int]
    """For how many the method is made, at least and at most."""
    from_age: int
    steps: tuple[AgendaLine, ...]
    now: StepLine | None
    stands: float | None
    """The seconds that the step which waits meanwhile has left."""
    say: InLanguages
    paper: InLanguages
    gathered: bool
    told: str
    spotlight: str
    waits: int
    """How many statements of the step the wall does not show yet."""
    left_over: int
    """How many statements the vote of the next step leaves out, as they are in no theme."""


@dataclass(frozen=True, slots=True)
class UnshownLine:
    """How many statements of a collection are in no file; ``left``: that is how it is to be.

    ``hidden``: they have been shown, and all that was shown has been hidden since. Of the rest, ``seen``: some of it
    has been on the wall; ``readers``: who else was to read it before that, as its authors were told.
    """

    collection: str
    title: InLanguages
    count: int
    left: bool
    hidden: bool
    seen: bool
    readers: Literal["", "table", "next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskUnshown(Part):
    """What is in no file. ``late``: the method is at its last step, or the workshop has ended.

    ``plans``: what came of votes, milestones and commitments are hidden with what has been shown.
    """

    kind: ClassVar[str] = "desk_unshown"
    language: Language
    stage: Stage
    step: int | None
    collections: tuple[UnshownLine, ...]
    plans: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBallot(Part):
    """The vote of the step. ``voted``: how many people, from five; ``entered``: papers for others, by number and id.

    ``bars`` are there once it is closed and at least five have voted; ``minority``: what got a single vote;
    ``uncounted``: some votes that came after the result had been shown are not in it.
    """

    kind: ClassVar[str] = "desk_ballot"
    ballot: str
    open: bool
    locked: bool
    votes: int
    several: bool
    criterion: InLanguages
    language: Language
    choices: tuple[Choice, ...]
    groups: tuple[StakeholderGroup, ...]
    voted: int | None
    entered: tuple[tuple[int, str], ...]
    bars: tuple[VoteBar, ...]
    minority: tuple[str, ...]
    uncounted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBoard(Part):
    """The years or horizons that milestones stand in. ``waiting``: milestones to be read before they are shown."""

    kind: ClassVar[str] = "desk_board"
    places: tuple[str, ...]
    sources: tuple[Choice, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMilestone(Part):
    kind: ClassVar[str] = "desk_milestone"
    milestone: str
    text: str
    place: str
    who: str
    places: tuple[str, ...]
    from_phone: bool
    from_statement: bool
    shown: bool
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPromises(Part):
    """How many commitments there are. ``waiting``: those that are to be read before they are shown."""

    kind: ClassVar[str] = "desk_promises"
    count: int
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPromise(Part):
    kind: ClassVar[str] = "desk_promise"
    commitment: str
    what: str
    who: str
    when: str
    serves: str
    shown: bool
    waits: bool
