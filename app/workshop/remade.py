"""Events that make a thing on the board what it is, for whoever changes it or takes a change back."""

from app.workshop.card import Copy
from app.workshop.events import CopyPut, MilestonePut
from app.workshop.milestone import Milestone


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
        waits=there.waits,
    )


def copy_event(there: Copy) -> CopyPut:
    """The event that makes a copy what it is."""
    return CopyPut(copy_id=there.id, statement=there.statement, theme=there.theme, rank=there.rank)
