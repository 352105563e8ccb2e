"""The log: append-only, without holes, each command once; and what is erased is gone from the disk."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from app.realtime.live_room import decided
from app.store import log, projections
from app.store.batch import Batch
from app.store.database import Database
from app.store.journal import Journal
from app.store.sqlite import PATIENCE_MS
from app.workshop.apply import replay
from app.workshop.commands import Command, Edit, Reveal, Say, Undo, Withdraw
from app.workshop.events import Event, erased
from app.workshop.people import Actor
from tests.databases import sqlite_only
from tests.realtime.stations import DESK, NOW, Station, logged, new_id, person, say, workshop_in


@pytest.fixture
def workshop(database: Database) -> str:
    return workshop_in(database)


@pytest.fixture
async def station(database: Database, workshop: str) -> Station:
    return Station(Journal(database, workshop))


def append(database: Database, workshop: str, command: Command, by: Actor, *, behind: int = 0) -> None:
    """Append a command that was decided on the log, or on one that lacks its last ``behind`` events."""
    there = logged(database, workshop)
    before = replay(there[: len(there) - behind])
    after, recorded = decided(before, command, by, NOW)
    with database.writing() as connection:
        log.append(connection, Batch(workshop, recorded, before, after))


def test_events_come_back_as_they_were_appended(database: Database, workshop: str) -> None:
    before = logged(database, workshop)
    spoken = say("Blåbærskog 🫐")
    append(database, workshop, spoken, person(0))
    *there, last = logged(database, workshop)
    assert there == before
    assert [entry.seq for entry in [*there, last]] == list(range(1, len(there) + 2))
    assert (last.command, last.n, last.by, last.at) == (spoken.id, 0, person(0), NOW)
    with database.reading() as connection:
        assert log.load(connection, workshop, after=last.seq - 1) == [last]
        assert log.heads(connection, [workshop, "unknown"]) == {workshop: last.seq}


def test_who_decided_on_an_old_state_is_told_so_and_nothing_is_written(database: Database, workshop: str) -> None:
    before = logged(database, workshop)
    with pytest.raises(log.Conflict):
        append(database, workshop, say(), person(0), behind=1)
    assert logged(database, workshop) == before


def test_the_same_command_cannot_stand_in_the_log_twice(database: Database, workshop: str) -> None:
    once = say()
    append(database, workshop, once, person(0))
    with pytest.raises(log.Conflict):
        append(database, workshop, once, person(0))
    assert [entry.command for entry in logged(database, workshop)].count(once.id) == 1


def test_the_lists_tell_the_same_as_the_room(database: Database, workshop: str) -> None:
    append(database, workshop, say("Til lista"), person(0))
    append(database, workshop, Reveal(id=new_id()), DESK)
    room = replay(logged(database, workshop))
    with database.reading() as connection:
        assert projections.found(connection, workshop) == projections.expected(workshop, room)
        assert projections.facts_found(connection, workshop) == projections.workshop_facts(room)
    assert room.revealed


def _on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("fremtidsbilde.db*")))


@sqlite_only
async def test_words_that_are_taken_back_are_gone_from_the_files(
    database: Database, station: Station, tmp_path: Path
) -> None:
    """Also those of earlier wordings, of a facilitator's mending, and of its undoing."""
    spoken, other = say("ordetjegangrer"), say("ordetsomblir")
    mended = Edit(id=new_id(), statement=spoken.id, text="ordetsomblerettet")
    commands: list[tuple[Command, Actor]] = [
        (spoken, person(0)),
        (other, person(1)),
        (Edit(id=new_id(), statement=spoken.id, text="ordetjegomskrev"), person(0)),
        (mended, DESK),
        (Undo(id=new_id(), act=mended.id), DESK),
    ]
    for command, by in commands:
        assert await station.submit(command, by) is None
    there = _on_disk(tmp_path)
    for word in (b"ordetjegangrer", b"ordetjegomskrev", b"ordetsomblerettet", b"ordetsomblir"):
        assert word in there

    assert await station.submit(Withdraw(id=new_id(), statement=spoken.id), person(0)) is None
    await database.scrub()
    left = _on_disk(tmp_path)
    for word in (b"ordetjegangrer", b"ordetjegomskrev", b"ordetsomblerettet"):
        assert word not in left
    assert b"ordetsomblir" in left


