"""Statements: said, edited, judged, withdrawn."""

from dataclasses import replace
from typing import Literal

from app.workshop import acts, cloths, labels, revealing, sheets
from app.workshop.card import Edition, Statement
from app.workshop.commands import Edit, Hide, Say, Show, Withdraw
from app.workshop.events import (
    Recorded,
    StatementEdited,
    StatementJudged,
    StatementMoved,
    StatementSaid,
    StatementWithdrawn,
)
from app.workshop.participants import wrote
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.shared_map import put
from app.workshop.words import worded
from app.workshop.writing import may_change

MOST_STATEMENTS = 20_000
"""Statements in one room: far beyond what a wall or a person can take in, and a bound on a joke script."""

MOST_EDITIONS = 20
"""Earlier wordings kept of a statement, the first and the latest: each frame with its card at the desk has them all."""


def found(room: Room, statement: str) -> Statement:
    """Return a statement that is still there, or refuse."""
    there = room.statements.get(statement)
    if there is None or there.standing == "withdrawn":
        raise Refusal("unknown_statement")
    return there


def say(room: Room, command: Say, by: Actor) -> tuple[StatementSaid, ...]:
    _writable(room, by)
    into = revealing.written_for(room)
    if command.into not in (None, into):  # it was written for a step that is over, or has not come yet
        raise Refusal("submissions_closed")
    words = worded(command.text, room.limit)
    if len(room.statements) >= MOST_STATEMENTS:
        raise Refusal("too_many", limit=MOST_STATEMENTS)
    return (
        StatementSaid(
            statement=command.id,
            author=by.id,
            text=words,
            standing="pending" if room.moderation else "shown",
            rank=room.last_rank + 1,
            into=into,
            sheet=sheets.written_on(room, by.id),
        ),
    )


def edit(room: Room, command: Edit, by: Actor) -> tuple[StatementEdited | StatementJudged, ...]:
    """New words. A participant's are for what is written now, and go through moderation again where it is on."""
    statement = found(room, command.statement)
    if by.role == "participant":
        _own(statement, by)
        _present(room, by)
        if not may_change(room, statement):
            raise Refusal("submissions_closed")
    words = worded(command.text, room.limit)
    if words == statement.text:
        return ()
    edited = StatementEdited(statement=statement.id, text=words)
    if by.role == "participant" and room.moderation and statement.standing == "shown":
        return (StatementJudged(statement=statement.id, standing="pending"), edited)
    return (edited,)


def withdraw(room: Room, command: Withdraw, by: Actor) -> tuple[StatementWithdrawn, ...]:
    statement = room.statements.get(command.statement)
    if statement is None:
        raise Refusal("unknown_statement")
    _own(statement, by)
    if statement.standing == "withdrawn":
        return ()
    return (StatementWithdrawn(statement=statement.id),)


def judge(room: Room, command: Hide | Show) -> tuple[StatementJudged, ...]:
    """Hide or show; those that stand so already are passed over."""
    standing: Literal["hidden", "shown"] = "hidden" if command.type == "hide" else "shown"
    there = [found(room, statement) for statement in dict.fromkeys(command.statements)]
    return tuple(StatementJudged(statement=s.id, standing=standing) for s in there if s.standing != standing)


def said(room: Room, recorded: Recorded, event: StatementSaid) -> Room:
    earlier = room.written.get(event.author, ())
    statement = Statement(
        id=event.statement,
        author=event.author,
        text=event.text,
        at=recorded.at,
        standing=event.standing,
        rank=event.rank,
        cleared=recorded.seq,
        number=len(earlier) + 1,
        into=event.into,
        table=event.table,
        sources=event.sources,
        sheet=event.sheet,
        wrote=event.text,
    )
    on_sheets = room.on_sheets
    if event.sheet:
        on_sheets = put(on_sheets, event.sheet, (*on_sheets.get(event.sheet, ()), event.statement))
    after = changed(
        room.with_statement(statement),
        written=put(room.written, event.author, (*earlier, event.statement)),
        on_sheets=on_sheets,
        last_rank=max(room.last_rank, event.rank),
    )
    after = cloths.idea_written(labels.by_idea(after, event), event.into, event.table, event.statement)
    return wrote(after, event.author)


def edited(room: Room, recorded: Recorded, event: StatementEdited) -> Room:
    before = room.statements[event.statement]
    if before.standing == "withdrawn":
        return room
    trace = (*before.editions, Edition(before.text, recorded.by, recorded.at))
    if len(trace) > MOST_EDITIONS:
        trace = (trace[0], *trace[1 - MOST_EDITIONS :])
    if recorded.by.role != "participant":
        return room.with_statement(replace(before, text=event.text, editions=trace))
    # The author's new words are not brought back to old ones, or shown unread, by undoing what was done to those.
    anew = replace(before, text=event.text, editions=trace, cleared=recorded.seq, wrote=event.text)
    after = room.with_statement(anew)
    return acts.without(after, event.statement, (StatementEdited, StatementJudged))


def judged(room: Room, recorded: Recorded, event: StatementJudged) -> Room:
    before = room.statements[event.statement]
    return room.with_statement(replace(before, standing=event.standing, cleared=recorded.seq))


def withdrawn(room: Room, event: StatementWithdrawn) -> Room:
    """Leave a shell: no words here, none in the trace, none in what could be undone or was kept."""
    before = room.statements[event.statement]
    shell = replace(before, text="", wrote="", editions=(), standing="withdrawn", theme=None)
    after = changed(room.with_statement(shell), kept={})
    return acts.without(after, event.statement, (StatementEdited, StatementJudged, StatementMoved))


def _writable(room: Room, by: Actor) -> None:
    _present(room, by)
    if not room.submissions:
        raise Refusal("submissions_closed")


def _present(room: Room, by: Actor) -> None:
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.id not in room.participants:
        raise Refusal("not_joined")


def _own(statement: Statement, by: Actor) -> None:
    if statement.author != by.id:
        raise Refusal("not_yours")
