"""Worlds that are alike but for how many there are of groups under five: what nobody who reads may tell apart.

A world is a server of its own with a network and its workshops, in which ids come in turn and the clock stands still:
all that differs is how many people stand behind the same words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.realtime.live_room import decided
from app.realtime.telling import tell_all
from app.region.network import Network
from app.region.rights import Place
from app.region.shared_theme import Local
from app.region.webhooks import EVENTS
from app.store import accounts, log, mapping_themes, webhooks, workshops
from app.store.batch import Batch
from app.store.database import Database
from app.store.told_workshops import give_units
from app.workshop.apply import replay
from app.workshop.commands import (
    CastVote,
    Close,
    CloseVote,
    Command,
    Create,
    Delete,
    GoTo,
    Join,
    MakeTheme,
    OpenSubmissions,
    Promise,
    Reveal,
    Say,
    Withdraw,
)
from app.workshop.events import Recorded
from app.workshop.method import Method, shipped
from app.workshop.people import GROUPS, Actor, StakeholderGroup
from app.workshop.room import Room
from tests.realtime.stations import DESK, logged
from tests.routes.told_region import NORDMORE, made, unit_named
from tests.server import Clock, Server

Few = Mapping[StakeholderGroup, int]

LARGE: Few = {"child": 6, "youth": 8, "parent": 12}
WROTE = 6
"""How many statements a small group wrote: words are shown and counted, whoever wrote them."""
GROWN = 6
"""How many politicians have come to the workshop of A by the second day, so that they are told."""
SAID = ("Alle er med", "Vi er ute hver dag", "Ingen går alene hjem", "Skolen er åpen om kvelden", "Mat hver dag")
_FEW = ("few", "others")
"""What ids know those by who are few, whoever that is."""


def small(number: int) -> dict[str, Few]:
    """Who is few in each workshop of a world, by the number of the world.

    Each of these cells is each number from one to four in the worlds 1 to 4. In world 0 others are few, and of those
    who are so elsewhere nobody came; but for A, where it shows afterwards who it was. In a workshop where several are
    few, they are as many together in all worlds, as the sum of all people may be told.
    """
    if number == 0:
        others: Few = {"staff": 2, "other": 3}
        return {"A": {"politician": 2}, "B": {"staff": 3}, "C": others, "A and C": others, "D": {"other": 1}}
    rest = 5 - number
    return {
        "A": {"politician": number},
        "B": {"business": rest},
        "C": {"politician": number, "business": rest},
        "A and C": {"politician": rest, "leader": number},
        "D": {"politician": rest},
    }


@dataclass
class World:
    """A server, and what stands in it."""

    server: Server
    clock: Clock
    number: int
    network: Network = NORDMORE
    workshops: dict[str, str] = field(default_factory=dict)

    @property
    def few(self) -> dict[str, Few]:
        """Who is few in each workshop."""
        return small(self.number)

    @property
    def database(self) -> Database:
        """Written in beside the running server, as another process would."""
        return self.server.house.database

    def append(self, name: str, given: Sequence[tuple[Command, Actor]]) -> Room:
        """Decide one after the other, and append all of it at once."""
        before = after = replay(logged(self.database, self.workshops[name]))
        recorded: list[Recorded] = []
        for command, by in given:
            after, more = decided(after, command, by, self.clock())
            recorded += more
        with self.database.writing() as connection:
            log.append(connection, Batch(self.workshops[name], recorded, before, after))
        return after

    def hold(self, name: str, units: Sequence[str], method: Method | None = None, *, asks: bool = False) -> None:
        """A workshop of these units in which everybody writes; ``asks``: which of the units somebody is from."""
        create = Create(
            id=id_of(name, "create"),
            title=f"Verksted {name}",
            question={"nb": "Hvordan?"},
            language="nb",
            groups=GROUPS,
            units=tuple(units) if asks else (),
            method=method,
        )
        with self.database.writing() as connection:
            there = workshops.create(connection, create, owner=None, now=self.clock()).id
            give_units(connection, there, [unit_named(self.network, unit) for unit in units])
        self.workshops[name] = there
        first: Command = OpenSubmissions(id=id_of(name, "open"))
        self.append(name, [(GoTo(id=id_of(name, "write"), step=1) if method else first, DESK)])
        for group, many in LARGE.items():
            all_first = [units[0]] * many if asks else []
            from_where = _few_of(units, self.number) if asks and group == "child" else all_first
            self.write(name, group, group, range(many), many, from_where)
        for which, (group, many) in zip(_FEW, self.few.get(name, {}).items(), strict=False):
            self.write(name, which, group, range(many), WROTE)

    def write(
        self,
        name: str,
        called: str,
        group: StakeholderGroup,
        people: range,
        statements: int,
        units: Sequence[str] = (),
    ) -> None:
        """These people of a group come and write so many statements: one each, and the last of them the rest.

        ``called``: what ids know them by, the same in all worlds.
        """
        given: list[tuple[Command, Actor]] = []
        for number in range(statements):
            at = min(people.start + number, people.stop - 1)
            who = person(name, called, at)
            if number < len(people):
                unit = units[number] if number < len(units) else ""
                given.append((Join(id=id_of(name, "join", called, at), group=group, unit=unit), who))
            words = f"{SAID[number % len(SAID)]}, sier noen for {number}. gang"
            given.append((Say(id=id_of(name, "say", called, people.start // 100, number), text=words), who))
        self.append(name, given)

    def those_in(self, name: str) -> tuple[str, ...]:
        """What ids know those by who came to a workshop."""
        return (*LARGE, *_FEW[: len(self.few.get(name, {}))])

    def show(self, name: str, *, close: bool = True) -> None:
        """All is shown, and some of it is put into a theme."""
        lines = [id_of(name, "say", called, 0, n) for called in self.those_in(name) for n in range(3)]
        theme = MakeTheme(id=id_of(name, "theme", "ute"), title="Ute hver dag", statements=tuple(lines))
        ends: list[tuple[Command, Actor]] = [(Close(id=id_of(name, "close")), DESK)] if close else []
        self.append(name, [(Reveal(id=id_of(name, "reveal")), DESK), (theme, DESK), *ends])

    def vote(self, name: str) -> None:
        """Two themes are voted on by all who are many, and by one of each small group; which one, says the world.

        As many vote for each in all worlds: somebody of a large group chooses otherwise than the politician.
        """
        themes = [
            MakeTheme(
                id=id_of(name, "theme", title),
                title=title,
                statements=tuple(id_of(name, "say", who, 0, n) for who in self.those_in(name) for n in (at, at + 2)),
            )
            for at, title in enumerate(("Ute", "Inne"))
        ]
        room = self.append(name, [*((one, DESK) for one in themes), (GoTo(id=id_of(name, "vote"), step=4), DESK)])
        assert room.ballot is not None
        odd = self.number % 2
        voters = {(str(group), at): at % 2 for group, many in LARGE.items() for at in range(many)}
        voters |= {("youth", 0): odd, (_FEW[0], 0): 1 - odd, (_FEW[1], 0): 1}
        options, ballot = [one.id for one in themes], room.ballot.id
        papers: list[tuple[Command, Actor]] = [
            (CastVote(id=id_of(name, "paper", *who), ballot=ballot, options=(options[chosen],)), person(name, *who))
            for who, chosen in voters.items()
        ]
        promise = Promise(
            id=id_of(name, "promise"), what="Vi går ut hver uke", who="Vi", when="2027", serves=options[0]
        )
        ends: list[tuple[Command, Actor]] = [
            (CloseVote(id=id_of(name, "counted"), ballot=room.ballot.id), DESK),
            (GoTo(id=id_of(name, "commit"), step=5), DESK),
            (promise, person(name, _FEW[0], 0)),
            (GoTo(id=id_of(name, "end"), step=6), DESK),
            (Close(id=id_of(name, "close"), rest="wall"), DESK),
        ]
        self.append(name, [*papers, *ends])

    async def told(self) -> None:
        """Everything that has gone on is told."""
        self.clock.forward(minutes=5)
        await tell_all(self.database, self.clock())


def person(workshop: str, called: str, number: int) -> Actor:
    """Somebody of those who are called so: the same one in every world in which there is such a one."""
    return Actor(role="participant", id=f"{_slug(workshop)}-{called}-{number}")


def id_of(workshop: str, *of: object) -> str:
    """A command's id."""
    return f"{_slug(workshop)}-{'-'.join(map(str, of))}".ljust(8, "-")


