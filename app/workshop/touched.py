"""What an event touches: the parts of screens that it may have changed, so that nothing else is looked at again.

To name too much costs time; to name too little leaves an old screen standing, which the screen law catches.
"""

from collections.abc import Iterable

from app.workshop.card import Statement
from app.workshop.events import (
    ActUndone,
    ClockHeld,
    ClockMoved,
    ClockRun,
    CommandNoted,
    CommitmentJudged,
    CommitmentPut,
    CommitmentTakenBack,
    CopyDropped,
    CopyPut,
    Event,
    GatheredSet,
    HandPlaced,
    MilestoneDropped,
    MilestonePut,
    MilestoneTakenBack,
    PaperTakenBack,
    ParticipantJoined,
    ParticipantLeft,
    RolesDrawn,
    SeatTaken,
    StatementEdited,
    StatementMoved,
    StatementSaid,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeNested,
    ThemePlaced,
    ThemeRenamed,
    ThemesLocked,
    Told,
    TurnPassed,
    VoteCast,
    WorkshopConfigured,
)
from app.workshop.room import Room
from app.workshop.sheets import go_round, sheet_of
from app.workshop.sorting import is_sorting
from app.workshop.turns import people_at, sat_at, telling
from app.workshop.visible import shown
from app.workshop.visible.phone import OWN_BALLOT, OWN_MILESTONE, OWN_PROMISE, OWN_SORT, own_id
from app.workshop.visible.tables import OWN_AWAY, OWN_SEAT, OWN_SHARE, OWN_SHEET, OWN_SOURCES
from app.workshop.visible.wall import heaps
from app.workshop.writing import collection

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
    """By participant, the parts of their own that these events may have changed for them; None: anybody's any."""
    by_owner: dict[str, set[str]] = {}
    happened = list(events)
    came = {event.participant for event in happened if isinstance(event, ParticipantJoined)}
    for event in happened:
        theirs = own_touched(event, after)
        if isinstance(event, SeatTaken) and event.participant in came:  # who comes late sits down where others sit
            theirs = None if _came_back(after, event) else _of_table(after, event.table)
        if theirs is None:
            return None
        for owner, part in theirs:
            by_owner.setdefault(owner, set()).add(part)
    return by_owner


def touched(before: Room, event: Event, after: Room) -> frozenset[str] | None:
    """The ids of the parts that ``event`` may have changed, for any audience; None for "any of them".

    ``before`` and ``after`` may lie further apart than this event, where every event between them is asked for.
    ``cards-<theme>`` stands for all cards of a theme.
    """
    if heaps(before) != heaps(after) or shown.some_on_wall(before) != shown.some_on_wall(after):
        return None  # what stands apart on the wall, or is marked at the desk as not on it, is so on every card
    if isinstance(event, StatementEdited | ThemeRenamed | ThemeDescribed) and _named_elsewhere(after):
        return None
    if isinstance(event, StatementMoved | CopyPut | CopyDropped) and _themes_tell(after):
        return None
    match event:
        case StatementSaid() if before.named_groups == after.named_groups:
            desk = {"bar", "pile", "agenda", "unshown", "tables", "board"}
            return frozenset({*desk, "stage", f"card-{event.statement}"})
        case StatementEdited():  # an author's new words wait where the wall is held, and its theme counts one less
            there = after.statements.get(event.statement)
            return frozenset({"acts", "board", f"card-{event.statement}", *_pile(there.theme if there else None)})
        case StatementMoved():
            there = before.statements.get(event.statement)
            now = after.statements.get(event.statement)
            themes = {event.theme, *(s.theme for s in (there, now) if s)}
            piles = {part for theme in themes for part in _pile(theme)}
            return frozenset({"acts", "pile", "tools", "agenda", f"card-{event.statement}", *piles, "board"})
        case ThemeRenamed() | ThemeDescribed():
            return frozenset({"acts", "serves", f"theme-{event.theme}"})
        case CommandNoted():
            return frozenset()
        case ParticipantJoined():
            return frozenset({"acts", "presence", "tables"})
        case RolesDrawn():
            return frozenset({"acts", "tables"})
        case SeatTaken() | ParticipantLeft() if event.ideas:
            return None
        case SeatTaken() | ParticipantLeft() | TurnPassed() if telling(before) is None and telling(after) is None:
            return frozenset({"acts", "tables"})
        case HandPlaced():
            return frozenset({"tools", f"card-{event.statement}"})
        case ThemesLocked():
            return frozenset({"tools"})
        case CopyPut() | CopyDropped():
            places = (before.copies.get(event.copy_id), after.copies.get(event.copy_id))
            copied = {f"theme-{copy.theme}" for copy in places if copy}
            return frozenset({"acts", "agenda", f"copy-{event.copy_id}", *copied})
        case VoteCast() | PaperTakenBack():
            return frozenset({"ballot"})
        case CommitmentPut() | CommitmentTakenBack() | CommitmentJudged():
            return frozenset({"acts", "bar", "promises", "stage", f"promise-{event.commitment}"})
        case MilestonePut() | MilestoneDropped() | MilestoneTakenBack():
            return frozenset({"acts", "bar", "board", "ballot", "stage", f"milestone-{event.milestone}"})
        case ClockRun() | ClockHeld() | ClockMoved() | Told() | GatheredSet():
            return frozenset({"stage", "agenda"})
        case _:
            return None


