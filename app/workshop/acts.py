"""Acts at the desk and how they are taken back: every undoable event has an inverse, read off the room before it."""

from dataclasses import replace

from app.workshop.commands import Undo
from app.workshop.events import (
    ActUndone,
    CommitmentJudged,
    CopyDropped,
    CopyPut,
    DeskEvent,
    Event,
    MilestoneDropped,
    MilestonePut,
    Recorded,
    StatementEdited,
    StatementJudged,
    StatementMoved,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeNested,
    ThemePlaced,
    ThemeRenamed,
)
from app.workshop.milestone import Milestone
from app.workshop.refusals import Refusal
from app.workshop.room import Act, Copy, Room, changed

REMEMBERED = 50
"""Acts that can be undone, the latest first: more than anyone goes back, and a bound on memory."""


def undo(room: Room, command: Undo) -> tuple[ActUndone, ...]:
    """Take back the latest act, if it still is the one that the facilitator saw."""
    if not room.acts:
        raise Refusal("nothing_to_undo")
    act = room.acts[-1]
    if act.command != command.act:
        raise Refusal("undo_stale")
    return (ActUndone(act=act.command, events=act.inverse),)


def remembered(before: Room, after: Room, recorded: Recorded) -> Room:
    """Add what ``recorded`` did to the acts of ``after``; a command is one act, named by its first or last event."""
    inverse = _inverse(before, recorded.event)
    if recorded.by.role != "facilitator" or inverse is None:
        return after
    acts = after.acts
    if acts and acts[-1].command == recorded.command:
        latest = acts[-1]
        kind, about = latest.kind, latest.about
        if isinstance(recorded.event, ThemeDeleted):
            kind = "themes_merged" if _filled_another(before, latest) else "theme_deleted"
            about = _about(before, recorded.event)
        longer = replace(latest, kind=kind, count=latest.count + 1, inverse=(inverse, *latest.inverse), about=about)
        return changed(after, acts=(*acts[:-1], longer))
    act = Act(recorded.command, recorded.by, recorded.event.type, 1, (inverse,), _about(before, recorded.event))
    return changed(after, acts=(*acts, act)[-REMEMBERED:])


def forgotten(room: Room, act: str) -> Room:
    """The room without ``act`` among those that can be undone."""
    return changed(room, acts=tuple(other for other in room.acts if other.command != act))


def without(room: Room, what: str, kinds: tuple[type[DeskEvent], ...] = ()) -> Room:
    """The room without these kinds of events on ``what`` among what can be undone; none named: without any."""
    kept = []
    for act in room.acts:
        inverse = tuple(e for e in act.inverse if what not in _subjects(e) or (kinds and not isinstance(e, kinds)))
        if inverse:
            kept.append(act if len(inverse) == len(act.inverse) else replace(act, inverse=inverse))
    return changed(room, acts=tuple(kept))


def _subjects(event: DeskEvent) -> set[str]:
    """The statement, milestone or commitment that an event is about."""
    fields = vars(event)  # of a model, a field that is not there is looked for long
    return {fields.get(name) or "" for name in ("statement", "milestone", "commitment")}


def _filled_another(room: Room, act: Act) -> bool:
    """Whether the act has put something into another theme already, before it deleted one."""
    moved = (inner.statement for inner in act.inverse if isinstance(inner, StatementMoved))
    return act.kind == "theme_described" or any(room.statements[statement].theme is not None for statement in moved)


def _about(room: Room, event: Event) -> str:
    """What tells one act from another of its kind: a theme's title, or what statements were judged to be."""
    match event:
        case StatementJudged():
            return event.standing
        case ThemeMade() | ThemeRenamed():
            return event.title
        case ThemeDescribed() | ThemePlaced() | ThemeNested() | ThemeDeleted():
            return room.themes[event.theme].title
        case _:
            return ""


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
        case CopyPut():
            copy = room.copies.get(event.copy_id)
            return CopyDropped(copy_id=event.copy_id) if copy is None else copy_event(copy)
        case CopyDropped():
            return copy_event(room.copies[event.copy_id])
        case MilestonePut():
            milestone = room.milestones.get(event.milestone)
            return MilestoneDropped(milestone=event.milestone) if milestone is None else milestone_event(milestone)
        case MilestoneDropped():
            return milestone_event(room.milestones[event.milestone])
        case CommitmentJudged():
            return CommitmentJudged(commitment=event.commitment, shown=room.commitments[event.commitment].shown)
        case _:
            return None


def milestone_event(there: Milestone) -> MilestonePut:
    """The event that makes a milestone what it is."""
    return MilestonePut(
        milestone=there.id,
        text=there.text,
        place=there.place,
        who=there.who,
        author=there.author,
        rank=there.rank,
        source=there.source,
        shown=there.shown,
    )


def copy_event(there: Copy) -> CopyPut:
    """The event that makes a copy what it is."""
    return CopyPut(copy_id=there.id, statement=there.statement, theme=there.theme, rank=there.rank)
