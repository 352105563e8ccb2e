"""All live rooms of this process: loaded when asked for, let go when nobody uses them."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import get_args

import structlog

from app.metrics import Census, Metrics
from app.realtime.bus import Bus
from app.realtime.following import Following
from app.realtime.hub import Hub
from app.realtime.live_room import LiveRoom
from app.settings import Settings
from app.store import log
from app.store.database import Database
from app.store.journal import Journal
from app.workshop.events import Recorded
from app.workshop.parts import Audience
from app.workshop.room import Room

_log = structlog.get_logger(__name__)


class Full(Exception):
    """As many rooms as may be are in use; one of them must be left before another can be opened."""


LEFT_FOR = 2.0
"""Seconds after which a room that nobody uses may give its place to another: who asked for it has used it by then."""


class Live:
    """One room that is live here: its writer and its hub."""

    def __init__(
        self,
        workshop: str,
        database: Database,
        settings: Settings,
        clock: Callable[[], datetime],
        metrics: Metrics,
        bus: Bus,
    ) -> None:
        self.workshop = workshop
        self.used = 0.0
        self.writer = LiveRoom(
            Journal(database, workshop),
            self._became,
            clock,
            wrote=partial(bus.reached, workshop),
            metrics=metrics,
            batch=settings.batch,
            waiting=settings.waiting,
        )
        self.hub = Hub(
            lambda: self.writer.room,
            metrics=metrics,
            ring=settings.ring,
            near=settings.pulse_near,
            far=settings.pulse_far,
        )

    @property
    def room(self) -> Room:
        """The newest state."""
        return self.writer.room

    def _became(self, before: Room, recorded: Sequence[Recorded], after: Room) -> None:
        self.hub.became(before, recorded, after)


class Rooms:
    """The live rooms by workshop id."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Callable[[], datetime],
        metrics: Metrics,
        bus: Bus,
    ) -> None:
        self._database = database
        self.bus = bus
        self._metrics = metrics
        self._settings = settings
        self._clock = clock
        self._live: dict[str, Live] = {}
        self._following = Following(database, self._writer_of)
        self._epoch = ""
        self._loading: dict[str, asyncio.Task[Live]] = {}

    def __len__(self) -> int:
        return len(self._live)

    def census(self) -> Census:
        """What there is in this process right now."""
        live = list(self._live.values())
        seats = {audience: sum(one.hub.seats_of(audience) for one in live) for audience in get_args(Audience)}
        return Census(len(live), seats, sum(one.writer.waiting for one in live))

    async def get(self, workshop: str) -> Live:
        """The live room of a workshop, replayed from its log where it is not in memory.

        Raises:
            Full
        """
        if workshop not in self._live:
            loading = self._loading.get(workshop)
            if loading is None:
                self._make_place()
                loading = asyncio.create_task(self._load(workshop))
                self._loading[workshop] = loading
                loading.add_done_callback(lambda _: self._loading.pop(workshop, None))
            live = await asyncio.shield(loading)
        else:
            live = self._live[workshop]
        live.used = asyncio.get_running_loop().time()
        return live

    async def listen(self) -> None:
        """Hear from other processes that they have written."""
        await self.bus.listen(self._following.told)

    async def look(self) -> None:
        """Now and then: read what other processes have written, and let go of rooms that nobody uses."""
        while True:
            await asyncio.sleep(self._settings.look)
            for work in (self._catch_up, self._database.scrub):
                try:
                    await work()
                except Exception as error:  # whatever it is: what comes after it must be done all the same
                    _log.error("look_failed", error=type(error).__name__)
            self._let_go()
            for live in self._live.values():
                live.hub.sweep(stalled=self._settings.stalled, silence=2 * self._settings.heartbeat)

    async def attend(self) -> None:
        """Now and then: tell the other processes who is here, and learn who is there."""
        while True:
            await asyncio.sleep(self._settings.look)
            there = await self.bus.here({workshop: live.hub.here for workshop, live in self._live.items()})
            for workshop, participants in there.items():
                live = self._live.get(workshop)
                if live is not None:
                    live.hub.are_here(participants)

    async def drain(self) -> None:
        """Finish writing in every room, and follow none any more."""
        await self._following.close()
        for live in list(self._live.values()):
            await live.writer.drain()
            live.hub.stop()

    async def _load(self, workshop: str) -> Live:
        live = Live(workshop, self._database, self._settings, self._clock, self._metrics, self.bus)
        if not self._epoch:  # known before the first event is: a past that is restored later must not pass for it
            self._epoch, _ = await self._database.read(lambda connection: log.state(connection, ()))
        await live.writer.catch_up()
        live.used = asyncio.get_running_loop().time()
        self._live[workshop] = live
        return live

    async def _catch_up(self) -> None:
        asked = list(self._live)
        if not asked:
            return
        epoch, heads = await self._database.read(lambda connection: log.state(connection, asked))
        if epoch != self._epoch:  # the past has been restored: nobody's screen or memory can be gone on from
            for former in self._live.values():
                former.hub.let_go()
            self._live.clear()
            heads = {}
        self._epoch = epoch
        for workshop, seq in heads.items():
            self._following.told(workshop, seq)

    def _writer_of(self, workshop: str) -> LiveRoom | None:
        live = self._live.get(workshop)
        return None if live is None else live.writer

    def _make_place(self) -> None:
        """Let go of the room that has been left for longest, where there is place for no other."""
        if len(self._live) + len(self._loading) < self._settings.rooms:
            return
        left = [live for live in self._live.values() if not (live.hub.seats or live.writer.busy)]
        oldest = min(left, key=lambda live: live.used, default=None)
        if oldest is None or asyncio.get_running_loop().time() - oldest.used < LEFT_FOR:
            raise Full
        oldest.hub.stop()
        del self._live[oldest.workshop]

    def _let_go(self) -> None:
        now = asyncio.get_running_loop().time()
        for workshop, live in list(self._live.items()):
            if live.hub.seats or live.writer.busy:
                live.used = now
            elif now - live.used > self._settings.idle_room:
                live.hub.stop()
                del self._live[workshop]
