"""Gatherings of a network, the tasks between them, and how far its units have come."""

from datetime import date, datetime

from sqlalchemy import Connection, select

from app.region.plan import Gathering, InterimTask, Plan, Progress, State
from app.store.tables import AccountRow, GatheringRow, InterimTaskRow, InterimTaskUnitRow, NetworkRow, table_of
from app.store.versions import drop, put, put_once

_gatherings = table_of(GatheringRow)
_tasks = table_of(InterimTaskRow)
_progress = table_of(InterimTaskUnitRow)
_accounts = table_of(AccountRow)
_networks = table_of(NetworkRow)


def plan_of(connection: Connection, network: int) -> Plan:
    """All that a network has planned, by day, and how far units have come."""
    gatherings = [
        Gathering(row.id, row.title, row.day, row.place, row.note, row.version)
        for row in connection.execute(
            select(_gatherings).where(_gatherings.c.network_id == network).order_by(_gatherings.c.day, _gatherings.c.id)
        )
    ]
    tasks = [
        InterimTask(row.id, row.title, row.what, row.due, row.gathering_id, row.version)
        for row in connection.execute(
            select(_tasks).where(_tasks.c.network_id == network).order_by(_tasks.c.due, _tasks.c.id)
        )
    ]
    query = (
        select(_progress, _accounts.c.name, _accounts.c.email)
        .join(_tasks, _tasks.c.id == _progress.c.task_id)
        .outerjoin(_accounts, _accounts.c.id == _progress.c.who)
        .where(_tasks.c.network_id == network)
    )
    progress = {
        (row.task_id, row.unit_id): Progress(row.state, row.note, row.name or row.email or "", row.at, row.version)
        for row in connection.execute(query)
    }
    return Plan(tuple(gatherings), tuple(tasks), progress)


def save_gathering(
    connection: Connection,
    network: int,
    gathering: int | None,
    version: int,
    *,
    title: str,
    day: date,
    place: str,
    note: str,
) -> None:
    """Put a gathering in, unless the same is there, or change the one with this id.

    Raises:
        Overtaken
    """
    values = {"title": title, "day": day, "place": place, "note": note}
    if gathering is None:
        _hold(connection, network)
        put_once(connection, _gatherings, {"network_id": network}, values)
    else:
        put(connection, _gatherings, {"network_id": network, "id": gathering}, _later(version), values)


def remove_gathering(connection: Connection, network: int, gathering: int, version: int) -> None:
    """Take a gathering away; its tasks stay.

    Raises:
        Overtaken
    """
    drop(connection, _gatherings, {"network_id": network, "id": gathering}, version)


def save_task(
    connection: Connection,
    network: int,
    task: int | None,
    version: int,
    *,
    title: str,
    what: str,
    due: date,
    gathering: int | None,
) -> None:
    """Put a task in, unless the same is there, or change the one with this id.

    Raises:
        Overtaken
    """
    values = {"title": title, "what": what, "due": due, "gathering_id": gathering}
    if task is None:
        _hold(connection, network)
        put_once(connection, _tasks, {"network_id": network}, values)
    else:
        put(connection, _tasks, {"network_id": network, "id": task}, _later(version), values)


def remove_task(connection: Connection, network: int, task: int, version: int) -> None:
    """Take a task away, with all that units have said of it.

    Raises:
        Overtaken
    """
    drop(connection, _tasks, {"network_id": network, "id": task}, version)


def say_progress(
    connection: Connection,
    task: int,
    unit: int,
    version: int,
    *,
    state: State,
    note: str,
    who: str | None,
    now: datetime,
) -> None:
    """Say how far a unit has come with a task, after what was said in ``version``.

    Raises:
        Overtaken
    """
    values = {"state": state, "note": note, "who": who, "at": now}
    put(connection, _progress, {"task_id": task, "unit_id": unit}, version, values)


def _hold(connection: Connection, network: int) -> None:
    """Let nobody else put anything into a network's plan before this transaction has ended."""
    connection.execute(select(_networks.c.id).where(_networks.c.id == network).with_for_update())


def _later(version: int) -> int:
    """A version of a row that is there: 0 would put another one in its place."""
    return version or -1
