"""Two processes that want each other's rows, of rooms and of networks: nobody loses a word, and nobody stands still."""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from app.realtime import telling
from app.realtime.live_room import decided
from app.store import log, told
from app.store.batch import Batch
from app.store.database import Database
from app.store.told_workshops import give_units
from app.workshop.apply import replay
from app.workshop.commands import Command, Hide, Reveal
from app.workshop.people import Actor
from app.workshop.summary import summarise
from tests.databases import held, postgresql_only
from tests.realtime.stations import DESK, logged, new_id, person, say, workshop_in
from tests.routes.told_places import LATE, NOW, THEMES, places_in, summary, tell_in
from tests.store.test_log import append

LESS = summary({"Trygge venner": THEMES["Trygge venner"][:1]})


@pytest.fixture
def elsewhere(address: str, database: Database) -> Iterator[Database]:
    """The same database, as another process has it open."""
    other = Database(address)
    yield other
    other.close()


@pytest.fixture
def rooms(database: Database) -> tuple[str, str, Hide]:
    """A workshop that has told, a room of the same network, and the command that hides what is on its wall."""
    with database.writing() as connection:
        there = places_in(connection)
        teller = tell_in(connection, [there.school], summary(THEMES))
    room = workshop_in(database)
    with database.writing() as connection:
        give_units(connection, room, [there.school])
    mine = say("Dette skal bort")
    append(database, room, mine, person(0))
    append(database, room, Reveal(id=new_id()), DESK)
    return teller, room, Hide(id=new_id(), statements=(mine.id,))


def batch_of(database: Database, room: str, command: Command, by: Actor) -> Batch:
    before = replay(logged(database, room))
    after, recorded = decided(before, command, by, NOW)
    return Batch(room, recorded, before, after)


def tell_less(teller: str, connection: Connection) -> None:
    told.tell(connection, teller, LATE, LESS, ended=True, now=NOW)


@postgresql_only
async def test_who_hides_does_not_wait_for_one_who_tells_less_and_wants_the_same_room(
    database: Database, elsewhere: Database, rooms: tuple[str, str, Hide], monkeypatch: pytest.MonkeyPatch
) -> None:
    teller, room, hide = rooms
    hiding = await asyncio.to_thread(batch_of, database, room, hide, DESK)
    saying = await asyncio.to_thread(batch_of, database, room, say("Noe annet"), person(1))
    has_the_room, has_told = threading.Event(), threading.Event()
    erase = log._tell_no_more

    def with_the_room(connection: Connection, batches: list[Batch]) -> None:
        if batches[0] is hiding:
            has_the_room.set()
            has_told.wait(0.5)
        erase(connection, batches)

    def tell(connection: Connection) -> None:
        tell_less(teller, connection)
        has_told.set()

    monkeypatch.setattr(log, "_tell_no_more", with_the_room)
    hidden = asyncio.create_task(elsewhere.write_joined(log.append_all, hiding, room))
    await asyncio.to_thread(has_the_room.wait, 5)
    with held(database):
        both = [
            asyncio.create_task(database.write(tell)),
            asyncio.create_task(database.write_joined(log.append_all, saying, room)),
        ]
        await asyncio.sleep(0)
    answers = await asyncio.gather(*both, return_exceptions=True)
    await hidden
    assert answers[0] is None
    assert isinstance(answers[1], log.Conflict), "it was overtaken, and is decided again"
    assert answers[1].__cause__ is None, "the database had to end no deadlock"


@postgresql_only
def test_a_hide_that_is_chosen_to_end_a_deadlock_is_decided_again(
    database: Database, elsewhere: Database, rooms: tuple[str, str, Hide]
) -> None:
    teller, room, hide = rooms
    hiding = batch_of(database, room, hide, DESK)
    told_less = threading.Event()

    def cross() -> None:
        with elsewhere.writing() as connection:
            connection.exec_driver_sql("SET LOCAL deadlock_timeout = '5s'")
            tell_less(teller, connection)
            told_less.set()
            connection.exec_driver_sql("SELECT pg_sleep(0.3)")
            connection.execute(text("SELECT 1 FROM workshop WHERE id = :room FOR UPDATE"), {"room": room})

    crossing = threading.Thread(target=cross)
    crossing.start()
    told_less.wait(5)
    with pytest.raises(log.Conflict) as lost, database.writing() as connection:
        log.append(connection, hiding)
    crossing.join()
    assert isinstance(lost.value.__cause__, OperationalError)
    with database.writing() as connection:
        log.append(connection, hiding)


@postgresql_only
def test_who_tells_waits_for_nobody_who_writes_to_the_room(
    database: Database, elsewhere: Database, rooms: tuple[str, str, Hide]
) -> None:
    _, room, _ = rooms
    after = replay(logged(database, room))
    put = partial(telling._put, room, after, summarise(after, NOW), NOW)
    with elsewhere.writing() as writing:
        assert told.hold(writing, room)
        with database.writing() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
            assert put(connection) == []
    with database.writing() as connection:
        assert room in {one.workshop for one in told.behind(connection)}, "it comes with the next look"
        put(connection)
        assert room not in {one.workshop for one in told.behind(connection)}
