"""The hub of a room: its seats, its streams, and the pulse with which changes reach them.

A seat is a connection's place: a cursor into a stream, nothing queued. Whoever falls behind falls behind alone: what a
line cannot take now is not sent, and when it can again, all that was missed comes as one frame.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial

import structlog

from app.metrics import Metrics
from app.realtime.presence import COUNTED, Attendance
from app.realtime.seat import Seat
from app.realtime.stream import Frame, Stream
from app.workshop.events import Recorded
from app.workshop.parts import Audience, Part, Presence
from app.workshop.room import Room
from app.workshop.touched import all_own_touched, all_touched
from app.workshop.visible import NOBODY, own

_log = structlog.get_logger(__name__)

NEAR: frozenset[Audience] = frozenset({"desk", "wall"})

TURN = 0.003
"""Seconds that seats are served in one go, after which acknowledgements and other rooms have their turn."""

IN_ONE_GO = 16
"""Seats between two looks at the clock, which costs as much as a seat; it is looked at after each list of their own."""

SHARE = 3.0
"""Times as long as a fan-out took that the next one waits: with many phones the pulse slows down by itself."""


class Hub:
    """Seats and streams of one room. ``room`` gives its newest state."""

    def __init__(
        self, room: Callable[[], Room], *, ring: int, near: float, far: float, metrics: Metrics | None = None
    ) -> None:
        self._room = room
        self._metrics = metrics or Metrics()
        self._committed: dict[Audience, float] = {}
        self._interval: dict[Audience, float] = {"desk": near, "wall": near, "phone": far}
        self._streams: dict[Audience, Stream] = {a: Stream(a, ring) for a in self._interval}
        self._seats: dict[Audience, set[Seat]] = {a: set() for a in self._interval}
        self._attendance: Attendance[Seat] = Attendance()
        self._next: dict[Audience, float] = dict.fromkeys(self._interval, 0.0)
        self._due: dict[Audience, asyncio.TimerHandle] = {}
        self._under_way: set[Audience] = set()
        """Whose beat has not reached all seats yet."""
        self._told: dict[Audience, str] = {a: stream.cursor for a, stream in self._streams.items()}
        """The cursor of the latest beat: what came after it, a seat has only where it asked for itself."""
        self._stopped = False

    @property
    def seats(self) -> int:
        """How many connections there are."""
        return sum(len(seats) for seats in self._seats.values())

    @property
    def due(self) -> bool:
        """Whether a beat is still to come or under way."""
        return bool(self._due or self._under_way)

    def seats_of(self, audience: Audience) -> int:
        """How many connections an audience has."""
        return len(self._seats[audience])

    def sockets_of(self, participant: str) -> int:
        """How many connections a participant has."""
        return len(list(self._attendance.seats(participant)))

    def became(self, before: Room, recorded: Sequence[Recorded], after: Room) -> None:
        """Take note of what was committed, and see to it that screens learn of it on the next pulse."""
        events = [entry.event for entry in recorded]
        for audience in self._interval:
            if self._seats[audience]:
                self._committed.setdefault(audience, time.monotonic())
        self._mark(all_touched(before, events, after))
        self._tell_writers(all_own_touched(events, after))

    def sit(self, seat: Seat) -> None:
        """Take a seat; what it has missed since its cursor is there to take at once."""
        self._seats[seat.audience].add(seat)
        if seat.participant is not None:
            self._attendance.come(seat.participant, seat)
            self._mark(COUNTED, NEAR)
        self._fresh(seat.audience)
        self.serve(seat)

    def leave(self, seat: Seat) -> None:
        """Give the seat up."""
        self._seats[seat.audience].discard(seat)
        if seat.participant is not None:
            self._attendance.go(seat.participant, seat)
            self._mark(COUNTED, NEAR)

    def serve(self, seat: Seat) -> None:
        """Send a seat all that it has missed, or note since when it has been behind."""
        line = seat.line
        if line is None or not line.clear:
            if seat.behind is None:
                seat.behind = asyncio.get_running_loop().time()
            return
        for frame in self.take(seat):
            line.send(frame)

    def _serve_own(self, seat: Seat) -> None:
        if seat.own is not None and seat.own.stale:
            self.serve(seat)

    def take(self, seat: Seat) -> list[Frame]:
        """The frames that this seat has not had; its cursor moves on."""
        stream = self._streams[seat.audience]
        frames = stream.after(seat.cursor)
        if seat.cursor and frames and frames[0].whole:
            self._metrics.dropped(seat.audience)
        seat.cursor = stream.cursor
        seat.behind = None
        if seat.own is not None:
            frames += seat.own.take(self._room())
        return frames

    def screen(self, audience: Audience) -> tuple[dict[str, Part], str]:
        """What ``audience`` sees now, with the cursor from which a socket carries on."""
        self._fresh(audience, at_once=audience in NEAR)
        stream = self._streams[audience]
        return stream.parts, stream.cursor

    def frames(self, audience: Audience, cursor: str) -> tuple[list[Frame], str]:
        """What ``audience`` has been shown after ``cursor``, for those who ask instead of listening."""
        self._fresh(audience, at_once=audience in NEAR)
        stream = self._streams[audience]
        return stream.after(cursor), stream.cursor

    def own_frame(self, participant: str) -> Frame:
        """All that one participant alone sees, as a frame."""
        return Frame("own", list(own(self._room(), participant).values()), whole=True)

    def presence(self) -> Presence:
        """Who is connected, by group: participants, however many screens each has."""
        return self._attendance.count(self._room().participants)

    @property
    def here(self) -> set[str]:
        """The participants who are at this process."""
        return self._attendance.here()

    def met(self, participant: str) -> None:
        """Take note of one who asks for news instead of listening."""
        if self._attendance.met(participant):
            self._mark(COUNTED, NEAR)

    def are_here(self, participants: frozenset[str]) -> None:
        """Learn who is at any process."""
        if self._attendance.update(participants):
            self._mark(COUNTED, NEAR)

    def sweep(self, *, stalled: float, silence: float) -> None:
        """Let go of lines that have taken nothing, or not been heard, for so many seconds."""
        now = asyncio.get_running_loop().time()
        for seats in self._seats.values():
            for seat in list(seats):
                line = seat.line
                if line is None:
                    continue
                left, before = line.left, seat.left
                seat.left = left
                if line.clear and seat.behind is None:
                    stuck = 0.0
                else:  # where nothing was due for it, it is behind all the same
                    if seat.behind is None or left < before:  # slowly, but it takes
                        seat.behind = now
                    stuck = now - seat.behind
                if stuck > stalled:
                    line.drop()
                elif now - line.heard > silence:
                    line.hush()

    def let_go(self) -> None:
        """Let go of all lines and timers; whoever comes back takes a fresh snapshot."""
        for seats in self._seats.values():
            for seat in list(seats):
                if seat.line is not None:
                    seat.line.drop()
        self.stop()

    def stop(self) -> None:
        """Let go of the timers, and bring nobody anything any more."""
        self._stopped = True
        for timer in self._due.values():
            timer.cancel()
        self._due.clear()

    def _mark(self, parts: Collection[str] | None, audiences: frozenset[Audience] | None = None) -> None:
        for audience, stream in self._streams.items():
            if (audiences is None or audience in audiences) and parts != set():
                stream.mark(parts)
                if self._seats[audience]:
                    self._schedule(audience)

    def _tell_writers(self, touched: Mapping[str, set[str]] | None) -> None:
        told: list[Seat] = []
        for participant in self._attendance.seated() if touched is None else touched:
            for seat in self._attendance.seats(participant):
                if seat.own is not None:
                    seat.own.mark(touched)
                    told.append(seat)
        if told:  # in the turn after the next: who is being answered takes theirs along
            loop = asyncio.get_running_loop()
            loop.call_soon(lambda: loop.call_soon(self._in_turn, told, self._serve_own))

    def _schedule(self, audience: Audience) -> None:
        """Let the next beat come: now where the last one is long ago, else when the pulse comes round.

        While a beat is under way none is due: with thousands of seats they would overtake each other.
        """
        if self._stopped or audience in self._due or audience in self._under_way:
            return
        loop = asyncio.get_running_loop()
        self._due[audience] = loop.call_later(max(0.0, self._next[audience] - loop.time()), self._beat, audience)

    def _beat(self, audience: Audience) -> None:
        """Bring an audience's seats all that came since the last beat."""
        self._due.pop(audience, None)
        started, before = asyncio.get_running_loop().time(), self._told[audience]
        committed = self._committed.pop(audience, None)
        self._renew(audience)
        after = self._told[audience] = self._streams[audience].cursor
        if after == before:
            return
        (latest,) = self._streams[audience].after(before)

        def follow(seat: Seat) -> None:
            line = seat.line
            if line is not None and line.clear and seat.cursor == before:
                seat.cursor = after
                line.send(latest)
            elif seat.cursor != after:
                self.serve(seat)

        self._under_way.add(audience)
        seats, rest = list(self._seats[audience]), partial(self._rest, audience, started, committed)
        # What is made for each alone comes after what is the same for all: nobody waits with it for the others' lists.
        self._in_turn(seats, follow, lambda: self._in_turn(seats, self._serve_own, rest))

    def _rest(self, audience: Audience, started: float, committed: float | None) -> None:
        """Wait the longer for the next beat, the longer this one took; not at all where no pulse is wanted."""
        if committed is not None:
            self._metrics.lagged(audience, time.monotonic() - committed)
        spent, interval = asyncio.get_running_loop().time() - started, self._interval[audience]
        self._next[audience] = started + (max(interval, spent * (1 + SHARE)) if interval else 0.0)
        self._under_way.discard(audience)
        self._owe(audience)

    def _owe(self, audience: Audience) -> None:
        """Let a beat come where there is something that seats have not had."""
        stream = self._streams[audience]
        if self._seats[audience] and (stream.stale or stream.cursor != self._told[audience]):
            self._schedule(audience)

    def _renew(self, audience: Audience) -> None:
        """Bring a stream up to date."""
        self._streams[audience].publish(self._room(), self.presence() if audience in NEAR else NOBODY)

    def _in_turn(
        self, seats: list[Seat], work: Callable[[Seat], None], done: Callable[[], None] | None = None, at: int = 0
    ) -> None:
        """Do ``work`` for some seats now and for the others soon, so that nobody waits for thousands of others."""
        end = time.monotonic() + TURN
        if self._stopped:
            return
        for place in range(at, len(seats)):
            seat = seats[place]
            own = seat.own if seat.own is not None and seat.own.stale else None
            try:
                work(seat)
            except Exception as error:  # a frame that cannot be painted for one must not keep others from theirs
                _log.error("frame_failed", error=type(error).__name__)
                if seat.line is not None:
                    with suppress(Exception):
                        seat.line.drop()
            made_anew = own is not None and not own.stale
            if (made_anew or (place + 1) % IN_ONE_GO == 0) and time.monotonic() > end:
                asyncio.get_running_loop().call_soon(self._in_turn, seats, work, done, place + 1)
                return
        if done is not None:
            done()

    def _fresh(self, audience: Audience, *, at_once: bool = False) -> None:
        """Bring a stream up to date before it is read: at once, or where no beat would do it. Seats wait for theirs."""
        waits = audience in self._due or audience in self._under_way
        if self._streams[audience].stale and (at_once or not waits):
            self._renew(audience)
            self._owe(audience)
