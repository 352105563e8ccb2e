"""Files that are made beside: asked for, taken up by one process at a time, kept for a day.

Whoever makes one holds it by a lease. A process that dies holds it no longer when that has run out, and another one
takes it up; what the first one still writes then is refused.
"""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.store.tables import JobFileRow, JobRow, NetworkRow, table_of

_jobs = table_of(JobRow)
_pieces = table_of(JobFileRow)
_networks = table_of(NetworkRow)

State = Literal["queued", "running", "done", "failed"]
Stage = Literal["queued", "reading", "writing", "storing", "done"]
Error = Literal["taken_back", "cancelled", "expired", "broke_off", "not_allowed", "too_large", "nothing", "unforeseen"]
ERRORS: tuple[Error, ...] = get_args(Error)

LEASE = timedelta(seconds=30)
"""For how long a process holds what it makes without saying so again."""
KEPT = timedelta(days=1)
ATTEMPTS = 3
"""Processes that may die over the same file until nobody tries any more."""


class Busy(Exception):
    """Somebody has asked for a file while another one of theirs waits or is made."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file that somebody has asked for; see ``tables.jobs``."""

    id: str
    account: str
    network: int
    order: str
    state: State
    stage: Stage
    progress: int
    attempts: int
    made_at: datetime
    ended_at: datetime | None
    name: str
    media_type: str
    size: int
    made_of: str
    error: str

    @property
    def going(self) -> bool:
        """Whether it waits or is made."""
        return self.state in ("queued", "running")


def ask(connection: Connection, account: str, network: int, order: str, *, now: datetime) -> str:
    """Ask for a file, and return its id.

    Raises:
        Busy: another one of the same account is not ready yet.
    """
    made = secrets.token_hex(8)
    row = {"id": made, "account_id": account, "network_id": network, "order": order, **_asked(account, now)}
    try:
        with connection.begin_nested():
            connection.execute(insert(_jobs).values(**row))
    except IntegrityError as error:
        raise Busy from error
    return made


def again(connection: Connection, job: str, *, now: datetime) -> None:
    """Ask for the same file once more where there is none; it is made when what was kept of it has been taken away.

    Raises:
        Busy: another one of the same account is not ready yet.
    """
    there = by_id(connection, job)
    if there is None:
        return
    row = {**_asked(there.account, now), "started_at": None, "ended_at": None}
    try:
        with connection.begin_nested():
            failed = and_(_jobs.c.id == job, _jobs.c.state == "failed")
            connection.execute(update(_jobs).where(failed).values(**row))
    except IntegrityError as error:
        raise Busy from error


def by_id(connection: Connection, job: str) -> Job | None:
    """Return a job by its id."""
    if "\0" in job:
        return None
    row = connection.execute(select(_jobs).where(_jobs.c.id == job)).mappings().first()
    return _job(row) if row else None


