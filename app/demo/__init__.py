"""The demo: a network with eight municipalities and one workshop in full swing."""

import csv
import secrets
from datetime import datetime, timedelta
from importlib.resources import files

from sqlalchemy import Connection

from app.i18n import QUESTIONS
from app.realtime.live_room import decided
from app.region.network import read_network
from app.region.rights import Grant
from app.simulate import Line
from app.store import accounts, log, region, workshops
from app.store.accounts import Account
from app.store.batch import Batch
from app.store.workshops import Workshop
from app.workshop.apply import replay
from app.workshop.commands import Command, Create, DescribeTheme, Join, MakeTheme, Move, OpenSubmissions, Reveal, Say
from app.workshop.events import Recorded
from app.workshop.people import GROUPS, Actor, StakeholderGroup

SEEDED = 150
"""Statements that are there from the start; the rest of the file is said by the simulated participants."""

TITLE = "Framtidsverksted for oppvekst, Nordmøre"


def statements() -> list[dict[str, str]]:
    """The demo's statements: text, group, form, and for some the theme they belong to."""
    return list(csv.DictReader(_file("statements.csv").splitlines()))


def lines_to_come() -> list[Line]:
    """What the simulated participants say."""
    return [Line(row["text"], row["group"]) for row in statements()[SEEDED:]]


def seed(connection: Connection, *, now: datetime) -> tuple[Workshop, Account]:
    """Put the network, a facilitator and the workshop in."""
    network = read_network(_file("nordmore.toml"))
    region.save_network(connection, network)
    facilitator = accounts.by_email(connection, "demo@example.no") or accounts.add_account(
        connection,
        email="demo@example.no",
        name="Demo",
        grants=[Grant("administrator")],
        password=accounts.hashed(secrets.token_urlsafe(24)),
        now=now,
    )
    begun = now - timedelta(minutes=20)
    create = Create(
        id=secrets.token_urlsafe(12),
        title=TITLE,
        question=dict(QUESTIONS),
        language="nb",
        groups=GROUPS[:-1],
        units=tuple(municipality.name for municipality in network.municipalities),
    )
    workshop = workshops.create(connection, create, owner=facilitator.id, now=begun)
    _fill(connection, workshop, facilitator, begun)
    return workshop, facilitator


def _fill(connection: Connection, workshop: Workshop, facilitator: Account, begun: datetime) -> None:
    before = replay(log.load(connection, workshop.id))
    room, recorded = before, list[Recorded]()
    desk = Actor(role="facilitator", id=facilitator.id)

    def give(command: Command, by: Actor, minute: float) -> None:
        nonlocal room
        room, new = decided(room, command, by, begun + timedelta(minutes=minute))
        recorded.extend(new)

    give(OpenSubmissions(id=_id()), desk, 1)
    rows = statements()[:SEEDED]
    people: dict[str, list[Actor]] = {}
    said: dict[str, list[str]] = {}
    for number, row in enumerate(rows):
        group: StakeholderGroup = next(group for group in GROUPS if group == row["group"])
        seats = people.setdefault(group, [])
        if (len(seats) < 12 and number % 2 == 0) or not seats:
            seats.append(Actor(role="participant", id=secrets.token_hex(12)))
            unit = room.units[len(recorded) % len(room.units)]
            give(Join(id=_id(), group=group, unit=unit), seats[-1], 2)
        say = Say(id=_id(), text=row["text"])
        give(say, seats[number % len(seats)], 2 + number / 15)
        said.setdefault(row.get("theme") or "", []).append(say.id)
    give(Reveal(id=_id()), desk, 13)
    for theme in csv.DictReader(_file("themes.csv").splitlines()):
        made = MakeTheme(id=_id(), title=theme["title"])
        give(made, desk, 14)
        give(DescribeTheme(id=_id(), theme=made.id, vision=theme["vision"], signs=theme["sign"]), desk, 14)
        if said.get(theme["title"]):
            give(Move(id=_id(), statements=tuple(said[theme["title"]]), to=made.id), desk, 15)
    log.append(connection, Batch(workshop.id, recorded, before, room))


def _file(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _id() -> str:
    return secrets.token_urlsafe(12)
