"""What the events tell, heard by somebody who does not know the room: a second opinion on where everything stands.

It is as plain as it can be, asks nothing of ``app.workshop.visible``, and so can say which words may be seen where.
"""

import re
from collections import Counter
from collections.abc import Iterable

from app.workshop.events import (
    ActUndone,
    BlankSet,
    Event,
    ParticipantJoined,
    PauseSet,
    Recorded,
    RevealSet,
    StageSet,
    StatementEdited,
    StatementJudged,
    StatementMoved,
    StatementSaid,
    StatementWithdrawn,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeRenamed,
)

_TOKEN = re.compile(r"zq\d{4}z")
_THEME_TOKEN = re.compile(r"tq\d{4}z")
_ID = re.compile(r"\b\d{5}-\d{4}\b")
_PERSON = re.compile(r"person-\d\d|facilitator-\w+")


def tokens(text: str) -> set[str]:
    """The marks of statements in a text."""
    return set(_TOKEN.findall(text))


def theme_tokens(text: str) -> set[str]:
    """The marks of titles, visions and signs in a text."""
    return set(_THEME_TOKEN.findall(text))


def persons(text: str) -> set[str]:
    """Everybody whom a text names by id."""
    return set(_PERSON.findall(text))


def ids(text: str) -> set[str]:
    """The ids of all that a text names: statements, themes, commands."""
    return set(_ID.findall(text))


class Heard:
    """All that the events so far have told."""

    def __init__(self, log: Iterable[Recorded] = ()) -> None:
        self.words: dict[str, str] = {}
        self.author: dict[str, str] = {}
        self.standing: dict[str, str] = {}
        self.cleared: dict[str, int] = {}
        self.theme: dict[str, str | None] = {}
        self.titles: dict[str, str] = {}
        self.visions: dict[str, str] = {}
        self.group: dict[str, str] = {}
        self.unit: dict[str, str] = {}
        self.revealed = self.blank = False
        self.held_since: int | None = None
        self.stage = "open"
        for entry in log:
            self.hear(entry)

    def hear(self, entry: Recorded) -> None:
        """Take one more event in."""
        self._hear(entry.event, entry.seq)
        if isinstance(entry.event, StatementEdited) and entry.by.role == "participant":
            self.cleared[entry.event.statement] = entry.seq

    def there(self, statement: str) -> bool:
        """Whether its author has left it there."""
        return self.standing[statement] != "withdrawn"

    def on_wall(self) -> set[str]:
        """The statements that the wall may show now."""
        if not self.revealed or self.blank or self.stage == "deleted":
            return set()
        held = set() if self.held_since is None else {s for s, seq in self.cleared.items() if seq > self.held_since}
        return {s for s, standing in self.standing.items() if standing == "shown"} - held

    def themes_on_wall(self) -> set[str]:
        """The themes that the wall may show now."""
        return set() if not self.revealed or self.blank or self.stage == "deleted" else set(self.titles)

    def in_files(self) -> set[str]:
        """The statements that may leave in a file now."""
        return {s for s, standing in self.standing.items() if standing == "shown"} if self.revealed else set()

    def of(self, person: str) -> set[str]:
        """What somebody has written and not taken back."""
        return {s for s, author in self.author.items() if author == person and self.there(s)}

    def tokens(self, statements: Iterable[str]) -> set[str]:
        """The marks in these statements as they are worded now."""
        return {token for s in statements for token in tokens(self.words[s])}

    def theme_tokens(self, themes: Iterable[str]) -> set[str]:
        """The marks in the titles and visions of these themes."""
        return {token for t in themes for token in theme_tokens(f"{self.titles[t]} {self.visions[t]}")}

    def groups(self) -> Counter[str]:
        """How many have written, by group."""
        return Counter(self.group[person] for person in set(self.author.values()))

    def units(self) -> Counter[str]:
        """How many have written, by unit; "" for none."""
        return Counter(self.unit[person] for person in set(self.author.values()))

    def _hear(self, event: Event, seq: int) -> None:
        match event:
            case StatementSaid():
                self.words[event.statement] = event.text
                self.author[event.statement] = event.author
                self.standing[event.statement] = event.standing
                self.cleared[event.statement] = seq
                self.theme[event.statement] = None
            case StatementEdited():
                self.words[event.statement] = event.text
            case StatementJudged():
                self.standing[event.statement] = event.standing
                self.cleared[event.statement] = seq
            case StatementWithdrawn():
                self.standing[event.statement] = "withdrawn"
                self.words[event.statement] = ""
            case StatementMoved():
                self.theme[event.statement] = event.theme
            case ThemeMade() | ThemeRenamed():
                self.titles[event.theme] = event.title
                if isinstance(event, ThemeMade):
                    self.visions[event.theme] = event.vision
            case ThemeDescribed():
                self.visions[event.theme] = event.vision
            case ThemeDeleted():
                del self.titles[event.theme], self.visions[event.theme]
            case ParticipantJoined():
                self.group[event.participant] = event.group
                self.unit[event.participant] = event.unit
            case ActUndone():
                for inner in event.events:
                    self._hear(inner, seq)
            case _:
                self._hear_switch(event, seq)

    def _hear_switch(self, event: Event, seq: int) -> None:
        match event:
            case RevealSet():
                self.revealed = event.revealed
            case BlankSet():
                self.blank = event.blank
            case PauseSet():
                self.held_since = seq if event.paused else None
            case StageSet():
                self.stage = event.stage
            case _:
                pass
