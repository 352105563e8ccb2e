"""The database and the one policy for its connections.

One thread writes; a few threads read, each transaction on a snapshot of its own. What each kind of database needs to
keep the same promises stands in ``sqlite`` and ``postgresql``. Another process beside this one follows the same policy.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url

from app.store import postgresql, search_words, sqlite
from app.store.writer import Together, Writer

T = TypeVar("T")

READERS = 4
"""Threads that read: a request's question takes well under a millisecond, and more would wait for Python's own lock."""
SLOW = 2
"""Threads for passwords and files: a few, as they compete with everything else for the processor."""
TOGETHER = 64
"""Jobs in one transaction: one fsync is well shared by then. What is done one by one needs a savepoint each, and past
64 of them PostgreSQL slows down for everybody."""


class NewerDatabase(Exception):
    """The database has been migrated by a newer version of the program than this one."""


class Database:
    """Connections to one database: ``write``, ``read`` for the event loop; ``writing``, ``reading`` for threads."""

    def __init__(self, address: str, *, together: int = TOGETHER) -> None:
        self.address = address
        url = make_url(address)
        self.sqlite = url.get_backend_name() == "sqlite"
        if (file := sqlite.file_of(url)) is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        self.engine = (sqlite if self.sqlite else postgresql).engine(url, READERS + SLOW + 1)
        self._reading = {} if self.sqlite else postgresql.READING
        self._kept: Connection | None = None
        transaction = self._writing_on_one if self.sqlite else self.writing
        self._writer = Writer(transaction, together=together)
        self._readers = ThreadPoolExecutor(READERS, "read")
        self._slow = ThreadPoolExecutor(SLOW, "slow")
        self._asked: dict[str, asyncio.Task[Any]] = {}
        self._looking: dict[str, asyncio.Task[Any]] = {}
        self.erased = True
        """Whether words may still stand in the files that have been erased from the tables; so at every start."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that may write; committed at the end, rolled back on an exception."""
        with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing_on_one(self) -> Iterator[Connection]:
        """The same on one connection that the writer's thread keeps: fetching one takes as long as a small commit."""
        if self._kept is None:
            self._kept = self.engine.connect().execution_options(writing=True)
        try:
            with self._kept.begin():
                yield self._kept
        except BaseException:  # back through the pool, which rolls back whatever is left, and lets go of what is broken
            self._let_go()
            raise

    def _let_go(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that sees one state of the database."""
        with self.engine.connect().execution_options(**self._reading) as connection, connection.begin():
            yield connection

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` on the writer's thread and return what it returns, once committed.

        What waits at the same time shares the transaction; ``work`` fails alone, but for what ends the transaction.
        """
        return await self._writer.write(work)

    async def write_joined(self, work: Together[T], item: T, room: str) -> None:
        """The same for one ``room``, in one go with the items of other rooms that wait for the same ``work``."""
        await self._writer.write_joined(work, item, room)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a reading transaction on a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, _within, self.reading, work)

    async def look(self, what: str, work: Callable[[Connection], T], *, slow: bool = False) -> T:
        """As ``read``, or ``slowly``; all who ask for the same before it begins share it: a crowd at a door asks once.

        Whoever comes while it is read waits for the next one: what they are told is never older than their question.
        """
        asked = self._asked.get(what)
        if asked is None:
            asked = self._asked[what] = asyncio.create_task(self._look(what, work, slow=slow))
        found: T = await asyncio.shield(asked)
        return found

    async def _look(self, what: str, work: Callable[[Connection], T], *, slow: bool) -> T:
        while (before := self._looking.get(what)) is not None:
            await asyncio.wait([before])
        me = self._looking[what] = self._asked.pop(what)
        try:
            return await (self.slowly(work) if slow else self.read(work))
        finally:
            if self._looking.get(what) is me:
                del self._looking[what]

    async def slowly(self, work: Callable[[Connection], T]) -> T:
        """Do what takes the processor long (passwords) in a reading transaction, where no room waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._slow, _within, self.reading, work)

    async def aside(self, work: Callable[[], T]) -> T:
        """Do long work that needs no connection (files) where no room waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._slow, work)

    async def scrub(self) -> None:
        """Take erased words off SQLite's files, if there may be any; to be tried again while somebody reads them.

        PostgreSQL does so by itself, at its next vacuum and checkpoint.
        """
        if self.sqlite and self.erased:
            self.erased, cut = False, False
            try:
                await self.write(search_words.settle)
                cut = await self._writer.between(partial(sqlite.cut_wal, self.engine))
            finally:
                self.erased = not cut or self.erased

    def migrate(self) -> None:
        """Bring the tables up to this program's version.

        Raises:
            NewerDatabase: the database is ahead of the program.
        """
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parents[2] / "migrations"))
        script = ScriptDirectory.from_config(config)
        with self.reading() as connection:
            heads = MigrationContext.configure(connection).get_current_heads()
        known = {revision.revision for revision in script.walk_revisions()}
        if not set(heads) <= known:
            raise NewerDatabase(", ".join(heads))
        if set(heads) != set(script.get_heads()):
            with self.writing() as connection:  # alembic looks again itself, so that two starts at once do no harm
                if not self.sqlite:
                    postgresql.alone(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def close(self) -> None:
        """Finish what is under way and let go of all connections."""
        self._writer.close(self._let_go)
        self._readers.shutdown()
        self._slow.shutdown()
        self.engine.dispose()


def _within(transaction: Callable[[], Any], work: Callable[[Connection], T]) -> T:
    with transaction() as connection:
        return work(connection)
