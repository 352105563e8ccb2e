"""Who may do what, and where: one table for everything outside a room; what is not in it is denied.

Inside a room, ``app.workshop.decide.may`` asks by role and command; into a room, ``app.identity.can`` lets people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["administrator", "coordinator", "facilitator", "reader"]
ROLES: tuple[Role, ...] = get_args(Role)

Right = Literal[
    "run_installation",
    "invite",
    "edit_units",
    "make_workshop",
    "plan",
    "see_region",
    "map_themes",
    "write_summary",
    "answer",
    "take_files",
    "make_token",
]
RIGHTS: tuple[Right, ...] = get_args(Right)


@dataclass(frozen=True, slots=True)
class Place:
    """A network, a municipality of it, or a unit of that, by id. A network means all that is in it."""

    network: int
    municipality: int | None = None
    unit: int | None = None

    def __post_init__(self) -> None:
        if self.unit is not None and self.municipality is None:
            raise ValueError("a unit lies in a municipality")

    def holds(self, other: "Place") -> bool:
        """Whether ``other`` is this very place or lies in it."""
        return (
            self.network == other.network
            and self.municipality in (None, other.municipality)
            and self.unit in (None, other.unit)
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a place; without a place, in the installation itself.

    Administrators have none. Facilitators may have none: they hold workshops of their own and see no region.

    Raises:
        ValueError: a role where there is no such thing.
    """

    role: Role
    place: Place | None = None

    def __post_init__(self) -> None:
        if self.place is None and self.role not in ("administrator", "facilitator"):
            raise ValueError(f"a {self.role} has a place")
        if self.place is not None and self.role == "administrator":
            raise ValueError("an administrator has no place")
        if self.role == "coordinator" and self.place is not None and self.place.unit is not None:
            raise ValueError("a coordinator has more than a unit")


TABLE: Mapping[Right, frozenset[Role]] = {
    "run_installation": frozenset({"administrator"}),
    "invite": frozenset({"administrator", "coordinator"}),
    "edit_units": frozenset({"administrator", "coordinator"}),
    "make_workshop": frozenset({"administrator", "coordinator", "facilitator"}),
    "plan": frozenset({"coordinator"}),
    "see_region": frozenset({"coordinator", "reader"}),
    "map_themes": frozenset({"coordinator"}),
    "write_summary": frozenset({"coordinator"}),
    "answer": frozenset({"coordinator"}),
    "take_files": frozenset({"coordinator", "reader"}),
    "make_token": frozenset({"coordinator"}),
}
"""The table of rights. An administrator runs the installation, and reads nobody's words by it."""


def allowed(grants: Iterable[Grant], right: Right, at: Place | None = None) -> bool:
    """Whether somebody with these grants may do it at a place, or in the installation itself where none is named.

    A workshop of one's own can be made without a place; nothing else that a place is needed for can be done without.
    """
    return any(grant.role in TABLE[right] and _reaches(grant, right, at) for grant in grants)


def held(grants: Iterable[Grant]) -> frozenset[Right]:
    """The rights that somebody with these grants has anywhere."""
    roles = {grant.role for grant in grants}
    return frozenset(right for right in RIGHTS if TABLE[right] & roles)


def places(grants: Iterable[Grant], right: Right) -> frozenset[Place]:
    """The places in which somebody with these grants may do it, none of them within another."""
    there = {grant.place for grant in grants if grant.role in TABLE[right] and grant.place is not None}
    return frozenset(one for one in there if not any(other != one and other.holds(one) for other in there))


def may_give(grants: Iterable[Grant], given: Grant) -> bool:
    """Whether somebody with these grants may give another this one: no more than they have, where they have it."""
    return allowed(grants, "run_installation") or (given.place is not None and allowed(grants, "invite", given.place))


def _reaches(grant: Grant, right: Right, at: Place | None) -> bool:
    if grant.place is None:
        return grant.role == "administrator" or at is None
    return (at is not None and grant.place.holds(at)) or (at is None and right == "make_workshop")
