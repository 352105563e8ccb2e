"""A room to try things in: commands are decided and applied as in a live room, each with an id of its own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.realtime.live_room import decided
from app.workshop.apply import replay
from app.workshop.card import Statement
from app.workshop.commands import (
    Command,
    Create,
    Edit,
    Hide,
    Join,
    MakeTheme,
    Move,
    OpenSubmissions,
    Reveal,
    Say,
    Undo,
    Withdraw,
)
from app.workshop.events import CommandNoted, Recorded
from app.workshop.people import SYSTEM, Actor, StakeholderGroup
from app.workshop.refusals import Reason, Refusal
from app.workshop.room import Room

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = Actor(role="facilitator", id="facilitator-anna")
BO = Actor(role="facilitator", id="facilitator-bo")
QUESTION = "Hvordan ønsker vi at det skal være i 2040?"


def person(number: int) -> Actor:
    """A participant."""
    return Actor(role="participant", id=f"person-{number:03d}")


class Trial:
    """A workshop from its first command on."""

    def __init__(
        self,
        groups: Sequence[StakeholderGroup] = ("child", "parent", "staff"),
        units: Sequence[str] = (),
        *,
        moderation: bool = False,
        limit: int = 280,
    ) -> None:
        self.room = Room()
        self.log: list[Recorded] = []
        self._ids = 0
        made = Create(
            id=self.new_id(),
            title="Fremtidsverksted",
            question={"nb": QUESTION, "en": "How do we want it to be in 2040?"},
            language="nb",
            groups=tuple(groups),
            units=tuple(units),
            limit=limit,
            moderation=moderation,
        )
        self.ask(made, SYSTEM)

    def new_id(self) -> str:
        """An id that no command here has had."""
        self._ids += 1
        return f"command-{self._ids:04d}"

    def ask(self, command: Command, by: Actor = ANNA) -> list[Recorded]:
        """Carry a command out; what came of it, without the note that it was given where nothing did."""
        at = START + timedelta(seconds=len(self.log))
        self.room, recorded = decided(self.room, command, by, at)
        self.log += recorded
        return [entry for entry in recorded if not isinstance(entry.event, CommandNoted)]

    def refused(self, command: Command, by: Actor = ANNA) -> Refusal:
        """Why a command is refused; it must be, and nothing must have changed."""
        before = self.room
        try:
            self.ask(command, by)
        except Refusal as refusal:
            assert self.room == before
            return refusal
        raise AssertionError(f"{command.type} was not refused")

    def reason(self, command: Command, by: Actor = ANNA) -> Reason:
        """The name of the reason alone."""
        return self.refused(command, by).reason

    def join(self, number: int, group: StakeholderGroup = "child", unit: str = "") -> Actor:
        """Let a participant come."""
        self.ask(Join(id=self.new_id(), group=group, unit=unit), person(number))
        return person(number)

    def open(self) -> None:
        self.ask(OpenSubmissions(id=self.new_id()))

    def reveal(self) -> None:
        self.ask(Reveal(id=self.new_id()))

    def say(self, text: str, by: Actor | None = None) -> str:
        """Let somebody write, by default a child that has come for it; the statement's id."""
        if by is None:
            by = person(0)
            if by.id not in self.room.participants:
                self.join(0)
        if not self.room.submissions:
            self.open()
        said = Say(id=self.new_id(), text=text)
        self.ask(said, by)
        return said.id

    def say_all(self, *texts: str) -> list[str]:
        return [self.say(text) for text in texts]

    def write(self, group: StakeholderGroup, people: range, unit: str = "") -> list[str]:
        """Let so many people of a group come and write one statement each."""
        return [self.say(f"{group} {number}", self.join(number, group, unit)) for number in people]

    def edit(self, statement: str, text: str, by: Actor = ANNA) -> list[Recorded]:
        return self.ask(Edit(id=self.new_id(), statement=statement, text=text), by)

    def withdraw(self, statement: str, by: Actor | None = None) -> list[Recorded]:
        return self.ask(Withdraw(id=self.new_id(), statement=statement), by or person(0))

    def hide(self, *statements: str) -> list[Recorded]:
        return self.ask(Hide(id=self.new_id(), statements=statements))

    def theme(self, title: str, *statements: str) -> str:
        """Make a theme; its id."""
        made = MakeTheme(id=self.new_id(), title=title, statements=statements)
        self.ask(made)
        return made.id

    def move(self, *statements: str, to: str | None = None, before: str | None = None) -> list[Recorded]:
        return self.ask(Move(id=self.new_id(), statements=statements, to=to, before=before))

    def undo(self, by: Actor = ANNA) -> list[Recorded]:
        """Take the latest act back."""
        return self.ask(
            Undo(id=self.new_id(), act=self.room.acts[-1].command if self.room.acts else "no-act-there"), by
        )

    def order(self, theme: str | None = None) -> list[str]:
        """The words in a theme or on the pile, from top to bottom."""
        return [statement.text for statement in self.room.piled(theme)]

    def titles(self) -> list[str]:
        """The themes' titles in their order."""
        return [theme.title for theme in self.room.theme_order()]

    def the(self, statement: str) -> Statement:
        return self.room.statements[statement]

    def replayed(self) -> Room:
        """The room that the log leads to."""
        return replay(self.log)
