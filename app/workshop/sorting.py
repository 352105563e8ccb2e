"""Everyone sorts: participants say from their phones where statements belong, and the desk sees where hands agree."""

from collections import Counter

from app.workshop.commands import Sort
from app.workshop.events import HandPlaced, StatementMoved
from app.workshop.method import Cluster
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room, Statement, changed
from app.workshop.shared_map import put
from app.workshop.themes import put_last

ENOUGH = 3
"""Hands that must have placed a statement before it is taken to be agreed on."""


def sort(room: Room, command: Sort, by: Actor) -> tuple[HandPlaced, ...]:
    """Place a statement, or say that one has no idea; who places it again has changed their mind."""
    if by.id not in room.participants:
        raise Refusal("not_joined")
    if not is_sorting(room):
        raise Refusal("submissions_closed")
    if command.statement not in {statement.id for statement in to_sort(room)}:
        raise Refusal("unknown_statement")
    if command.to is not None and command.to not in room.themes:
        raise Refusal("unknown_theme")
    theirs = room.hands.get(command.statement, {})
    if by.id in theirs and theirs[by.id] == command.to:
        return ()
    return (HandPlaced(participant=by.id, statement=command.statement, theme=command.to),)


def follow(room: Room) -> tuple[StatementMoved, ...]:
    """Put each statement where more than half of at least three hands put it."""
    if room.themes_locked:
        raise Refusal("themes_locked")
    moved: list[StatementMoved] = []
    for statement in to_sort(room):
        theme = agreed(room, statement)
        if theme is not None and theme != statement.theme:
            moved += put_last(room, statement, theme, len(moved))
    if not moved:
        raise Refusal("nothing_waits")
    return tuple(moved)


def is_sorting(room: Room) -> bool:
    """Whether the room is at a step in which everyone sorts, and its statements are revealed."""
    step = room.at
    return (
        isinstance(step, Cluster)
        and step.by == "everyone"
        and not room.locked
        and room.revealed
        and room.stage == "open"
    )


def to_sort(room: Room) -> list[Statement]:
    """The statements of the step that are fit to be shown."""
    focus = room.focus
    return [s for s in room.statements.values() if s.standing == "shown" and focus in (None, s.into)]


def hands(room: Room, statement: str) -> Counter[str]:
    """How many hands put a statement into each theme that is there."""
    placed = room.hands.get(statement, {}).values()
    return Counter(theme for theme in placed if theme is not None and theme in room.themes)


def agreed(room: Room, statement: Statement) -> str | None:
    """The theme that more than half of at least three hands chose."""
    counted = hands(room, statement.id)
    if counted.total() < ENOUGH:
        return None
    theme, most = counted.most_common(1)[0]
    return theme if 2 * most > counted.total() else None


def placed(room: Room, event: HandPlaced) -> Room:
    theirs = {**room.hands.get(event.statement, {}), event.participant: event.theme}
    return changed(room, hands=put(room.hands, event.statement, theirs))
