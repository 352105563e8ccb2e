"""Files that nobody is to have any more: taken back when less is told, and swept away with what is left over."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from app.store.jobs import KEPT, left
from app.store.tables import JobFileRow, JobRow, MunicipalityRow, NetworkRow, UnitRow, WorkshopUnitRow, table_of

_jobs = table_of(JobRow)
_pieces = table_of(JobFileRow)
_whose = table_of(WorkshopUnitRow)
_units = table_of(UnitRow)
_municipalities = table_of(MunicipalityRow)
_networks = table_of(NetworkRow)

_GONE = ("failed", "queued")
"""States of jobs whose pieces, if any, are nobody's."""
PIECES_AT_ONCE = 4
"""Pieces that one transaction takes away: rooms wait for the same thread."""


def hold(connection: Connection, *workshops: str) -> list[int]:
    """Let no file of these workshops' networks be begun before this transaction has ended, and return the networks.

    Whoever tells less of several workshops holds theirs at once: they are held in one order.
    """
    theirs = (
        select(_municipalities.c.network_id)
        .join(_units, _units.c.municipality_id == _municipalities.c.id)
        .join(_whose, _whose.c.unit_id == _units.c.id)
        .where(_whose.c.workshop_id.in_(workshops))
    )
    held = select(_networks.c.id).where(_networks.c.id.in_(theirs)).order_by(_networks.c.id)
    return list(connection.execute(held.with_for_update(key_share=True)).scalars())


def take_back(connection: Connection, workshop: str) -> None:
    """It tells less: no file of its networks is given out any more, and those that are being made begin anew.

    The bytes themselves go soon after (``sweep``). Until this is committed no file of these networks is begun
    (``jobs.claim``): it would be made of what was told before, and be found by nobody.
    """
    networks = hold(connection, workshop)
    there = _jobs.c.network_id.in_(networks)
    gone = {"state": "failed", "error": "taken_back"}
    connection.execute(update(_jobs).where(there, _jobs.c.state == "done").values(**gone))
    anew = {"state": "queued", "runner": None, "lease_until": None, "attempts": 0}
    connection.execute(update(_jobs).where(there, _jobs.c.state == "running").values(**anew))


def swept(connection: Connection, *, now: datetime) -> bool:
    """Whether there is nothing to take away."""
    old = select(_jobs.c.id).where(_jobs.c.ended_at < now - KEPT)
    over = select(_pieces.c.n).join(_jobs, _jobs.c.id == _pieces.c.job_id)
    over = over.where(or_(_jobs.c.state.in_(_GONE), left(now)))
    return not (connection.execute(old.limit(1)).first() or connection.execute(over.limit(1)).first())


def sweep(connection: Connection, *, now: datetime) -> None:
    """Take away some of what nobody is to have any more: files of yesterday, of jobs that have failed, and what is left
    of those that are to be made anew.

    A job is held meanwhile, so that nobody takes it up and has pieces of the new file taken away. One that somebody
    else holds is passed over until the next time: this waits for nobody.
    """
    old = _jobs.c.ended_at < now - KEPT
    due = select(_jobs.c.id).where(or_(old, left(now))).with_for_update(skip_locked=True)
    held = _jobs.c.id.in_(connection.execute(due).scalars().all())
    expired = {"state": "failed", "error": "expired"}
    connection.execute(update(_jobs).where(held, old, _jobs.c.state == "done").values(**expired))
    let_go = {"state": "queued", "runner": None, "lease_until": None}
    connection.execute(update(_jobs).where(held, left(now)).values(**let_go))
    gone = select(_pieces.c.job_id, _pieces.c.n).join(_jobs, _jobs.c.id == _pieces.c.job_id)
    gone = gone.where(_jobs.c.state.in_(_GONE)).limit(PIECES_AT_ONCE)
    gone = gone.with_for_update(of=_jobs, skip_locked=True)
    for job, n in connection.execute(gone).all():
        connection.execute(delete(_pieces).where(_pieces.c.job_id == job, _pieces.c.n == n))
    empty = select(func.count()).where(_pieces.c.job_id == _jobs.c.id).scalar_subquery() == 0
    connection.execute(delete(_jobs).where(held, old, _jobs.c.state == "failed", empty))
