"""Rooms that append together: exactly what is told to be written is, and no room spoils it for another."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from app.realtime.live_room import decided
from app.store import log, projections
from app.store.batch import Batch
from app.store.database import Database
from app.store.journal import Journal
from app.verify import verify
from app.workshop.apply import replay
from app.workshop.commands import Command, Say, Withdraw
from app.workshop.room import Room
from tests.databases import connect, held, postgresql_only
from tests.realtime.stations import NOW, Station, logged, new_id, person, say, workshop_in

KINDS = ["fits", "fits", "is long", "withdraws", "has moved on", "comes twice", "is not there"]
stories = st.lists(st.sampled_from(KINDS), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def kept(new_address: Callable[[], str]) -> Iterator[tuple[Database, list[str]]]:
    """A database with some workshops, to which all stories of a test happen, one after the other."""
    database = Database(new_address())
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM workshop")
    yield database, [workshop_in(database) for _ in range(4)]
    database.close()


def batch_of(database: Database, workshop: str, commands: Sequence[Command]) -> Batch:
    """What the writer of a room would append for these commands, of its first participant."""
    before = after = replay(logged(database, workshop))
    recorded = []
    for command in commands:
        after, new = decided(after, command, person(0), NOW)
        recorded += new
    return Batch(workshop, recorded, before, after)


def append(database: Database, batch: Batch) -> None:
    with database.writing() as connection:
        log.append(connection, batch)


def prepared(database: Database, workshop: str, kind: str) -> Batch:
    """A batch that will go as it is told."""
    once = say("Sagt en gang")
    append(database, batch_of(database, workshop, [once]))
    match kind:
        case "is long":
            return batch_of(database, workshop, [say(f"Nummer {n}") for n in range(5)])
        case "withdraws":
            return batch_of(database, workshop, [say("Blir"), Withdraw(id=new_id(), statement=once.id)])
        case "has moved on":
            batch = batch_of(database, workshop, [say("For sent")])
            append(database, batch_of(database, workshop, [say("Kom imellom")]))
            return batch
        case "comes twice":
            return batch_of(database, workshop, [Say(id=once.id, text="Samme nummer")])
        case "is not there":
            return batch_of(database, workshop, [say("Ingen steder")])._replace(workshop="nowhere", before=Room())
        case _:
            return batch_of(database, workshop, [say("Går bra")])


async def appended(database: Database, batches: list[Batch]) -> list[Any]:
    """Append all at once; what each was told."""
    with held(database):
        asked = [asyncio.create_task(database.write_joined(log.append_all, one, one.workshop)) for one in batches]
        await asyncio.sleep(0)
    return await asyncio.gather(*asked, return_exceptions=True)


def play(kinds: list[str], kept: tuple[Database, list[str]]) -> None:
    """What was told to be written is in the log, and nothing else has come there."""
    database, workshops = kept
    batches = [prepared(database, workshop, kind) for workshop, kind in zip(workshops, kinds, strict=False)]
    there = {workshop: [entry.seq for entry in logged(database, workshop)] for workshop in workshops}
    answers = asyncio.run(appended(database, batches))
    for kind, batch, answer in zip(kinds, batches, answers, strict=True):
        goes = kind in ("fits", "is long", "withdraws")
        assert answer is None if goes else isinstance(answer, log.Conflict), (kind, answer)
        if goes:
            there[batch.workshop] += [entry.seq for entry in batch.recorded]
            ids = {entry.command for entry in batch.recorded}
            assert ids <= {entry.command for entry in logged(database, batch.workshop)}
    assert {workshop: [entry.seq for entry in logged(database, workshop)] for workshop in workshops} == there
    with database.reading() as connection:
        assert verify(connection).problems == []


def hold(kept: tuple[Database, list[str]], *phases: Phase) -> None:
    given(kinds=stories)(
        settings(
            max_examples=40,
            phases=phases or tuple(Phase),
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
        )(lambda kinds: play(kinds, kept))
    )()


def test_what_is_told_to_be_written_is_and_nothing_else(kept: tuple[Database, list[str]]) -> None:
    hold(kept)


_APPEND, _APPEND_ALL, _PROJECT = log._append, log.append_all, projections.project


def _nothing_for_several(connection: Connection, batches: Sequence[Batch]) -> None:
    """A planted fault: several are acknowledged, and lost."""
    if len(batches) == 1:
        _APPEND(connection, batches)


def _told_all_alike(connection: Connection, batches: Sequence[Batch]) -> list[log.Conflict | None]:
    """A planted fault: who was overtaken is told the same as the others."""
    return [None for _ in _APPEND_ALL(connection, batches)]


def _lists_of_the_first(connection: Connection, batches: Sequence[Batch]) -> None:
    """A planted fault: the lists learn of one room only."""
    _PROJECT(connection, batches[:1])


@pytest.mark.parametrize(
    ("name", "fault"),
    [("_append", _nothing_for_several), ("append_all", _told_all_alike), ("project", _lists_of_the_first)],
)
def test_the_law_catches_a_planted_fault(
    new_address: Callable[[], str], monkeypatch: pytest.MonkeyPatch, name: str, fault: object
) -> None:
    database = Database(new_address())
    workshops = [workshop_in(database) for _ in range(4)]
    monkeypatch.setattr(log, name, fault)
    with pytest.raises((AssertionError, ExceptionGroup)):
        hold((database, workshops), Phase.generate)
    database.close()


async def test_two_processes_with_the_same_busy_rooms_lose_nothing(database: Database, address: str) -> None:
    workshops = [await asyncio.to_thread(workshop_in, database) for _ in range(5)]
    other = Database(address)
    stations = [Station(Journal(one, workshop)) for one in (database, other) for workshop in workshops]

    async def tell(station: Station) -> int:
        return sum([await station.submit(say(f"{n}"), person(0)) is None for n in range(12)])

    told = await asyncio.gather(*(tell(station) for station in stations))
    with database.reading() as connection:
        assert verify(connection).problems == []
        said = [e for one in workshops for e in log.load(connection, one) if e.event.type == "statement_said"]
    assert len(said) == sum(told)
    assert sum(told) >= 60, "each of the ten asked for twelve"
    for station in stations:
        station.hub.stop()
    other.close()


@postgresql_only
async def test_a_room_that_another_process_holds_keeps_nobody_waiting(database: Database, address: str) -> None:
    workshops = [await asyncio.to_thread(workshop_in, database) for _ in range(3)]
    batches = [batch_of(database, workshop, [say("Sammen")]) for workshop in workshops]
    with connect(address) as bare:
        bare.execute("BEGIN")
        bare.execute("SELECT 1 FROM workshop WHERE id = %s FOR UPDATE", (workshops[1],))
        answers = await appended(database, batches)  # while it is held
        bare.execute("ROLLBACK")
    assert [type(answer) for answer in answers] == [type(None), log.Conflict, type(None)]
    assert await appended(database, batches[1:2]) == [None]


async def test_a_row_that_has_drifted_from_its_log_is_put_right(database: Database) -> None:
    workshop = await asyncio.to_thread(workshop_in, database)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE workshop SET seq = seq - 1")
    station = Station(Journal(database, workshop))
    assert await station.submit(say("Likevel"), person(0)) is None
    with database.reading() as connection:
        assert verify(connection).problems == []
    station.hub.stop()
