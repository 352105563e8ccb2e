"""Sheets that go round a table, as in brainwriting 6-3-5 (Rohrbach, "Kreativ nach Regeln", 1969).

Everyone begins a sheet with what they wrote alone, reads the one that lies before them, and writes on it. A sheet is
known by who began it. Whoever leaves a table leaves there, to the next person, what lay before them; whoever comes gets
a sheet when these are passed on the next time.
"""

from collections.abc import Mapping
from itertools import groupby

from app.workshop.card import Statement
from app.workshop.events import SheetsPassed
from app.workshop.method import Rotate
from app.workshop.room import Room, changed
from app.workshop.shuffle import shuffled
from app.workshop.turns import rounds_done

NO_SHEET = ""
"""What a statement stands on whose author had no sheet to write on."""


def go_round(room: Room) -> bool:
    """Whether sheets go round in the step that the room is at."""
    return isinstance(room.at, Rotate) and room.at.moves == "sheets" and not room.locked and room.stage == "open"


def went_round(room: Room) -> bool:
    """Whether sheets have been passed on as often as the step lets them: this is its last round."""
    return isinstance(room.at, Rotate) and rounds_done(room) >= room.at.rounds


def passed(seats: Mapping[int, tuple[str, ...]], held: Mapping[str, tuple[str, ...]]) -> SheetsPassed:
    """Everybody gives what lies before them to the next person at the table, past empty chairs.

    Whose sheet lies nowhere gives their own; who has come since, and begun none, too.
    """
    lying = {sheet for sheets in held.values() for sheet in sheets}
    after: dict[str, tuple[str, ...]] = {}
    for chairs in seats.values():
        people = [who for who in chairs if who]
        given = [held.get(who) or (() if who in lying else (who,)) for who in people]
        after |= {who: given[place - 1] for place, who in enumerate(people) if given[place - 1]}
    return SheetsPassed(sheets=after)


def left_to_the_next(
    held: Mapping[str, tuple[str, ...]], who: str, chairs: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    """Who has which sheets once ``who`` has left their chair out of these."""
    there = dict(held)
    theirs = there.pop(who, ())
    at = chairs.index(who)
    following = next((other for other in (*chairs[at + 1 :], *chairs[:at]) if other), None)
    if theirs and following is not None:
        there[following] = (*there.get(following, ()), *theirs)
    return there


def written_on(room: Room, who: str) -> str | None:
    """The sheet that somebody's words are put on now; None for one that they begin themselves."""
    if not go_round(room):
        return None
    held = room.sheets.get(who, ())
    if held:
        return None if held[0] == who else held[0]
    return NO_SHEET if any(who in sheets for sheets in room.sheets.values()) else None


def sheet_of(statement: Statement) -> str:
    """Who began the sheet that a statement stands on."""
    return statement.author if statement.sheet is None else statement.sheet


def own_again(room: Room, who: str) -> bool:
    """Whether the sheet that somebody began lies before them: it has been round their table."""
    return go_round(room) and who in room.sheets.get(who, ())


def to_read(room: Room, who: str) -> tuple[Statement, ...]:
    """What others have written on the sheets that lie before somebody, round by round; within one in an order that
    tells nothing.
    """
    step = room.at
    if not isinstance(step, Rotate) or not go_round(room) or step.sees == "nobody":
        return ()
    return tuple(line for sheet in room.sheets.get(who, ()) for line in _by_rounds(room, sheet, step.of or "", who))


def _by_rounds(room: Room, sheet: str, of: str, who: str) -> list[Statement]:
    """The lines of a sheet that are not somebody's own. In a round one writes: the next one's lines are the next's."""
    there = (room.statements[line] for line in (*room.written.get(sheet, ()), *room.on_sheets.get(sheet, ())))
    lines = sorted(
        (line for line in there if line.into == of and line.table is None and sheet_of(line) == sheet),
        key=lambda line: (line.at, line.author != sheet, line.author, line.number),
    )
    rounds = groupby(lines, key=lambda line: line.author)
    return [
        line
        for author, written in rounds
        for line in sorted(written, key=lambda line: shuffled(line.id))
        if author != who and line.standing == "shown"
    ]


def sheets_passed(room: Room, event: SheetsPassed) -> Room:
    return changed(room, sheets=event.sheets)
