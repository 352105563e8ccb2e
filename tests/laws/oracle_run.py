"""What the events tell of a method that is run, of votes, milestones, commitments and tables: part of the oracle."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.workshop.events import (
    ActUndone,
    ClockHeld,
    ClockMoved,
    ClockRun,
    CommitmentJudged,
    CommitmentPut,
    CommitmentTakenBack,
    Event,
    MethodChosen,
    MilestoneDropped,
    MilestonePut,
    MilestoneTakenBack,
    PaperTakenBack,
    ParticipantJoined,
    Recorded,
    SeatTaken,
    SheetsPassed,
    SpotlightSet,
    StepEntered,
    StepReopened,
    TablesSet,
    VoteCast,
    VoteClosed,
    VoteOpened,
    VoteReopened,
)


@dataclass(frozen=True)
class Milestone:
    """What has been said of a milestone last, and in which event. ``dropped``: it is off the board."""

    text: str
    who: str
    place: str
    author: str | None
    source: str | None
    shown: bool
    cleared: int
    dropped: bool = False


@dataclass(frozen=True)
class Commitment:
    """What has been said of a commitment last, and in which event."""

    text: str
    author: str
    serves: str | None
    shown: bool
    cleared: int
    dropped: bool = False


@dataclass
class Ballot:
    """A vote, and who has chosen what in it."""

    options: tuple[str, ...]
    step: int | None
    open: bool = True
    papers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    group: dict[str, str | None] = field(default_factory=dict)

    def votes(self, option: str) -> int:
        """How many votes an option has."""
        return sum(paper.count(option) for paper in self.papers.values())

    def people(self, option: str, group: str | None = None) -> int:
        """How many people have chosen it, of a group where one is named."""
        return sum(option in paper and group in (None, self.group[who]) for who, paper in self.papers.items())

    @property
    def voters(self) -> int:
        """How many have voted."""
        return sum(bool(paper) for paper in self.papers.values())


class Run:
    """Where a method is, and what came of its steps."""

    def __init__(self) -> None:
        self.steps: tuple[object, ...] = ()
        self.step: int | None = None
        self.finished: set[int] = set()
        self.spotlight: str | None = None
        self.ends: datetime | None = None
        self.left: float | None = None
        """The seconds of a clock that stands; None for one that runs, or none at all."""
        self.ballots: dict[str, Ballot] = {}
        self.milestones: dict[str, Milestone] = {}
        self.promises: dict[str, Commitment] = {}
        self.tables: dict[str, int] = {}
        self.guests: set[str] = set()
        """Who has sat down by themselves in the step."""
        self.sheets: dict[str, set[str]] = {}
        """The sheets that may lie before each, by who began them."""
        self._group: dict[str, str] = {}

    @property
    def kind(self) -> str:
        """What is done in the step that the room is at; "" where it is at none."""
        return str(getattr(self._at, "kind", ""))

    @property
    def working(self) -> bool:
        """Whether the step is worked on, and not only looked at."""
        return self.step is not None and self.step not in self.finished

    @property
    def focus(self) -> str | None:
        """What the step is about; None: all."""
        first, second = ("into", "of") if self.kind == "share" else ("of", "into")
        return getattr(self._at, first, None) or getattr(self._at, second, None)

    @property
    def at_table(self) -> bool:
        """Whether a table may see what its people have written."""
        return self.kind == "share" or getattr(self._at, "writes", "") == "tables"

    @property
    def sheets_go_round(self) -> bool:
        """Whether people read what lies before them."""
        moves, sees = getattr(self._at, "moves", ""), getattr(self._at, "sees", "")
        return self.working and moves == "sheets" and sees != "nobody"

    @property
    def ballot(self) -> Ballot | None:
        """The vote of the step that the room is at."""
        return next((b for b in self.ballots.values() if b.step == self.step), None) if self.step is not None else None

    @property
    def _at(self) -> object:
        return self.steps[self.step] if self.step is not None else None

    def hear(self, entry: Recorded) -> None:
        """Take one more event in."""
        event = entry.event
        for inner in event.events if isinstance(event, ActUndone) else (event,):
            self._hear_step(inner, entry.at)
            self._hear_guest(inner, by_desk=entry.by.role != "participant")
            self._hear_vote(inner)
            self._hear_plan(inner, entry.seq)

    def _hear_step(self, event: Event, at: datetime) -> None:
        match event:
            case MethodChosen():
                self.steps = event.method.steps if event.method else ()
            case StepEntered():
                self.finished |= {self.step} if self.step is not None else set()
                self.step, self.ends, self.left = event.step, None, None
            case StepReopened():
                self.finished -= {event.step}
            case SpotlightSet():
                self.spotlight = event.what
            case ClockRun():
                self.ends, self.left = at + timedelta(seconds=event.seconds), None
            case ClockHeld():
                assert self.ends is not None
                left = (self.ends - at).total_seconds()
                self.ends, self.left = None, max(0.0, left)
            case ClockMoved() if self.left is not None:
                self.left = max(0.0, self.left + event.seconds)
            case ClockMoved() if self.ends is not None:
                self.ends = max(at, max(at, self.ends) + timedelta(seconds=event.seconds))
            case ParticipantJoined():
                self._group[event.participant] = event.group
            case TablesSet():
                self.tables, self.sheets = dict(event.tables), {}
            case SeatTaken():
                self._sits_down(event)
            case SheetsPassed():
                self.sheets = {who: set(sheets) for who, sheets in event.sheets.items()}
            case _:
                pass

    def _hear_guest(self, event: Event, *, by_desk: bool) -> None:
        match event:
            case TablesSet() | StepEntered():
                self.guests = set()
            case SeatTaken():
                self.guests = self.guests - {event.participant} if by_desk else self.guests | {event.participant}
            case _:
                pass

    def _sits_down(self, event: SeatTaken) -> None:
        """Somebody at the table that they left gets the sheets that lay before them."""
        table, sheets = self.tables.get(event.participant), self.sheets.pop(event.participant, set())
        self.tables[event.participant] = event.table
        for mate in self.tables:
            if sheets and mate != event.participant and self.tables[mate] == table:
                self.sheets.setdefault(mate, set()).update(sheets)

    def _hear_vote(self, event: Event) -> None:
        match event:
            case VoteOpened():
                self.ballots[event.ballot] = Ballot(event.options, event.step)
            case VoteCast():
                ballot = self.ballots[event.ballot]
                ballot.papers[event.voter] = event.options
                ballot.group[event.voter] = event.group if event.proxy else self._group[event.voter]
            case PaperTakenBack():
                self.ballots[event.ballot].papers[event.voter] = ()
            case VoteClosed() | VoteReopened():
                self.ballots[event.ballot].open = isinstance(event, VoteReopened)
            case _:
                pass

    def _hear_plan(self, event: Event, seq: int) -> None:
        match event:
            case MilestonePut():
                self.milestones[event.milestone] = Milestone(
                    event.text, event.who, event.place, event.author, event.source, event.shown, seq
                )
            case MilestoneDropped():
                self.milestones[event.milestone] = replace(self.milestones[event.milestone], dropped=True)
            case MilestoneTakenBack():
                del self.milestones[event.milestone]
            case CommitmentPut():
                self.promises[event.commitment] = Commitment(
                    f"{event.what} {event.who} {event.when}", event.author, event.serves, event.shown, seq
                )
            case CommitmentJudged():
                judged = replace(self.promises[event.commitment], shown=event.shown, cleared=seq)
                self.promises[event.commitment] = judged
            case CommitmentTakenBack():
                del self.promises[event.commitment]
            case _:
                pass

    def plan_words(self, plans: Collection[str]) -> str:
        """All words of these milestones and commitments."""
        milestones = (f"{m.text} {m.who}" for i, m in self.milestones.items() if i in plans)
        return " ".join([*milestones, *(p.text for i, p in self.promises.items() if i in plans)])

    def plans_of(self, person: str) -> set[str]:
        """The milestones and commitments that somebody has made."""
        return {i for i, plan in self.plans().items() if plan.author == person}

    def plans(self) -> dict[str, Milestone | Commitment]:
        """All milestones and commitments."""
        return {**self.milestones, **self.promises}
