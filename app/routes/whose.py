"""Whose a workshop is: the units that it is held for, as far as whoever chooses them has a say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from sqlalchemy import Connection
from starlette.datastructures import FormData

from app.region.network import Network
from app.region.network_places import seen_of
from app.region.rights import places
from app.routes.visit import Visit
from app.store import region
from app.store.told import hold
from app.store.told_workshops import give_units, units_of
from app.workshop.refusals import Refusal

FIELD = "held_for"
"""The form's field: the units' ids, and an empty one that says that the form has the field."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The networks that somebody makes workshops in, with their own units of them, and the units that are ``chosen``.

    ``elsewhere``: how many more it is held for, by somebody else's choice. Units that are closed down are offered where
    they are chosen already.
    """

    networks: Sequence[Network]
    chosen: frozenset[int]
    elsewhere: int = 0

    @property
    def offered(self) -> frozenset[int]:
        """The units that may be chosen."""
        return frozenset(
            unit.id
            for network in self.networks
            for municipality in network.municipalities
            for unit in municipality.units
            if unit.id is not None and (unit.active or unit.id in self.chosen)
        )

    def taken(self, form: FormData) -> frozenset[int] | None:
        """The units that a form says; None where it has no field for them.

        Raises:
            Refusal: unknown_unit, as one of them is none that may be chosen.
        """
        if FIELD not in form:
            return None
        units = _numbers(form)
        if not units <= self.offered:
            raise Refusal("unknown_unit")
        return units

    def with_typed(self, form: FormData) -> Self:
        """The same, with what a form that comes back has ticked."""
        return replace(self, chosen=_numbers(form) & self.offered) if FIELD in form else self

    def give(self, connection: Connection, workshop: str, units: frozenset[int] | None) -> None:
        """Let the workshop be of these units, and of those that it is by somebody else's choice; None: as it is."""
        if units is not None:
            hold(connection, workshop)  # two who give it at once come after each other
            kept = set(units_of(connection, workshop)) - self.offered
            give_units(connection, workshop, kept | units)


async def choice_of(visit: Visit, workshop: str | None = None) -> Choice:
    """What somebody may choose; with a workshop, what has been chosen for it. Whoever has one unit only, has it."""
    account = await visit.need_account()
    mine = places(account.grants, "make_workshop")
    there = await visit.house.database.read(region.networks) if mine else []
    networks = [seen for one in there if (seen := seen_of(one, mine)).municipalities]
    given = await visit.house.database.read(lambda c: units_of(c, workshop)) if workshop else []
    choice = Choice(networks, frozenset(given))
    if workshop is None:
        only = choice.offered if any(place.unit for place in mine) else frozenset()
        return replace(choice, chosen=only if len(only) == 1 else frozenset())
    own = choice.offered
    return replace(choice, chosen=choice.chosen & own, elsewhere=len(choice.chosen - own))


def _numbers(form: FormData) -> frozenset[int]:
    """The ids in a form, and a 0 for what is no id."""
    said = {str(one) for one in form.getlist(FIELD)} - {""}
    return frozenset(int(one) if one.isascii() and one.isdigit() and len(one) < 10 else 0 for one in said)
