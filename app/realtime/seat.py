"""A seat in a room, and the line that it sends through."""

from dataclasses import dataclass, field
from typing import Protocol

from app.realtime.own_list import OwnList
from app.realtime.stream import Frame
from app.workshop.parts import Audience


class Line(Protocol):
    """What a seat sends through. It never waits."""

    @property
    def clear(self) -> bool:
        """Whether the line can take more now."""
        ...

    def send(self, frame: Frame) -> None:
        """Send a frame, after those sent before. To be asked of a clear line only, or memory has no bound."""
        ...

    @property
    def left(self) -> int:
        """What is still to be written of what was sent, in bytes or messages."""
        ...

    @property
    def heard(self) -> float:
        """When something was heard from the other side, in the event loop's time."""
        ...

    def drop(self) -> None:
        """Let the connection go at once; the other side comes back by itself."""
        ...

    def hush(self) -> None:
        """Close the connection of one who has not been heard for too long."""
        ...


@dataclass(eq=False, slots=True)
class Seat:
    """One connection. ``behind``: since when there has been something to take, and nothing was taken, in the event
    loop's time; ``left``: what its line still had to write when it was last looked at.

    ``own``: what this participant alone sees; nobody else has anything of their own.
    """

    audience: Audience
    cursor: str
    participant: str | None = None
    line: Line | None = None
    behind: float | None = None
    left: int = 0
    own: OwnList | None = field(init=False)

    def __post_init__(self) -> None:
        self.own = None if self.participant is None else OwnList(self.participant)
