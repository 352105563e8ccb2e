"""The doctor: each thing that can be wrong is found and named, and where nothing is, nothing is said to be."""

import asyncio
import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from app import doctor
from app.finding import Finding, State
from app.settings import Settings
from app.store.database import Database
from setup import vendor
from tests.ports import free_port
from tests.process import PROGRAM
from tests.realtime.stations import workshop_in
from tests.server import Clock

APP = Path(doctor.__file__).parent
MOUNTS = """21 1 0:20 / / rw - ext4 /dev/vda rw
40 21 0:35 / /srv rw shared:1 - nfs4 server:/export rw
41 40 0:36 / /srv/local\\040disk rw - xfs /dev/vdb rw
42 21 0:37 / /hidden rw - ext4 /dev/vdc rw
43 21 0:38 / /hidden rw - cifs //server/share rw
"""


def one(findings: Iterable[Finding], name: str) -> Finding:
    (found,) = (finding for finding in findings if finding.name == name)
    return found


def of_database(settings: Settings, name: str, now: Clock | None = None) -> Finding:
    return one(doctor.database(settings, now or Clock()), name)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database, where the program looks by itself: most of what is examined is in its files."""
    database = Database(f"sqlite:///{tmp_path / 'fremtidsbilde.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def settings(tmp_path: Path, database: Database) -> Settings:
    workshop_in(database)
    return Settings(data=tmp_path)


def test_where_all_is_well_nothing_is_wrong_and_nothing_changes(settings: Settings) -> None:
    settings.signing_secret()
    before = _contents(settings.data)
    findings = doctor.examine(settings)
    assert [finding for finding in findings if finding.state == "wrong"] == []
    assert {"durability", "integrity", "migrations", "writing", "time of events"} <= {f.name for f in findings}
    assert _contents(settings.data) == before


def test_a_place_without_anything_is_well_and_stays_empty(tmp_path: Path) -> None:
    findings = doctor.examine(Settings(data=tmp_path / "data"))
    assert {finding.state for finding in findings} <= {"ok", "warning"}
    assert not (tmp_path / "data").exists()


def _contents(folder: Path) -> set[tuple[str, bytes]]:
    """All files but SQLite's own, which it makes anew as it likes."""
    return {(f.name, f.read_bytes()) for f in folder.iterdir() if not f.name.endswith(("-wal", "-shm", ".db"))}


def test_a_data_folder_in_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = one(doctor.data_folder(Settings(data=tmp_path / "file" / "data")), "folder")
    assert found.state == "wrong"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_of_somebody_else_cannot_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert one(doctor.data_folder(Settings(data=tmp_path)), "folder").state == "wrong"
    tmp_path.chmod(0o700)


def test_a_folder_that_keeps_nothing_is_found(tmp_path: Path) -> None:
    """In /proc nobody can make a file, root or not."""
    assert doctor._fsync(Path("/proc/self")).state == "wrong"
    assert doctor._fsync(tmp_path).state in ("ok", "warning")


@pytest.mark.parametrize(
    ("least", "better", "state"), [(10**18, 10**18, "wrong"), (0, 10**18, "warning"), (0, 0, "ok")]
)
def test_room_that_runs_short_is_told(tmp_path: Path, least: int, better: int, state: State) -> None:
    found = one(doctor.data_folder(Settings(data=tmp_path), least=least, better=better), "space")
    assert found.state == state


@pytest.mark.parametrize(
    ("folder", "state", "kind"),
    [
        ("/var/lib", "ok", "ext4"),
        ("/srv/data", "wrong", "nfs4"),
        ("/srv/local disk/data", "ok", "xfs"),
        ("/hidden", "wrong", "cifs"),
        ("/srvdata", "ok", "ext4"),
    ],
)
def test_a_disk_across_a_network_is_no_place_for_sqlite(tmp_path: Path, folder: str, state: State, kind: str) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    found = doctor.disk_kind(Path(folder), mounts, database_here=True)
    assert found.state == state
    assert kind in found.says
    assert doctor.disk_kind(Path(folder), mounts, database_here=False).state == "ok"


@pytest.mark.skipif(not Path("/dev/shm").is_mount(), reason="no memory disk here")
def test_a_disk_in_memory_is_warned_of() -> None:
    found = doctor.disk_kind(Path("/dev/shm"), Path("/proc/self/mountinfo"), database_here=True)
    assert found.state == "warning"


def test_a_secret_that_others_can_read_or_guess_is_found(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    settings.signing_secret()
    assert doctor.secret(settings).state == "ok"
    (tmp_path / "secret").chmod(0o640)
    assert doctor.secret(settings).state == "wrong"
    assert doctor.secret(Settings(data=tmp_path, secret="short")).state == "warning"
    assert doctor.secret(Settings(data=tmp_path, secret="x" * 32)).state == "ok"


def test_a_file_that_is_no_database_is_found(tmp_path: Path) -> None:
    (tmp_path / "fremtidsbilde.db").write_bytes(b"no database" * 1_000)
    assert of_database(Settings(data=tmp_path), "database").state == "wrong"


def test_a_database_that_nobody_serves_is_found(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url=f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")
    assert of_database(settings, "database").state == "wrong"


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "postgresql://host:hemmelig/name",
        "sqlite://fremtidsbilde.db",
        "sqlite:///file:.?uri=hemmelig",
    ],
)
def test_an_address_that_is_none_is_told_without_what_is_secret_in_it(tmp_path: Path, address: str) -> None:
    (found,) = doctor.database(Settings(data=tmp_path, database_url=address), Clock())
    assert (found.name, found.state) == ("database", "wrong")
    assert "DATABASE_URL" in found.says
    assert "hem" not in found.says


