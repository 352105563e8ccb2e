"""What all commands have in common."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ID = re.compile(r"[A-Za-z0-9_-]{8,40}")
Id = Annotated[str, StringConstraints(pattern=rf"^{ID.pattern}$")]
"""An id that a client made: 8 to 40 of A-Z a-z 0-9 _ -. A new statement or theme takes its command's id."""

Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=500)]


class Asked(BaseModel):
    """A command: what somebody asks of a room, once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    id: Id


class AskedAt(Asked):
    """A command that is meant for a step. ``since``: the one that it is asked from, by number from 0, or -1 before the
    first; where the room is elsewhere by now, it is refused or nothing happens. None: for whichever step it is at.
    """

    since: Annotated[int, Field(ge=-1)] | None = None
