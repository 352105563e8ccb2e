"""Commands of those who take part, and what facilitators do to their statements."""

from typing import Annotated, Literal

from pydantic import Field

from app.workshop.commands.asked import Asked, Id, Ids
from app.workshop.commands.tables import Number
from app.workshop.people import StakeholderGroup


class Join(Asked):
    """Take part as one of the workshop's groups, and of one of its units where it has any.

    ``table``: where whoever had the device before sat, and is wished for; ``since``: how often people had been seated
    by then. Where they have been seated anew since, or the table is gone, it is a seat as any other.
    """

    type: Literal["join"] = "join"
    group: StakeholderGroup
    unit: str = ""
    table: Number | None = None
    since: Annotated[int, Field(ge=0)] | None = None


class Say(Asked):
    """Send one statement. ``into``: what it was written for, by the name in the method; None: what is written now."""

    type: Literal["say"] = "say"
    text: str
    into: str | None = None


class Edit(Asked):
    """Change the words of one's own statement, or, as a facilitator, mend anybody's typing error with trace."""

    type: Literal["edit"] = "edit"
    statement: Id
    text: str


class Withdraw(Asked):
    """Take one's own statement back: its words leave the log too."""

    type: Literal["withdraw"] = "withdraw"
    statement: Id


class Hide(Asked):
    type: Literal["hide"] = "hide"
    statements: Ids


class Show(Asked):
    """Show hidden statements again, or approve waiting ones."""

    type: Literal["show"] = "show"
    statements: Ids
