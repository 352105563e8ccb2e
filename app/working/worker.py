"""The worker: takes up the jobs that wait, one at a time in each process, and takes old files away."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import aclosing, suppress
from datetime import datetime
from functools import partial
from typing import NoReturn, cast

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection

from app.region.rights import Right, allowed
from app.store import accounts, files_gone, jobs
from app.store.database import Database
from app.store.jobs import ERRORS, Error, Job, Stage
from app.working.order import Order
from app.working.press import Progress, Ready, Unmade, pressed

_log = structlog.get_logger(__name__)

LOOK = 1.0
"""Seconds between two looks for jobs that others have asked for, or that somebody has left."""
LONGEST = 600.0
"""Seconds that a file may take."""
STORING = 60
"""Of a hundred, when it is written and still to be kept."""
RIGHT: Right = "take_files"


class Taken(Exception):
    """The job is this worker's no longer: it was cancelled, or is to be made anew."""


class Worker:
    """One for each process."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._me = secrets.token_hex(8)
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    async def keep_working(self) -> NoReturn:
        """Make files and take old ones away, for as long as the server runs."""
        while True:
            self._woken.clear()
            if not await self.work():
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK):
                        await self._woken.wait()

    async def work(self) -> bool:
        """Take some old files away, and make one that waits; whether there was anything to do."""
        database = self._database
        now = self._clock()
        tidy, due = await database.read(lambda c: (files_gone.swept(c, now=now), jobs.due(c, now=now)))
        if not tidy:
            await database.write(lambda c: files_gone.sweep(c, now=self._clock()))
            database.erased = True
        job = await database.write(lambda c: jobs.claim(c, self._me, now=self._clock())) if due else None
        if job is not None:
            await self._do(job)
        return job is not None or not tidy

    async def _do(self, job: Job) -> None:
        try:
            order = Order.model_validate_json(job.order)
            if not await self._database.read(partial(may_have, account=job.account, order=order)):
                raise Unmade("not_allowed")
            async with asyncio.timeout(LONGEST):
                await self._make(job, order)
        except Taken:
            _log.info("job_taken", job=job.id)
        except asyncio.CancelledError:
            await asyncio.shield(self._database.write(lambda c: jobs.release(c, job.id, self._me)))
            raise
        except (Unmade, TimeoutError, ValidationError) as error:
            said = error.reason if isinstance(error, Unmade) else ""
            reason: Error = next((one for one in ERRORS if one == said), "unforeseen")
            kind = error.kind if isinstance(error, Unmade) else type(error).__name__
            _log.warning("job_failed", job=job.id, reason=reason, error=kind)
            await self._database.write(lambda c: jobs.fail(c, job.id, self._me, reason, now=self._clock()))

    async def _make(self, job: Job, order: Order) -> None:
        ready, n, size = Ready("", "", 0, ""), 0, 0
        async with aclosing(pressed(self._database.address, order, self._clock())) as press:
            async for said in press:
                if isinstance(said, Ready):
                    ready = said
                elif isinstance(said, Progress):
                    await self._hold(partial(jobs.advance, stage=cast(Stage, said.stage), progress=said.progress), job)
                else:
                    size += len(said)
                    at = STORING + (99 - STORING) * size // max(ready.size, 1)
                    await self._hold(partial(jobs.keep, n=n, content=said, progress=at), job)
                    n += 1
        finish = partial(jobs.finish, name=ready.name, media_type=ready.media_type, size=size, made_of=ready.made_of)
        await self._hold(finish, job)

    async def _hold(self, work: Callable[..., bool], job: Job) -> None:
        """Write something of the job, as long as it is this worker's.

        Raises:
            Taken
        """
        if not await self._database.write(lambda c: work(c, job.id, self._me, now=self._clock())):
            raise Taken


def may_have(connection: Connection, account: str, order: Order) -> bool:
    """Whether somebody may take files of all the places that an order is of, as their roles are now."""
    there = accounts.by_id(connection, account)
    return bool(there and there.active) and all(allowed(there.grants, RIGHT, place) for place in order.there if there)
