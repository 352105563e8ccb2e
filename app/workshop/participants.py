"""Participants: choosing a group, and which groups are large enough to be named."""

from dataclasses import replace

from app.workshop.commands import Join
from app.workshop.events import ParticipantJoined, SeatTaken
from app.workshop.people import Actor, StakeholderGroup
from app.workshop.refusals import Refusal
from app.workshop.room import Participant, Room, changed
from app.workshop.suppression import name_labels
from app.workshop.tables import seat_of

MOST_PARTICIPANTS = 20_000
"""Participants in one room: several times the region's largest gathering, and a bound on a joke script."""


def join(room: Room, command: Join, by: Actor) -> tuple[ParticipantJoined | SeatTaken, ...]:
    """Come in as one of a group, or back after leaving, and where there are tables take a seat.

    It is at the table that is wished for, where that is meant for these tables. Choosing again replaces the choice of
    group, until something has been written.
    """
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if command.group not in room.groups:
        raise Refusal("unknown_group")
    if command.unit and command.unit not in room.units:
        raise Refusal("unknown_unit")
    before = room.participants.get(by.id)
    same = before is not None and (before.group, before.unit) == (command.group, command.unit)
    if same and by.id not in room.gone:
        return ()
    if before is not None and before.wrote and not same:
        raise Refusal("group_fixed")
    if before is None and len(room.participants) >= MOST_PARTICIPANTS:
        raise Refusal("too_many", limit=MOST_PARTICIPANTS)
    came = ParticipantJoined(participant=by.id, group=command.group, unit=command.unit)
    return (came, *seat_of(room, by.id, command.group, command.table if command.since == room.mixings else None))


def joined(room: Room, event: ParticipantJoined) -> Room:
    """Fold a joining in; who comes back has written what they wrote."""
    who, before = event.participant, room.participants.get(event.participant)
    came = room.with_participant(Participant(who, event.group, event.unit, before is not None and before.wrote))
    return changed(came, gone={one: at for one, at in room.gone.items() if one != who}) if who in room.gone else came


def wrote(room: Room, participant: str) -> Room:
    """Note that somebody has written, and name what has become large enough by that."""
    before = room.participants[participant]
    if before.wrote:
        return room
    counted = changed(
        room.with_participant(replace(before, wrote=True)),
        writers={**room.writers, before.group: room.writers.get(before.group, 0) + 1},
        writers_by_unit={**room.writers_by_unit, before.unit: room.writers_by_unit.get(before.unit, 0) + 1},
    )
    return named(counted)


def named(room: Room) -> Room:
    """The room with its named groups and units brought up to date."""
    return changed(
        room,
        named_groups=name_labels(people_by_group(room), room.named_groups),
        named_units=name_labels(people_by_unit(room), room.named_units),
    )


def people_by_group(room: Room) -> dict[StakeholderGroup, int]:
    """How many have written, by offered group."""
    return {group: room.writers.get(group, 0) for group in room.groups}


def people_by_unit(room: Room) -> dict[str, int]:
    """How many have written, by offered unit; "" stands for those who named none."""
    return {unit: room.writers_by_unit.get(unit, 0) for unit in (*room.units, "")} if room.units else {}
