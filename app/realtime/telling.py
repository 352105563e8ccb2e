"""Telling: what the region knows of each workshop is kept up with its log, soon after it has come to rest."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import Connection

from app.store import log, told
from app.store.database import Database
from app.workshop.apply import replay
from app.workshop.concealed import concealed
from app.workshop.events import Recorded, taken_back
from app.workshop.room import Room
from app.workshop.summary import VisionSummary, summarise

LOOK = 3.0
"""Seconds between two looks for workshops that have gone on."""

AT_MOST_EVERY = timedelta(seconds=20)
"""How often a workshop that goes on all the time tells anew: the whole room is read for it."""


async def keep_telling(database: Database, clock: Callable[[], datetime]) -> NoReturn:
    """Tell of whatever has gone on, for as long as the server runs."""
    while True:
        await tell_all(database, clock())
        await asyncio.sleep(LOOK)


async def tell_all(database: Database, now: datetime) -> int:
    """Tell of each workshop that has gone on since it told last, unless that was just now. Returns of how many."""
    behind = await database.read(told.behind)
    due = [one.workshop for one in behind if one.told_at is None or now - one.told_at >= AT_MOST_EVERY or one.emptied]
    for workshop in due:
        await tell(database, workshop, now)
    return len(due)


async def tell(database: Database, workshop: str, now: datetime) -> None:
    """Tell of one workshop as it is."""
    entries = await database.read(lambda c: log.load(c, workshop))
    if entries:
        room, summary = await database.aside(lambda: _summary(entries, now))
        ended = room.stage != "open"

        def put(connection: Connection) -> None:
            told.hold(connection, workshop)
            since = log.load(connection, workshop, after=room.seq)
            erased = any(taken_back(entry.event) for entry in since)
            if not erased and not concealed(room, replay(since, room), since):  # else such words would come back
                told.tell(connection, workshop, room.seq, summary, ended=ended, now=now)

        await database.write(put)


def _summary(entries: Sequence[Recorded], now: datetime) -> tuple[Room, VisionSummary]:
    room = replay(entries)
    return room, summarise(room, now)
