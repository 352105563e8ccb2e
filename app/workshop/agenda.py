"""The agenda: a method's steps, what each of them lets people do and see, and its clock.

Entering a step turns the room's switches: writing is open in a step where everyone writes, the wall shows in one where
everyone sees. How a room goes from one to another is in ``steps.py``.
"""

from datetime import timedelta

from app.workshop import labels, revealing
from app.workshop.commands import (
    AddTime,
    ChooseMethod,
    EndClock,
    Gather,
    HoldClock,
    RunClock,
    Spotlight,
    Tell,
)
from app.workshop.events import (
    ClockHeld,
    ClockMoved,
    ClockRun,
    Event,
    GatheredSet,
    MethodChosen,
    Recorded,
    SpotlightSet,
    SubmissionsSet,
    Told,
)
from app.workshop.left import Clock, left_at
from app.workshop.method import Method, Step, Vote, Write
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.sheets import go_round
from app.workshop.votes import opening
from app.workshop.words import bounded

MESSAGE_LIMIT = 200


def choose(room: Room, command: ChooseMethod) -> tuple[MethodChosen, ...]:
    """Take a method, or another one; once steps have been begun, only one in which these are the same."""
    begun = max((*room.under_way, *room.finished), default=-1)
    if begun >= 0 and _shape(room, room.method, begun) != _shape(room, command.method, begun):
        raise Refusal("step_begun")
    return () if command.method == room.method else (MethodChosen(method=command.method),)


def run_clock(
    room: Room, command: RunClock | HoldClock | AddTime | EndClock
) -> tuple[ClockRun | ClockHeld | ClockMoved, ...]:
    """Start, hold, lengthen or end the time of the step; after the end of the workshop there is none."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if revealing.elsewhere(room, command.since):
        return ()
    clock = room.clock
    if clock is None:
        raise Refusal("no_clock")
    match command:
        case RunClock():
            return () if clock.ends is not None else (ClockRun(seconds=clock.left),)
        case HoldClock():
            return () if clock.ends is None else (ClockHeld(),)
        case AddTime():
            return (ClockMoved(seconds=command.seconds),) if command.seconds else ()
        case EndClock():
            return (ClockRun(seconds=0.0),)


def look_at(room: Room, command: Spotlight | Tell | Gather) -> tuple[Event, ...]:
    """Turn everybody's eyes to one thing, to some words, or to the wall."""
    match command:
        case Spotlight():
            what = command.subject
            statement = room.statements.get(what or "")
            there = what is None or what in room.themes or (statement and statement.standing != "withdrawn")
            if not there:
                raise Refusal("unknown_statement")
            if statement and what != room.spotlight:
                revealing.may_be_lit(room, statement, anyway=command.anyway)
            return () if what == room.spotlight else (SpotlightSet(what=what),)
        case Tell():
            text = bounded(command.text, MESSAGE_LIMIT)
            return () if text == room.told else (Told(text=text),)
        case Gather():
            return () if command.on == room.gathered else (GatheredSet(on=command.on),)


def method_chosen(room: Room, event: MethodChosen) -> Room:
    return labels.by_method(changed(room, method=event.method), event.method)


def lit(room: Room, event: SpotlightSet) -> Room:
    """What stands alone on the wall has been shown there."""
    there = room.statements.get(event.what or "")
    seen = room.seen | {there.into} if there is not None and there.standing == "shown" else room.seen
    return changed(room, spotlight=event.what, seen=seen)


def clock_run(room: Room, event: ClockRun, recorded: Recorded) -> Room:
    return changed(room, clock=Clock(ends=recorded.at + timedelta(seconds=event.seconds)))


def clock_held(room: Room, recorded: Recorded) -> Room:
    return changed(room, clock=Clock(ends=None, left=left_at(room.clock, recorded.at)))


def clock_moved(room: Room, event: ClockMoved, recorded: Recorded) -> Room:
    left = max(0.0, left_at(room.clock, recorded.at) + event.seconds)
    if room.clock is not None and room.clock.ends is None:
        return changed(room, clock=Clock(ends=None, left=left))
    return changed(room, clock=Clock(ends=recorded.at + timedelta(seconds=left)))


def entering(room: Room, command: str) -> tuple[Event, ...]:
    """What being at its step does to a room, and where the step is worked on, its clock and its vote."""
    step = room.at
    if step is None:
        return ()
    works = not room.locked
    writing = works and (isinstance(step, Write) or go_round(room)) and step.writes == "everyone"
    switches: list[Event] = [] if room.submissions == writing else [SubmissionsSet(open=writing)]
    switches += revealing.entering(room, step)
    if not works:
        return tuple(switches)
    return (*switches, ClockRun(seconds=step.seconds), *opening(room, command))


def _shape(room: Room, method: Method | None, last: int) -> list[tuple[object, ...]]:
    """What makes begun steps the same: what is done in them, and what for; and where people vote, all of how."""
    voted = {ballot.step for ballot in room.ballots.values()}
    return [
        (step.kind, getattr(step, "into", None), *(_asked(step) if number in voted else ()))
        for number, step in enumerate(method.steps[: last + 1] if method else ())
    ]


def _asked(step: Step) -> tuple[object, ...]:
    return (step.on, step.of, step.votes, step.several, step.criteria) if isinstance(step, Vote) else ()
