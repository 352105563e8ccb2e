"""A seat that is given back: the inverse of what the desk does with one person at the tables."""

from app.workshop.cloths import as_they_lie
from app.workshop.events import DeskEvent, Event, ParticipantLeft, RolesDrawn, SeatTaken, SheetsPassed, TablesSet
from app.workshop.guests import roles_kept
from app.workshop.room import Room
from app.workshop.turns import held_turns


def seat_back(before: Room, after: Room, event: SeatTaken | ParticipantLeft) -> SeatTaken | None:
    """The event that gives somebody their seat back, with all that changed when they left it; None: they had none."""
    who, lay = event.participant, as_they_lie(before)
    if who not in before.tables:
        return None
    table = before.tables[who]
    others = {other: home for other, home in before.guests.items() if other != who}
    return SeatTaken(
        participant=who,
        table=table,
        ideas={idea: lay[idea] for idea in event.ideas},
        home=before.guests.get(who),
        chair=before.seats[table].index(who),
        gone=tuple(one for one, at in before.gone.items() if after.gone.get(one, at) != at),
        guests={other: home for other, home in others.items() if after.guests.get(other) != home},
        turns=held_turns(before, who),
    )


def less_turn(event: SeatTaken, table: int) -> SeatTaken:
    """The seat given back without the turn at a table, which people there have passed on since."""
    return event.model_copy(update={"turns": tuple(other for other in event.turns if other != table)})


def less_roles(event: RolesDrawn, who: str) -> RolesDrawn:
    """Roles given back to all but somebody who has sat down elsewhere since, or left."""
    there, kept = ({o: r for o, r in (roles or {}).items() if o != who} for roles in (event.roles, event.kept))
    return event.model_copy(update={"roles": there, "kept": kept})


def besides(room: Room, event: Event) -> tuple[DeskEvent, ...]:
    """What goes with a seat and is brought back with it: roles and sheets; with all tables the sheets of all."""
    roles = (RolesDrawn(roles=dict(room.roles), kept=roles_kept(room)),)
    sheets = (SheetsPassed(sheets=dict(room.sheets)),)
    if isinstance(event, SeatTaken | ParticipantLeft):
        who = event.participant
        return (*(roles if who in room.roles else ()), *(sheets if who in room.sheets else ()))
    if isinstance(event, TablesSet):
        return sheets if room.sheets else ()
    return ()
