"""A network whose workshops have told, beside a running server: what pages of a place are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from app.region.network import Municipality, Network, Unit
from app.region.rights import Place
from app.store import region, told, workshops
from app.store.told_workshops import give_units
from app.workshop.commands import Create
from app.workshop.people import GROUPS, Language, StakeholderGroup
from app.workshop.summary import BarSummary, GroupCount, Line, ThemeSummary, VisionSummary, VoteSummary
from tests.server import Server, new_id

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATE = 1_000_000
"""As the number of the latest event, so that the server finds nothing newer to tell."""

Said = tuple[str, StakeholderGroup | None]

THEMES: dict[str, Sequence[Said]] = {
    "Trygge venner": [("Ingen går alene hjem", "child"), ("De voksne ser oss", "parent"), ("Vi har tid", "staff")],
    "Ute hver dag": [("Vi lærer i fjæra", "child"), ("=HYPERLINK(1)", None)],
}


@dataclass(frozen=True)
class Places:
    """The ids of a network, of its municipality Smøla, of that one's school, and of the municipality Aure."""

    network: int
    smola: int
    school: int
    aure: int

    @property
    def unit(self) -> Place:
        return Place(self.network, self.smola, self.school)


async def places(server: Server, name: str = "Nordmøre") -> Places:
    """A new network beside a running server."""
    return await server.house.database.write(lambda c: places_in(c, name))


def places_in(connection: Connection, name: str = "Nordmøre") -> Places:
    """A new network."""
    there = Network(
        name=name,
        municipalities=(
            Municipality(number="1573", name="Smøla", units=(Unit(name="Skole A", kind="school"),)),
            Municipality(number="1576", name="Aure", units=(Unit(name="Barnehage C", kind="kindergarten"),)),
        ),
    )
    region.save_network(connection, there)
    found = next(one for one in region.networks(connection) if one.name == name)
    aure, smola = sorted(found.municipalities, key=lambda one: one.name)
    return Places(found.id or 0, smola.id or 0, smola.units[0].id or 0, aure.id or 0)


def summary(
    themes: Mapping[str, Sequence[Said]],
    *,
    title: str = "Skolen i 2040",
    language: Language = "nb",
    alone: Sequence[Said] = (),
    votes: bool = True,
) -> VisionSummary:
    """A workshop's summary: themes by their titles, ids t0, t1 …; statements s0, s1 … through all of them."""
    number = iter(range(10_000))

    def lines(said: Sequence[Said]) -> tuple[Line, ...]:
        return tuple(Line(id=f"s{next(number)}", text=text, group=group) for text, group in said)

    made = [
        ThemeSummary(
            id=f"t{at}",
            title=name,
            vision=f"I 2040: {name.lower()}.",
            signs=(f"Vi ser {name.lower()}",),
            quotes=2,
            statements=lines(said),
        )
        for at, (name, said) in enumerate(themes.items())
    ]
    bars = tuple(
        BarSummary(id=one.id, label=one.title, place=at + 1, tied=False, votes=9 - at, people=9 - at, by_group=())
        for at, one in enumerate(made)
    )
    vote = VoteSummary(
        id="v",
        title="Stem",
        criterion="",
        on="themes",
        votes=3,
        several=False,
        voters=12,
        proxies=None,
        bars=bars,
        minority=(),
    )
    return VisionSummary(
        title=title,
        question="Hvordan ønsker vi at det skal være?",
        language=language,
        held=date(2026, 10, 7),
        written=NOW,
        revealed=True,
        people=24,
        groups=(GroupCount(group="child", people=14), GroupCount(group="politician", people=None)),
        units=(),
        themes=tuple(made),
        ungrouped=lines(alone),
        votes=(vote,) if votes else (),
    )


async def tell(server: Server, units: Sequence[int], said: VisionSummary) -> str:
    """A workshop of some units that has told this, beside a running server; its id."""
    return await server.house.database.write(lambda c: tell_in(c, units, said))


def tell_in(connection: Connection, units: Sequence[int], said: VisionSummary) -> str:
    """A workshop of some units that has told this; its id."""
    create = Create(id=new_id(), title=said.title, question={"nb": said.question}, language="nb", groups=GROUPS)
    made = workshops.create(connection, create, owner=None, now=NOW).id
    give_units(connection, made, units)
    told.tell(connection, made, LATE, said, ended=True, now=NOW)
    return made


async def tell_again(server: Server, workshop: str, said: VisionSummary) -> None:
    """The same workshop tells this instead."""
    await server.house.database.write(lambda c: told.tell(c, workshop, LATE, said, ended=True, now=NOW))


async def told_place(server: Server) -> tuple[Places, str]:
    """A network beside a running server, and the id of a workshop of its school, which has told."""
    there = await places(server)
    return there, await tell(server, [there.school], summary(THEMES))
