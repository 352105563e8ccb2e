"""The agenda: a method's steps, what each of them lets people do and see, and its clock.

Entering a step turns the room's switches: writing is open in a step where everyone writes, the wall shows in one where
everyone sees. A step that has been left is finished: it can be gone back to and looked at, and is worked on again only
when it is reopened.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.workshop import cloths, labels
from app.workshop.commands import (
    AddTime,
    ChooseMethod,
    EndClock,
    Gather,
    GoTo,
    HoldClock,
    ReopenStep,
    Reveal,
    RevealSome,
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
    RevealSet,
    SpotlightSet,
    StepEntered,
    StepReopened,
    SubmissionsSet,
    Told,
)
from app.workshop.method import Commit, Step, Timeline, Vote, Write
from app.workshop.refusals import Refusal
from app.workshop.room import Clock, Room, Statement, changed
from app.workshop.sheets import go_round
from app.workshop.shuffle import shuffled
from app.workshop.tables import arranged
from app.workshop.votes import closing, opening
from app.workshop.words import bounded

MESSAGE_LIMIT = 200


def choose(room: Room, command: ChooseMethod) -> tuple[MethodChosen, ...]:
    """Take a method, or another one; once steps have been begun, only one in which these are the same."""
    begun = room.step if room.step is not None else -1
    begun = max(begun, *room.finished, -1)
    if begun >= 0:
        kept = _shape(room, begun)
        if command.method is None or kept != [_kind(step) for step in command.method.steps[: begun + 1]]:
            raise Refusal("step_begun")
    return () if command.method == room.method else (MethodChosen(method=command.method),)


def go_to(room: Room, command: GoTo) -> tuple[Event, ...]:
    """Finish the step that the room is at, and go to another one."""
    if room.method is None or command.step >= len(room.method.steps):
        raise Refusal("unknown_step")
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if command.step == room.step or (command.since is not None and command.since != room.step):
        return ()
    entered = StepEntered(step=command.step)
    there = step_entered(room, entered)
    lights = (SpotlightSet(what=None),) if room.spotlight else ()
    said = (Told(text=""),) if room.told else ()
    hands = (GatheredSet(on=False),) if room.gathered else ()
    seats = () if there.locked else arranged(there, command.id)
    return (*closing(room), entered, *lights, *said, *hands, *_entering(there, command.id), *seats)


def reopen(room: Room, command: ReopenStep) -> tuple[Event, ...]:
    """Work on a finished step again."""
    if room.method is None or command.step != room.step:
        raise Refusal("unknown_step")
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if not room.locked:
        return ()
    reopened = StepReopened(step=command.step)
    return (reopened, *_entering(step_reopened(room, reopened), command.id))


def run_clock(
    room: Room, command: RunClock | HoldClock | AddTime | EndClock
) -> tuple[ClockRun | ClockHeld | ClockMoved, ...]:
    """Start, hold, lengthen or end the time of the step."""
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
            return () if what == room.spotlight else (SpotlightSet(what=what),)
        case Tell():
            text = bounded(command.text, MESSAGE_LIMIT)
            return () if text == room.told else (Told(text=text),)
        case Gather():
            return () if command.on == room.gathered else (GatheredSet(on=command.on),)


def reveal(room: Room, command: Reveal | RevealSome) -> tuple[RevealSet, ...]:
    """Show all on the wall; or only some statements, a table's, or the next one of those that wait, in no order."""
    if isinstance(command, Reveal):
        event = RevealSet(revealed=True, opened=_all(room))
        there = room.revealed and not room.singled and room.opened == event.opened
        return () if there else (event,)
    ready = waiting(room)
    chosen = {s.id for s in ready if s.id in command.statements or (command.table and sits(room, s) == command.table)}
    if not command.statements and command.table is None and ready:
        chosen = {min(ready, key=lambda s: shuffled(s.id)).id}
    if not chosen:
        raise Refusal("nothing_waits")
    opened = room.opened if room.revealed else tuple(name for name in room.opened if name != written_for(room))
    return (RevealSet(revealed=True, opened=opened, singled=tuple(sorted(room.singled | chosen))),)


def written_for(room: Room) -> str:
    """The collection that what is written now belongs to; "" where no step says."""
    step = room.at
    return "" if step is None else getattr(step, "into", None) or getattr(step, "of", None) or ""


def sits(room: Room, statement: Statement) -> int | None:
    """The table that a statement is from: the one at which it lies as an idea, or where its author sits.

    None where that may not be told, as a group has stood on it.
    """
    if not labels.tells_table(room, statement):
        return None
    return room.tables.get(statement.author) if statement.table is None else cloths.table_of(room, statement)


