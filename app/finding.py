"""What the doctor finds."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing is, in one sentence that also says what to do next."""

    name: str
    state: State
    says: str
