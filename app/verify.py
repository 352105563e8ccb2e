"""Verify: replay every room from its log and say what does not hold. The fsck of the house."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.store import log, projections, search_words, workshops
from app.workshop.apply import Hole, replay


@dataclass(slots=True)
class Findings:
    """How much was read, and each problem as (workshop's code, what)."""

    workshops: int = 0
    events: int = 0
    statements: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)


def verify(connection: Connection) -> Findings:
    """Check every workshop: a log without holes, commands once, and projections that tell the same as the room."""
    findings = Findings()
    for workshop in workshops.everything(connection):
        findings.workshops += 1
        findings.problems += [(workshop.code, what) for what in _problems(connection, workshop.id, findings)]
    return findings


def _problems(connection: Connection, workshop: str, findings: Findings) -> Iterator[str]:
    try:
        recorded = log.load(connection, workshop)
    except ValueError as error:
        yield f"cannot be read: {type(error).__name__}"
        return
    findings.events += len(recorded)
    if not recorded:
        yield "has no events"
        return
    for expected, entry in enumerate(recorded, 1):
        if entry.seq != expected:
            yield f"hole in the log: event {expected} is missing"
            return
    parts = Counter((entry.command, entry.n) for entry in recorded)
    senders: dict[str, set[str]] = {}
    for entry in recorded:
        senders.setdefault(entry.command, set()).add(entry.by.id)
    yield from (f"command {command} is in the log twice" for (command, _), times in parts.items() if times > 1)
    yield from (f"command {command} has two senders" for command, who in senders.items() if len(who) > 1)
    try:
        room = replay(recorded)
    except (Hole, KeyError, ValueError) as error:
        yield f"cannot be replayed: {type(error).__name__} {error}"
        return
    findings.statements += room.there
    facts, found_facts = projections.workshop_facts(room), projections.facts_found(connection, workshop)
    yield from (
        f"the list says {k}={found_facts[k]!r}, the log {facts[k]!r}" for k in facts if facts[k] != found_facts[k]
    )
    expected_rows, found_rows = projections.expected(workshop, room), projections.found(connection, workshop)
    for table, rows in expected_rows.items():
        if rows != found_rows[table]:
            missing = [row["id"] for row in rows if row not in found_rows[table]]
            extra = [row["id"] for row in found_rows[table] if row not in rows]
            yield f"projection {table} differs: {len(missing)} missing or stale, {len(extra)} not in the log"
    if unsearchable := search_words.differs(connection, workshop):
        yield f"the search's words differ from what was told: {unsearchable}"
