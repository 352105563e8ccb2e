"""What the events tell of a method that is run, of votes, milestones, commitments and tables: part of the oracle."""

from datetime import datetime, timedelta

from app.workshop.events import (
    ActUndone,
    ClockHeld,
    ClockMoved,
    ClockRun,
    Event,
    MethodChosen,
    PaperTakenBack,
    ParticipantJoined,
    ParticipantLeft,
    Recorded,
    SeatTaken,
    SheetsPassed,
    SpotlightSet,
    StageSet,
    StepEntered,
    StepReopened,
    TablesSet,
    ThemeDeleted,
    ThemeMade,
    VoteCast,
    VoteClosed,
    VoteOpened,
    VoteReopened,
)
from app.workshop.people import StakeholderGroup
from app.workshop.seating import seat_for
from tests.laws.oracle_plans import Plans
from tests.laws.oracle_values import Ballot


class Run(Plans):
    """Where a method is, and what came of its steps."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: tuple[object, ...] = ()
        self.step: int | None = None
        self.finished: set[int] = set()
        self.spotlight: str | None = None
        self.ends: datetime | None = None
        self.left: float | None = None
        """The seconds of a clock that stands; None for one that runs, or none at all."""
        self._ran = False
        """It stands as the workshop was ended while it ran."""
        self.ballots: dict[str, Ballot] = {}
        self.tables: dict[str, int] = {}
        self.gone: dict[str, int] = {}
        """Who has left, and the table that they left."""
        self._sheets: dict[int | None, dict[str, set[str]]] = {}
        self._begun: set[int] = set()
        self.guests: dict[str, int] = {}
        """Who has sat down by themselves while ideas are written, and the table that they left; 0: none."""
        self._guests_before: dict[str, dict[str, int]] = {}
        """Who was a guest before what the desk did, by act, where undoing it makes them guests again."""
        self._group: dict[str, StakeholderGroup] = {}

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

    def seen_at(self, number: int) -> set[str]:
        """The collections that everyone sees in a step: what it names, or what people write in it; voted on, all."""
        step = self.steps[number] if number < len(self.steps) else None
        kind, named = getattr(step, "kind", ""), getattr(step, "of", None)
        if kind != "vote" and getattr(step, "sees", "") != "everyone":
            return set()
        if kind == "vote" and named is None and getattr(step, "on", "") == "statements":
            return {"", *(into for one in self.steps[: number + 1] if (into := getattr(one, "into", None)))}
        return {name for name in (named or (getattr(step, "into", None) if kind == "write" else None),) if name}

    @property
    def written(self) -> str:
        """What is written in the step, by its name; what tables write without one belongs to what was made last."""
        named = getattr(self._at, "into", None) or getattr(self._at, "of", None)
        made = [into for step in self.steps[: self.step or 0] if (into := getattr(step, "into", None))]
        return str(named or (made[-1] if made and self.at_table else ""))

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
    def sheets(self) -> dict[str, set[str]]:
        """The sheets that may lie before each in the step, by who began them."""
        return self._sheets.get(self.step, {})

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
        if entry.by.role == "facilitator":
            self._guests_before.setdefault(entry.command, self.guests)
        was = self._guests_before.get(event.act, {}) if isinstance(event, ActUndone) else None
        for inner in event.events if isinstance(event, ActUndone) else (event,):
            self._hear_guest(inner, by_desk=entry.by.role != "participant", was=was)
            self._hear_step(inner, entry.at)
            self._hear_vote(inner)
            self._hear_plan(inner, entry.seq)

    def _hear_step(self, event: Event, at: datetime) -> None:
        match event:
            case MethodChosen():
                self.steps = event.method.steps if event.method else ()
            case StepEntered():
                self._goes(event)
            case StepReopened():
                self.finished -= {event.step}
            case SpotlightSet():
                self.spotlight = event.what
            case StageSet():
                self._ends(event, at)
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
                self.gone.pop(event.participant, None)
            case TablesSet():
                late = sorted(self.tables.keys() - event.tables.keys())
                self.tables = {who: table for who, table in event.tables.items() if who not in self.gone}
                for who in late if self.tables else ():
                    self._comes_late(who)
                self.gone = {who: event.gone.get(who) or event.tables.get(who, 0) for who in self.gone}
                self._sheets = {}
            case SeatTaken():
                self._gets_up(event.participant)
                self.gone.pop(event.participant, None)
                self.gone |= {who: event.table for who in event.gone if who in self.gone}
                self.tables[event.participant] = event.table
            case ParticipantLeft():
                self.gone[event.participant] = self.tables.get(event.participant, 0)
                self._gets_up(event.participant)
            case SheetsPassed():
                self._sheets[self.step] = {who: set(sheets) for who, sheets in event.sheets.items()}
            case _:
                pass

    def _ends(self, event: StageSet, at: datetime) -> None:
        """The clock stands after the end; where it ran, it runs again once that is taken back."""
        if event.stage != "open" and self.ends is not None:
            left = (self.ends - at).total_seconds()
            self.ends, self.left, self._ran = None, max(0.0, left), True
        elif event.stage == "open" and self._ran and self.left is not None:
            self.ends, self.left, self._ran = at + timedelta(seconds=self.left), None, False

    def _goes(self, event: StepEntered) -> None:
        """What lies before the step that is gone to is over; as it was once, the step that was left."""
        over = {self.step} - {None} if event.finished is None else {n for n in self._begun if n < event.step}
        assert event.finished is None or set(event.finished) == over - self.finished
        self.finished |= {n for n in over if n is not None}
        self.step, self.ends, self.left = event.step, None, None
        self._begun.add(event.step)

    def _hear_guest(self, event: Event, *, by_desk: bool, was: dict[str, int] | None) -> None:
        """Whoever is back at the table that they left is no guest; ``was``: who was one before what is undone."""
        match event:
            case TablesSet() if was is not None and event.tables:
                there = {table for who, table in event.tables.items() if who not in self.gone}
                late = dict.fromkeys(self.tables.keys() - event.tables.keys(), 0) if self._shares else {}
                self.guests = {who: table if table in there else 0 for who, table in (late | was).items()}
            case TablesSet():
                self.guests = {}
            case StepEntered() if event.step not in self._begun:
                self.guests, self._guests_before = {}, {}
            case SeatTaken():
                who = event.participant
                home = self.guests.get(who, self.tables.get(who, 0) if self._shares else None)
                self.guests = {one: table for one, table in self.guests.items() if one != who}
                home = home if was is None else was.get(who)
                if home is not None and (was or (home != event.table and not by_desk)):
                    self.guests[who] = home
                if was is not None:
                    self.guests |= {one: was[one] for one in event.guests if one in self.guests and one in was}
                there = {*(self.tables | {who: event.table}).values()}
                self.guests = {one: table if table in there else 0 for one, table in self.guests.items()}
            case ParticipantJoined():
                table = self.gone.get(event.participant, 0)
                if table and self._shares:
                    self.guests = {event.participant: table} | self.guests
            case ParticipantLeft():
                if self._shares:
                    self.guests = {event.participant: self.tables.get(event.participant, 0)} | self.guests
                there = {table for who, table in self.tables.items() if who != event.participant}
                self.guests = {one: table if table in there else 0 for one, table in self.guests.items()}
            case _:
                pass

    @property
    def _shares(self) -> bool:
        """Whether tables share ideas in a step that is under way."""
        return any(getattr(self.steps[n], "kind", "") == "share" for n in self._begun - self.finished)

    def _comes_late(self, who: str) -> None:
        """Somebody of whom those did not know yet who thought the tables out."""
        groups: dict[int, list[StakeholderGroup]] = {}
        for mate, table in self.tables.items():
            groups.setdefault(table, []).append(self._group[mate])
        self.tables[who] = seat_for(self._group[who], groups)

    def _gets_up(self, who: str) -> None:
        """Somebody at the table that they leave gets the sheets that lay before them, in whichever step.

        Where nobody is left at it, what those wrote who left it before lies at none.
        """
        table = self.tables.pop(who, None)
        mates = [mate for mate, at in self.tables.items() if at == table]
        for lying in self._sheets.values():
            sheets = lying.pop(who, set())
            for mate in mates if sheets else ():
                lying.setdefault(mate, set()).update(sheets)
        if table is not None and not mates:
            self.gone = {one: 0 if at == table else at for one, at in self.gone.items()}

    def _hear_vote(self, event: Event) -> None:
        match event:
            case VoteOpened():
                self.ballots[event.ballot] = Ballot(event.options, event.step, event.votes, event.several)
            case VoteCast():
                ballot = self.ballots[event.ballot]
                ballot.papers[event.voter] = event.options
                ballot.group[event.voter] = event.group if event.proxy else self._group[event.voter]
            case PaperTakenBack():
                self.ballots[event.ballot].papers[event.voter] = ()
            case VoteClosed():
                self.ballots[event.ballot].close()
            case VoteReopened():
                ballot = self.ballots[event.ballot]
                ballot.open, ballot.each = True, event.votes or ballot.each
                ballot.options = event.options or ballot.options
            case ThemeDeleted() | ThemeMade():
                for ballot in self.ballots.values():
                    ballot.went.pop(event.theme, None)
                    if isinstance(event, ThemeDeleted) and event.into is not None:
                        ballot.went[event.theme] = event.into
            case _:
                pass
