"""A whole region, made up: a network with its units, workshops held over two school years, and what they have told."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import zip_longest

from sqlalchemy import Connection

from app.demo.held import UNENDED, Held, Plan, held
from app.demo.phrases import Written
from app.i18n import ZONE
from app.region.network import Municipality, Network, Unit, read_network
from app.region.rights import Grant, Place
from app.store import accounts, grants, log, region, told, workshops
from app.store.batch import Batch
from app.store.database import Database
from app.store.told_workshops import give_units
from app.workshop.people import Actor
from app.workshop.running import TITLE_LIMIT
from app.workshop.summary import VisionSummary, summarise

UNITS = 125
"""How many units there are to choose from: 45 schools and 80 kindergartens."""

TOGETHER = 3_000
"""Statements in one transaction, of whole workshops. These are held before it begins, and a server beside this waits a
second or two for the rows."""

JOINT = 0.04
"""Of all workshops: how many are those of two units of a municipality."""

NYNORSK = 0.35
"""Of all units: how many write nynorsk."""

_NAMES = {
    "nb": ("Fremtidsverksted", "høsten", "våren"),
    "nn": ("Framtidsverkstad", "hausten", "våren"),
}


class NetworkThere(Exception):
    """There is a network by this name already."""


class NoNetwork(Exception):
    """There is no network by this name, or no unit in it."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much: units, workshops of each, and statements of each of these."""

    units: int = UNITS
    workshops: int = 2
    statements: int = 120


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made. ``fresh``: the coordinator's account is a new one, and nobody has its password."""

    network: int
    units: int
    workshops: int
    statements: int
    coordinator: str | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class _Site:
    """A unit where workshops are held, by whom, and in which form of Norwegian."""

    municipality: Municipality
    unit: Unit
    facilitator: str
    language: Written


@dataclass(frozen=True, slots=True)
class _Told:
    """A workshop that has been held, for whom, and what it tells."""

    held: Held
    facilitator: str
    units: tuple[int, ...]
    summary: VisionSummary


def made_up(name: str, units: int = UNITS) -> Network:
    """The demo's municipalities under another name, with so many of their units, spread over all of them."""
    whole = read_network(files("app.demo").joinpath("nordmore.toml").read_text(encoding="utf-8"))
    there = {id(unit) for _, unit in _spread(whole)[:units]}
    parts = [
        part.model_copy(update={"units": tuple(unit for unit in part.units if id(unit) in there)})
        for part in whole.municipalities
    ]
    return Network(name=name, municipalities=tuple(part for part in parts if part.units))


