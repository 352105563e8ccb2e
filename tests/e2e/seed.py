"""Workshops put straight into a server's database, so that a test can begin in the middle of one."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from app.i18n import QUESTIONS
from app.identity import Cookies
from app.realtime.live_room import decided
from app.region.rights import Grant
from app.settings import Settings
from app.store import accounts, log, sessions, workshops
from app.store.accounts import Account
from app.store.batch import Batch
from app.store.database import Database
from app.workshop.apply import replay
from app.workshop.commands import (
    CloseSubmissions,
    Command,
    Create,
    DescribeTheme,
    GoTo,
    Join,
    MakeTheme,
    OpenSubmissions,
    Reveal,
    Say,
    ShareIdea,
)
from app.workshop.events import Recorded
from app.workshop.method import shipped
from app.workshop.people import GROUPS, Actor, StakeholderGroup
from app.workshop.room import Room
from tests.e2e.server import Server

PASSWORD = "et langt passord her"

Words = Sequence[tuple[StakeholderGroup, str]]
"""Who says what; each line is from a person of its own."""


@dataclass(frozen=True)
class Theme:
    """A theme to put in; ``holds``: the places in the list of statements of those that stand in it."""

    title: str
    holds: tuple[int, ...] = ()
    vision: str = ""
    signs: str = ""


@dataclass(frozen=True)
class Seeded:
    """A workshop that is there, and the cookie of one who runs it."""

    id: str
    code: str
    wall_key: str
    session: str
    statements: tuple[str, ...] = field(default=())
    owner: str = ""

    @property
    def path(self) -> str:
        return f"/w/{self.code}"


def workshop(
    server: Server,
    words: Words = (),
    *,
    title: str = "Skole A",
    open_now: bool = True,
    revealed: bool = False,
    themes: Iterable[Theme] = (),
    moderation: bool = False,
    units: tuple[str, ...] = (),
    method: str = "",
    step: int | None = None,
) -> Seeded:
    """Make a workshop with an owner, statements and themes; ``step``: where they are written, counted from 1."""
    with _writing(server) as connection:
        now = datetime.now(UTC)
        owner = accounts.add_account(
            connection,
            email=f"{secrets.token_hex(4)}@example.no",
            name="Kari",
            grants=[Grant("facilitator")],
            password=accounts.hashed(PASSWORD),
            now=now,
        )
        create = Create(
            id=_id(),
            title=title,
            question=dict(QUESTIONS),
            language="nb",
            groups=GROUPS,
            units=units,
            moderation=moderation,
            method=shipped()[method] if method else None,
        )
        made = workshops.create(connection, create, owner=owner.id, now=now)
        before = replay(log.load(connection, made.id))
        desk = Actor(role="facilitator", id=owner.id)
        story = Story(before, now, desk)
        if step is not None:
            story.give(GoTo(id=_id(), step=step - 1))
        if open_now or words:
            story.give(OpenSubmissions(id=_id()))
        said = tuple(story.say(group, text) for group, text in words)
        if words and not open_now:
            story.give(CloseSubmissions(id=_id()))
        if revealed:
            story.give(Reveal(id=_id()))
        for theme in themes:
            make = MakeTheme(id=_id(), title=theme.title, statements=tuple(said[i] for i in theme.holds))
            story.give(make)
            if theme.vision or theme.signs:
                story.give(DescribeTheme(id=_id(), theme=make.id, vision=theme.vision, signs=theme.signs))
        if story.recorded:
            log.append(connection, Batch(made.id, story.recorded, before, story.room))
        return Seeded(made.id, made.code, made.wall_key, session(connection, server, owner), said, owner.id)


def room(server: Server, code: str) -> Room:
    """The state of a workshop as its log tells it."""
    with _writing(server) as connection:
        made = workshops.by_code(connection, code)
        assert made is not None
        return replay(log.load(connection, made.id))


def texts(server: Server, code: str) -> list[str]:
    """The words of all statements in the log that have not been taken back, in the order they were said."""
    there = room(server, code).statements.values()
    return [s.text for s in sorted(there, key=lambda s: s.cleared) if s.standing != "withdrawn"]


def session(connection: Connection, server: Server, account: Account) -> str:
    """The cookie of one who is signed in."""
    begun = sessions.begin(connection, account.id, device="Chrome, Linux", now=datetime.now(UTC))
    return Cookies(Settings(data=server.data)).session(begun)


class Story:
    """What happens in a workshop, command by command; by the facilitator, where nobody else is named."""

    def __init__(self, start: Room, now: datetime, desk: Actor) -> None:
        self.room = start
        self.recorded: list[Recorded] = []
        self._now = now
        self._desk = desk

    def give(self, command: Command, by: Actor | None = None) -> None:
        self.room, new = decided(self.room, command, by or self._desk, self._now)
        self.recorded.extend(new)

    def go_to(self, *steps: int) -> None:
        """Go to these steps of the method, counted from 1."""
        for step in steps:
            self.give(GoTo(id=_id(), step=step - 1))

    def person(self, group: StakeholderGroup) -> Actor:
        """Somebody who joins."""
        who = Actor(role="participant", id=secrets.token_hex(12))
        self.give(Join(id=_id(), group=group, unit=""), who)
        return who

    def writes(self, who: Actor, text: str) -> str:
        say = Say(id=_id(), text=text)
        self.give(say, who)
        return say.id

    def say(self, group: StakeholderGroup, text: str) -> str:
        return self.writes(self.person(group), text)

    def shares(self, who: Actor, text: str) -> None:
        """Somebody writes an idea of their table's."""
        self.give(ShareIdea(id=_id(), text=text), who)


@contextmanager
def going_on(server: Server, seeded: Seeded) -> Iterator[Story]:
    """What happens next in a workshop, before any screen looks at it."""
    with _writing(server) as connection:
        before = replay(log.load(connection, seeded.id))
        story = Story(before, datetime.now(UTC), Actor(role="facilitator", id=seeded.owner))
        yield story
        log.append(connection, Batch(seeded.id, story.recorded, before, story.room))


@contextmanager
def _writing(server: Server) -> Iterator[Connection]:
    database = Database(server.database)
    try:
        with database.writing() as connection:
            yield connection
    finally:
        database.close()


def _id() -> str:
    return secrets.token_urlsafe(12)
