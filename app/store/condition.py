"""The condition of the database: whether its tables are this program's, and whether it keeps what it is given."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

from app.store.tables import EventRow, table_of

Standing = Literal["current", "behind", "ahead"]

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def standing(connection: Connection) -> Standing:
    """Whether the tables are those of this program, an older one's, or a newer one's."""
    there = set(MigrationContext.configure(connection).get_current_heads())
    known, newest = _revisions()
    if not there <= known:
        return "ahead"
    return "current" if there == newest else "behind"


@cache
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """All revisions that this program knows, and the newest."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    return frozenset(revision.revision for revision in script.walk_revisions()), frozenset(script.get_heads())


def durable(connection: Connection) -> list[str]:
    """The settings under which a commit would not survive a power cut; empty where all is well."""
    if connection.dialect.name == "sqlite":
        wanted = {"PRAGMA journal_mode": {"wal"}, "PRAGMA synchronous": {"2", "3"}}
    else:
        wanted = {"SHOW fsync": {"on"}, "SHOW synchronous_commit": {"on", "remote_apply", "remote_write"}}
    found = {query: str(connection.exec_driver_sql(query).scalar()).lower() for query in wanted}
    return [f"{query.split()[-1]}={found[query]}" for query in wanted if found[query] not in wanted[query]]


def damage(connection: Connection) -> str:
    """What the database's own check finds damaged first; empty where it finds nothing, or has no such check."""
    if connection.dialect.name != "sqlite":
        return ""
    told = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    return "" if told == "ok" else told


def touch(connection: Connection) -> None:
    """Write something that changes nothing."""
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def newest_event(connection: Connection) -> datetime | None:
    """The time of the newest event in any log; None where there is none."""
    at = table_of(EventRow).c.at
    newest: datetime | None = connection.execute(select(func.max(at))).scalar()
    return newest
