"""The power fails: whatever the disk holds then opens, and has every command that had been acknowledged."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.store import log, workshops
from app.store.database import Database
from app.verify import verify
from tests.databases import SQLite
from tests.faults import power
from tests.faults.forked import Forked
from tests.faults.history import Given, History
from tests.faults.people import Crowd, tickets
from tests.faults.report import report, share
from tests.nursery import Nursery
from tests.routes.line import Message

PEOPLE = 8
NO_BOUNDS: dict[str, Any] = dict.fromkeys(
    ("messages_per_minute", "commands_per_minute", "desk_commands_per_minute"), 100_000
)

Record = Callable[[str, object], None]


class Placed(History):
    """A history that knows how long the journal was when each acknowledgement came."""

    def __init__(self, journal: Path) -> None:
        super().__init__()
        self._journal = journal
        self.placed: dict[str, int] = {}

    def answered(self, given: Given, answer: Message) -> None:
        super().answered(given, answer)
        if given.outcome == "ok":
            self.placed[given.id] = self._journal.stat().st_size


async def recorded(nursery: Nursery, folder: Path, commands: int, plant: str = "") -> tuple[Placed, str]:
    """Let people write under the recorder, and then kill the server; their history and the room's code."""
    data, journal = folder / "data", folder / "journal"
    database = data / "fremtidsbilde.db"
    async with Forked(nursery, data, **NO_BOUNDS) as server:
        given = await tickets(server, PEOPLE)  # some of it is written by this process, and not recorded
    shutil.copyfile(database, folder / database.name)
    told = {"RECORDER_JOURNAL": str(journal), "RECORDER_DATABASE": str(database)}
    with Nursery(LD_PRELOAD=str(power.recorder(folder)), **told) as recording:
        server = Forked(recording, data, plant, **NO_BOUNDS)
        history = Placed(journal)
        async with server, Crowd.of(given, [lambda: server.base], history) as crowd:
            for _ in range(5):  # pauses between bursts, in which the log is cut after words have been taken back
                await crowd.write(commands // 5)
                await crowd.settle()
            await server.kill()
    return history, crowd.room.code


def lost(folder: Path, history: Placed, code: str, times: int, chance: random.Random) -> tuple[int, int]:
    """How many of so many cuts lost something acknowledged, and how many acknowledgements were held against them."""
    losing, held = 0, 0
    into = folder / "after"
    for length in power.cuts(folder / "fremtidsbilde.db", folder / "journal", into, times, chance):
        acknowledged = {command for command, at in history.placed.items() if at <= length}
        held += len(acknowledged)
        losing += not acknowledged <= commands_in(into / "fremtidsbilde.db", code)
    return losing, held


def commands_in(file: Path, code: str) -> set[str]:
    """The commands that a database holds, which must open and be whole."""
    database = Database(SQLite.address(file))
    try:
        with database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert verify(connection).problems == []
            workshop = workshops.by_code(connection, code)
            return {entry.command for entry in log.load(connection, workshop.id)} if workshop else set()
    finally:
        database.close()


async def cut(nursery: Nursery, folder: Path, commands: int, times: int, name: str) -> dict[str, int]:
    seed = random.randrange(2**32)
    history, code = await recorded(nursery, folder, commands)
    losing, held = lost(folder, history, code, times, random.Random(seed))
    records = power.read(folder / "journal")
    told = {
        "faults": times,
        "acknowledged": history.acknowledged,
        "acknowledgements_held_against_them": held,
        "writes": sum(record.what == 1 for record in records),
        "syncs": sum(record.what == 3 for record in records),
        "cuts_that_lost": losing,
        "seed": seed,
    }
    report(name, **told)
    return told


@pytest.fixture
def folder(tmp_path: Path, sqlite: SQLite) -> Path:
    """A folder with a migrated database in ``data``."""
    sqlite.new(tmp_path / "data")
    return tmp_path


@pytest.mark.timeout(180)
async def test_the_power_fails(folder: Path, nursery: Nursery, record_property: Record) -> None:
    told = await cut(nursery, folder, 100, 15, "power cuts, short")
    record_property("told", told)
    assert told["cuts_that_lost"] == 0
    assert told["acknowledgements_held_against_them"] > 100


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_the_power_fails_again_and_again(folder: Path, nursery: Nursery, record_property: Record) -> None:
    told = await cut(nursery, folder, 1_000, share(600), "power cuts")
    record_property("told", told)
    assert told["cuts_that_lost"] == 0


@pytest.mark.timeout(180)
async def test_commits_that_are_not_synced_are_seen_as_a_loss(folder: Path, nursery: Nursery) -> None:
    history, code = await recorded(nursery, folder, 50, "commits_not_synced")
    losing, _ = lost(folder, history, code, 15, random.Random())
    assert losing > 0
