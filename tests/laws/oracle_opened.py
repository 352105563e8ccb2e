"""What the events tell of what has been opened, and what a command may open, and of copies: part of the oracle."""

from app.workshop.commands import Close, Command, GoTo, ReopenStep, Reveal, SettleUnshown
from app.workshop.events import CollectionsSettled, CopyDropped, CopyPut, Event, RevealSet
from tests.laws.oracle_run import Run


class Opened:
    """Which collections have been opened, and whether the wall and files tell of it."""

    def __init__(self) -> None:
        self.revealed = self.rests = False
        self.opened: frozenset[str] = frozenset()
        self.singled: frozenset[str] = frozenset()
        self.settled: dict[str, str] = {}
        self.copies: dict[str, str] = {}
        """Statements that stand in a second theme, by copy; and in which."""
        self.copied_into: dict[str, str] = {}
        self.run = Run()

    @property
    def tells(self) -> bool:
        """Whether files may tell of what has been opened: nobody has hidden it since."""
        return self.revealed or self.rests

    @property
    def told(self) -> frozenset[str]:
        """The collections that files may hold then: what has been opened, and what was said to be for files alone."""
        return self.opened | {name for name, rest in self.settled.items() if rest == "files"}

    def may_open(self, command: Command) -> set[str] | None:
        """The collections that a command may open, given all until then: Show only that of the step; None: any."""
        match command:
            case Reveal():
                return {self.run.focus} if self.run.focus is not None else set() if self.opened else {""}
            case GoTo() | ReopenStep():
                return self.run.seen_at(command.step)
            case SettleUnshown(rest="wall") | Close(rest="wall"):
                return None
            case _:
                return set()

    def hear_opened(self, event: Event) -> None:
        """Take one more event in."""
        match event:
            case RevealSet():
                self.revealed, self.rests = event.revealed, event.rests and not event.revealed
                self.opened, self.singled = frozenset(event.opened), frozenset(event.singled)
                off = {name for name, rest in self.settled.items() if rest == "wall"} - self.opened
                self.settled = {name: rest for name, rest in self.settled.items() if name not in off}
            case CollectionsSettled():
                before = {name for name, rest in self.settled.items() if rest == "wall"}
                self.settled = dict(event.settled)
                now = {name for name, rest in self.settled.items() if rest == "wall"}
                self.opened = (self.opened - before) | now
            case CopyPut():
                self.copies[event.copy_id], self.copied_into[event.copy_id] = event.statement, event.theme
            case CopyDropped():
                del self.copies[event.copy_id]
            case _:
                pass