@sqlite_only
async def test_who_reads_meanwhile_keeps_nobody_waiting_and_the_words_go_when_they_are_done(
    database: Database, station: Station, tmp_path: Path
) -> None:
    spoken = say("ordetjegangrer")
    await station.submit(spoken, person(0))
    await database.scrub()
    reader = sqlite3.connect(tmp_path / "fremtidsbilde.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchone()
    await station.submit(Withdraw(id=new_id(), statement=spoken.id), person(0))
    await asyncio.wait_for(database.scrub(), PATIENCE_MS / 2_000)
    assert [database.erased] == [True], "it is not done yet"
    reader.execute("COMMIT")
    reader.close()
    await database.scrub()
    assert [database.erased] == [False]
    assert b"ordetjegangrer" not in _on_disk(tmp_path)


@sqlite_only
async def test_words_that_are_taken_back_go_from_the_files_also_when_the_answer_to_the_commit_is_lost(
    database: Database, workshop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = say("ordetjegangrer")
    append(database, workshop, spoken, person(0))
    await database.scrub()
    before = replay(await asyncio.to_thread(logged, database, workshop))
    after, recorded = decided(before, Withdraw(id=new_id(), statement=spoken.id), person(0), NOW)
    write = database.write_joined

    async def unheard(*work: Any) -> None:
        await write(*work)
        raise OperationalError("commit", {}, OSError("the line broke"))

    monkeypatch.setattr(database, "write_joined", unheard)
    with pytest.raises(OperationalError):
        await Journal(database, workshop).append(recorded, before, after)
    await database.scrub()
    assert b"ordetjegangrer" not in _on_disk(tmp_path)


async def test_of_what_was_undone_only_what_tells_of_the_statement_is_looked_through(
    database: Database, workshop: str, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = "statement_1-7", "statementX1-7"
    for statement in (mine, other):
        mended = Edit(id=new_id(), statement=statement, text=f"rettet {statement}")
        await station.submit(Say(id=statement, text=f"sagt {statement}"), person(0))
        await station.submit(mended, DESK)
        await station.submit(Undo(id=new_id(), act=mended.id), DESK)
    looked_through: list[str] = []

    def spy(event: Event, statement: str) -> Event:
        looked_through.append(event.model_dump_json())
        return erased(event, statement)

    monkeypatch.setattr(log, "erased", spy)
    await station.submit(Withdraw(id=new_id(), statement=mine), person(0))
    assert ["undone" in payload for payload in looked_through].count(True) == 1
    assert all(mine in payload for payload in looked_through)
    there = "".join(entry.event.model_dump_json() for entry in await asyncio.to_thread(logged, database, workshop))
    assert (there.count(f"sagt {mine}"), there.count(f"rettet {mine}")) == (0, 0)
    assert (there.count(f"sagt {other}"), there.count(f"rettet {other}")) == (2, 1)


async def test_words_that_are_taken_back_are_in_no_row(database: Database, workshop: str, station: Station) -> None:
    spoken = say("ordetjegangrer")
    await station.submit(spoken, person(0))
    await station.submit(Withdraw(id=new_id(), statement=spoken.id), person(0))

    def rows(connection: Connection) -> str:
        return "".join(str(connection.execute(select(table)).all()) for table in SQLModel.metadata.sorted_tables)

    assert "ordetjegangrer" not in await database.read(rows)


async def test_the_log_has_no_hole_where_words_were_erased(database: Database, workshop: str, station: Station) -> None:
    spoken = say("borte")
    commands: list[Command] = [spoken, say("igjen"), Withdraw(id=new_id(), statement=spoken.id)]
    for command in commands:
        await station.submit(command, person(0))
    there = await asyncio.to_thread(logged, database, workshop)
    assert [entry.seq for entry in there] == list(range(1, len(there) + 1))
    assert replay(there) == station.room
    assert [s.text for s in replay(there).statements.values()] == ["", "igjen"]
