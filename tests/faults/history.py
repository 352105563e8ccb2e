"""The history: every command and how it went for whoever gave it; and its comparison with what the log says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection

from app.store import log, projections, workshops
from app.store.database import Database
from app.verify import verify
from app.workshop.events import Recorded, StatementSaid, StatementWithdrawn
from tests.routes.line import Message

Outcome = Literal["unknown", "ok", "refused"]


@dataclass(slots=True, eq=False)
class Given:
    """One command. ``unanswered``: how often a line broke, or the server could not say, before an answer came."""

    by: str
    message: Message
    sends: int = 0
    unanswered: int = 0
    outcome: Outcome = "unknown"
    reason: str = ""

    @property
    def id(self) -> str:
        return str(self.message["id"])


@dataclass(slots=True)
class Verdict:
    """What the comparison found. ``lost`` and ``doubled`` are ids or words; ``wrong`` is all else that must not be."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """Nothing lost, nothing doubled, nothing else wrong."""
        assert self == Verdict()


class History:
    """All commands of one room's people."""

    def __init__(self) -> None:
        self.given: dict[str, Given] = {}
        self.acknowledged = 0

    def gives(self, by: str, message: Message) -> Given:
        """Note a new command, before it is sent for the first time."""
        given = self.given[message["id"]] = Given(by, message)
        return given

    def answered(self, given: Given, answer: Message) -> None:
        """Note its answer."""
        given.outcome = "ok" if answer["type"] == "ack" else "refused"
        given.reason = answer.get("reason", "")
        self.acknowledged += given.outcome == "ok"

    @property
    def counts(self) -> dict[str, int]:
        """Commands by outcome, how many were sent again, and how often the outcome was unknown for a while."""
        outcomes = Counter(given.outcome for given in self.given.values())
        return {
            "commands": len(self.given),
            "ok": outcomes["ok"],
            "refused": outcomes["refused"],
            "never_answered": outcomes["unknown"],
            "unknown_for_a_while": sum(given.unanswered > 0 for given in self.given.values()),
            "resent": sum(given.sends - 1 for given in self.given.values() if given.sends > 1),
        }

    def compared(self, address: str, code: str) -> Verdict:
        """Compare with the database at this address."""
        database = Database(address)
        try:
            with database.reading() as connection:
                return self._compared(connection, code)
        finally:
            database.close()

    def _compared(self, connection: Connection, code: str) -> Verdict:
        workshop = workshops.by_code(connection, code)
        assert workshop is not None
        recorded = log.load(connection, workshop.id)
        verdict = self.held_against(recorded)
        verdict.wrong += [f"{where}: {what}" for where, what in verify(connection).problems]
        rows = Counter(str(row["id"]) for row in projections.found(connection, workshop.id)["statement"])
        standing = _said(recorded) - _withdrawn(recorded)
        verdict.doubled += [f"row {statement}" for statement, times in rows.items() if times > 1]
        verdict.lost += [f"row {statement}" for statement in standing - rows.keys()]
        return verdict

    def held_against(self, recorded: list[Recorded]) -> Verdict:
        """Compare with a log."""
        verdict = Verdict()
        there = {entry.command: entry for entry in recorded}
        times = Counter((entry.command, entry.n) for entry in recorded)
        verdict.lost += [g.id for g in self.given.values() if g.outcome == "ok" and g.id not in there]
        verdict.doubled += [command for (command, _), n in times.items() if n > 1]
        verdict.doubled += list(_twice(recorded))
        verdict.wrong += [
            f"refused ({g.reason}) and carried out: {g.message}"
            for g in self.given.values()
            if g.outcome == "refused" and g.id in there
        ]
        verdict.wrong += [f"said by nobody: {statement}" for statement in _said(recorded) - self.given.keys()]
        verdict.wrong += list(self._changed(recorded))
        return verdict

    def _changed(self, recorded: list[Recorded]) -> Iterator[str]:
        """Commands of which the log says something else than was given: other words, or another sender."""
        withdrawn = _withdrawn(recorded)
        senders: dict[str, str] = {}
        for entry in recorded:
            given = self.given.get(entry.command)
            if given is None:
                continue
            if senders.setdefault(given.by, entry.by.id) != entry.by.id:
                yield f"of another sender: {entry.command}"
            said = entry.event
            if (
                isinstance(said, StatementSaid)
                and said.statement not in withdrawn
                and said.text != given.message["text"]
            ):
                yield f"other words: {entry.command}"


def _said(recorded: list[Recorded]) -> set[str]:
    return {entry.event.statement for entry in recorded if isinstance(entry.event, StatementSaid)}


def _withdrawn(recorded: list[Recorded]) -> set[str]:
    return {entry.event.statement for entry in recorded if isinstance(entry.event, StatementWithdrawn)}


def _twice(recorded: list[Recorded]) -> Iterator[str]:
    """Statements that are in the log more than once, by id or (as all words are different here) by their words."""
    said = [entry.event for entry in recorded if isinstance(entry.event, StatementSaid)]
    yield from (statement for statement, n in Counter(event.statement for event in said).items() if n > 1)
    yield from (text for text, n in Counter(event.text for event in said if event.text).items() if n > 1)
