"""Acts at the desk and how they are taken back: every undoable event has an inverse, read off the room before it."""

from collections.abc import Callable
from dataclasses import replace

from app.workshop import settled
from app.workshop.act import Act
from app.workshop.cloths import as_they_lie
from app.workshop.commands import Undo
from app.workshop.events import (
    ActUndone,
    CollectionsSettled,
    CommitmentJudged,
    CopyDropped,
    CopyPut,
    DeskEvent,
    Event,
    MilestoneDropped,
    MilestonePut,
    ParticipantLeft,
    Recorded,
    RevealSet,
    RolesDrawn,
    SeatTaken,
    SheetsPassed,
    StatementEdited,
    StatementJudged,
    StatementMoved,
    TablesSet,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeNested,
    ThemePlaced,
    ThemeRenamed,
    TurnPassed,
)
from app.workshop.given_back import besides, less_roles, less_turn, seat_back
from app.workshop.guests import roles_kept
from app.workshop.method import Rotate
from app.workshop.refusals import Refusal
from app.workshop.remade import copy_event, milestone_event
from app.workshop.room import Room, changed
from app.workshop.seating import ROLES

REMEMBERED = 50
"""Acts that can be undone, the latest first: more than anyone goes back, and a bound on memory."""

_LOCKED = StatementMoved | ThemeMade | ThemeDeleted | ThemePlaced | ThemeNested | CopyPut | CopyDropped
"""What a lock of the themes lets nobody do, nor take back."""


def undo(room: Room, command: Undo) -> tuple[ActUndone, ...]:
    """Take back the latest act, if it still is the one that the facilitator saw."""
    if not room.acts:
        raise Refusal("nothing_to_undo")
    act = room.acts[-1]
    if act.command != command.act:
        raise Refusal("undo_stale")
    if room.themes_locked and any(isinstance(event, _LOCKED) for event in act.inverse):
        raise Refusal("themes_locked")
    return (ActUndone(act=act.command, events=act.inverse),)


def remembered(before: Room, after: Room, recorded: Recorded) -> Room:
    """Add what ``recorded`` did to the acts of ``after``; a command is one act, named by its first or last event.

    What a step did by itself is none, but for people whom it seated elsewhere than they sat: to go back moves nobody.
    """
    event = recorded.event
    if isinstance(event, CollectionsSettled | RevealSet) and not settled.settles(before, recorded):
        return _kept(after, lambda e: None if isinstance(e, CollectionsSettled | RevealSet) else e)
    if isinstance(event, SeatTaken | ParticipantLeft):
        inverse: DeskEvent | None = seat_back(before, after, event)
    else:
        inverse = _inverse(before, event)
    if recorded.by.role != "facilitator" or inverse is None:
        return after
    inverses = (inverse, *besides(before, recorded.event))
    acts, by_step = after.acts, recorded.command == before.entered
    moved = before.tables and isinstance(recorded.event, TablesSet)
    if by_step and not moved and not (acts and acts[-1].command == recorded.command):
        return after
    if acts and acts[-1].command == recorded.command:
        latest = acts[-1]
        kind, about = latest.kind, latest.about
        if isinstance(recorded.event, ThemeDeleted):
            kind = "themes_merged" if _filled_another(before, latest) else "theme_deleted"
            about = _about(before, recorded.event)
        longer = replace(latest, kind=kind, count=latest.count + 1, inverse=(*inverses, *latest.inverse), about=about)
        return changed(after, acts=(*acts[:-1], longer))
    about = _about(before, recorded.event)
    act = Act(recorded.command, recorded.by, recorded.event.type, 1, inverses, about, by_step)
    return changed(after, acts=(*acts, act)[-REMEMBERED:])


def forgotten(room: Room, act: str) -> Room:
    """The room without ``act`` among those that can be undone."""
    return changed(room, acts=tuple(other for other in room.acts if other.command != act))


def without(room: Room, what: str, kinds: tuple[type[DeskEvent], ...] = ()) -> Room:
    """The room without these kinds of events on ``what`` among what can be undone; none named: without any."""
    return _kept(room, lambda e: None if what in _subjects(e) and (not kinds or isinstance(e, kinds)) else e)