def is_opened(room: Room, statement: Statement) -> bool:
    """Whether the words of a statement have been revealed, wherever the room is now."""
    return room.revealed and (statement.into in room.opened or statement.id in room.singled)


def waiting(room: Room) -> list[Statement]:
    """The statements of the step that could be shown and are not yet."""
    return list(_waiting(room))


def some_wait(room: Room) -> bool:
    """Whether there are such statements."""
    return next(_waiting(room), None) is not None


def _waiting(room: Room) -> Iterator[Statement]:
    about = room.focus
    fit = (s for s in room.statements.values() if s.standing == "shown" and about in (None, s.into))
    return (s for s in fit if not is_opened(room, s))


def method_chosen(room: Room, event: MethodChosen) -> Room:
    return labels.by_method(changed(room, method=event.method), event.method)


def step_entered(room: Room, event: StepEntered) -> Room:
    finished = room.finished if room.step is None else room.finished | {room.step}
    looked_at = event.step in finished
    turns, sheets = (room.turns, room.sheets) if looked_at else ({}, {})
    guests = room.guests if looked_at else frozenset[str]()
    return changed(room, step=event.step, finished=finished, clock=None, turns=turns, sheets=sheets, guests=guests)


def step_reopened(room: Room, event: StepReopened) -> Room:
    return changed(room, finished=room.finished - {event.step})


def clock_run(room: Room, event: ClockRun, recorded: Recorded) -> Room:
    return changed(room, clock=Clock(ends=recorded.at + timedelta(seconds=event.seconds)))


def clock_held(room: Room, recorded: Recorded) -> Room:
    return changed(room, clock=Clock(ends=None, left=left_at(room.clock, recorded.at)))


def clock_moved(room: Room, event: ClockMoved, recorded: Recorded) -> Room:
    left = max(0.0, left_at(room.clock, recorded.at) + event.seconds)
    if room.clock is not None and room.clock.ends is None:
        return changed(room, clock=Clock(ends=None, left=left))
    return changed(room, clock=Clock(ends=recorded.at + timedelta(seconds=left)))


def left_at(clock: Clock | None, now: datetime) -> float:
    """The seconds that a clock has left at a time; 0 where the time is up."""
    if clock is None:
        return 0.0
    return clock.left if clock.ends is None else max(0.0, (clock.ends - now).total_seconds())


def _entering(room: Room, command: str) -> tuple[Event, ...]:
    """What being at its step does to a room, and where the step is worked on, its clock and its vote."""
    step = room.at
    if step is None:
        return ()
    works = not room.locked
    writing = works and (isinstance(step, Write) or go_round(room)) and step.writes == "everyone"
    switches: list[Event] = [] if room.submissions == writing else [SubmissionsSet(open=writing)]
    shown = _shown(room, step)
    if (shown.revealed, shown.opened, frozenset(shown.singled)) != (room.revealed, room.opened, room.singled):
        switches.append(shown)
    if not works:
        return tuple(switches)
    return (*switches, ClockRun(seconds=step.seconds), *opening(room, command))


def _shown(room: Room, step: Step) -> RevealSet:
    """What the wall shows in a step: what it is about where everyone sees, nothing where not.

    What came of votes, timelines and promises stays to be seen in later steps and in files, though it opened no words.
    """
    if step.sees == "everyone" or isinstance(step, Vote):  # what is voted on is seen by all; what sees nobody is how
        opened = tuple(sorted({*room.opened, *_about(room, step)}))
        shows = (
            bool(opened)
            or isinstance(step, Write)
            or any(isinstance(one, Vote | Timeline | Commit) for one in room.begun)
        )
        return RevealSet(revealed=shows, opened=opened, singled=tuple(sorted(room.singled)))
    private = "" if room.locked else getattr(step, "into", None)
    opened = tuple(name for name in room.opened if name != private)
    return RevealSet(revealed=False, opened=opened, singled=())


def _about(room: Room, step: Step) -> set[str]:
    """The collections that a step shows to everyone; one that names none opens nothing that has not been shown."""
    if named := getattr(step, "of", None):
        return {named}
    if isinstance(step, Write):
        return {step.into}
    return {*_all(room)} if isinstance(step, Vote) and step.on == "statements" else set()


def _all(room: Room) -> tuple[str, ...]:
    """Every collection that the method has written until now, and what was written outside of it."""
    written = (into for step in room.begun if (into := getattr(step, "into", None)))
    return tuple(sorted({"", *room.opened, *written}))


def _shape(room: Room, last: int) -> list[tuple[str, str | None]]:
    return [_kind(step) for step in room.method.steps[: last + 1]] if room.method else []


def _kind(step: Step) -> tuple[str, str | None]:
    """What makes a begun step the same one: what is done in it, and what for."""
    return step.kind, getattr(step, "into", None)
