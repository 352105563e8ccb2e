"""Running a workshop: made, configured, opened, revealed, blanked, paused, closed, archived, deleted."""

from datetime import datetime

from app.workshop import revealing, votes
from app.workshop.commands import (
    Archive,
    Blank,
    Close,
    CloseSubmissions,
    Configure,
    Create,
    Delete,
    OpenSubmissions,
    PauseWall,
    Reopen,
    Restore,
    ResumeWall,
    Unblank,
)
from app.workshop.events import (
    BlankSet,
    Event,
    MethodChosen,
    PauseSet,
    Stage,
    StageSet,
    SubmissionsSet,
    WorkshopConfigured,
)
from app.workshop.left import ended, taken_back
from app.workshop.participants import named
from app.workshop.people import GROUPS
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.words import bounded, worded

TITLE_LIMIT = 120
QUESTION_LIMIT = 300
UNIT_LIMIT = 80

Switch = OpenSubmissions | CloseSubmissions | Blank | Unblank | PauseWall | ResumeWall
Staging = Close | Reopen | Archive | Delete | Restore


def create(room: Room, command: Create) -> tuple[Event, ...]:
    """Make the workshop, with the method that it is to be run by."""
    made = configure(room, command)
    return made if command.method is None else (*made, MethodChosen(method=command.method))


def configure(room: Room, command: Create | Configure) -> tuple[WorkshopConfigured, ...]:
    """Make or change the workshop. What somebody has already chosen stays on offer."""
    if isinstance(command, Create) and room.seq:
        raise Refusal("id_taken")
    title = worded(command.title, TITLE_LIMIT)
    asked = {language: bounded(text, QUESTION_LIMIT) for language, text in command.question.items()}
    question = {language: text for language, text in asked.items() if text}
    units = tuple(dict.fromkeys(filter(None, (bounded(unit, UNIT_LIMIT) for unit in command.units))))
    if not question or not command.groups:
        raise Refusal("empty")
    taken_groups = {p.group for p in room.participants.values()}
    taken_units = {p.unit for p in room.participants.values()} - {""}
    event = WorkshopConfigured(
        title=title,
        question=question,
        language=command.language,
        groups=tuple(group for group in GROUPS if group in {*command.groups, *taken_groups}),
        units=(*units, *(unit for unit in room.units if unit in taken_units and unit not in units)),
        limit=command.limit,
        moderation=command.moderation,
    )
    return () if configured(room, event) == room else (event,)


def switch(room: Room, command: Switch) -> tuple[Event, ...]:
    """Turn one of the room's switches; nothing happens where it stands so already."""
    match command:
        case OpenSubmissions() | CloseSubmissions():
            on = isinstance(command, OpenSubmissions)
            if revealing.elsewhere(room, command.since):
                raise Refusal("step_left")
            if on and room.stage != "open":
                raise Refusal("workshop_closed")
            if on and room.locked:
                raise Refusal("step_finished")
            return () if room.submissions == on else (SubmissionsSet(open=on),)
        case Blank() | Unblank():
            on = isinstance(command, Blank)
            return () if room.blank == on else (BlankSet(blank=on),)
        case PauseWall() | ResumeWall():
            on = isinstance(command, PauseWall)
            return () if (room.paused_at is not None) == on else (PauseSet(paused=on),)


_STAGES: dict[type[Staging], tuple[set[Stage], Stage]] = {
    Close: ({"open"}, "closed"),
    Reopen: ({"closed", "archived"}, "open"),
    Archive: ({"open", "closed"}, "archived"),
    Delete: ({"open", "closed", "archived"}, "deleted"),
    Restore: ({"deleted"}, "closed"),
}
"""From which stages each command leads where. A restored workshop comes back closed: nobody writes by surprise."""


def stage(room: Room, command: Staging) -> tuple[Event, ...]:
    """Lead the workshop to another stage. Leaving "open" closes submissions; opening again takes an end back whole."""
    sources, target = _STAGES[type(command)]
    if room.stage not in sources:
        return ()
    if isinstance(command, Close) and revealing.elsewhere(room, command.since):
        raise Refusal("step_left")  # what would be settled is not what was asked about
    closing = (SubmissionsSet(open=False),) if room.submissions and target != "open" else ()
    opening = (SubmissionsSet(open=True),) if room.writing and target == "open" else ()
    settled: tuple[Event, ...] = revealing.written_again(room) if opening else ()
    if isinstance(command, Close):
        settled = revealing.settle(room, command.rest, command.hidden)
    ended = StageSet(stage=target, writing=room.submissions and isinstance(command, Close))
    return (*votes.closing(room, room.under_way), *settled, *closing, ended, *opening)


def configured(room: Room, event: WorkshopConfigured) -> Room:
    return named(
        changed(
            room,
            title=event.title,
            question=dict(event.question),
            language=event.language,
            groups=event.groups,
            units=event.units,
            limit=event.limit,
            moderation=event.moderation,
        )
    )


def staged(room: Room, event: StageSet, at: datetime) -> Room:
    clock = taken_back(room.clock, at) if event.stage == "open" else ended(room.clock, at)
    return changed(room, stage=event.stage, writing=event.writing, clock=clock)


def submissions_set(room: Room, event: SubmissionsSet) -> Room:
    return changed(room, submissions=event.open)


def blank_set(room: Room, event: BlankSet) -> Room:
    return changed(room, blank=event.blank)


def pause_set(room: Room, event: PauseSet, seq: int) -> Room:
    return changed(room, paused_at=seq if event.paused else None)
