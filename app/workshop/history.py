"""The history of a workshop for those who run it: who did what and when, read off the log, in runs.

Facilitators stand there by their accounts, participants only as counts. What has been taken back since is as if it had
never been. People are counted by fives, from five on; what the desk shows one by one is counted exactly.

A *run* is what one person did of one kind within a step, as long as they did nothing else in between. Participants
together have one run of each kind from one turn of the workshop (a step, writing opened or closed, a reveal) to the
next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from app.workshop.deeds import HIDDEN, TABLES, TURNS, Deed, Kind, Listener
from app.workshop.events import ActUndone, Recorded, taken_back
from app.workshop.people import SYSTEM, Actor
from app.workshop.room import Room
from app.workshop.suppression import at_least_five, rounded_down

_BEGINNINGS: tuple[Kind, ...] = ("made", "step_begun", "step_seen", "step_resumed", "step_reopened")
"""What is one line with all that it brings along."""

_PUT_AWAY: tuple[Kind, ...] = (
    "clock_set",
    "method_chosen",
    "roles_drawn",
    "turns_passed",
    "people_seated",
    "sheets_passed",
)
"""What a beginning brings along without a word."""


_SEAT_BY_SEAT: tuple[Kind, ...] = ("seats_emptied", "people_seated")
"""What is done to one seat after the other, and undone so."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was done, from ``since`` to ``at``. ``by``: a facilitator's account; "": participants, or the program.

    ``titles``: of themes or the method; ``step``: the step begun, by number from 0; ``also``: what came with it;
    ``undone``: the act that was taken back; None where it is not known which.
    """

    kind: Kind
    since: datetime
    at: datetime
    by: str
    count: int = 1
    titles: tuple[str, ...] = ()
    step: int | None = None
    also: tuple[Kind, ...] = ()
    undone: "Line | None" = None


@dataclass(slots=True)
class _Run:
    """A run as it grows, up to event ``seq``. ``subjects``: what it was done to, each once."""

    kind: Kind
    by: Actor
    since: datetime
    at: datetime
    seq: int
    subjects: dict[str, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    also: list[Kind] = field(default_factory=list)
    undone: "_Run | None" = None

    def add(self, deed: Deed, gone: frozenset[str]) -> None:
        """Count one more, unless it is gone."""
        if deed.subject not in gone or deed.kind == "statements_taken_back":
            self.subjects[deed.subject] = None
            if deed.title:
                self.titles[deed.title] = None


def history(log: Sequence[Recorded], now: Room) -> list[Line]:
    """All lines, the latest first. ``now`` is the room that the log leads to."""
    gone = frozenset(whose for entry in log if (whose := taken_back(entry.event)) is not None)
    listener, runs = Listener(now), _Runs(gone)
    for _, recorded in groupby(log, key=lambda entry: entry.command):
        entries = list(recorded)
        deeds = listener.deeds([entry.event for entry in entries], facilitates=entries[0].by.role != "participant")
        runs.add(entries, deeds)
    lines = (_line(run) for run in sorted(runs.all, key=lambda run: -run.seq))
    return [line for line in lines if line is not None]


def _line(run: _Run) -> Line | None:
    """A run as it is told; None where nothing is left of it, or too little to be told."""
    count: int | None = len(run.subjects)
    if run.kind in ("people_came", "people_left", "people_voted", "people_sorted"):
        count = rounded_down(len(run.subjects))
    elif run.kind == "statements_taken_back":
        count = at_least_five(len(run.subjects))
    undone = None if run.undone is None else _line(run.undone)
    if not count or (run.undone is not None and undone is None):
        return None
    return Line(
        kind=run.kind,
        since=run.since,
        at=run.at,
        by="" if run.by.role == "participant" or run.by == SYSTEM else run.by.id,
        count=count,
        titles=tuple(run.titles),
        step=int(next(iter(run.subjects))) if run.kind.startswith("step_") else None,
        also=tuple(run.also),
        undone=undone,
    )


class _Runs:
    """All runs, those that may still grow, and what each command did by itself, for when it is undone."""

    def __init__(self, gone: frozenset[str]) -> None:
        self.all: list[_Run] = []
        self._gone = gone
        self._open: dict[str, _Run] = {}
        self._acts: dict[str, _Run] = {}

    def add(self, entries: Sequence[Recorded], deeds: Sequence[Deed]) -> None:
        """Take in one command and what its events are told as."""
        first, last = entries[0], entries[-1]
        beginning = next((deed for deed in deeds if deed.kind in _BEGINNINGS), None)
        if beginning is not None:
            run = self._run(beginning.kind, first)
            run.add(beginning, self._gone)
            run.titles = {deed.title: None for deed in deeds if deed.title}
            run.also = [d.kind for d in deeds if d is not beginning and d.kind not in _PUT_AWAY]
            for deed in (there for there in deeds if there.kind in TABLES):  # all of it that is undone
                self._act(deed, entries)
            return
        for deed in deeds:
            run = self._again(first) or self._run(deed.kind, first)
            run.seq, run.at = last.seq, last.at
            run.add(deed, self._gone)
            self._act(deed, entries)
            if isinstance(first.event, ActUndone):
                run.undone = self._undone(run, self._acts.get(first.event.act))

    def _undone(self, run: _Run, act: _Run | None) -> _Run | None:
        """What a run has undone with one act more."""
        if run.undone is None or act is None:
            return act
        return replace(act, subjects=run.undone.subjects | act.subjects)

    def _act(self, deed: Deed, entries: Sequence[Recorded]) -> None:
        """Keep what a command did, for when it is undone."""
        first = entries[0]
        act = self._acts.setdefault(first.command, _Run(deed.kind, first.by, first.at, first.at, first.seq))
        if deed.kind == act.kind:
            act.add(deed, self._gone)
        elif deed.kind in HIDDEN.values():  # the other half of one answer, which is taken back with it
            act.also.append(deed.kind)

    def _again(self, entry: Recorded) -> _Run | None:
        """The run that an act goes on with which somebody undoes right after others of its kind, seat by seat."""
        run = self._open.get(f"{entry.by.role} {entry.by.id}")
        act = self._acts.get(entry.event.act) if isinstance(entry.event, ActUndone) else None
        if run is None or run.undone is None or act is None or act.kind not in _SEAT_BY_SEAT:
            return None
        return run if (run.undone.kind, run.undone.by) == (act.kind, act.by) else None

    def _run(self, kind: Kind, entry: Recorded) -> _Run:
        """The run that this goes on with, or a new one."""
        if kind in TURNS:
            self._open.clear()
        key = kind if entry.by.role == "participant" else f"{entry.by.role} {entry.by.id}"
        run = self._open.get(key)
        if run is None or run.kind != kind or kind in TURNS or kind == "undone":
            run = self._open[key] = _Run(kind, entry.by, entry.at, entry.at, entry.seq)
            self.all.append(run)
        return run
