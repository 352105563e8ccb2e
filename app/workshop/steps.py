"""Going from step to step: on, and back to look.

Going on past a step finishes it. Going back finishes nothing: the step that was left waits as it was, with its time,
its vote, its turns and its sheets, until the room comes back to it. A finished step is looked at, and worked on only
when it is reopened.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.workshop import revealing
from app.workshop.agenda import entering
from app.workshop.commands import GoTo, ReopenStep
from app.workshop.events import (
    ClockHeld,
    ClockRun,
    Event,
    GatheredSet,
    RevealSet,
    SpotlightSet,
    StepEntered,
    StepReopened,
    SubmissionsSet,
    Told,
)
from app.workshop.left import Left, left_at
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.tables import arranged
from app.workshop.unshown import hidden_by_hand
from app.workshop.votes import closing, taken_up, to_choose_from


def go_to(room: Room, command: GoTo) -> tuple[Event, ...]:
    """Go to another step, and finish those that the room goes past."""
    if room.method is None or command.step >= len(room.method.steps):
        raise Refusal("unknown_step")
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if command.step == room.step or revealing.elsewhere(room, command.since):
        return ()
    passed = tuple(step for step in room.under_way if step < command.step)
    entered = StepEntered(step=command.step, finished=passed)
    there = _moved(room, entered, room.left)
    lights = (SpotlightSet(what=None),) if room.spotlight else ()
    said = (Told(text=""),) if room.told else ()
    hands = (GatheredSet(on=False),) if room.gathered else ()
    around = (*closing(room, passed), entered, *lights, *said, *hands)
    if there.locked:
        return (*around, *_looking(there, command.id))
    if command.step in room.under_way:
        return (
            *around,
            *_taking_up(there, room.left[command.step]),
            *taken_up(there, room.left[command.step].options, command.id),
        )
    return (*around, *entering(there, command.id), *arranged(there, command.id))


def reopen(room: Room, command: ReopenStep) -> tuple[Event, ...]:
    """Work on a finished step again, with the time that it had left; with all of it where that was up."""
    if room.method is None or command.step != room.step:
        raise Refusal("unknown_step")
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if not room.locked:
        return ()
    reopened = StepReopened(step=command.step)
    was = room.left.get(command.step)
    begun = entering(step_reopened(room, reopened), command.id)
    if was is not None and was.seconds:
        begun = tuple(ClockRun(seconds=was.seconds) if isinstance(event, ClockRun) else event for event in begun)
    return (reopened, *begun)


def known(room: Room, step: int) -> bool:
    """Whether the room is at a step, or has been."""
    return step == room.step or step in room.finished or step in room.left


def step_entered(room: Room, event: StepEntered, at: datetime) -> Room:
    left = room.left if room.step is None else {**room.left, room.step: _as_it_is(room, room.step, at)}
    return _moved(room, event, left)


def step_reopened(room: Room, event: StepReopened) -> Room:
    """What is written again is opened by no step that was left while it was open: it may be written in secret now."""
    again = getattr(room.method.steps[event.step], "into", None) if room.method else None
    left = {step: _less(room, there, again) for step, there in room.left.items()} if again else room.left
    return changed(room, finished=room.finished - {event.step}, left=left)


def _less(room: Room, there: Left, collection: str) -> Left:
    """A step that was left, without what it had opened of a collection."""
    singled = frozenset(i for i in there.singled if i in room.statements and room.statements[i].into != collection)
    return replace(there, opened=tuple(name for name in there.opened if name != collection), singled=singled)


def _moved(room: Room, event: StepEntered, left: Mapping[int, Left]) -> Room:
    passed = {room.step} - {None} if event.finished is None else {*event.finished}
    there = left.get(event.step, Left())
    return changed(
        room,
        step=event.step,
        finished=room.finished | passed,
        left=left,
        clock=None,
        turns=there.turns,
        sheets=there.sheets,
        guests=room.guests if known(room, event.step) else {},
    )


def _as_it_is(room: Room, step: int, at: datetime) -> Left:
    """The step that the room is at, for when the room comes back; of one that is looked at, its time is as it was."""
    if room.locked:
        return replace(room.left.get(step, Left()), turns=room.turns, sheets=room.sheets)
    return Left(
        turns=room.turns,
        sheets=room.sheets,
        seconds=None if room.clock is None else left_at(room.clock, at),
        ran=room.clock is not None and room.clock.ends is not None,
        submissions=room.submissions,
        revealed=room.revealed,
        rests=room.rests,
        opened=room.opened,
        singled=room.singled,
        options=to_choose_from(room),
    )


def _looking(there: Room, command: str) -> tuple[Event, ...]:
    """What it does to a room to look at a finished step: nothing is opened that was not open."""
    return tuple(
        event.model_copy(update={"opened": tuple(sorted({*event.opened} & {*there.opened}))})
        if isinstance(event, RevealSet)
        else event
        for event in entering(there, command)
    )


def _taking_up(there: Room, was: Left) -> tuple[Event, ...]:
    """What makes a step again what it was when it was left. What has been opened meanwhile stays so, but its own."""
    writing = (SubmissionsSet(open=was.submissions),) if there.submissions != was.submissions else ()
    own = getattr(there.at, "into", None)
    opened = tuple(sorted({*was.opened, *(name for name in there.opened if name != own)}))
    singled = was.singled | there.singled
    shows, rests = (not hidden_by_hand(there) and stood for stood in (was.revealed, was.rests))
    stood = RevealSet(revealed=shows, opened=opened, singled=tuple(sorted(singled)), rests=rests)
    wall = () if revealing.reveal_set(there, stood) == there else (stood,)
    if was.seconds is None:
        return (*writing, *wall)
    held = () if was.ran else (ClockHeld(),)
    return (*writing, *wall, ClockRun(seconds=was.seconds), *held)
