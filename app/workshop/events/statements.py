"""Events of those who take part, and of their statements."""

from typing import Literal

from app.workshop.events.happened import Happened
from app.workshop.people import StakeholderGroup

Standing = Literal["pending", "shown", "hidden", "withdrawn"]
"""Where a statement stands: waiting for approval, fit to be shown, hidden by a facilitator, or taken back."""


class ParticipantJoined(Happened):
    type: Literal["participant_joined"] = "participant_joined"
    participant: str
    group: StakeholderGroup
    unit: str


class StatementSaid(Happened):
    """``into``: the collection it was written for; ``table`` and ``sources``: whose shared idea, out of what.

    ``sheet``: who began the sheet that it was put on; None: its author, "": nobody.
    """

    type: Literal["statement_said"] = "statement_said"
    statement: str
    author: str
    text: str
    standing: Standing
    rank: float
    into: str = ""
    table: int | None = None
    sources: tuple[str, ...] = ()
    sheet: str | None = None


class StatementEdited(Happened):
    type: Literal["statement_edited"] = "statement_edited"
    statement: str
    text: str


class StatementJudged(Happened):
    """Shown, hidden or set back to waiting by a facilitator."""

    type: Literal["statement_judged"] = "statement_judged"
    statement: str
    standing: Literal["pending", "shown", "hidden"]


class StatementWithdrawn(Happened):
    type: Literal["statement_withdrawn"] = "statement_withdrawn"
    statement: str


class StatementMoved(Happened):
    type: Literal["statement_moved"] = "statement_moved"
    statement: str
    theme: str | None
    rank: float
