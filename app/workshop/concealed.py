"""What is told no more: what is hidden, taken off the wall, or put into other words. What is taken back, events say.

A theme that is called something else, or is deleted, hides nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from app.workshop.events import (
    ActUndone,
    CollectionsSettled,
    CommitmentJudged,
    CommitmentPut,
    Event,
    MilestoneDropped,
    MilestonePut,
    Recorded,
    RevealSet,
    StatementEdited,
    StatementJudged,
)
from app.workshop.revealing import as_told, theme_opened
from app.workshop.room import Room
from app.workshop.summary.opened import milestone_opened, statement_opened


def concealed(before: Room, after: Room, recorded: Sequence[Recorded]) -> frozenset[str]:
    """The ids of statements, themes, milestones and commitments that a file told before these events, and not after.

    So are those that it tells in other words.
    """
    events = list(_single(entry.event for entry in recorded))
    all_of_it = any(isinstance(event, RevealSet | CollectionsSettled) for event in events)
    subjects = _all(before) if all_of_it else {subject for event in events if (subject := _subject(event))}
    if not subjects:
        return frozenset()
    was, now = as_told(before), as_told(after)
    told = {subject: _told(was, subject) for subject in subjects} if was.revealed else {}
    return frozenset(subject for subject, words in told.items() if words is not None and _told(now, subject) != words)


def _single(events: Iterable[Event]) -> Iterator[Event]:
    for event in events:
        yield event
        if isinstance(event, ActUndone):
            yield from event.events


def _subject(event: Event) -> str | None:
    """What a single event may hide, or put into other words."""
    match event:
        case StatementJudged() | StatementEdited():
            return event.statement
        case CommitmentJudged() | CommitmentPut():
            return event.commitment
        case MilestoneDropped() | MilestonePut():
            return event.milestone
        case _:
            return None


def _all(room: Room) -> Collection[str]:
    return {*room.statements, *room.themes, *room.milestones, *room.commitments}


def _told(room: Room, subject: str) -> tuple[str, ...] | None:
    """The words of something as files of the room tell them; of a theme that it is there at all is enough."""
    if (statement := room.statements.get(subject)) is not None:
        return (statement.text,) if statement_opened(room, statement) else None
    if (theme := room.themes.get(subject)) is not None:
        return () if theme_opened(room, theme) else None
    if (there := room.commitments.get(subject)) is not None:
        return (there.what, there.who, there.when) if room.revealed and there.shown else None
    words, milestone = milestone_opened(room, subject), room.milestones.get(subject)
    return (words, milestone.who) if words is not None and milestone is not None else None
