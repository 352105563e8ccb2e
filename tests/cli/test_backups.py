"""The restore drill: a backup under load, everything lost, restored, and the phones still know who they are."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.store import log
from app.store.database import Database
from app.workshop.apply import replay
from app.workshop.room import Room
from tests.cli.test_beside_a_server import as_json, program
from tests.databases import postgresql_only
from tests.process import Process
from tests.routes.line import Line
from tests.server import cookies_of, new_id

IN_USE = 5


def rooms(file: Path) -> dict[str, Room]:
    database = Database(f"sqlite:///{file}")
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT id FROM workshop").scalars().all()
        there = {workshop: replay(log.load(connection, workshop)) for workshop in found}
    database.close()
    return there


async def write(line: Line, acknowledged: list[str]) -> None:
    """Write without a pause, and remember what was acknowledged."""
    while True:
        statement = new_id()
        if (await line.say("Under sikkerhetskopien", statement))["type"] == "ack":
            acknowledged.append(statement)


@pytest.mark.timeout(180)
async def test_the_restore_drill(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.db"
    server = Process(data, messages_per_minute=100_000, commands_per_minute=100_000)
    async with server:
        room, desk = await server.open_room()
        other, _ = await server.open_room()
        phones = [await server.participant(r.code) for r in (room, room, other)]
        lines = [await server.line(p, r.code) for p, r in zip(phones, (room, room, other), strict=True)]
        acknowledged: list[str] = []
        writing = [asyncio.create_task(write(line, acknowledged)) for line in lines]
        await desk.until(lambda: desk.screen["bar"]["statements"] > 20)
        before = list(acknowledged)
        code, told, complained = await program("backup", "--out", copy, "--data", data)
        assert code == 0, complained
        assert str(copy) in told
        during = len(acknowledged)
        await desk.until(lambda: len(acknowledged) > during, 10)

        code, _, complained = await program("restore", "--from", copy, "--data", data)
        assert (code, len(complained.splitlines())) == (IN_USE, 1), "a server runs"
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
        await server.stop()

        taken = await asyncio.to_thread(rooms, copy)
        said = {statement for there in taken.values() for statement in there.statements}
        assert set(before) <= said < set(acknowledged), "all of one moment, and it went on afterwards"
        shutil.rmtree(data)
        code, told, complained = await program("restore", "--from", copy, "--data", data)
        assert code == 0, complained
        assert (await as_json("verify", "--data", data))["problems"] == []
        assert await asyncio.to_thread(rooms, data / "fremtidsbilde.db") == taken

        await server.start()
        again = await Line.open(server.base, room.code, "phone", cookies_of(phones[0]))
        assert (await again.say("Fortsatt meg"))["type"] == "ack"
        await again.until(lambda: len(again.own) > 1)
        assert "Under sikkerhetskopien" in {card["text"] for card in again.own.values()}
        await again.close()


async def test_what_was_there_is_kept_aside(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.db"
    await as_json("workshop", "create", "--title", "Gammelt", "--data", data)
    assert (await program("backup", "--out", copy, "--data", data))[0] == 0
    await as_json("workshop", "create", "--title", "Nytt", "--data", data)
    code, told, _ = await program("restore", "--from", copy, "--data", data)
    assert code == 0
    assert [w["title"] for w in await as_json("workshop", "list", "--data", data)] == ["Gammelt"]
    (kept,) = (Path(line.partition(": ")[2]) for line in told.splitlines() if "aside" in line and ".db" in line)
    assert len(await asyncio.to_thread(rooms, kept)) == 2


async def test_what_cannot_be_done_is_told_in_a_line(tmp_path: Path) -> None:
    data, copy, text = tmp_path / "data", tmp_path / "copy.db", tmp_path / "text.db"
    text.write_text("ingen database")
    await as_json("workshop", "create", "--title", "Her", "--data", data)
    assert (await program("backup", "--out", copy, "--data", data))[0] == 0
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_new'")
        connection.commit()
    for words, expected in [
        (["backup", "--out", copy, "--data", tmp_path / "nowhere"], 3),
        (["backup", "--out", tmp_path / "no" / "folder.db", "--data", data], 1),
        (["restore", "--from", text, "--data", data], 1),
        (["restore", "--from", copy, "--data", data], 4),
        (["restore", "--from", tmp_path / "missing.db", "--data", data], 2),
    ]:
        code, told, complained = await program(*words)
        assert (code, told) == (expected, ""), complained
        assert "Traceback" not in complained
    assert [w["title"] for w in await as_json("workshop", "list", "--data", data)] == ["Her"]


async def test_a_new_epoch_can_be_asked_for(tmp_path: Path) -> None:
    told = [(await program("new-epoch", "--data", tmp_path))[1] for _ in range(2)]
    assert told[0] != told[1]


@postgresql_only
async def test_postgresql_has_its_own_programs_for_this(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    (tmp_path / "copy.db").touch()
    for words, named in [
        (["backup", "--out", tmp_path / "x"], "pg_dump"),
        (["restore", "--from", tmp_path / "copy.db"], "pg_restore"),
    ]:
        code, _, complained = await program(*words, "--data", tmp_path)
        assert code == 1
        assert named in complained
    assert (await program("new-epoch", "--data", tmp_path))[0] == 0
    assert not (tmp_path / "fremtidsbilde.db").exists()