def moved_themselves(room: Room, who: str) -> Room:
    """Undoing what was done before does not move whoever has sat down elsewhere since, or bring back their roles.

    Sheets stay where they are then, and so does how often they went round: some have been left to the next person.
    What only moved whoever it was is undone no more.
    """
    for act in _bringing_back(room, who):
        room = forgotten(room, act.command)

    def kept(event: DeskEvent) -> DeskEvent | None:
        match event:
            case SheetsPassed():
                return None
            case TurnPassed(table=0) if isinstance(room.at, Rotate) and room.at.moves == "sheets":
                return None
            case RolesDrawn():
                return less_roles(event, who)
            case _:
                return event

    return _kept(room, kept)


def brings_back(room: Room, who: str) -> bool:
    """Whether undoing what was done would seat somebody."""
    return bool(_bringing_back(room, who))


def roles_passed_on(room: Room, before: Room) -> Room:
    """Undoing what was done before brings no roles back that lack what one left behind who sat down elsewhere since."""
    gained = {who: new for who, roles in room.roles.items() if (new := {*roles} - {*before.roles.get(who, ())})}

    def kept(event: DeskEvent) -> DeskEvent:
        if not isinstance(event, RolesDrawn):
            return event
        roles = dict(event.roles)
        for who, new in gained.items():
            at_table = {role for other in room.seats[room.tables[who]] for role in event.roles.get(other, ())}
            if at_table | {role for theirs in gained.values() for role in theirs} == {*ROLES}:
                theirs = {*roles.get(who, ()), *(new - at_table)}
                roles[who] = tuple(role for role in ROLES if role in theirs)
        return event.model_copy(update={"roles": {who: theirs for who, theirs in roles.items() if theirs}})

    return _kept(room, kept)


def passed_themselves(room: Room, table: int) -> Room:
    """Where people have passed the turn on since, it is not given back."""

    def kept(event: DeskEvent) -> DeskEvent | None:
        if isinstance(event, SeatTaken):
            return less_turn(event, table)
        return None if isinstance(event, TurnPassed) and event.table == table else event

    return _kept(room, kept)


def of_another_step(room: Room, *, anew: bool = False, onward: bool = False) -> Room:
    """Whose turn it is, before whom a sheet lies and what has been settled is not brought back in another step.

    Nor who was a guest, where the step is one that is begun ``anew``; nor, once the room has gone ``onward``, where
    people sat before they moved on, or a step moved them.
    """
    if onward:
        room = changed(room, acts=tuple(act for act in room.acts if not act.of_a_round))

    def kept(event: DeskEvent) -> DeskEvent | None:
        if isinstance(event, TablesSet):
            return event.model_copy(update={"turns": {}} | ({"guests": {}} if anew else {}))
        if isinstance(event, RolesDrawn) and anew:
            return event.model_copy(update={"kept": {}})
        if isinstance(event, SeatTaken):
            return event.model_copy(update={"turns": ()} | ({"home": None, "guests": {}} if anew else {}))
        return None if isinstance(event, TurnPassed | SheetsPassed | CollectionsSettled | RevealSet) else event

    return _kept(room, kept)


def _bringing_back(room: Room, who: str) -> list[Act]:
    return [act for act in room.acts if any(isinstance(e, SeatTaken) and e.participant == who for e in act.inverse)]


def _kept(room: Room, keep: Callable[[DeskEvent], DeskEvent | None]) -> Room:
    """The room with what can be undone as ``keep`` says for each event; None: not at all."""
    acts = []
    for act in room.acts:
        inverse = tuple(kept for event in act.inverse if (kept := keep(event)) is not None)
        if inverse:
            acts.append(act if inverse == act.inverse else replace(act, inverse=inverse))
    return room if len(acts) == len(room.acts) and tuple(acts) == room.acts else changed(room, acts=tuple(acts))


