"""What the events tell of people's own words, whatever a facilitator has made of them since: part of the oracle."""

from app.workshop.events import (
    ActUndone,
    MilestonePut,
    MilestoneTakenBack,
    Recorded,
    StatementEdited,
    StatementSaid,
    StatementWithdrawn,
)


class Own:
    """Who wrote what is there, and their own latest words for it."""

    def __init__(self) -> None:
        self._wrote: dict[str, tuple[str, str]] = {}
        self._now: dict[str, str] = {}

    def hear(self, entry: Recorded) -> None:
        """Take one more event in; whoever moves a milestone does not make a facilitator's words theirs."""
        for event in entry.event.events if isinstance(entry.event, ActUndone) else (entry.event,):
            match event:
                case (
                    StatementSaid(statement=what, text=text)
                    | StatementEdited(statement=what, text=text)
                    | MilestonePut(milestone=what, text=text)
                ):
                    if entry.by.role == "participant" and self._now.get(what) != text:
                        self._wrote[what] = entry.by.id, text
                    self._now[what] = text
                case StatementWithdrawn(statement=what) | MilestoneTakenBack(milestone=what):
                    self._wrote.pop(what, None)
                case _:
                    pass

    def words(self, person: str) -> str:
        """All that somebody wrote, in their own latest words."""
        return " ".join(text for author, text in self._wrote.values() if author == person)
