"""Where a network is going, as one visitor sees and changes it: how far they read, and where they may say something."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import Form

from app.i18n import ZONE
from app.region.network_places import seen_of
from app.region.plan import PlacedUnit, units_in
from app.region.rights import Place, Right, allowed, places
from app.region.told import ToldWorkshop, visible_in
from app.routes.region import Region
from app.routes.visit import Problem, Visit
from app.store.accounts import Account
from app.store.told_workshops import told_workshops
from app.store.units import network_by_id
from app.workshop.words import clean

Fault = Literal["overtaken", "gone", "untold", "lost", "incomplete", "too_long"]
"""``gone``: it can be made anew; ``untold``: it may come back by itself; ``lost``: neither."""

LONGEST_TITLE = 120
LONGEST_TEXT = 2_000
RAW_TEXT = 20 * LONGEST_TEXT
"""What is longer is not even looked at, and is too long."""

ONE_LINE = ("title", "place")
"""Fields that hold a line, and no text."""

EARLIEST, LATEST = 2000, 2100
"""The years that something is planned in."""


Number = Annotated[int, Form(ge=0, le=2**31 - 1)]
"""A number in a form, such as databases have room for."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a form that was not taken. ``at``: which form; ``problem``: why not."""

    at: str
    problem: Fault
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Direction:
    """``region``: what they see; ``told``: where they read what workshops tell; ``own``: where they speak for units.

    ``changes``: whether the plan of the whole network is theirs to change.
    """

    region: Region
    told: frozenset[Place]
    own: frozenset[Place]
    changes: bool
    account: Account

    @property
    def units(self) -> list[PlacedUnit]:
        """The units in use that they see."""
        return units_in(self.region.network)

    @property
    def path(self) -> str:
        """Where the region's pages are."""
        return f"/region/{self.region.id}"

    def speaks_for(self, place: Place) -> bool:
        """Whether they may say how it stands there."""
        return any(one.holds(place) for one in self.own)

    def speaks_for_workshop(self, workshop: ToldWorkshop) -> bool:
        """The same for a workshop: of one of its units that they also read."""
        return any(self.speaks_for(unit) and any(one.holds(unit) for one in self.told) for unit in workshop.units)

    def unit(self, unit: int) -> PlacedUnit:
        """A unit that they see, or a problem."""
        there = next((one for one in units_in(self.region.network, closed=True) if one.id == unit), None)
        if there is None:
            raise Problem("not_allowed", 403)
        return there

    def need_changes(self) -> None:
        """A problem where the plan is not theirs to change."""
        if not self.changes:
            raise Problem("not_allowed", 403)


async def direction_of(visit: Visit, network: int) -> Direction:
    """What a visitor sees of where a network is going, or a problem.

    Readers and coordinators see it, and so do those who make workshops for some of its units.
    """
    account = await visit.need_account()
    told, own = _places(account, network, "see_region"), _places(account, network, "plan", "make_workshop")
    there = await visit.house.database.read(lambda c: network_by_id(c, network)) if told or own else None
    if there is None:
        raise Problem("not_allowed", 403)
    region = Region(seen_of(there, told | own), told | own, reads=bool(told))
    return Direction(region, told, own, allowed(account.grants, "plan", Place(network)), account)


async def told_to(visit: Visit, direction: Direction) -> list[ToldWorkshop]:
    """The workshops whose telling a visitor may read, latest held first."""
    if not direction.told:
        return []
    there = await visit.house.database.read(lambda c: told_workshops(c, direction.region.id))
    return visible_in(there, direction.told)


def today(visit: Visit) -> date:
    """The day it is where the region lies."""
    return visit.house.clock().astimezone(ZONE).date()


def line(text: str) -> str:
    """A title or a place, as it is kept: on one line."""
    return clean(text)


def lines(text: str) -> str:
    """A text as it is kept: its lines, without empty ends. What is far too long stays as it is, to be refused."""
    return text if len(text) > RAW_TEXT else "\n".join(clean(one) for one in text.splitlines()).strip()


def unfit(fields: Mapping[str, str], *needed: str) -> Fault | None:
    """What is wrong with a form's fields, of which these are needed; None where nothing is."""
    if not all(fields[name] for name in needed):
        return "incomplete"
    long = (len(text) > (LONGEST_TITLE if name in ONE_LINE else LONGEST_TEXT) for name, text in fields.items())
    return "too_long" if any(long) else None


def day(text: str) -> date | None:
    """The day that a form names; None where it names none."""
    try:
        there = date.fromisoformat(text)
    except ValueError:
        return None
    return there if EARLIEST <= there.year <= LATEST else None


def _places(account: Account, network: int, *rights: Right) -> frozenset[Place]:
    """The places of a network in which an account has one of these rights."""
    return frozenset(one for right in rights for one in places(account.grants, right) if one.network == network)
