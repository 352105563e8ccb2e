"""``apply`` and ``replay``: the fold from events to the room. Total: every event that was decided can be applied."""

from collections.abc import Iterable
from typing import assert_never

from app.workshop import acts, participants, running, statements, themes
from app.workshop.events import (
    ActUndone,
    BlankSet,
    CommandNoted,
    Event,
    ParticipantJoined,
    PauseSet,
    Recorded,
    RevealSet,
    StageSet,
    StatementEdited,
    StatementJudged,
    StatementMoved,
    StatementSaid,
    StatementWithdrawn,
    SubmissionsSet,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemePlaced,
    ThemeRenamed,
    WorkshopConfigured,
)
from app.workshop.room import Room, changed


class Hole(Exception):
    """An event does not follow the room that it is applied to; facts: the seq expected and the seq found."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"expected event {expected}, found {found}")
        self.expected = expected
        self.found = found


def apply(room: Room, recorded: Recorded) -> Room:
    """Return the room after one more event.

    Raises:
        Hole: ``recorded.seq`` is not the next one.
    """
    if recorded.seq != room.seq + 1:
        raise Hole(room.seq + 1, recorded.seq)
    after = acts.remembered(room, _applied(room, recorded, recorded.event), recorded)
    return changed(after, seq=recorded.seq)


def replay(log: Iterable[Recorded], room: Room | None = None) -> Room:
    """Return the room that the whole log leads to, or the tail of a log from ``room`` on."""
    after = room or Room()
    for recorded in log:
        after = apply(after, recorded)
    return after


def _applied(room: Room, recorded: Recorded, event: Event) -> Room:
    match event:
        case WorkshopConfigured():
            return running.configured(room, event)
        case StageSet():
            return running.staged(room, event)
        case SubmissionsSet():
            return running.submissions_set(room, event)
        case RevealSet():
            return running.reveal_set(room, event)
        case BlankSet():
            return running.blank_set(room, event)
        case PauseSet():
            return running.pause_set(room, event, recorded.seq)
        case ParticipantJoined():
            return participants.joined(room, event)
        case StatementSaid():
            return statements.said(room, recorded, event)
        case StatementEdited():
            return statements.edited(room, recorded, event)
        case StatementJudged():
            return statements.judged(room, recorded, event)
        case StatementWithdrawn():
            return statements.withdrawn(room, event)
        case StatementMoved():
            return themes.moved(room, event)
        case ThemeMade():
            return themes.made(room, event)
        case ThemeRenamed():
            return themes.renamed(room, event)
        case ThemeDescribed():
            return themes.described(room, event)
        case ThemePlaced():
            return themes.placed(room, event)
        case ThemeDeleted():
            return themes.deleted(room, event)
        case ActUndone():
            for inner in event.events:
                room = _applied(room, recorded, inner)
            return acts.forgotten(room, event.act)
        case CommandNoted():
            return room
        case _:
            assert_never(event)
