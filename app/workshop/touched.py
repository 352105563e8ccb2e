"""What an event touches: the parts of screens that it may have changed, so that nothing else is looked at again.

To name too much costs time; to name too little leaves an old screen standing, which the screen law catches.
"""

from collections.abc import Iterable

from app.workshop.events import (
    ActUndone,
    CommandNoted,
    Event,
    ParticipantJoined,
    StatementEdited,
    StatementMoved,
    StatementSaid,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemePlaced,
    ThemeRenamed,
    WorkshopConfigured,
)
from app.workshop.room import Room, Statement

_CARDS = "cards-"


def all_touched(before: Room, events: Iterable[Event], after: Room) -> set[str] | None:
    """The ids of the parts that these events, which lead from one room to the other, may have changed; None: any."""
    parts: set[str] = set()
    for event in events:
        changed = touched(before, event, after)
        if changed is None:
            return None
        parts |= changed
    piles = {part for part in parts if part.startswith(_CARDS)}
    if piles:  # walked through once, however many events there are
        parts -= piles
        parts |= {f"card-{s.id}" for s in after.statements.values() if s.theme and f"{_CARDS}{s.theme}" in piles}
    return parts


def all_own_touched(events: Iterable[Event], after: Room) -> dict[str, set[str]] | None:
    """By participant, the statements of theirs that these events may have changed for them; None: anybody's any."""
    by_author: dict[str, set[str]] = {}
    for event in events:
        theirs = own_touched(event, after)
        if theirs is None:
            return None
        for statement in theirs:
            by_author.setdefault(statement.author, set()).add(statement.id)
    return by_author


def touched(before: Room, event: Event, after: Room) -> frozenset[str] | None:
    """The ids of the parts that ``event`` may have changed, for any audience; None for "any of them".

    ``before`` and ``after`` may lie further apart than this event, where every event between them is asked for.
    ``cards-<theme>`` stands for all cards of a theme.
    """
    match event:
        case StatementSaid() if before.named_groups == after.named_groups:
            return frozenset({"bar", "pile", "stage", f"card-{event.statement}"})
        case StatementEdited():  # an author's new words wait where the wall is held, and its theme counts one less
            there = after.statements.get(event.statement)
            return frozenset({"acts", f"card-{event.statement}", *_pile(there.theme if there else None)})
        case StatementMoved():
            there = before.statements.get(event.statement)
            now = after.statements.get(event.statement)
            themes = {event.theme, *(s.theme for s in (there, now) if s)}
            piles = {part for theme in themes for part in _pile(theme)}
            return frozenset({"acts", "pile", f"card-{event.statement}", *piles})
        case ThemeRenamed() | ThemeDescribed():
            return frozenset({"acts", f"theme-{event.theme}"})
        case CommandNoted():
            return frozenset()
        case ParticipantJoined():
            return frozenset({"presence"})
        case _:
            return None


def own_touched(event: Event, after: Room) -> tuple[Statement, ...] | None:
    """The statements that ``event`` may have changed for their authors; None for "any of them"."""
    match event:
        case CommandNoted() | StatementMoved() | ParticipantJoined() | WorkshopConfigured():
            return ()
        case ThemeMade() | ThemeRenamed() | ThemeDescribed() | ThemePlaced() | ThemeDeleted():
            return ()
        case ActUndone():
            return None
        case _:
            statement = after.statements.get(getattr(event, "statement", ""))
            return None if statement is None else (statement,)


def _pile(theme: str | None) -> set[str]:
    """A theme with its cards, whose places on the wall are counted among each other; nothing for no theme."""
    return set() if theme is None else {f"theme-{theme}", f"{_CARDS}{theme}"}
