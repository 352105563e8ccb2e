"""A live room: the one writer of a workshop, taking turns in batches.

Commands wait in a queue. The writer takes all that wait (bounded), decides them in turn, appends their events in one
transaction, and only then lets memory, screens and senders know. Memory is never ahead of the log. Whenever it may be
behind (a failed or cancelled append, another process's events), the room is *in doubt*: the next turn reads the tail
of the log first, and commands found there are acknowledged like any resend.
"""

import asyncio
import contextvars
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.metrics import Metrics
from app.store.log import Conflict
from app.workshop.apply import apply
from app.workshop.commands import Command
from app.workshop.decide import decide
from app.workshop.events import CommandNoted, Recorded
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room

_log = structlog.get_logger(__name__)

ATTEMPTS = 8
"""Conflicts with other processes that one batch survives before its senders are asked to try again."""


GATHER = 0.005
"""Seconds from the beginning of one batch to that of the next: what comes meanwhile shares a transaction, which costs
more than most of what is in it. Who writes after a quiet moment waits for nobody."""

SLICE = 200
"""Events of a long log that are folded in one go: about ten milliseconds, after which other rooms have their turn."""


class Journal(Protocol):
    """Where a room's events are kept. ``app.store.journal.Journal`` is the real one."""

    workshop: str

    async def append(self, recorded: Sequence[Recorded], before: Room, after: Room) -> None: ...

    async def load(self, after: int = 0) -> list[Recorded]: ...


Became = Callable[[Room, Sequence[Recorded], Room], None]
"""Told after each commit: the room before, the events, the room after."""


@dataclass(slots=True)
class _Turn:
    command: Command
    by: Actor
    answer: "asyncio.Future[None]"
    refusal: Refusal | None = field(default_factory=lambda: Refusal("not_saved"))
    """Not saved until it is known to be."""

    def give(self) -> None:
        """Answer the sender, if it still waits."""
        if self.answer.done():
            return
        if self.refusal is None:
            self.answer.set_result(None)
        else:
            self.answer.set_exception(self.refusal)