def own_touched(event: Event, after: Room) -> tuple[tuple[str, str], ...] | None:
    """Whose own parts ``event`` may have changed, and which; None for "anybody's any"."""
    if (after.ballot is not None or is_sorting(after)) and not isinstance(event, _NO_OPTION):
        return None  # its options stand on everybody's paper, and what is to be sorted on everybody's phone
    if isinstance(event, StatementSaid) and is_sorting(after):
        return None  # it is one more to be sorted
    if isinstance(event, StatementMoved | CopyPut | CopyDropped) and _themes_tell(after):
        return None
    match event:
        case VoteCast():
            return () if event.proxy else ((event.voter, OWN_BALLOT),)
        case CommitmentPut() | CommitmentJudged() | CommitmentTakenBack():
            there = after.commitments.get(event.commitment)
            return None if there is None else ((there.author, OWN_PROMISE + there.id),)
        case MilestonePut():
            return () if event.author is None else ((event.author, OWN_MILESTONE + event.milestone),)
        case PaperTakenBack() | ClockRun() | ClockHeld() | ClockMoved() | Told() | GatheredSet():
            return ()
        case ParticipantJoined():
            return ((event.participant, OWN_BALLOT), (event.participant, OWN_SORT), (event.participant, OWN_AWAY))
        case CommandNoted() | StatementMoved() | WorkshopConfigured():
            return ()
        case ThemeMade() | ThemeRenamed() | ThemeDescribed() | ThemePlaced() | ThemeDeleted():
            return None if after.commitments or is_sorting(after) else ()
        case TurnPassed() if event.table:
            return tuple((who, OWN_SEAT) for who in people_at(after, event.table))
        case HandPlaced():
            return ((event.participant, OWN_SORT),)
        case ThemesLocked() | CopyPut() | CopyDropped() | ThemeNested():
            return ()
        case ActUndone():
            return None
        case _:
            statement = after.statements.get(getattr(event, "statement", ""))
            if statement is None:
                return None
            return (
                (statement.author, own_id(statement.id)),
                (statement.author, OWN_AWAY),
                *_at_table(after, statement),
                *_on_sheet(after, statement),
            )


def _came_back(after: Room, event: SeatTaken) -> bool:
    """Whether somebody who joins has been there before, so that their words may have lain at another table till now."""
    return after.participants[event.participant].wrote


def _of_table(room: Room, table: int) -> tuple[tuple[str, str], ...]:
    """All that those at a table see of it."""
    parts = (OWN_SEAT, OWN_SHARE, OWN_SHEET, OWN_SOURCES)
    return tuple((who, part) for who in people_at(room, table) for part in parts)


def _at_table(room: Room, statement: Statement) -> tuple[tuple[str, str], ...]:
    """The parts of those at whose table a statement may be seen: as its idea, or to build on."""
    if collection(room) is None:
        return ()
    tables = {statement.table, sat_at(room, statement.author)} - {None}
    people = (who for table in tables if table for who in people_at(room, table))
    return tuple((who, part) for who in people for part in (OWN_SHARE, OWN_SOURCES))


def _on_sheet(room: Room, statement: Statement) -> tuple[tuple[str, str], ...]:
    """The part of whoever has the sheet before them on which a statement stands."""
    if not go_round(room):
        return ()
    sheet = sheet_of(statement)
    return tuple((who, OWN_SHEET) for who, sheets in room.sheets.items() if sheet in sheets)


_NO_OPTION = (
    HandPlaced | ThemesLocked | CopyPut | CopyDropped
    | VoteCast | PaperTakenBack | ClockRun | ClockHeld | ClockMoved | Told | GatheredSet | CommandNoted
    | ParticipantJoined | StatementSaid | StatementMoved
)  # fmt: skip
"""Events that change nothing of what can be voted on."""


def _named_elsewhere(room: Room) -> bool:
    """Whether words of statements and themes may stand on other parts than their own."""
    return bool(room.ballot or room.milestones or room.commitments or room.spotlight or room.copies or room.hands)


def _themes_tell(room: Room) -> bool:
    """Whether there are themes that may be seen as soon as something is in them that has been revealed."""
    return room.revealed and room.method is not None and any(not theme.of for theme in room.themes.values())


def _pile(theme: str | None) -> set[str]:
    """A theme with its cards, whose places on the wall are counted among each other; nothing for no theme."""
    return set() if theme is None else {f"theme-{theme}", f"{_CARDS}{theme}"}
