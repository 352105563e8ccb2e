"""Following what other processes write. Rooms are read together: the way to the database costs more than their rows."""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.realtime.live_room import LiveRoom
from app.store import log
from app.store.database import Database
from app.workshop.events import Recorded

_log = structlog.get_logger(__name__)

PACE = 0.01
"""Seconds from the end of one reading to the next: what is told of meanwhile is read together."""


class Following:
    """Reads the tails of the rooms that others have told of. ``room`` gives those that are in memory here."""

    def __init__(self, database: Database, room: Callable[[str], LiveRoom | None]) -> None:
        self._database = database
        self._room = room
        self._reached: dict[str, int] = {}
        self._reading: asyncio.Task[None] | None = None

    def told(self, workshop: str, seq: int) -> None:
        """Read soon what has been written to a room, up to ``seq`` at least."""
        live = self._room(workshop)
        if live is None or seq <= live.room.seq:
            return
        self._reached[workshop] = max(seq, self._reached.get(workshop, 0))
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read(), name="follow")

    async def done(self) -> None:
        """Return when all that was told of has been read, or tried."""
        if self._reading is not None:
            await asyncio.wait([self._reading])

    async def _read(self) -> None:
        while self._reached:
            reached, self._reached = self._reached, {}
            rooms = {workshop: live for workshop in reached if (live := self._room(workshop)) is not None}
            behind = {workshop: live.room.seq for workshop, live in rooms.items() if live.room.seq < reached[workshop]}
            if behind:
                await self._catch_up({workshop: rooms[workshop] for workshop in behind}, behind)
                await asyncio.sleep(PACE)

    async def _catch_up(self, rooms: dict[str, LiveRoom], behind: dict[str, int]) -> None:
        tails: dict[str, list[Recorded]] = {}
        try:
            tails = await self._database.read(lambda connection: log.tails(connection, behind))
        except (SQLAlchemyError, OSError):  # the next look will do
            return
        except Exception:  # an event of one room that cannot be read keeps no other from being followed
            _log.warning("followed_one_by_one", rooms=len(rooms))
        await asyncio.gather(*(_follow(workshop, live, tails.get(workshop)) for workshop, live in rooms.items()))


async def _follow(workshop: str, live: LiveRoom, tail: list[Recorded] | None) -> None:
    try:
        await (live.catch_up() if tail is None else live.follow(tail))
    except Exception as error:  # whatever it is
        _log.error("follow_failed", room=workshop, error=type(error).__name__)
