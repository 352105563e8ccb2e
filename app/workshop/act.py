"""An act: what was done at the desk with one command."""

from dataclasses import dataclass

from app.workshop.events import DeskEvent
from app.workshop.people import Actor


@dataclass(frozen=True, slots=True)
class Act:
    """What one command did at the desk, and the events that take it back, latest first.

    ``about``: what tells it from others of its kind, as the title of the theme it was done to, the standing that
    statements were given or how people came to their tables. ``by_step``: a step did it by itself when it was begun.
    """

    command: str
    by: Actor
    kind: str
    count: int
    inverse: tuple[DeskEvent, ...]
    about: str = ""
    by_step: bool = False

    @property
    def of_a_round(self) -> bool:
        """Whether it moved people as their step does: once the room has gone on, nobody goes back for it."""
        return self.by_step or (self.kind, self.about) == ("tables_set", "moved_on")
