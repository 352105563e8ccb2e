"""Faults that the attack on small groups has to catch, each planted where one could come about unseen."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from app.store import happenings
from app.store.tables import StatementRow, WorkshopRow, table_of
from app.store.told_groups import told_groups
from app.workshop.people import StakeholderGroup
from tests.databases import SQLite
from tests.routes.readings import Readers
from tests.routes.test_suppression import told_apart, two_days

_statements = table_of(StatementRow)
_workshops = table_of(WorkshopRow)

Told = dict[str, dict[StakeholderGroup, int | None]]


def counting_rows(connection: Connection, network: int) -> Told:
    """What is withheld is counted in the statements that are kept, by those who wrote them."""
    told = told_groups(connection, network)
    by = (_statements.c.workshop_id, _statements.c.group)
    query = select(*by, func.count(_statements.c.author.distinct())).group_by(*by)
    for workshop, group, people in connection.execute(query):
        told.get(workshop, {})[group] = people
    return told


def telling_the_last_event(connection: Connection, workshop: str, title: str, *, now: datetime) -> None:
    """An id is made of a workshop's last event: of its number follows how many have come."""
    seq = connection.execute(select(_workshops.c.seq).where(_workshops.c.id == workshop)).scalar_one()
    _closed(connection, workshop, title, now=now + timedelta(microseconds=seq))


_closed = happenings.workshop_closed
FAULTS: dict[str, object] = {
    "app.routes.coverage.told_groups": counting_rows,
    "app.store.happenings.workshop_closed": telling_the_last_event,
    "app.workshop.summary.telling_over_time": lambda _counts, _shown: False,
    "app.workshop.summary.rounded_down": lambda total: total,
}


async def test_what_tells_worlds_apart_is_caught(
    tmp_path: Path, sqlite: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that counts rows, an id that counts, and numbers of people that are always exact: each where it shows."""
    for where, planted in FAULTS.items():
        monkeypatch.setattr(where, planted)
    worlds = [await two_days(number, tmp_path, sqlite, Readers.numbers) for number in (1, 4)]
    found = [told_apart(one, other) for one, other in zip(*worlds, strict=True)]
    page, list_of_all = "coordinator: /region/1?open=all", "program: /api/v1/networks/1/workshops?limit=50 1"
    assert {page, list_of_all, "export: B json "} <= found[0].keys()
    assert {page, list_of_all, "webhooks"} <= found[1].keys()