async def begun(world: World) -> None:
    """The first day: workshops of a unit, of two, of two municipalities; shared themes; webhooks."""
    world.network = await made(world.server)
    top, here = Place(world.network.id or 0), world.network.municipalities[1]
    await world.server.account("kari@example.no", role="administrator")
    with world.database.writing() as connection:
        kari = accounts.by_email(connection, "kari@example.no")
        assert kari is not None
        for place in (top, Place(top.network, here.id)):
            webhooks.make(connection, kari.id, place, "https://hook.example.no/", EVENTS, now=world.clock())
    world.hold("A", ["Skole A"])
    world.show("A", close=False)
    world.hold("B", ["Barnehage B"])
    world.show("B", close=False)
    world.hold("C", ["Skole C"], shipped()["future-we-want"])
    world.vote("C")
    world.hold("A and B", ["Skole A", "Barnehage B"], asks=True)
    world.show("A and B")
    world.hold("A and C", ["Skole A", "Skole C"])
    world.show("A and C")
    await world.told()
    told = [Local(world.workshops[name], id_of(name, "theme", "ute")) for name in ("A", "B", "A and C")]
    now = world.clock()
    with world.database.writing() as connection:
        mapping_themes.make_shared(connection, top, "Nær naturen", told, who=None, now=now)
        mapping_themes.make_shared(connection, Place(top.network, here.id), "Ute", told[:2], who=None, now=now)


async def gone_on(world: World) -> None:
    """The second day: one workshop has grown, from one somebody takes words back, one is deleted, one is new."""
    world.clock.forward(days=7)
    few = world.few["A"]["politician"]
    world.write("A", _FEW[0], "politician", range(100 + few, 100 + GROWN), WROTE)
    gone = Withdraw(id=id_of("B", "withdraw"), statement=id_of("B", "say", _FEW[0], 0, 0))
    world.append("B", [(gone, person("B", _FEW[0], 0)), (Close(id=id_of("B", "close")), DESK)])
    world.append("A and C", [(Delete(id=id_of("A and C", "delete")), DESK)])
    world.hold("D", ["Skole D"])
    world.show("D")
    await world.told()


def _few_of(units: Sequence[str], number: int) -> list[str]:
    """Where six people are from: few from the second unit, few from none, five of these together in every world."""
    (first, second), few = units, number or 2
    return [second] * few + [""] * (5 - few) + [first]


def _slug(workshop: str) -> str:
    return workshop.replace(" ", "-")
