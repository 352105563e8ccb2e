"""An evening that has been: a workshop run by a method, with minutes between what happens, put into the database."""

import secrets
from datetime import UTC, datetime, timedelta

from app.i18n import QUESTIONS
from app.realtime.live_room import decided
from app.region.rights import Grant
from app.store import accounts, log, workshops
from app.store.batch import Batch
from app.store.database import Database
from app.workshop.apply import replay
from app.workshop.commands import (
    CastVote,
    Command,
    Create,
    DescribeTheme,
    GoTo,
    Hide,
    Join,
    MakeTheme,
    Move,
    Promise,
    Say,
    Spotlight,
    Withdraw,
)
from app.workshop.events import Recorded
from app.workshop.method import shipped
from app.workshop.people import GROUPS, Actor, StakeholderGroup
from app.workshop.room import Room
from tests.e2e.seed import PASSWORD, Seeded, session
from tests.e2e.server import Server

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORDS: tuple[tuple[StakeholderGroup, str], ...] = (
    ("child", "I 2040 har alle noen å leke med"),
    ("child", "Skolegården har trær vi kan klatre i"),
    ("child", "Vi lager maten vår sammen"),
    ("child", "Ingen er redde for å gå på skolen"),
    ("child", "Det er bok og båt i samme fag"),
    ("parent", "Vi kjenner foreldrene til vennene deres"),
    ("parent", "Barna går til skolen selv"),
    ("parent", "Barnehage og skole snakker sammen"),
    ("parent", "Det er tid til hvert barn"),
    ("parent", "Bygda møtes på skolen om kvelden"),
    ("staff", "Vi er nok voksne hver dag"),
    ("staff", "Uteskole hver uke, hele året"),
    ("staff", "Vi prøver nye ting uten å være redde"),
    ("staff", "Alle språk høres i gangen"),
    ("staff", "Barna er med og bestemmer planen"),
)
GONE = "detteblirtrukkettilbake"
HIDDEN = "detteblirskjult"


def evening(server: Server) -> Seeded:
    """An hour with the steps of the short method, two themes, a vote and commitments."""
    database = Database(server.database)
    try:
        with database.writing() as connection:
            owner = accounts.add_account(
                connection,
                email=f"{secrets.token_hex(4)}@example.no",
                name="Kari Nordmann",
                grants=[Grant("facilitator")],
                password=accounts.hashed(PASSWORD),
                now=BEGAN,
            )
            create = Create(
                id=_id(),
                title="Skole A",
                question=dict(QUESTIONS),
                language="nb",
                groups=GROUPS,
                method=shipped()["fremtidsbilde-60"],
            )
            made = workshops.create(connection, create, owner=owner.id, now=BEGAN)
            before = replay(log.load(connection, made.id))
            told = _Evening(before, Actor(role="facilitator", id=owner.id))
            said = told.hour()
            log.append(connection, Batch(made.id, told.recorded, before, told.room))
            return Seeded(made.id, made.code, made.wall_key, session(connection, server, owner), tuple(said))
    finally:
        database.close()


class _Evening:
    def __init__(self, start: Room, desk: Actor) -> None:
        self.room = start
        self.recorded: list[Recorded] = []
        self._desk = desk
        self._now = BEGAN

    def give(self, command: Command, by: Actor | None = None, *, after: float = 5) -> str:
        self._now += timedelta(seconds=after)
        self.room, new = decided(self.room, command, by or self._desk, self._now)
        self.recorded.extend(new)
        return command.id

    def hour(self) -> list[str]:
        people = [(Actor(role="participant", id=secrets.token_hex(12)), group) for group, _ in WORDS]
        self.give(GoTo(id=_id(), step=0), after=86_400)
        for person, group in people:
            self.give(Join(id=_id(), group=group, unit=""), person, after=2)
        self.give(GoTo(id=_id(), step=1), after=300)
        said = [
            self.give(Say(id=_id(), text=text), person, after=20)
            for (person, _), (_, text) in zip(people, WORDS, strict=True)
        ]
        gone = self.give(Say(id=_id(), text=GONE), people[0][0])
        hidden = self.give(Say(id=_id(), text=HIDDEN), people[1][0])
        self.give(GoTo(id=_id(), step=2), after=240)
        self.give(Spotlight(id=_id(), subject=said[1], anyway=True), after=30)
        self.give(Spotlight(id=_id(), subject=None), after=20)
        self.give(GoTo(id=_id(), step=3), after=120)
        safe = self.give(MakeTheme(id=_id(), title="Trygt og godt", statements=tuple(said[:4])), after=30)
        out = self.give(MakeTheme(id=_id(), title="Ut i verden", statements=(said[11], said[1])), after=30)
        self.give(Move(id=_id(), statements=(said[6], said[9]), to=out), after=20)
        self.give(Move(id=_id(), statements=(said[8], said[10]), to=safe), after=8)
        self.give(GoTo(id=_id(), step=4), after=300)
        self.give(DescribeTheme(id=_id(), theme=safe, vision="I 2040 hører alle til.", signs="Alle har en venn"))
        ballot = self.give(GoTo(id=_id(), step=5), after=200)
        for number, (person, _) in enumerate(people):
            chosen = (safe,) if number % 3 else (out,)
            self.give(CastVote(id=_id(), ballot=ballot, options=chosen), person, after=4)
        self.give(GoTo(id=_id(), step=6), after=60)
        self.give(Hide(id=_id(), statements=(hidden,)), after=10)
        self.give(Withdraw(id=_id(), statement=gone), people[0][0], after=10)
        self.give(GoTo(id=_id(), step=7), after=120)
        for number, (person, _) in enumerate(people[:3]):
            promise = Promise(id=_id(), what=f"Jeg tar første møte {number}", who="FAU", when="mai", serves=safe)
            self.give(promise, person, after=30)
        self.give(GoTo(id=_id(), step=8), after=300)
        return said


def _id() -> str:
    return secrets.token_urlsafe(12)