def _subjects(event: DeskEvent) -> set[str]:
    """The statement, milestone, commitment or person that an event is about."""
    fields = vars(event)  # of a model, a field that is not there is looked for long
    return {fields.get(name) or "" for name in ("statement", "milestone", "commitment", "participant")}


def _filled_another(room: Room, act: Act) -> bool:
    """Whether the act has put something into another theme already, before it deleted one."""
    moved = (inner.statement for inner in act.inverse if isinstance(inner, StatementMoved))
    return act.kind == "theme_described" or any(room.statements[statement].theme is not None for statement in moved)


def _about(room: Room, event: Event) -> str:
    """What tells one act from another of its kind: a theme's title, what something was judged to be, and the like."""
    match event:
        case StatementJudged():
            return event.standing
        case CommitmentJudged():
            return "shown" if event.shown else "hidden"
        case ThemeMade() | ThemeRenamed():
            return event.title
        case TablesSet():
            return _seating(room, event)
        case CollectionsSettled():
            return settled.about(room, event)
        case ThemeDescribed() | ThemePlaced() | ThemeNested() | ThemeDeleted():
            return room.themes[event.theme].title
        case _:
            return ""


def _seating(room: Room, event: TablesSet) -> str:
    """How people come to their tables."""
    if not event.tables:
        return "away"
    return event.how if event.how != "set" else "mixed" if room.tables else "made"


def _inverse(room: Room, event: Event) -> DeskEvent | None:
    """The event that takes ``event`` back, given the room before it; None where it cannot be undone."""
    match event:
        case StatementEdited():
            return StatementEdited(statement=event.statement, text=room.statements[event.statement].text)
        case StatementJudged():
            standing = room.statements[event.statement].standing
            if standing == "withdrawn":
                return None
            return StatementJudged(statement=event.statement, standing=standing)
        case StatementMoved():
            statement = room.statements[event.statement]
            return StatementMoved(statement=statement.id, theme=statement.theme, rank=statement.rank)
        case ThemeMade():
            return ThemeDeleted(theme=event.theme)
        case ThemeRenamed():
            return ThemeRenamed(theme=event.theme, title=room.themes[event.theme].title)
        case ThemeDescribed():
            theme = room.themes[event.theme]
            return ThemeDescribed(theme=theme.id, vision=theme.vision, signs=theme.signs)
        case ThemePlaced():
            return ThemePlaced(theme=event.theme, rank=room.themes[event.theme].rank)
        case ThemeDeleted():
            theme = room.themes[event.theme]
            return ThemeMade(
                theme=theme.id,
                title=theme.title,
                rank=theme.rank,
                vision=theme.vision,
                signs=theme.signs,
                of=theme.of,
                alone=theme.alone,
                under=theme.under,
            )
        case ThemeNested():
            return ThemeNested(theme=event.theme, under=room.themes[event.theme].under)
        case CopyPut() | CopyDropped():
            copy = room.copies.get(event.copy_id)
            return CopyDropped(copy_id=event.copy_id) if copy is None else copy_event(copy)
        case MilestonePut() | MilestoneDropped():
            milestone = room.milestones.get(event.milestone)
            return MilestoneDropped(milestone=event.milestone) if milestone is None else milestone_event(milestone)
        case CommitmentJudged():
            commitment = room.commitments[event.commitment]
            return CommitmentJudged(commitment=commitment.id, shown=commitment.shown, waits=commitment.waits)
        case TablesSet():
            return TablesSet(
                tables=dict(room.tables),
                turns=dict(room.turns),
                ideas=as_they_lie(room),
                gone=dict(room.gone),
                guests=dict(room.guests),
                seats=dict(room.seats),
            )
        case RolesDrawn():
            return RolesDrawn(roles=dict(room.roles), kept=roles_kept(room))
        case TurnPassed():
            return TurnPassed(table=event.table, turn=room.turns.get(event.table, 0))
        case SheetsPassed():
            return SheetsPassed(sheets=dict(room.sheets))
        case CollectionsSettled() | RevealSet():
            return settled.as_before(room, event)
        case _:
            return None