def seed_region(
    database: Database,
    network: Network,
    size: Size,
    *,
    now: datetime,
    seed: int,
    coordinator: str = "",
    again: bool = False,
    progress: Callable[[int], object] = int,
) -> Seeded:
    """Put a network in, and workshops that its units have held; ``coordinator``: the address of who gets the role.

    ``again``: the network is there by this name, and its own units hold more workshops. ``progress`` hears how many
    more workshops have been stored. The same seed in an empty database gives the same words.

    Raises:
        NetworkThere, NoNetwork
    """
    with database.writing() as connection:
        there, before = _network(connection, network, again=again)
        chance = random.Random(f"{seed} {network.name} {before}")  # noqa: S311 - made-up words, nothing secret
        sites = _sites(connection, there, size.units, chance, now)
        account, fresh = _coordinator(connection, coordinator, Place(there.id or 0), now)
    plans = list(_plans(sites, size, chance, now))
    statements, together = 0, max(1, TOGETHER // size.statements)
    for first in range(0, len(plans), together):
        some = plans[first : first + together]
        ready = [_held(plan, site, units, chance, now) for plan, site, units in some]
        with database.writing() as connection:
            _store(connection, ready, now)
        statements += sum(one.held.after.there for one in ready)
        progress(len(ready))
    return Seeded(there.id or 0, len(sites), len(plans), statements, account, fresh)


def _network(connection: Connection, network: Network, *, again: bool) -> tuple[Network, int]:
    """The network as it is kept, and how many workshops there are before."""
    there = next((one for one in region.networks(connection) if one.name == network.name), None)
    if there is not None and not again:
        raise NetworkThere(network.name)
    if there is None and again:
        raise NoNetwork(network.name)
    region.save_network(connection, network)
    kept = next(one for one in region.networks(connection) if one.name == network.name)
    if not _spread(kept):
        raise NoNetwork(network.name)
    return kept, len(workshops.everything(connection))


def _spread(network: Network) -> list[tuple[Municipality, Unit]]:
    """All units in use: one of each municipality, then another one of each, schools and kindergartens in turn."""
    lists = []
    for part in network.municipalities:
        schools = [unit for unit in part.units if unit.active and unit.kind != "kindergarten"]
        others = [unit for unit in part.units if unit.active and unit.kind == "kindergarten"]
        lists.append([(part, unit) for pair in zip_longest(schools, others) for unit in pair if unit is not None])
    return [one for round_ in zip_longest(*lists) for one in round_ if one is not None]


def _sites(connection: Connection, network: Network, units: int, chance: random.Random, now: datetime) -> list[_Site]:
    """Units, with an account in each municipality that runs their workshops and that nobody can sign in to."""
    facilitators: dict[int, str] = {}
    sites = []
    for part, unit in _spread(network)[:units]:
        where = part.id or 0
        if where not in facilitators:
            email = f"{part.number}@fremtidsbilde.example"
            account = accounts.by_email(connection, email) or accounts.add_account(
                connection, email=email, name=part.name, grants=[], password=None, now=now
            )
            grants.give(connection, account.id, [Grant("facilitator", Place(network.id or 0, where))])
            facilitators[where] = account.id
        language: Written = "nn" if chance.random() < NYNORSK else "nb"
        sites.append(_Site(part, unit, facilitators[where], language))
    return sites


def _coordinator(connection: Connection, email: str, place: Place, now: datetime) -> tuple[str | None, bool]:
    if not email:
        return None, False
    there = accounts.by_email(connection, email)
    account = there or accounts.add_account(
        connection, email=email, name=email.partition("@")[0], grants=[], password=None, now=now
    )
    grants.give(connection, account.id, [Grant("coordinator", place)])
    return account.id, there is None


def _plans(
    sites: Sequence[_Site], size: Size, chance: random.Random, now: datetime
) -> Iterator[tuple[Plan, _Site, tuple[int, ...]]]:
    days = school_days(now)
    for turn in range(size.workshops):
        some = days[len(days) * turn // size.workshops : len(days) * (turn + 1) // size.workshops]
        for site in sites:
            hosts = [site.unit]
            near = [s.unit for s in sites if s.municipality.id == site.municipality.id and s.unit.id != site.unit.id]
            if near and chance.random() < JOINT:
                hosts.append(chance.choice(near))
            day = chance.choice(some or days)
            begun = datetime.combine(day, time(chance.randint(8, 18)), ZONE).astimezone(UTC)
            word, autumn, spring = _NAMES[site.language]
            season = autumn if day.month > 7 else spring
            names = ", ".join(unit.name for unit in hosts)
            title = f"{word} {names}, {site.municipality.name}, {season} {day.year}"
            plan = Plan(
                title=title[:TITLE_LIMIT],
                language=site.language,
                kind="kindergarten" if site.unit.kind == "kindergarten" else "school",
                begun=begun,
                statements=size.statements,
                units=tuple(unit.name for unit in hosts) if len(hosts) > 1 else (),
                ended=chance.random() >= UNENDED,
            )
            yield plan, site, tuple(unit.id for unit in hosts if unit.id is not None)


def school_days(now: datetime) -> list[date]:
    """The days from Monday to Friday of the two school years that have ended last, without the summers."""
    last = now.year if (now.month, now.day) > (6, 20) else now.year - 1
    days = []
    for year in (last - 1, last):
        first = date(year - 1, 8, 20)
        all_days = (first + timedelta(days=n) for n in range((date(year, 6, 15) - first).days))
        days += [day for day in all_days if day.weekday() < 5]
    return days


def _held(plan: Plan, site: _Site, units: tuple[int, ...], chance: random.Random, now: datetime) -> _Told:
    there = held(plan, Actor(role="facilitator", id=site.facilitator), chance)
    return _Told(there, site.facilitator, units, summarise(there.after, now))


def _store(connection: Connection, ready: Sequence[_Told], now: datetime) -> None:
    made = [workshops.create(connection, one.held.create, owner=one.facilitator, now=one.held.begun) for one in ready]
    batches = [
        Batch(workshop.id, one.held.recorded, one.held.before, one.held.after)
        for workshop, one in zip(made, ready, strict=True)
    ]
    for conflict in log.append_all(connection, batches):
        if conflict is not None:
            raise conflict
    for workshop, one in zip(made, ready, strict=True):
        give_units(connection, workshop.id, one.units)
        room = one.held.after
        told.tell(connection, workshop.id, room.seq, one.summary, ended=room.stage != "open", now=now)
