"""Storage that fails: the sender is told that nothing was saved, the server lives, and heals when the cause is gone."""

import asyncio
import os
import resource
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.store import log, workshops
from app.store.database import Database
from app.verify import verify
from app.workshop.events import StatementSaid
from tests.process import Process
from tests.routes.line import Line
from tests.server import Clock, Room, Server, new_id, running


class Scene:
    """A room on a server of its own, and what its phone was told."""

    def __init__(self, server: Process, room: Room, desk: Line, phone: Line) -> None:
        self.server = server
        self.room = room
        self.desk = desk
        self.phone = phone
        self.acknowledged: list[str] = []
        self.failed: list[str] = []

    async def say(self, statement: str | None = None) -> str:
        """Say something; "ack", or the reason of the refusal."""
        statement = statement or new_id()
        answer = await self.phone.say("Blir det lagret? " * 12, statement)
        if answer["type"] == "ack":
            self.acknowledged.append(statement)
            return "ack"
        self.failed.append(statement)
        return str(answer["reason"])

    async def say_until(self, outcome: str) -> None:
        """Go on saying things until the outcome changes to this one."""
        async with asyncio.timeout(30):
            while await self.say() != outcome:
                pass


@asynccontextmanager
async def scene(data: Path, *, calm: bool = True) -> AsyncIterator[Scene]:
    """At the end all is well: acknowledged is stored, once, and nothing else is. ``calm``: no traceback was logged."""
    server = Process(data, messages_per_minute=100_000, commands_per_minute=100_000)
    async with server:
        room, desk = await server.open_room(limit="400")
        here = Scene(server, room, desk, await server.writer(room))
        assert await here.say() == "ack"
        yield here
        assert await here.say() == "ack", "it writes again, without a restart"
        again = here.failed[0]
        assert await here.say(again) == "ack", "what was not saved can be sent again"
        await here.desk.until(lambda: here.desk.screen["bar"]["statements"] == len(here.acknowledged))
    assert not calm or "Traceback" not in server.output.read_text()
    database = Database(server.settings.database)
    with database.reading() as connection:
        assert verify(connection).problems == []
        workshop = workshops.by_code(connection, room.code)
        assert workshop is not None
        said = [e.event.statement for e in log.load(connection, workshop.id) if isinstance(e.event, StatementSaid)]
    database.close()
    assert sorted(said) == sorted(here.acknowledged)


@pytest.mark.parametrize("nothing", [False, True], ids=["files grow no further", "nothing can be written"])
async def test_files_that_cannot_be_written_to(tmp_path: Path, nothing: bool) -> None:
    """As a disk that has turned read-only: where nothing can be written, the server cannot even log it."""
    async with scene(tmp_path / "data", calm=not nothing) as here:
        size = sum(file.stat().st_size for file in (tmp_path / "data").glob("*-wal"))
        before = resource.prlimit(here.server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(here.server.pid, resource.RLIMIT_FSIZE, (0 if nothing else size, before[1]))
        await here.say_until("not_saved")
        resource.prlimit(here.server.pid, resource.RLIMIT_FSIZE, before)
        await here.say_until("ack")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes, under a data folder."""
    disk = tmp_path / "data"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root may make a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


async def test_a_full_disk(small_disk: Path) -> None:
    async with scene(small_disk) as here:
        filler = small_disk / "filler"
        _fill(filler)
        await here.say_until("not_saved")
        assert await here.say() == "not_saved"
        filler.unlink()
        await here.say_until("ack")


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as filling, suppress(OSError):
        while True:
            filling.write(b"x" * 4_096)


async def test_a_database_that_another_process_has_locked_for_too_long(tmp_path: Path) -> None:
    async with scene(tmp_path / "data") as here:
        file = tmp_path / "data" / "fremtidsbilde.db"
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert await here.say() == "not_saved"
            other.execute("ROLLBACK")


async def test_a_database_that_another_process_has_locked_for_a_while(tmp_path: Path) -> None:
    async with scene(tmp_path / "data") as here:
        here.failed.append(new_id())
        file = tmp_path / "data" / "fremtidsbilde.db"
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            saying = asyncio.create_task(here.say())
            done, _ = await asyncio.wait([saying], timeout=0.3)
            assert not done
            other.execute("ROLLBACK")
        assert await saying == "ack"


async def test_a_database_that_is_away_for_a_moment_closes_no_desk(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As PostgreSQL that fails over: rights cannot be looked up, so nothing is carried out, but nobody loses them."""
    room, desk = await server.open_room()
    phone = await server.participant(room.code)

    async def away(_work: object) -> None:
        raise OperationalError("select", {}, OSError("the line broke"))

    with monkeypatch.context() as failing:
        failing.setattr(server.house.database, "read", away)
        assert (await desk.answer_to({"type": "ping"}))["type"] == "pong"
        revealing = new_id()
        assert (await desk.command("reveal", revealing))["reason"] == "not_saved"
        for browser, seen in ((phone, "phone"), (phone, "desk")):
            late = await server.line(browser, room.code, seen)
            assert await late.closed() == 1013
            assert late.heard == [{"type": "later", "within": server.settings.full_for}]
    assert not (await server.live(room)).room.revealed
    assert desk.close_code is None
    assert (await desk.command("reveal", revealing))["type"] == "ack"
    line = await server.line(phone, room.code)
    assert (await line.say("Tilbake"))["type"] == "ack"


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_jumps(tmp_path: Path, address: str, hours: int) -> None:
    clock = Clock(datetime.now(UTC))
    async with running(tmp_path, clock, database_url=address) as server:
        room, desk = await server.open_room()
        phone = await server.writer(room)
        sent = [new_id() for _ in range(3)]
        for statement in sent:
            assert (await phone.say("Før og etter", statement))["type"] == "ack"
            clock.forward(hours=hours)
        assert (await phone.say("Før og etter", sent[0]))["type"] == "ack", "a resend gets the first answer"
        late = await server.writer(room)
        assert (await late.say("Kom til"))["type"] == "ack"
        await desk.until(lambda: desk.screen["bar"]["statements"] == 4)
        database = server.house.database
        assert (await database.read(verify)).problems == []
        live = await server.live(room)
        assert list(live.room.statements)[:3] == sent, "order is that of writing, whatever the clock says"
