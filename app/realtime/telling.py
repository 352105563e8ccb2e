"""Telling: what the region knows of each workshop is kept up with its log, soon after it has come to rest."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
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

EMPTIED_EVERY = timedelta(seconds=5)
"""How often one from which words have been taken away does: until then it tells nothing."""

TRIES = 8
"""How often what is about to be told is put right, where words are taken away in that moment."""


async def keep_telling(database: Database, clock: Callable[[], datetime]) -> NoReturn:
    """Tell of whatever has gone on, for as long as the server runs."""
    while True:
        await tell_all(database, clock())
        await asyncio.sleep(LOOK)


async def tell_all(database: Database, now: datetime) -> int:
    """Tell of each workshop that has gone on since it told last, unless that was just now. Returns of how many."""
    behind = await database.read(told.behind)
    due = [one.workshop for one in behind if one.told_at is None or now - one.told_at >= _patience(one)]
    for workshop in due:
        await tell(database, workshop, now)
    return len(due)


async def tell(database: Database, workshop: str, now: datetime) -> None:
    """Tell of one workshop as it is."""
    entries = await database.read(lambda c: log.load(c, workshop))
    room = Room()
    for _ in range(TRIES):
        if not entries:
            return
        room, summary = await database.aside(partial(_summary, room, entries, now))
        entries = await database.write(partial(_put, workshop, room, summary, now))


def _put(workshop: str, room: Room, summary: VisionSummary, now: datetime, connection: Connection) -> list[Recorded]:
    """Tell it. Where words have been taken away since the room was read they would come back: return what happened.

    Of a workshop that somebody writes to in this moment nothing is told before the next look.
    """
    if not told.hold(connection, workshop):
        return []
    since = log.load(connection, workshop, after=room.seq)
    if any(taken_back(entry.event) for entry in since) or concealed(room, replay(since, room), since):
        return since
    told.tell(connection, workshop, room.seq, summary, ended=room.stage != "open", now=now)
    return []


def _patience(one: told.Behind) -> timedelta:
    return EMPTIED_EVERY if one.emptied else AT_MOST_EVERY


def _summary(room: Room, entries: Sequence[Recorded], now: datetime) -> tuple[Room, VisionSummary]:
    after = replay(entries, room)
    return after, summarise(after, now)
