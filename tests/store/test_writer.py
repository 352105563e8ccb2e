"""Group commit: whoever is told yes is in the database, whoever is told no is not, whatever goes wrong beside them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.store.database import Database
from app.store.writer import Writer
from tests.databases import held, postgresql_only, sqlite_only

Work = Callable[[Connection], object]
Item = tuple[str, str]
KINDS = ["goes through", "goes through", "is refused", "comes twice", "ends all", "spoils the commit", "is cancelled"]
JOINING = ["joins", "joins", "joins", "joins and is refused", "joins and spoils it for all"]


class Refused(Exception):
    """A job's own reason to fail."""


def job(kind: str, name: str) -> Work:
    """A job that writes a row, and then does as it is told."""

    def work(connection: Connection) -> str:
        connection.execute(text("INSERT INTO network (name) VALUES (:name)"), {"name": name})
        if kind == "is refused":
            raise Refused(name)
        if kind == "comes twice":
            connection.execute(text("INSERT INTO network (name) VALUES (:name)"), {"name": name})
        if kind == "ends all":  # as SQLite does by itself where the disk is full
            connection.exec_driver_sql("ROLLBACK")
            raise OSError(name)
        if kind == "spoils the commit":
            _spoil(connection)
        return name

    return work


def _spoil(connection: Connection) -> None:
    """Break a rule that is looked at when the transaction is committed."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.exec_driver_sql(
            "INSERT INTO municipality (network_id, number, name) VALUES (987654321, '9999', 'Ingen')"
        )
        return
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS twin (id int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP"
    )
    connection.exec_driver_sql("INSERT INTO twin VALUES (1), (1)")


def joining(connection: Connection, items: list[Item]) -> list[Exception | None]:
    """Work that is done for several at once, of whom one may be refused, or spoil it for the others."""
    told: list[Exception | None] = []
    for kind, name in items:
        refused = kind == "joins and is refused"
        told.append(Refused(name) if refused else None)
        if not refused:
            connection.execute(text("INSERT INTO network (name) VALUES (:name)"), {"name": name})
        if kind == "joins and spoils it for all":
            raise Refused(name)
    return told


def names(database: Database) -> list[str]:
    """What is written, in the order of writing."""
    with database.reading() as connection:
        return [row[0] for row in connection.execute(text("SELECT name FROM network ORDER BY id"))]


async def ask(database: Database, jobs: Sequence[Work | Item], cancelled: frozenset[int] = frozenset()) -> list[Any]:
    """Ask for all of these while the writer is busy; the results and failures."""
    with held(database):
        asked = [
            asyncio.create_task(
                database.write_joined(joining, one, one[1]) if isinstance(one, tuple) else database.write(one)
            )
            for one in jobs
        ]
        await asyncio.sleep(0)
        for n in cancelled:
            asked[n].cancel()
    return await asyncio.gather(*asked, return_exceptions=True)


@pytest.fixture
def commits(database: Database) -> list[int]:
    """Grows by one with each commit that is tried."""
    counted: list[int] = []
    event.listen(database.engine, "commit", lambda _: counted.append(1))
    return counted


async def test_those_who_wait_share_one_commit_in_the_order_of_asking(database: Database, commits: list[int]) -> None:
    expected = [f"{n}" for n in range(40)]
    assert await ask(database, [job("goes through", name) for name in expected]) == expected
    assert len(commits) == 1
    assert names(database) == expected


async def test_a_transaction_takes_no_more_than_its_bound(database: Database, commits: list[int]) -> None:
    database._writer._together = 8
    await ask(database, [job("goes through", f"{n}") for n in range(40)])
    assert len(commits) == 5


async def test_who_fails_fails_alone(database: Database, commits: list[int]) -> None:
    kinds = ["goes through", "is refused", "goes through", "comes twice", "goes through"]
    answers = await ask(database, [job(kind, f"{n}") for n, kind in enumerate(kinds)])
    assert [type(answer) for answer in answers] == [str, Refused, str, IntegrityError, str]
    assert len(commits) == 1
    assert names(database) == ["0", "2", "4"]


async def test_a_commit_that_fails_is_everybodys_failure_and_the_next_goes_through(database: Database) -> None:
    kinds = ["goes through", "spoils the commit", "goes through"]
    answers = await ask(database, [job(kind, f"{n}") for n, kind in enumerate(kinds)])
    assert all(isinstance(answer, IntegrityError) for answer in answers)
    assert names(database) == []
    assert await ask(database, [job("goes through", "afterwards")]) == ["afterwards"]


async def test_a_transaction_that_ends_under_its_jobs_is_everybodys_failure(database: Database) -> None:
    kinds = ["goes through", "ends all", "goes through"]
    answers = await ask(database, [job(kind, f"{n}") for n, kind in enumerate(kinds)])
    assert all(isinstance(answer, OSError) for answer in answers)
    assert names(database) == []
    assert await ask(database, [job("goes through", "afterwards")]) == ["afterwards"]


@sqlite_only
async def test_a_full_disk_is_told_to_those_whom_it_meets(database: Database) -> None:
    size = await database.read(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())

    def fill(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={size}")
        connection.execute(text("INSERT INTO network (name) VALUES (:name)"), {"name": "x" * 100_000})

    def make_room(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")

    answers = await ask(database, [job("goes through", "before"), fill, job("goes through", "after")])
    assert isinstance(answers[1], SQLAlchemyError)
    assert names(database) == [answer for answer in answers if isinstance(answer, str)]
    await database.write(make_room)
    await database.write(job("goes through", "healed"))
    assert names(database)[-1] == "healed"


async def test_a_quiet_room_is_written_when_its_turn_comes_however_loud_the_others_are(database: Database) -> None:
    database._writer._together = 4
    loud, over = 12, asyncio.Event()
    asked: list[str] = []

    async def write(name: str) -> None:
        asked.append(name)
        await database.write(job("goes through", name))
        assert len(database._writer._waiting) <= loud, "a room waits with one job at most"

    async def flood(room: int) -> None:
        while not over.is_set():
            await write(f"{room} {len(asked)}")

    flooding = [asyncio.create_task(flood(room)) for room in range(loud)]
    for n in range(10):
        await write(f"quiet {n}")
    over.set()
    await asyncio.gather(*flooding)
    assert names(database) == asked


async def test_rooms_that_wait_together_are_carried_in_one_go(database: Database) -> None:
    goes: list[list[str]] = []

    def work(connection: Connection, items: list[str]) -> list[None]:
        goes.append(items)
        return [None for _ in items]

    with held(database):
        asked = [asyncio.create_task(database.write_joined(work, name, name)) for name in "cab"]
        await asyncio.sleep(0)
    await asyncio.gather(*asked)
    assert goes == [["a", "b", "c"]]


@pytest.mark.parametrize("failing", JOINING[-2:])
async def test_where_one_room_cannot_the_others_are_written_all_the_same(database: Database, failing: str) -> None:
    jobs: list[Work | Item] = [("joins", "a"), (failing, "b"), job("goes through", "last"), ("joins", "c")]
    answers = await ask(database, jobs)
    assert [type(answer) for answer in answers] == [type(None), Refused, str, type(None)]
    assert names(database) == ["a", "c", "last"]


@postgresql_only
async def test_two_processes_with_the_same_busy_rooms_do_not_stand_in_a_deadlock(
    database: Database, address: str
) -> None:
    with database.writing() as connection:
        for name in "abcdef":
            connection.execute(text("INSERT INTO network (name) VALUES (:name)"), {"name": name})
    other = Database(address)

    def touch(connection: Connection, rooms: list[str]) -> list[None]:
        for room in rooms:
            connection.execute(text("UPDATE network SET name = name WHERE name = :name"), {"name": room})
        return [None for _ in rooms]

    async def busy(one: Database, order: str) -> None:
        for _ in range(30):
            with held(one):
                asked = [asyncio.create_task(one.write_joined(touch, name, name)) for name in order]
                await asyncio.sleep(0)
            await asyncio.gather(*asked)

    # PostgreSQL ends a deadlock by failing one of the two
    await asyncio.gather(busy(database, "abcdef"), busy(other, "fedcba"))
    other.close()


async def test_closing_finishes_what_waits(database: Database) -> None:
    with held(database):
        asked = [asyncio.create_task(database.write(job("goes through", f"{n}"))) for n in range(5)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(asyncio.to_thread(database._writer.close))
    await closing
    assert await asyncio.gather(*asked) == [f"{n}" for n in range(5)]


async def test_a_loop_that_has_gone_away_stops_nobody_else(database: Database) -> None:
    def ask_and_go() -> None:
        async def ask_only() -> None:
            asyncio.get_running_loop().create_task(database.write(job("goes through", "left")))
            await asyncio.sleep(0)

        asyncio.run(ask_only())

    with held(database):
        await asyncio.to_thread(ask_and_go)
        staying = asyncio.create_task(database.write(job("goes through", "stayed")))
        await asyncio.sleep(0)
    assert await staying == "stayed"


def test_the_bound_is_at_least_one(database: Database) -> None:
    with pytest.raises(ValueError, match="together"):
        Writer(database.writing, together=0)
