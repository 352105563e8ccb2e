"""A region in a running server, and workshops that have told what a test says."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from app.region.network import Municipality, Network, Unit
from app.store import region, told, workshops
from app.store.told_workshops import give_units
from app.workshop.commands import Create
from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.summary import CommitmentSummary, GroupCount, Line, ThemeSummary, VisionSummary
from tests.server import Server, new_id

NORDMORE = Network(
    name="Nordmøre",
    municipalities=(
        Municipality(
            number="1573",
            name="Smøla",
            units=(Unit(name="Skole A", kind="school"), Unit(name="Barnehage B", kind="kindergarten")),
        ),
        Municipality(
            number="1576",
            name="Aure",
            units=(Unit(name="Skole C", kind="school"), Unit(name="Skole D", kind="school")),
        ),
    ),
)


async def made(server: Server, network: Network = NORDMORE) -> Network:
    """The network as it is kept, with its ids."""
    await server.house.database.write(lambda c: region.save_network(c, network))
    found = await server.house.database.read(region.networks)
    return next(one for one in found if one.name == network.name)


def unit_named(network: Network, name: str) -> int:
    """A unit's id."""
    return next(unit.id or 0 for place in network.municipalities for unit in place.units if unit.name == name)


async def tells(
    server: Server, units: Sequence[int], groups: Mapping[StakeholderGroup, int | None], **facts: Any
) -> str:
    """In a running server, a new workshop tells this. Returns its id."""
    now = server.house.clock()
    return await server.house.database.write(lambda c: tells_in(c, units, groups, now=now, **facts))


def tells_in(
    connection: Connection,
    units: Sequence[int],
    groups: Mapping[StakeholderGroup, int | None],
    *,
    now: datetime,
    title: str = "Skolen i 2040",
    held: date | None = date(2026, 11, 3),
    people: int | None = 0,
    statements: int = 0,
    themes: Sequence[str] = (),
    ended: bool = True,
    commitments: Sequence[CommitmentSummary] = (),
) -> str:
    """A new workshop of some units tells this. ``people``: 0 is the sum. Returns its id."""
    summary = VisionSummary(
        title=title,
        question="Hvordan?",
        language="nb",
        method="igp",
        held=held,
        written=now,
        revealed=True,
        people=sum(count or 0 for count in groups.values()) if people == 0 else people,
        people_exact=None not in groups.values(),
        groups=tuple(GroupCount(group=group, people=count) for group, count in groups.items()),
        units=(),
        themes=tuple(
            ThemeSummary(id=f"t{number}", title=theme, vision="", signs=(), quotes=0, statements=())
            for number, theme in enumerate(themes)
        ),
        commitments=tuple(commitments),
        ungrouped=tuple(Line(id=f"s{number}", text="Ute hver dag", group=None) for number in range(statements)),
    )
    create = Create(id=new_id(), title=title, question={"nb": "Hvordan?"}, language="nb", groups=GROUPS)
    there = workshops.create(connection, create, owner=None, now=now).id
    give_units(connection, there, units)
    told.tell(connection, there, 1, summary, ended=ended, now=now)  # as late as its log: nothing is told anew
    return there
