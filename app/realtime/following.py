"""Following what other processes write. Rooms are read together: the way to the database costs more than their rows."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.realtime.ending import ended
from app.realtime.live_room import LiveRoom
from app.store import log
from app.store.database import Database
from app.workshop.events import Recorded

_log = structlog.get_logger(__name__)

PACE = 0.01
"""Seconds from the end of one reading to the next: what is told of meanwhile is read together."""

TOGETHER = 32
"""Rooms in one reading at most: a few milliseconds."""


class Following:
    """Reads the tails of the rooms that others have told of. ``room`` gives those that are in memory here.

    Nobody waits for it. What cannot be read now is told of again, as each process also looks for itself.
    """

    def __init__(self, database: Database, room: Callable[[str], LiveRoom | None]) -> None:
        self._database = database
        self._room = room
        self._reached: dict[str, int] = {}
        self._reading: asyncio.Task[None] | None = None
        self._taking: dict[str, asyncio.Task[None]] = {}
        self._together = TOGETHER
        self._closed = False

    def told(self, workshop: str, seq: int) -> None:
        """Read soon what has been written to a room, up to ``seq`` at least."""
        live = self._room(workshop)
        if self._closed or live is None or seq <= live.room.seq:
            return
        self._reached[workshop] = max(seq, self._reached.get(workshop, 0))
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read(), name="follow")

    async def close(self) -> None:
        """Read no more."""
        self._closed = True
        for task in [self._reading, *self._taking.values()]:
            if task is not None:
                await ended(task)

    async def _read(self) -> None:
        while behind := self._next():
            try:
                tails = await self._database.read(partial(_tails, behind))
                self._together = min(TOGETHER, 2 * self._together)
            except (SQLAlchemyError, OSError) as error:  # one room must not keep the others from being read for long
                _log.error("follow_failed", rooms=len(behind), error=type(error).__name__)
                self._together, tails = 1, {}
            for workshop, tail in tails.items():
                self._take(workshop, tail)
            await asyncio.sleep(PACE)

    def _next(self) -> dict[str, int]:
        """The rooms to read now, and from where: such as are behind, and not just taking what was read before."""
        behind: dict[str, int] = {}
        for workshop in [one for one in self._reached if one not in self._taking]:
            live, reached = self._room(workshop), self._reached.pop(workshop)
            if live is not None and live.room.seq < reached:
                behind[workshop] = live.room.seq
                if len(behind) == self._together:
                    break
        return behind

    def _take(self, workshop: str, tail: list[Recorded]) -> None:
        """Give a room its tail. It may have to wait for its turn there, which the other rooms do not."""
        live = self._room(workshop)
        if live is not None:
            self._taking[workshop] = task = asyncio.create_task(live.follow(tail), name=f"follow {workshop}")
            task.add_done_callback(lambda _: self._taken(workshop))

    def _taken(self, workshop: str) -> None:
        task = self._taking.pop(workshop)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("follow_failed", room=workshop, error=type(error).__name__)
        if seq := self._reached.pop(workshop, 0):  # more was told of meanwhile
            self.told(workshop, seq)


def _tails(behind: Mapping[str, int], connection: Connection) -> dict[str, list[Recorded]]:
    tails: dict[str, list[Recorded]] = {}
    for workshop, seq in behind.items():
        try:
            tails[workshop] = log.load(connection, workshop, seq)
        except ValueError as error:  # an event of a newer program, which keeps no other room from being followed
            _log.error("follow_failed", room=workshop, error=type(error).__name__)
    return tails