def test_a_database_that_is_damaged_is_found(settings: Settings) -> None:
    file = settings.data / "fremtidsbilde.db"
    database = Database(settings.database)
    with database.writing() as connection:
        for n in range(200):
            connection.exec_driver_sql("INSERT INTO network (name) VALUES (?)", (f"{n}" * 200,))
        root = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'network'").scalar()
    asyncio.run(database.scrub())
    database.close()
    with file.open("r+b") as raw:
        raw.seek(4_096 * (int(root or 0) - 1) + 20)
        raw.write(b"\xff" * 100)
    assert of_database(settings, "integrity").state == "wrong"


def test_a_database_whose_commits_a_power_cut_would_take_is_found(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without locks SQLite cannot have a log ahead."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    database.close()
    file = settings.data / "fremtidsbilde.db"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    without_locks = Settings(data=settings.data, database_url=f"sqlite:///file:{file}?nolock=1&uri=true")
    found = of_database(without_locks, "durability")
    assert found.state == "wrong"
    assert "journal_mode=delete" in found.says
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(
    ("harm", "name", "state"),
    [
        ("UPDATE alembic_version SET version_num = '9999_new'", "migrations", "wrong"),
        ("DELETE FROM alembic_version", "migrations", "warning"),
        (
            "CREATE TRIGGER full BEFORE UPDATE ON alembic_version BEGIN SELECT RAISE(ABORT, 'no room'); END",
            "database",
            "wrong",
        ),
    ],
)
def test_what_is_wrong_inside_is_found(settings: Settings, harm: str, name: str, state: State) -> None:
    database = Database(settings.database)
    with database.writing() as connection:
        connection.exec_driver_sql(harm)
    database.close()
    found = [f for f in doctor.database(settings, Clock()) if f.name == name and f.state != "ok"]
    assert [f.state for f in found] == [state]


def test_an_event_from_the_future_shows_that_the_clock_was_set_back(settings: Settings) -> None:
    now = Clock()
    assert of_database(settings, "time of events", now).state == "ok"
    now.time -= timedelta(days=3_650)
    found = of_database(settings, "time of events", now)
    assert found.state == "wrong"


@pytest.mark.parametrize(("seconds", "state"), [(0.0, "wrong"), (4_200_000_000.0, "wrong"), (1_800_000_000.0, "ok")])
def test_a_clock_that_shows_an_unlikely_year_is_found(seconds: float, state: State) -> None:
    assert doctor.clock(lambda: seconds, lambda: 0.0).state == state


def test_a_clock_that_is_being_set_is_found() -> None:
    ahead = count(1_800_000_000, 60)
    assert doctor.clock(lambda: float(next(ahead)), lambda: 0.0).state == "warning"


def test_a_machine_that_does_not_know_the_time_here_is_found() -> None:
    assert doctor.zone("Europe/Oslo").state == "ok"
    assert doctor.zone("Europe/Nowhere").state == "wrong"


@pytest.mark.parametrize(
    ("gone", "name"),
    [
        ("static/vendor/htmx.min.js", "front end"),
        ("export/fonts/Inter-Bold.ttf", "fonts"),
        ("locales/nn/LC_MESSAGES/messages.mo", "languages"),
    ],
)
@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_file_that_setup_would_put_there_is_missed(tmp_path: Path, gone: str, name: str, how: str) -> None:
    for folder in ("static/vendor", "export/fonts", "locales"):
        shutil.copytree(APP / folder, tmp_path / folder)
    assert {f.state for f in doctor.files(tmp_path)} == {"ok"}
    (tmp_path / gone).unlink() if how == "missing" else (tmp_path / gone).write_bytes(b"")
    assert [f.name for f in doctor.files(tmp_path) if f.state == "wrong"] == [name]


def test_a_catalogue_that_was_changed_since_it_was_compiled_is_told(tmp_path: Path) -> None:
    shutil.copytree(APP / "static/vendor", tmp_path / "static/vendor")
    shutil.copytree(APP / "export/fonts", tmp_path / "export/fonts")
    shutil.copytree(APP / "locales", tmp_path / "locales")
    source = tmp_path / "locales/nb/LC_MESSAGES/messages.po"
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert one(doctor.files(tmp_path), "languages").state == "warning"


def test_the_files_looked_for_are_those_that_setup_puts_there() -> None:
    front_end = {name for name in vendor.FILES["app/static/vendor"] if not name.startswith("licenses/")}
    assert front_end | {vendor.SPRITE.name} == set(doctor.FRONT_END)
    assert {name for name in vendor.FILES["app/export/fonts"] if name.endswith(".ttf")} == set(doctor.FONTS)


@pytest.mark.parametrize(("limit", "state"), [(512, "wrong"), (4_096, "warning")])
def test_a_limit_on_open_files_that_keeps_phones_out_is_found(tmp_path: Path, limit: int, state: State) -> None:
    command = f"ulimit -n {limit} && exec {PROGRAM} doctor --json --data {tmp_path}"
    told = subprocess.run(["bash", "-c", command], check=False, capture_output=True, text=True)
    findings = [Finding(**finding) for finding in json.loads(told.stdout)]
    assert one(findings, "open files").state == state
    assert told.returncode == (1 if state == "wrong" else 0)


def test_the_report_is_one_line_for_each_thing(settings: Settings) -> None:
    told = subprocess.run([PROGRAM, "doctor", "--data", settings.data], check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    assert all(re.match(r" *(ok|warning|wrong)  \w[\w ]* +\S.*", line) for line in told.stdout.splitlines())
