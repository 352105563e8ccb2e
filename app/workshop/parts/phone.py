"""Parts of phones: what all see, and what one participant alone does."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.workshop.events import Stage, Standing
from app.workshop.parts.part import Choice, InLanguages, Part, StepLine
from app.workshop.people import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneStage(Part):
    """What the room asks. ``at_once``: the wall shows what is sent now as it comes.

    ``moderation``: statements are read before they are shown; ``blank``: the wall is dark.

    ``starters``: phones help to begin with "In 2040 ..."; ``into``: what is written now, by its name in the method;
    ``places``: where a milestone can be put now; ``told``: what the facilitator says to all; ``gathered``: everyone is
    asked to look up. ``readers``: who else reads what is written now before the wall shows it: one's table, or the next
    person who gets one's sheet. ``kept``: it has ended, and something of what was written is told on, on the wall or in
    files. ``first``: everyone writes for the first time in the method, and the wall does not show it as it comes: what
    they had ready before is for this.
    """

    kind: ClassVar[str] = "phone_stage"
    title: str
    question: InLanguages
    language: Language
    stage: Stage
    submissions: bool
    revealed: bool
    at_once: bool
    blank: bool
    moderation: bool
    limit: int
    step: StepLine | None
    starters: bool
    into: str
    places: tuple[str, ...]
    told: str
    gathered: bool
    readers: Literal["", "table", "next"]
    kept: bool
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard(Part):
    """One's own statement. ``on_wall``: others may see it now; ``open``: its words can still be changed.

    ``table``: the table that shares it. ``wrote``: its author's own words, where a facilitator has reworded them.
    """

    kind: ClassVar[str] = "own_card"
    statement: str
    text: str
    standing: Standing
    on_wall: bool
    open: bool
    wrote: str = ""
    table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneServes(Part):
    """The themes that a commitment can serve."""

    kind: ClassVar[str] = "phone_serves"
    themes: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBallot(Part):
    """One's own paper: the options in an order of one's own, and what one has voted for.

    ``result``: the vote is closed, and what came of it stands on the wall; ``uncounted``: it leaves some votes out that
    came after it had been shown.
    """

    kind: ClassVar[str] = "own_ballot"
    ballot: str
    open: bool
    votes: int
    several: bool
    criterion: InLanguages
    language: Language
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...]
    result: bool
    uncounted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSort(Part):
    """The next statement that this participant is asked to place; "" when all are placed.

    ``left``: how many of the ``of`` that there are they have not placed. ``before``: what they placed last, and can
    place anew, with its words and the theme that they put it ``to``, "" for no idea; "" where there is none.
    """

    kind: ClassVar[str] = "own_sort"
    statement: str
    text: str
    themes: tuple[Choice, ...]
    left: int
    of: int
    before: str
    before_text: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMilestone(Part):
    """One's own milestone. ``dropped``: it has been taken off the board, and can still be erased.

    ``wrote``: one's own words, where a facilitator has reworded them.
    """

    kind: ClassVar[str] = "own_milestone"
    milestone: str
    text: str
    place: str
    who: str
    shown: bool
    waits: bool
    dropped: bool
    wrote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPromise(Part):
    """One's own commitment. ``theme``: the id of the one it serves; ``serves``: its title, where it may be told."""

    kind: ClassVar[str] = "own_promise"
    commitment: str
    what: str
    who: str
    when: str
    theme: str
    serves: str
    shown: bool
    waits: bool
    open: bool
