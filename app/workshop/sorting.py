"""Everyone sorts: participants say from their phones where statements belong, and the desk sees where hands agree."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from app.workshop.card import Statement
from app.workshop.commands import Sort
from app.workshop.counts import recounted
from app.workshop.events import CopyDropped, HandPlaced, StatementMoved
from app.workshop.kept import kept
from app.workshop.method import Cluster, Step, new_steps, shipped
from app.workshop.people import LANGUAGES, Actor, Language
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.shared_map import put
from app.workshop.shuffle import shuffled
from app.workshop.themes import movable, undoubled

ENOUGH = 3
"""Hands that must have placed a statement before it is taken to be agreed on."""


def sort(room: Room, command: Sort, by: Actor) -> tuple[HandPlaced, ...]:
    """Place a statement, or say that one has no idea; who places it again has changed their mind."""
    if by.id not in room.participants:
        raise Refusal("not_joined")
    if not is_sorting(room):
        raise Refusal("submissions_closed")
    statement = room.statements.get(command.statement)
    if statement is None or not _fit(statement, room.focus):
        raise Refusal("unknown_statement")
    if command.to is not None and command.to not in room.themes:
        raise Refusal("unknown_theme")
    theirs = room.hands.get(command.statement, {})
    if by.id in theirs and theirs[by.id] == command.to:
        return ()
    return (HandPlaced(participant=by.id, statement=command.statement, theme=command.to),)


def follow(room: Room) -> tuple[StatementMoved | CopyDropped, ...]:
    """Put each statement last where more than half of at least three hands put it."""
    movable(room)
    last: dict[str | None, float] = {}
    for statement in room.statements.values():
        last[statement.theme] = max(last.get(statement.theme, statement.rank), statement.rank)
    moved: list[StatementMoved] = []
    for statement in to_sort(room):
        theme = room.agreed.get(statement.id)
        if theme is not None and theme != statement.theme:
            rank = last.get(theme, 0.0) + len(moved) + 1
            moved.append(StatementMoved(statement=statement.id, theme=theme, rank=rank))
    if not moved:
        raise Refusal("nothing_waits")
    return undoubled(room, moved)


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


def own_words(step: Step) -> Mapping[Language, str]:
    """What phones are told in a step in which everyone sorts, without what was proposed for one where they look on.

    Whoever lets everyone sort instead has often not thought of the words that stood there for phones.
    """
    told = {language: step.texts(language).phones for language in LANGUAGES}
    return {language: words for language, words in told.items() if words not in _looking_on()}


@cache
def _looking_on() -> frozenset[str]:
    steps = (step for method in (new_steps(), *shipped().values()) for step in method.steps)
    looked_at = [step for step in steps if isinstance(step, Cluster) and step.by == "facilitators"]
    return frozenset(step.texts(language).phones for step in looked_at for language in LANGUAGES)


def to_sort(room: Room) -> Iterator[Statement]:
    """The statements of the step that are fit to be shown."""
    focus = room.focus
    return (statement for statement in room.statements.values() if _fit(statement, focus))


def left_for(room: Room, participant: str) -> Iterator[Statement]:
    """What a participant has not placed, from a place of their own on: not everybody begins with the same.

    All go round one circle, which is made once for everybody. Who begins where depends on no statement: what is not to
    be seen yet does not show in which one comes first.
    """
    circle, focus = kept(room, _circle, ("written",)), room.focus
    start = bisect(circle, (shuffled(participant), ""))
    for place in chain(range(start, len(circle)), range(start)):
        statement = room.statements[circle[place][1]]
        if _fit(statement, focus) and participant not in room.hands.get(statement.id, {}):
            yield statement


def _circle(room: Room) -> list[tuple[float, str]]:
    """All that was ever said: what becomes of it later would have the circle made anew with each move at the desk."""
    return sorted((shuffled(statement), statement) for said in room.written.values() for statement in said)


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
    before = (statement for statement in room.placed.get(event.participant, ()) if statement != event.statement)
    in_order = put(room.placed, event.participant, (*before, event.statement))
    return _counted(changed(room, hands=put(room.hands, event.statement, theirs), placed=in_order), event.statement)


def settled(room: Room, theme: str) -> Room:
    """The room in which a theme has come or gone: hands that are for it count, or count no more."""
    for statement, theirs in room.hands.items():
        if theme in theirs.values():
            room = _counted(room, statement)
    return room


def _counted(room: Room, statement: str) -> Room:
    there = room.statements[statement]
    theme = agreed(room, there)
    if theme == room.agreed.get(statement):
        return room
    after = changed(room, agreed=put(room.agreed, statement, theme))
    return changed(after, ready=recounted(room.ready, room.elsewhere(there), after.elsewhere(there)))


def _fit(statement: Statement, focus: str | None) -> bool:
    return statement.standing == "shown" and focus in (None, statement.into)
