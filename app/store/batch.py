"""What the writer of a room appends in one go."""

from collections.abc import Sequence
from typing import NamedTuple

from app.workshop.events import Recorded
from app.workshop.room import Room


class Batch(NamedTuple):
    """Events of one workshop, which lead from ``before`` to ``after``."""

    workshop: str
    recorded: Sequence[Recorded]
    before: Room
    after: Room
