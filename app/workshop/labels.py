"""What stands beside a statement: the group that it is from or the table, never both, whatever is shown when.

Group by table is a breakdown of a handful of people: one parent at a table of four is pointed out by it. What has been
told first stays, and the other is not told from then on, by screens, by files, or by putting several of these together.
Collections are told by table as a whole where the method lets tables tell of them, and by group once they have been
shown otherwise; single statements are a table's once it has built an idea on them, or has been shown alone.
"""

from collections.abc import Set

from app.workshop.card import Statement
from app.workshop.events import RevealSet, StatementSaid
from app.workshop.method import Method, Round
from app.workshop.room import Room, changed


def bears_group(room: Room, statement: Statement) -> bool:
    """Whether a statement may be told by its author's group, as far as tables go."""
    own = statement.table is None
    return own and statement.into not in room.by_table and statement.id not in room.of_tables


def tells_table(room: Room, statement: Statement) -> bool:
    """Whether a statement may be told by the table at which it was written: no group has ever stood on it."""
    return statement.table is not None or statement.into not in room.by_group or statement.id in room.of_tables


def by_method(room: Room, method: Method | None) -> Room:
    """The room with what tables are to tell in this method; what they have told in another one stays theirs."""
    kept = room.by_table if room.step is not None else frozenset[str]()
    return changed(room, by_table=kept | (_told_at_tables(method) - room.by_group))


def by_reveal(before: Room, after: Room, event: RevealSet) -> Room:
    """The room once something is revealed: as what it has been told from now on.

    What is shown alone while people sit at tables is taken to be a table's, as that can be said aloud.
    """
    if not event.revealed:
        return after
    single = [after.statements[one] for one in event.singled if one not in before.singled and one in after.statements]
    fresh = {one.id for one in single if after.seats and one.table is None and one.into not in after.by_group}
    alone = {one.into for one in single if one.table is None and one.id not in fresh}
    of_tables = after.of_tables | fresh if fresh else after.of_tables
    return by_group(changed(after, of_tables=of_tables), {*event.opened, *alone})


def by_group(room: Room, collections: Set[str]) -> Room:
    """The room once these collections stand with their groups on a screen or in a file."""
    fresh = collections - room.by_table - room.by_group
    return changed(room, by_group=room.by_group | fresh) if fresh else room


def by_idea(room: Room, event: StatementSaid) -> Room:
    """The room once a table has built an idea on statements that no group has stood on."""
    built = (room.statements[source] for source in event.sources if source in room.statements)
    fresh = {one.id for one in built if one.table is None and one.into not in room.by_group}
    return changed(room, of_tables=room.of_tables | fresh) if fresh else room


def _told_at_tables(method: Method | None) -> frozenset[str]:
    """The collections that tables tell of one after the other; where a step names none, of all."""
    steps = method.steps if method else ()
    told = {step.of for step in steps if isinstance(step, Round) and step.turns == "tables"}
    written = {getattr(step, "into", None) for step in steps} if None in told else set[str | None]()
    return frozenset({name or "" for name in told | written})
