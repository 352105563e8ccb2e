"""Hosts: who stays at a table when people move on, drawn as soon as there are tables, so that all know before they do.

Whoever chairs a table is its host. Where a method lets people move on and draws no roles, that is all one is.
"""

from app.workshop.events import Role, RolesDrawn
from app.workshop.method import Rotate, Round
from app.workshop.room import Room
from app.workshop.shuffle import shuffled
from app.workshop.turns import chair_of, people_at

ONLY_HOST: tuple[Role, ...] = ("chair",)


def hosts(room: Room, seed: str) -> dict[str, tuple[Role, ...]]:
    """Whoever chairs each table, or is drawn for it where nobody does: no child, where there is somebody else."""
    there: dict[str, tuple[Role, ...]] = {}
    for table in room.seats:
        people = people_at(room, table)
        drawn = min(
            people, key=lambda who: (room.participants[who].group == "child", shuffled(f"{seed} {who}")), default=""
        )
        there[chair_of(room, people) or drawn] = ONLY_HOST
    return there


def people_move(room: Room, *, later: bool = False) -> bool:
    """Whether the method lets people move on; ``later``: in the step that the room is at, or after it."""
    first = (room.step or 0) if later else 0
    steps = room.method.steps[first:] if room.method else ()
    return any(isinstance(step, Rotate) and step.moves == "people" for step in steps)


def hosts_alone(room: Room) -> bool:
    """Whether those who have a role at tables are hosts and nothing else; also where they are to be."""
    if room.roles:
        return people_move(room) and all(theirs == ONLY_HOST for theirs in room.roles.values())
    return people_move(room, later=True) and not any(isinstance(step, Round) and step.roles for step in room.begun)


def is_host(room: Room, who: str) -> bool:
    """Whether somebody stays at their table when people move on."""
    theirs = room.roles.get(who, ())
    moving = isinstance(room.at, Rotate) and room.at.moves == "people" and not room.locked
    return "chair" in theirs and (moving or (theirs == ONLY_HOST and people_move(room)))


def drawn_hosts(room: Room, seed: str) -> tuple[RolesDrawn, ...]:
    """Hosts for tables at which nobody is one yet, where people are to move on later; the others stay who they are."""
    if not hosts_alone(room) or not people_move(room, later=True):
        return ()
    wanted = hosts(room, seed)
    return () if wanted == dict(room.roles) else (RolesDrawn(roles=wanted),)
