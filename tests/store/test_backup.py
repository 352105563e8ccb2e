"""Backup and restore: whole, checked, of one moment, in a new epoch; what does not do is refused, nothing changed."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.store import installation, log
from app.store.backup import InUse, NotABackup, backup, restore
from app.store.database import Database, NewerDatabase
from app.verify import verify
from app.workshop.apply import replay
from app.workshop.room import Room
from tests.databases import sqlite_only, taken_back
from tests.realtime.stations import logged, workshop_in

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
pytestmark = sqlite_only


@pytest.fixture
def file(tmp_path: Path, database: Database) -> Path:
    """The database's file; the database is open elsewhere until it is closed."""
    return tmp_path / "fremtidsbilde.db"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return tmp_path / "secret"


def rooms(file: Path) -> dict[str, Room]:
    """All rooms of a database, replayed."""
    database = Database(f"sqlite:///{file}")
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT id FROM workshop").scalars().all()
        assert verify(connection).problems == []
        there = {workshop: replay(log.load(connection, workshop)) for workshop in found}
    database.close()
    return there


def epoch(file: Path) -> str:
    database = Database(f"sqlite:///{file}")
    with database.reading() as connection:
        found = installation.epoch(connection)
    database.close()
    return found


def test_what_is_restored_is_what_was_backed_up_in_a_new_epoch(
    database: Database, file: Path, secret: Path, tmp_path: Path
) -> None:
    workshop_in(database)
    copy = tmp_path / "copy.db"
    assert backup(file, copy, "the signing secret") == copy.stat().st_size
    before, first_epoch = rooms(file), epoch(file)
    later = workshop_in(database)
    database.close()
    secret.write_text("another secret")

    aside = restore(copy, file, secret, now=NOW)
    assert rooms(file) == before
    assert epoch(file) != first_epoch
    assert secret.read_text() == "the signing secret"
    assert {path.name for path in aside} == {
        "fremtidsbilde-2026-11-23T09-00-00Z.db",
        "secret-2026-11-23T09-00-00Z",
    }
    kept = rooms(tmp_path / "fremtidsbilde-2026-11-23T09-00-00Z.db")
    assert kept.keys() == {*before, later}
    assert b"the signing secret" not in file.read_bytes()
    for path in (copy, file, secret):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")], "no half file is left"


def test_a_backup_restores_where_nothing_is_left(database: Database, file: Path, tmp_path: Path) -> None:
    workshop_in(database)
    copy = tmp_path / "copy.db"
    backup(file, copy, "secret")
    elsewhere = tmp_path / "new" / "fremtidsbilde.db"
    assert restore(copy, elsewhere, elsewhere.with_name("secret"), now=NOW) == []
    assert rooms(elsewhere) == rooms(file)


def test_nothing_is_restored_under_a_running_program(
    database: Database, file: Path, secret: Path, tmp_path: Path
) -> None:
    workshop = workshop_in(database)
    copy = tmp_path / "copy.db"
    backup(file, copy, "secret")
    there = logged(database, workshop)
    with pytest.raises(InUse):
        restore(copy, file, secret, now=NOW)
    assert logged(database, workshop) == there
    assert not secret.exists()
    workshop_in(database)


def _cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-8_192])


def _scribbled(copy: Path) -> None:
    there = bytearray(copy.read_bytes())
    there[4_096 * 3 : 4_096 * 4] = b"\x55" * 4_096
    copy.write_bytes(there)


def _text(copy: Path) -> None:
    copy.write_text("Dette er ingen database.\n" * 500)


def _empty(copy: Path) -> None:
    copy.write_bytes(b"")


def _foreign(copy: Path) -> None:
    copy.unlink()
    connection = sqlite3.connect(copy)
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()


def _dangling(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("INSERT INTO facilitator VALUES ('nowhere', 'nobody', 1)")
    connection.commit()
    connection.close()


def _newer(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE alembic_version SET version_num = '9999_new'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("damage", [_cut, _scribbled, _text, _empty, _foreign, _dangling, _newer])
def test_what_is_no_sound_backup_is_refused_and_nothing_changes(
    database: Database, file: Path, secret: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    workshop_in(database)
    copy = tmp_path / "copy.db"
    backup(file, copy, "secret")
    before, first_epoch = rooms(file), epoch(file)
    database.close()
    damage(copy)
    with pytest.raises(NewerDatabase if damage is _newer else NotABackup):
        restore(copy, file, secret, now=NOW)
    assert (rooms(file), epoch(file)) == (before, first_epoch)
    assert {path.name for path in tmp_path.iterdir()} == {"copy.db", "fremtidsbilde.db"}


def test_a_backup_that_fails_leaves_the_older_one(database: Database, file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(file, copy, "secret")
    older = copy.read_bytes()
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.exec_driver_sql("UPDATE sqlite_master SET rootpage = 999 WHERE name = 'theme'")
    with pytest.raises((NotABackup, sqlite3.Error)):
        backup(file, copy, "secret")
    assert copy.read_bytes() == older


def test_a_backup_of_an_older_program_is_brought_up_to_date(
    database: Database, file: Path, secret: Path, tmp_path: Path
) -> None:
    workshop_in(database)
    copy = tmp_path / "copy.db"
    backup(file, copy, "secret")
    before = rooms(file)
    database.close()
    taken_back(f"sqlite:///{copy}", "0001")
    with closing(sqlite3.connect(copy)) as old:
        old.executescript("DROP TABLE carried; PRAGMA journal_mode=DELETE")
    restore(copy, file, secret, now=NOW)
    assert rooms(file) == before
    assert epoch(file)
    assert not secret.exists(), "it carried none"


def test_a_damaged_database_is_replaced_and_kept(database: Database, file: Path, secret: Path, tmp_path: Path) -> None:
    workshop_in(database)
    copy = tmp_path / "copy.db"
    backup(file, copy, "secret")
    before = rooms(file)
    database.close()
    file.write_bytes(b"\x00" * 100_000)
    (kept,) = restore(copy, file, secret, now=NOW)
    assert rooms(file) == before
    assert kept.read_bytes() == b"\x00" * 100_000
