"""Group commit: the jobs that wait together share one transaction, so that one fsync pays for many rooms.

First come the rooms that append, joined: a few statements carry the rows of all of them, as the way to the database
costs more than the rows; where that fails, each is tried alone. Then each other job runs behind a savepoint, in the
order of asking, and fails alone. What ends the transaction itself (a disk that fills up may roll all of it back, a
commit may fail) fails every job in it. Nobody is answered before the commit.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


class Lost(Exception):
    """The transaction ended under a job; what it wrote is gone, and so is what the others wrote."""


Together = Callable[[Connection, list[T]], Sequence[Exception | None]]
"""Work that is done for several at once. It tells of each what kept it from being done; where it raises, none is."""


@dataclass(slots=True, eq=False)
class _Job:
    work: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Any]"
    together: Together[Any] | None = None
    item: Any = None
    room: str = ""
    result: Any = None
    error: BaseException | None = None

    def give(self) -> None:
        """Answer whoever asked, if they still wait."""
        if self.answer.done():
            return
        if self.error is None:
            self.answer.set_result(self.result)
        else:
            self.answer.set_exception(self.error)


class Writer:
    """The one thread that writes.

    Args:
        transaction: makes a transaction that may write.
        together: jobs that one transaction takes at most.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]], *, together: int) -> None:
        if together < 1:
            raise ValueError("together: a transaction takes at least one job")
        self._transaction = transaction
        self._together = together
        self._waiting: deque[_Job] = deque()
        self._thread = ThreadPoolExecutor(1, "write")

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a transaction; return what it returns, once committed."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        await self._ask(_Job(work, loop, answer))
        return answer.result()

    async def write_joined(self, work: Together[T], item: T, room: str) -> None:
        """Do ``work`` for ``item``, which is of ``room``, in one go with all that wait for the same work."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[None] = loop.create_future()

        def alone(connection: Connection) -> None:
            for failure in work(connection, [item]):
                if failure is not None:
                    raise failure

        await self._ask(_Job(alone, loop, answer, work, item, room))

    async def _ask(self, job: _Job) -> None:
        self._waiting.append(job)
        self._thread.submit(self._take)
        await job.answer

    async def between(self, work: Callable[[], T]) -> T:
        """Do ``work`` on the writer's thread, between two transactions."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self, last: Callable[[], object] = lambda: None) -> None:
        """Finish what waits, and then do ``last`` on the writer's thread. To close twice does no harm."""
        with suppress(RuntimeError):  # closed before
            self._thread.submit(last)
        self._thread.shutdown()

    def _take(self) -> None:
        """Carry out all that waits, up to the bound. Each job has had this called once, and it may find none left."""
        jobs: list[_Job] = []
        while self._waiting and len(jobs) < self._together:
            job = self._waiting.popleft()
            if not job.answer.cancelled():
                jobs.append(job)
        if not jobs:
            return
        try:
            with self._transaction() as connection:
                if len(jobs) == 1:
                    jobs[0].result = jobs[0].work(connection)
                else:
                    _carry_out(connection, jobs)
        except BaseException as error:  # whatever it is, somebody waits for it
            cause = error.__cause__ if isinstance(error, Lost) and error.__cause__ else error
            for job in jobs:
                job.error = cause
        _answer(jobs)


def _carry_out(connection: Connection, jobs: list[_Job]) -> None:
    """Carry out all jobs.

    Rooms come first and in one order that all processes share: who waits for a room's row holds nothing that is locked
    after it, such as the row of a network, and two processes with the same busy rooms do not each hold what the other
    waits for.
    """
    joined: dict[Together[Any], list[_Job]] = {}
    for job in jobs:
        if job.together is not None:
            joined.setdefault(job.together, []).append(job)
    for work, of_rooms in joined.items():
        of_rooms.sort(key=lambda job: job.room)
        if not _in_one_go(connection, work, of_rooms):
            for job in of_rooms:
                _behind_savepoint(connection, job)
    for job in jobs:
        if job.together is None:
            _behind_savepoint(connection, job)


def _in_one_go(connection: Connection, work: Together[Any], jobs: list[_Job]) -> bool:
    """Carry out jobs of the same work as one. False: that could not be done, and nothing is."""
    if len(jobs) == 1:
        return False
    items = [job.item for job in jobs]
    whole = _Job(lambda connection: work(connection, items), jobs[0].loop, jobs[0].answer)
    _behind_savepoint(connection, whole)
    if whole.error is not None:
        return False
    for job, failure in zip(jobs, whole.result, strict=True):
        job.error = failure
    return True


def _behind_savepoint(connection: Connection, job: _Job) -> None:
    """Carry out one job so that its failure leaves the others alone.

    Raises:
        Lost: there is nothing left to go back to.
    """
    connection.exec_driver_sql("SAVEPOINT job")
    try:
        job.result = job.work(connection)
    except BaseException as error:  # whatever it is, somebody waits for it
        job.error = error
        try:
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT job")
        except Exception:  # the first failure is the one to tell
            raise Lost from error
    connection.exec_driver_sql("RELEASE SAVEPOINT job")


def _answer(jobs: list[_Job]) -> None:
    """Wake each event loop once for all of its own."""
    loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        loops.setdefault(job.loop, []).append(job)
    for loop, there in loops.items():
        with suppress(RuntimeError):  # the loop has been closed: nobody waits there any more
            loop.call_soon_threadsafe(_give, there)


def _give(jobs: list[_Job]) -> None:
    for job in jobs:
        job.give()