def of_account(connection: Connection, account: str, network: int) -> list[Job]:
    """Return what somebody has asked for in a network, the latest first."""
    query = select(_jobs).where(_jobs.c.account_id == account, _jobs.c.network_id == network)
    found = [_job(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda job: (job.made_at, job.id), reverse=True)


def going_of(connection: Connection, account: str) -> Job | None:
    """Return what waits or is made for somebody, in whichever network."""
    row = connection.execute(select(_jobs).where(_jobs.c.busy == account)).mappings().first()
    return _job(row) if row else None


def due(connection: Connection, *, now: datetime) -> bool:
    """Whether there is a job to take up."""
    return connection.execute(select(_jobs.c.id).where(_free(now)).limit(1)).first() is not None


def claim(connection: Connection, runner: str, *, now: datetime) -> Job | None:
    """Take up the job that has waited longest, if any; one that has broken off too often has failed."""
    query = select(_jobs).where(_free(now)).order_by(_jobs.c.made_at, _jobs.c.id)
    for row in connection.execute(query).mappings().all():
        mine = and_(_jobs.c.id == row["id"], _free(now))
        if row["attempts"] >= ATTEMPTS:
            connection.execute(update(_jobs).where(mine).values(**_ended("failed", now, error="broke_off")))
            continue
        facts = {"state": "running", "runner": runner, "lease_until": now + LEASE, "attempts": row["attempts"] + 1}
        facts["started_at"] = row["started_at"] or now
        telling_less = select(_networks.c.id).where(_networks.c.id == row["network_id"]).with_for_update(read=True)
        connection.execute(telling_less)
        if connection.execute(update(_jobs).where(mine).values(**facts)).rowcount:
            return by_id(connection, row["id"])
    return None


def advance(
    connection: Connection, job: str, runner: str, *, now: datetime, stage: Stage | None = None, progress: int = 0
) -> bool:
    """Say that a job is still being made, and how far it has come; False where it is this runner's no longer.

    Progress never goes back: one that was taken up again stays where it had been until it is past that.
    """
    further = _jobs.c.progress <= progress if stage else _jobs.c.progress < 0
    facts = {
        "lease_until": now + LEASE,
        "stage": case((further, stage or ""), else_=_jobs.c.stage),
        "progress": case((further, min(progress, 99)), else_=_jobs.c.progress),
    }
    return bool(connection.execute(update(_jobs).where(_mine(job, runner)).values(**facts)).rowcount)


def keep(
    connection: Connection, job: str, runner: str, n: int, content: bytes, *, now: datetime, progress: int
) -> bool:
    """Keep a piece of its file; False where the job is this runner's no longer."""
    if not advance(connection, job, runner, now=now, stage="storing", progress=progress):
        return False
    connection.execute(insert(_pieces).values(job_id=job, n=n, content=content))
    return True


def finish(
    connection: Connection,
    job: str,
    runner: str,
    *,
    name: str,
    media_type: str,
    size: int,
    made_of: str,
    now: datetime,
) -> bool:
    """Its file is whole; False where the job is this runner's no longer."""
    facts = {"name": name, "media_type": media_type, "size": size, "made_of": made_of}
    done = {**_ended("done", now), "stage": "done", "progress": 100, **facts}
    return bool(connection.execute(update(_jobs).where(_mine(job, runner)).values(**done)).rowcount)


def fail(connection: Connection, job: str, runner: str, error: Error, *, now: datetime) -> None:
    """There will be no file; nothing where the job is this runner's no longer."""
    connection.execute(update(_jobs).where(_mine(job, runner)).values(**_ended("failed", now, error=error)))


def release(connection: Connection, job: str, runner: str) -> None:
    """Let others take it up at once: this process ends."""
    free = {"state": "queued", "runner": None, "lease_until": None, "attempts": _jobs.c.attempts - 1}
    connection.execute(update(_jobs).where(_mine(job, runner)).values(**free))


def cancel(connection: Connection, job: str, *, now: datetime) -> None:
    """Make it no further, if it is not ready yet."""
    going = and_(_jobs.c.id == job, _jobs.c.state.in_(("queued", "running")))
    connection.execute(update(_jobs).where(going).values(**_ended("failed", now, error="cancelled")))


def piece(connection: Connection, job: Job, n: int) -> bytes | None:
    """Return a piece of a file that is ready; None after the last, and where it has been asked for anew since."""
    query = select(_pieces.c.content).join(_jobs, _jobs.c.id == _pieces.c.job_id)
    this = (_jobs.c.state == "done") & (_jobs.c.made_at == job.made_at)
    found = connection.execute(query.where(_pieces.c.job_id == job.id, _pieces.c.n == n, this))
    return found.scalar()


def bytes_kept(connection: Connection) -> int:
    """Return how many bytes of files there are."""
    return int(connection.execute(select(func.coalesce(func.sum(func.length(_pieces.c.content)), 0))).scalar_one())


def _asked(account: str, now: datetime) -> dict[str, object]:
    """The columns of a job that waits for its turn."""
    return {
        "made_at": now,
        "busy": account,
        "state": "queued",
        "stage": "queued",
        "progress": 0,
        "attempts": 0,
        "name": "",
        "media_type": "",
        "size": 0,
        "made_of": "",
        "error": "",
    }


def _free(now: datetime) -> ColumnElement[bool]:
    """Nobody holds it, and nothing is left of what somebody has made of it before."""
    empty = ~select(_pieces.c.n).where(_pieces.c.job_id == _jobs.c.id).exists()
    return and_(or_(_jobs.c.state == "queued", left(now)), empty)


def left(now: datetime) -> ColumnElement[bool]:
    """Its process has died, or says nothing any more."""
    return and_(_jobs.c.state == "running", _jobs.c.lease_until < now)


def _mine(job: str, runner: str) -> ColumnElement[bool]:
    return and_(_jobs.c.id == job, _jobs.c.state == "running", _jobs.c.runner == runner)


def _ended(state: State, now: datetime, *, error: Error | None = None) -> dict[str, object]:
    free = {"busy": None, "runner": None, "lease_until": None}
    return {"state": state, "ended_at": now, "error": error or "", **free}


def _job(row: RowMapping) -> Job:
    facts = {one.name: row[one.name] for one in fields(Job) if one.name not in ("account", "network")}
    return Job(account=row["account_id"], network=row["network_id"], **facts)
