"""The live rooms of a process: loaded when asked for, let go when nobody uses them, told of what others wrote."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import TypeVar

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from app.metrics import Metrics
from app.realtime.bus import Alone
from app.realtime.live_room import LiveRoom
from app.realtime.rooms import Live, Rooms
from app.settings import Settings
from app.store.database import Database
from app.store.installation import renew_epoch
from app.store.journal import Journal
from app.workshop.visible import visible
from tests.realtime.stations import NOW, Station, Watcher, person, say, workshop_in
from tests.routes.line import until

T = TypeVar("T")

FAST = Settings(look=0.01, idle_room=0.05, pulse_near=0.0, pulse_far=0.0)


@pytest.fixture
def workshop(database: Database) -> str:
    return workshop_in(database)


@pytest.fixture
def elsewhere(address: str, database: Database) -> Iterator[Database]:
    """The same database, as another process has it open."""
    other = Database(address)
    yield other
    other.close()


@pytest.fixture
async def rooms(database: Database) -> AsyncIterator[Rooms]:
    rooms = Rooms(database, FAST, lambda: NOW, Metrics(), Alone())
    looking = asyncio.create_task(rooms.look())
    yield rooms
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    await rooms.drain()


async def test_a_room_that_nobody_uses_leaves_memory_and_comes_back_as_it_was(rooms: Rooms, workshop: str) -> None:
    live = await rooms.get(workshop)
    await live.writer.submit(say("Husk dette"), person(0))
    before = live.room
    await until(lambda: len(rooms) == 0)
    back = await rooms.get(workshop)
    assert back is not live
    assert back.room == before
    assert [s.text for s in back.room.statements.values()] == ["Husk dette"]


async def test_a_room_that_cannot_be_read_keeps_no_other_from_being_followed(
    rooms: Rooms, workshop: str, database: Database, elsewhere: Database
) -> None:
    broken, sound = await asyncio.to_thread(workshop_in, database), workshop
    kept = [Watcher((await rooms.get(one)).hub, "desk") for one in (broken, sound)]
    there = [LiveRoom(Journal(elsewhere, one), lambda *_: None, lambda: NOW) for one in (broken, sound)]
    for room in there:
        await room.submit(say("Fra en annen prosess"), person(0))
    with database.writing() as connection:  # as an event of a newer program
        connection.exec_driver_sql(
            "UPDATE event SET payload = '{}' WHERE workshop_id = ? AND type = 'statement_said'"
            if database.sqlite
            else "UPDATE event SET payload = '{}' WHERE workshop_id = %s AND type = 'statement_said'",
            (broken,),
        )
    await until(lambda: kept[1].look() and "Fra en annen prosess" in repr(kept[1].screen))


async def test_rooms_that_others_write_to_are_read_together(
    database: Database, workshop: str, elsewhere: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = Rooms(database, FAST, lambda: NOW, Metrics(), Alone())
    workshops = [workshop, *[await asyncio.to_thread(workshop_in, database) for _ in range(4)]]
    here = {one: await rooms.get(one) for one in workshops}
    for one in workshops:
        await written(elsewhere, one)
    reads: list[object] = []
    read = database.read

    async def counted(work: Callable[[Connection], T]) -> T:
        reads.append(work)
        return await read(work)

    monkeypatch.setattr(database, "read", counted)
    for one in workshops:
        rooms._following.told(one, here[one].room.seq + 1)
    await until(lambda: all(live.room.there == 1 for live in here.values()))
    assert len(reads) == 1
    await rooms.drain()


async def test_a_room_that_is_busy_keeps_no_other_from_being_followed(
    database: Database, workshop: str, elsewhere: Database
) -> None:
    rooms = Rooms(database, FAST, lambda: NOW, Metrics(), Alone())
    busy, other = [await rooms.get(one) for one in (workshop, await asyncio.to_thread(workshop_in, database))]
    async with busy.writer._turn:  # as while it waits for the database
        for live in (busy, other, busy):
            rooms._following.told(live.workshop, await written(elsewhere, live.workshop))
        await until(lambda: other.room.there == 1)
        assert busy.room.there == 0
    await until(lambda: busy.room.there == 2)
    await rooms.drain()


async def test_a_restored_past_is_noticed_however_much_others_write(
    rooms: Rooms, database: Database, workshop: str, elsewhere: Database
) -> None:
    workshops = [workshop, await asyncio.to_thread(workshop_in, database)]
    lives = [await rooms.get(one) for one in workshops]
    for live in lives:
        Watcher(live.hub, "desk")  # so that it stays in memory
    over = False

    async def going_on(live: Live) -> None:
        there = LiveRoom(Journal(elsewhere, live.workshop), lambda *_: None, lambda: NOW)
        while not over:
            await there.submit(say(), person(0))
            rooms._following.told(live.workshop, there.room.seq)

    writing = [asyncio.create_task(going_on(live)) for live in lives]
    await until(lambda: all(live.room.there > 2 for live in lives))
    await database.write(renew_epoch)
    await until(lambda: len(rooms) == 0)
    over = True
    await asyncio.gather(*writing)


async def written(elsewhere: Database, workshop: str) -> int:
    """Another process writes one statement; the number that its room is at then."""
    there = LiveRoom(Journal(elsewhere, workshop), lambda *_: None, lambda: NOW)
    await there.submit(say("Der borte"), person(0))
    return there.room.seq


async def test_a_room_in_which_somebody_sits_stays(rooms: Rooms, workshop: str, database: Database) -> None:
    other = await asyncio.to_thread(workshop_in, database)
    live = await rooms.get(workshop)
    desk = Watcher(live.hub, "desk")
    await rooms.get(other)
    assert len(rooms) == 2
    await until(lambda: len(rooms) == 1)
    assert await rooms.get(workshop) is live
    live.hub.leave(desk.seat)
    await until(lambda: len(rooms) == 0)


async def test_all_who_come_at_once_find_the_same_room(rooms: Rooms, workshop: str) -> None:
    found = await asyncio.gather(*(rooms.get(workshop) for _ in range(20)))
    assert len({id(live) for live in found}) == 1


async def test_one_who_gives_up_waiting_does_not_spoil_it_for_the_others(rooms: Rooms, workshop: str) -> None:
    impatient, patient = (asyncio.create_task(rooms.get(workshop)) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).room.seq > 0


async def test_what_another_process_writes_reaches_the_screens_here(
    rooms: Rooms, workshop: str, elsewhere: Database
) -> None:
    live = await rooms.get(workshop)
    desk = Watcher(live.hub, "desk")
    phone = Watcher(live.hub, "phone", person(1).id)
    desk.look()
    phone.look()
    there = Station(Journal(elsewhere, workshop))
    assert await there.submit(say("Skrevet et annet sted"), person(1)) is None
    await until(lambda: desk.look() and desk.screen == visible(there.room, "desk", live.hub.presence()))
    await until(lambda: phone.look() or phone.own)
    assert [part.kind for part in phone.own.values()] == ["own_card"]
    there.hub.stop()


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_looking(
    rooms: Rooms, workshop: str, elsewhere: Database, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = await rooms.get(workshop)
    desk = Watcher(live.hub, "desk")
    failed = 0

    async def away(*_: object) -> None:
        nonlocal failed
        failed += 1
        raise OperationalError("read", {}, OSError("the disk is away"))

    with monkeypatch.context() as patch:
        patch.setattr(database, "read", away)
        await until(lambda: failed > 1)
    there = Station(Journal(elsewhere, workshop))
    await there.submit(say("Tilbake igjen"), person(0))
    await until(lambda: live.room.seq == there.room.seq)
    live.hub.leave(desk.seat)
    there.hub.stop()


async def test_a_room_that_is_let_go_while_it_writes_loses_nothing(
    rooms: Rooms, workshop: str, database: Database
) -> None:
    """A request may hold a room that has just left memory: the next one to ask gets another of the same workshop."""
    old = await rooms.get(workshop)
    await until(lambda: len(rooms) == 0)
    new = await rooms.get(workshop)
    desk = Watcher(new.hub, "desk")
    await asyncio.gather(old.writer.submit(say("Fra den gamle"), person(0)), new.writer.submit(say("Ny"), person(1)))
    await until(lambda: len(new.room.statements) == 2)
    await until(lambda: desk.look() and desk.screen == visible(new.room, "desk", new.hub.presence()))
    new.hub.leave(desk.seat)
