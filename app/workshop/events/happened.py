"""What all events have in common."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Happened(BaseModel):
    """An event: what is now so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
