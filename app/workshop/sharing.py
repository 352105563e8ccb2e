"""What a table has in common: ideas that its people write together, out of what they wrote alone.

Whoever sits where an idea lies sees it (``cloths``). What others at a table wrote alone is for those who were seated
there: nobody can go from table to table with a phone and read.
"""

from collections import Counter

from app.workshop.card import Statement
from app.workshop.cloths import NO_TABLE, lying
from app.workshop.commands import ShareIdea
from app.workshop.events import StatementSaid
from app.workshop.method import Share
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from app.workshop.shuffle import shuffled
from app.workshop.statements import MOST_STATEMENTS
from app.workshop.turns import left_from, people_at
from app.workshop.words import worded
from app.workshop.writing import collection, written_in


def share(room: Room, command: ShareIdea, by: Actor) -> tuple[StatementSaid, ...]:
    """Write an idea for one's table. What it builds on stays as it is, and linked to it."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.id not in room.participants:
        raise Refusal("not_joined")
    into = collection(room)
    if into is None or room.locked:
        raise Refusal("submissions_closed")
    table = room.tables.get(by.id)
    if table is None:
        raise Refusal("not_seated")
    words = worded(command.text, room.limit)
    sources = {statement.id for statement in originals(room, table, by.id)}
    if not sources.issuperset(command.sources):
        raise Refusal("unknown_statement")
    if not left(room, table):
        raise Refusal("enough_shared", limit=most(room))
    if len(room.statements) >= MOST_STATEMENTS:
        raise Refusal("too_many", limit=MOST_STATEMENTS)
    idea = StatementSaid(
        statement=command.id,
        author=by.id,
        text=words,
        standing="pending" if room.moderation else "shown",
        rank=room.last_rank + 1,
        into=into,
        table=table,
        sources=tuple(dict.fromkeys(command.sources)),
    )
    return (idea,)


def most(room: Room) -> int:
    """How many ideas each table may have in what is written now: a step's number for each step that writes there."""
    into = collection(room)
    if room.method is None or room.step is None or into is None:
        return 0
    return sum(_most(room, into) for number in range(room.step + 1) if written_in(room, number) == into)


def left(room: Room, table: int) -> int:
    """How many more ideas a table may share now; tables that have joined have what is left to the fullest of them."""
    told = Counter(idea.table for idea in _shared_at(room, table) if idea.standing != "withdrawn")
    return max(0, most(room) - max(told.values(), default=0))


def there(room: Room, table: int) -> int:
    """How many ideas lie at a table in what is written now, also those that others there are not to see."""
    return sum(idea.standing != "withdrawn" for idea in _shared_at(room, table))


def put_away(room: Room) -> bool:
    """Whether ideas of what is written now were put away, as all were mixed anew."""
    return bool(room.cloths.get((collection(room) or "", NO_TABLE)))


def ideas(room: Room, table: int, reader: str) -> tuple[Statement, ...]:
    """The ideas of a table in what is written now, the oldest first; others' only where they are fit to be shown."""
    fit = (
        i
        for i in _shared_at(room, table)
        if i.standing == "shown" or (i.author == reader and i.standing != "withdrawn")
    )
    return tuple(sorted(fit, key=lambda idea: (idea.rank, idea.id)))


def originals(room: Room, table: int, reader: str) -> tuple[Statement, ...]:
    """What the people at a table have to build on now: what they wrote alone, or had as ideas before, and who left it.

    In an order that tells nothing. Who has come to the table by themselves while this can be read sees their own.
    """
    step = room.at
    if not isinstance(step, Share) or step.of is None or step.sees == "nobody" or room.locked:
        return ()
    people = (reader,) if reader in room.guests else (*people_at(room, table), *left_from(room, table))
    written = (room.statements[s] for who in people for s in room.written.get(who, ()))
    alone = (s for s in written if s.into == step.of and s.table is None)
    fit = (s for s in (*alone, *lying(room, step.of, table)) if s.standing == "shown")
    return tuple(sorted(fit, key=lambda statement: shuffled(statement.id)))


def _shared_at(room: Room, table: int) -> tuple[Statement, ...]:
    return tuple(lying(room, collection(room) or "", table))


def _most(room: Room, into: str) -> int:
    """How many a step lets each table write: as many as the one that makes them, and one idea where none says."""
    steps = room.method.steps if room.method else ()
    return next((step.most for step in steps if isinstance(step, Share) and step.into == into), 1)
