"""Workshops to measure in: written to the log by the program's own functions, so that nobody need wait for forms."""

import secrets
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.identity import Cookies
from app.realtime.live_room import decided
from app.settings import Settings
from app.store import log, workshops
from app.store.batch import Batch
from app.store.database import Database
from app.workshop.apply import replay
from app.workshop.commands import Command, Create, Join, OpenSubmissions, Reveal
from app.workshop.people import Actor

DESK = Actor(role="facilitator", id="bench")


@dataclass(frozen=True, slots=True)
class BenchRoom:
    """A workshop that is open for writing and revealed: its address and the cookies of all who are in it."""

    id: str
    code: str
    wall: str
    participants: tuple[str, ...]


@dataclass(slots=True)
class Prepared:
    """A data folder with rooms in it. Runs write to copies, so that each begins with the same."""

    data: Path
    rooms: list[BenchRoom] = field(default_factory=list)
    database_url: str = ""

    def copy(self, to: Path) -> Path:
        """The same folder once more."""
        return Path(shutil.copytree(self.data, to, dirs_exist_ok=True))


def prepare(data: Path, *, rooms: int = 1, participants: int = 150, database_url: str = "") -> Prepared:
    """Make ``rooms`` workshops with ``participants`` each, all of one group that is large enough to be named."""
    settings = Settings(data=data, database_url=database_url)
    cookies = Cookies(settings)
    database = Database(settings.database)
    prepared = Prepared(data, database_url=database_url)
    try:
        database.migrate()
        for number in range(rooms):
            prepared.rooms.append(_room(database, cookies, f"Bench {number}", participants))
    finally:
        database.close()
    return prepared


def _room(database: Database, cookies: Cookies, title: str, participants: int) -> BenchRoom:
    now = datetime.now(UTC)
    create = Create(id=_id(), title=title, question={"en": "How?"}, language="en", groups=("parent", "staff"))
    people = [secrets.token_urlsafe(12) for _ in range(participants)]
    turns: list[tuple[Command, Actor]] = [(OpenSubmissions(id=_id()), DESK), (Reveal(id=_id()), DESK)]
    turns += [(Join(id=_id(), group="parent"), Actor(role="participant", id=person)) for person in people]
    with database.writing() as connection:
        made = workshops.create(connection, create, owner=None, now=now)
        before = after = replay(log.load(connection, made.id))
        recorded = []
        for command, by in turns:
            after, new = decided(after, command, by, now)
            recorded += new
        log.append(connection, Batch(made.id, recorded, before, after))
    wall = f"{Cookies.WALL}={cookies.wall(made.id)}"
    mine = tuple(f"{Cookies.PARTICIPANT}={cookies.participant(made.id, person)}" for person in people)
    return BenchRoom(made.id, made.code, wall, mine)


def _id() -> str:
    return secrets.token_urlsafe(12)