class LiveRoom:
    """The state of one workshop and the queue of commands to it."""

    def __init__(
        self,
        journal: Journal,
        became: Became,
        clock: Callable[[], datetime],
        *,
        wrote: Callable[[int], None] = lambda _seq: None,
        metrics: Metrics | None = None,
        batch: int = 256,
        waiting: int = 5_000,
    ) -> None:
        self.room = Room()
        self.in_doubt = True
        self._senders: dict[str, Actor] = {}
        self._journal = journal
        self._became = became
        self._clock = clock
        self._wrote = wrote
        self._metrics = metrics or Metrics()
        self._batch = batch
        self._most_waiting = waiting
        self._waiting: deque[_Turn] = deque()
        self._turn = asyncio.Lock()
        self._writer: asyncio.Task[None] | None = None
        self._next = 0.0

    @property
    def waiting(self) -> int:
        """How many commands wait."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether commands wait or are being written."""
        return bool(self._waiting) or self._turn.locked()

    async def submit(self, command: Command, by: Actor) -> None:
        """Return when the command's events are durable, or it is known to change nothing.

        Raises:
            Refusal: it was not carried out.
        """
        if len(self._waiting) >= self._most_waiting:
            raise Refusal("too_fast", retry_after=1)
        turn = _Turn(command, by, asyncio.get_running_loop().create_future())
        self._waiting.append(turn)
        if self._writer is None or self._writer.done():
            # In a context of its own: the writer's log lines belong to no single sender's request.
            self._writer = asyncio.create_task(
                self._write(), name=f"writer {self._journal.workshop}", context=contextvars.Context()
            )
        await turn.answer

    async def catch_up(self) -> None:
        """Read the tail of the log, as after another process has written."""
        async with self._turn:
            await self._read_tail()

    async def follow(self, tail: Sequence[Recorded]) -> None:
        """Take over what another process has written: the log's end, read since this room was where it begins."""
        async with self._turn:
            if self.in_doubt:
                await self._read_tail()
            else:
                await self._take_over([entry for entry in tail if entry.seq > self.room.seq])

    async def drain(self) -> None:
        """Return when nothing waits any more."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])

    async def _write(self) -> None:
        try:
            loop = asyncio.get_running_loop()
            while self._waiting:
                if len(self._waiting) < self._batch and (early := self._next - loop.time()) > 0:
                    await asyncio.sleep(early)
                self._next = loop.time() + GATHER
                turns = [self._waiting.popleft() for _ in range(min(self._batch, len(self._waiting)))]
                try:
                    async with self._turn:
                        await self._carry_out(turns)
                finally:
                    for turn in turns:
                        turn.give()
        finally:  # whatever ended the writer, nobody goes on waiting for it
            for turn in self._waiting:
                turn.give()
            self._waiting.clear()

    async def _carry_out(self, turns: list[_Turn]) -> None:
        """Decide and append one batch; each turn's refusal says how it went."""
        for attempt in range(ATTEMPTS):
            try:
                if self.in_doubt:
                    await self._read_tail()
                started = time.perf_counter()
                after, recorded, refusals = self._decide(turns)
                if recorded:
                    self.in_doubt = True
                    await self._journal.append(recorded, self.room, after)
                    self._metrics.committed(len(turns), time.perf_counter() - started)
            except Conflict:
                # Not all at once again: two who met would meet every time.
                await asyncio.sleep(random.uniform(0, 0.01 * attempt))  # noqa: S311 - nobody gains by guessing it
                continue
            except (SQLAlchemyError, OSError) as error:
                _log.error("append_failed", workshop=self._journal.workshop, error=type(error).__name__)
                await self._find_out(turns)
                return
            for turn, refusal in zip(turns, refusals, strict=True):
                turn.refusal = refusal
            if recorded:
                self._become(recorded, after)
                self._wrote(after.seq)
            return
        _log.error("append_conflicts", workshop=self._journal.workshop, attempts=ATTEMPTS)

    async def _find_out(self, turns: list[_Turn]) -> None:
        """After a failed append: what stands in the log was saved, whatever the failure said."""
        try:
            await self._read_tail()
        except (SQLAlchemyError, OSError):
            return
        for turn in turns:
            if self._senders.get(turn.command.id) == turn.by:
                turn.refusal = None

    def _decide(self, turns: list[_Turn]) -> tuple[Room, list[Recorded], list[Refusal | None]]:
        """Decide each turn in the room that the ones before it lead to."""
        room, now = self.room, self._clock()
        recorded: list[Recorded] = []
        refusals: list[Refusal | None] = []
        senders: dict[str, Actor] = {}
        for turn in turns:
            try:
                known = self._senders.get(turn.command.id) or senders.get(turn.command.id)
                if known is None:
                    room, new = decided(room, turn.command, turn.by, now)
                    recorded += new
                    senders.update(dict.fromkeys((entry.command for entry in new), turn.by))
                elif known != turn.by:
                    raise Refusal("id_taken")
                refusals.append(None)
            except Refusal as refusal:
                refusals.append(refusal)
        return room, recorded, refusals

    async def _read_tail(self) -> None:
        await self._take_over(await self._journal.load(self.room.seq))

    async def _take_over(self, tail: Sequence[Recorded]) -> None:
        room = self.room
        for number, recorded in enumerate(tail, 1):
            room = apply(room, recorded)
            if number % SLICE == 0:
                await asyncio.sleep(0)
        self._become(tail, room)

    def _become(self, recorded: Sequence[Recorded], after: Room) -> None:
        """Take over what stands in the log, and tell of it."""
        before, self.room, self.in_doubt = self.room, after, False
        self._senders.update((entry.command, entry.by) for entry in recorded)
        if recorded:
            self._became(before, recorded, after)


def decided(room: Room, command: Command, by: Actor, now: datetime) -> tuple[Room, list[Recorded]]:
    """Decide one command: the room after it, and its events; one at least, so that the log knows the command again."""
    new: list[Recorded] = []
    for n, event in enumerate(decide(room, command, by) or (CommandNoted(),)):
        entry = Recorded(seq=room.seq + 1, command=command.id, n=n, by=by, at=now, event=event)
        room = apply(room, entry)
        new.append(entry)
    return room, new
