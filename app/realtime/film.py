"""A film of the wall, folded anew from the log each time that somebody watches: nothing of it is kept.

The film knows whole seconds, counted from the first event; of a long log only every second or fifth of them, as each is
a look at the whole wall. A *moment* is a second in which the film's screen changed: it shows what the wall showed after
the last event until then, by the rule of ``app.workshop.film``. All functions here take long where the log is long, and
are for a thread where no room waits for them.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.realtime.stream import Stream
from app.workshop.apply import replay
from app.workshop.events import Recorded, StepEntered
from app.workshop.film import Film
from app.workshop.parts import Part, WallStage, difference
from app.workshop.room import Room
from app.workshop.touched import all_touched
from app.workshop.visible import NOBODY

REEL = 200
"""Moments that are sent in one go: some minutes of the film, and a bound on what is held in memory at a time."""

FINE = 2_000
"""Events of a log that is filmed second by second; of one twice as long, every other second is."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Put these parts, then drop those. ``second``: since the film began."""

    second: int
    put: list[Part]
    drop: list[str]


@dataclass(frozen=True, slots=True)
class Chapter:
    """From this second on, the room was at this step, by number from 0."""

    second: int
    step: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """When a film begins, the seconds of its moments, and its chapters."""

    began: datetime
    moments: list[int]
    chapters: list[Chapter]


@dataclass(frozen=True, slots=True)
class Reel:
    """A stretch of a film. Its first moment puts the whole screen; ``until``: the moment after its last, if any."""

    moments: list[Moment]
    until: int | None


def today(log: Sequence[Recorded], newest: Room) -> Room:
    """The room that decides what may be told: ``newest``, with what the log knows after it."""
    return replay(log[newest.seq :], newest)


def timeline(log: Sequence[Recorded], newest: Room) -> Timeline:
    """Look through a whole film. The log has one event at least, and no hole."""
    seconds = [moment.second for moment in _moments(log, today(log, newest))]
    chapters: list[Chapter] = []
    for second, recorded in _seconds(log):
        entered = [entry.event.step for entry in recorded if isinstance(entry.event, StepEntered)]
        chapters += [Chapter(second, step) for step in entered[-1:]]
    return Timeline(_began(log), seconds, chapters)


def reel(log: Sequence[Recorded], newest: Room, start: int, size: int = REEL) -> Reel:
    """The film from second ``start`` on: ``size`` moments at most, the first of them the whole screen."""
    moments = list(islice(_moments(log, today(log, newest), start), size + 1))
    return Reel(moments[:size], moments[size].second if len(moments) > size else None)


def _began(log: Sequence[Recorded]) -> datetime:
    return log[0].at.replace(microsecond=0)


def _seconds(log: Sequence[Recorded]) -> Iterator[tuple[int, Sequence[Recorded]]]:
    """Each second in which something was recorded, with its events.

    Clocks of several processes differ a little: a second that has passed does not come back.
    """
    began, second, start = _began(log), 0, 0
    grain = -(-len(log) // FINE)
    for place, entry in enumerate(log):
        now = -(-int((entry.at - began).total_seconds()) // grain) * grain
        if now > second:
            if place > start:
                yield second, log[start:place]
            second, start = now, place
    yield second, log[start:]


def _moments(log: Sequence[Recorded], now: Room, start: int = 0) -> Iterator[Moment]:
    """The moments from second ``start`` on; the first one is the screen of that second, whole."""
    seconds = [*_seconds(log)]
    ahead = bisect_right(seconds, start, key=lambda one: one[0])
    room, stream = Room(), Stream("wall", ring=0)
    for _, recorded in seconds[:ahead]:
        room = replay(recorded, room)
    stream.publish(room, NOBODY)
    shown = Film(now)
    screen = shown.screen(room, stream.parts)
    yield Moment(start, list(screen.values()), [])
    for second, recorded in seconds[ahead:]:
        before, room = room, replay(recorded, room)
        stream.mark(all_touched(before, [entry.event for entry in recorded], room))
        if not stream.publish(room, NOBODY) and not _counts(stream):
            continue
        after = shown.screen(room, stream.parts)
        put, drop = difference(screen, after)
        screen = after
        if put or drop:
            yield Moment(second, put, drop)


def _counts(stream: Stream) -> bool:
    """Whether the wall tells how many have written: as many others may have, of whom some took it all back since."""
    stage = stream.parts.get("stage")
    return isinstance(stage, WallStage) and stage.writers is not None
