"""Stations: a live room with its hub and some seats, as one process has it, on a journal that can be made to fail."""

import asyncio
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy.exc import OperationalError

from app.realtime.hub import Hub
from app.realtime.live_room import LiveRoom
from app.realtime.seat import Seat
from app.realtime.stream import Frame
from app.store import log, workshops
from app.store.database import Database
from app.store.journal import Journal
from app.workshop.commands import Command, Create, Join, OpenSubmissions, Say
from app.workshop.events import Recorded
from app.workshop.parts import Audience, Part
from app.workshop.people import GROUPS, Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DESK = Actor(role="facilitator", id="desk")


def new_id() -> str:
    """A command's id."""
    return secrets.token_urlsafe(12)


def person(number: int) -> Actor:
    """A participant by number."""
    return Actor(role="participant", id=f"participant-{number}")


def say(text: str = "Alle hører til") -> Say:
    return Say(id=new_id(), text=text)


def workshop_in(database: Database, *, people: int = 3) -> str:
    """A workshop that is open for writing, with some participants; its id."""
    create = Create(id=new_id(), title="2040", question={"nb": "Hvordan?"}, language="nb", groups=GROUPS)
    with database.writing() as connection:
        workshop = workshops.create(connection, create, owner=None, now=NOW).id

    async def fill() -> None:
        station = Station(Journal(database, workshop))
        await station.submit(OpenSubmissions(id=new_id()), DESK)
        await asyncio.gather(*(station.submit(Join(id=new_id(), group="child"), person(n)) for n in range(people)))
        station.hub.stop()

    asyncio.run(fill())
    return workshop


def logged(database: Database, workshop: str) -> list[Recorded]:
    """What stands in a workshop's log."""
    with database.reading() as connection:
        return log.load(connection, workshop)


class Watched(Journal):
    """A journal that counts its appends and fails as told, one word for each append in turn.

    ``held``: appends wait for it. Words: "lost" fails before writing; "unheard" after it, as when the answer is lost;
    "cancelled ..." cancels the writer's task before, during or after; all else goes through.
    """

    def __init__(self, database: Database, workshop: str, faults: Iterable[str] = ()) -> None:
        super().__init__(database, workshop)
        self.faults = list(faults)
        self.appended: list[int] = []
        self.conflicts = 0
        self.held = asyncio.Event()
        self.held.set()

    async def append(self, recorded: Sequence[Recorded], before: Room, after: Room) -> None:
        await self.held.wait()
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            raise OperationalError("append", {}, OSError("the disk is full"))
        if fault == "cancelled before":
            await _cancelled()
        if fault == "cancelled during":
            _cancel()
        try:
            await super().append(recorded, before, after)
        except log.Conflict:
            self.conflicts += 1
            raise
        self.appended.append(len(recorded))
        if fault == "cancelled after":
            await _cancelled()
        if fault == "unheard":
            raise OSError("the answer was lost")


def _cancel() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


async def _cancelled() -> None:
    _cancel()
    await asyncio.sleep(0)


class Watcher:
    """A seat, and the screen that its frames add up to."""

    def __init__(self, hub: Hub, audience: Audience, participant: str | None = None) -> None:
        self.hub = hub
        self.seat = Seat(audience, "", participant)
        self.screen: dict[str, Part] = {}
        self.own: dict[str, Part] = {}
        self.frames = 0
        hub.sit(self.seat)

    def look(self) -> list[Frame]:
        """Take what there is to take."""
        frames = self.hub.take(self.seat)
        for frame in frames:
            self.frames += 1
            screen = self.own if frame.scope == "own" else self.screen
            if frame.whole:
                screen.clear()
            screen.update((part.id, part) for part in frame.put)
            for part in frame.drop:
                screen.pop(part, None)
        return frames


class Station:
    """A live room, its hub, and a watcher for each audience."""

    def __init__(
        self, journal: Journal, kind: type[LiveRoom] = LiveRoom, *, batch: int = 256, waiting: int = 5_000
    ) -> None:
        self.journal = journal
        self.writer = kind(journal, self._became, lambda: NOW, batch=batch, waiting=waiting)
        self.hub = Hub(lambda: self.writer.room, ring=8, near=0.0, far=0.0)
        self.watchers: dict[Audience, Watcher] = {
            "desk": Watcher(self.hub, "desk"),
            "wall": Watcher(self.hub, "wall"),
            "phone": Watcher(self.hub, "phone", person(0).id),
        }

    @property
    def room(self) -> Room:
        return self.writer.room

    async def submit(self, command: Command, by: Actor) -> Refusal | None:
        """Give a command; None: acknowledged."""
        try:
            await self.writer.submit(command, by)
        except Refusal as refusal:
            return refusal
        return None

    def _became(self, before: Room, recorded: Sequence[Recorded], after: Room) -> None:
        self.hub.became(before, recorded, after)
