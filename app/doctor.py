"""The doctor: looks at everything that a workshop rests on, and says of each thing whether it is well and what to do.

It changes nothing: no folder is made, nothing is migrated, and what it writes to see whether writing works is what
stood there before, or taken away again.
"""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from app import outside
from app.finding import Finding, State
from app.openid import providers
from app.settings import Settings
from app.store import condition, region, sqlite
from app.store.database import Database

ZONE = "Europe/Oslo"
MEGABYTE = 1_000_000
FRONT_END = (
    *("designsystemet.css", "designsystemet-theme.css", "htmx.min.js", "sortable.min.js", "icons.svg"),
    *("fonts/inter-latin.woff2", "fonts/inter-latin-ext.woff2"),
)
FONTS = (
    *("Inter-Regular.ttf", "Inter-Italic.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf"),
    *("IBMPlexSansArabic-Regular.ttf", "NotoEmoji-Regular.ttf", "NotoSansHebrew-Regular.ttf"),
)
ACROSS_A_NETWORK = frozenset(
    {"9p", "afs", "ceph", "cifs", "glusterfs", "lustre", "nfs", "nfs4", "smb3"}
    | {"fuse.ceph", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)
IN_MEMORY = frozenset({"tmpfs", "ramfs"})
SLOW_FSYNC = 0.1
"""Seconds; a phone's answer waits for one."""
ASKEW = 0.02
"""Seconds by which two clocks may differ over a moment."""
AHEAD = timedelta(minutes=1)
FEW_FILES, SOME_FILES = 1_024, 8_192


def examine(settings: Settings) -> list[Finding]:
    """Look at everything."""
    return [
        *data_folder(settings),
        secret(settings),
        *database(settings, lambda: datetime.now(UTC)),
        clock(time.time, time.monotonic),
        zone(ZONE),
        *files(Path(__file__).parent),
        open_files(),
        *outside.everything(settings),
        *places(settings),
    ]


def data_folder(
    settings: Settings, *, least: int = 200 * MEGABYTE, better: int = 2_000 * MEGABYTE
) -> Iterator[Finding]:
    """The data folder takes what is written, keeps it, and has room for more."""
    folder = settings.data.absolute()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Finding("folder", "wrong", f"{there} cannot be written to: give it to the server's user, or set --data.")
        return
    if there == folder:
        yield _fsync(folder)
    else:
        yield Finding("folder", "ok", f"{folder} is made at the first start.")
    yield disk_kind(there, Path("/proc/self/mountinfo"), database_here=not settings.database_url)
    free = shutil.disk_usage(there).free
    state: State = "wrong" if free < least else "warning" if free < better else "ok"
    what = "" if state == "ok" else ": make room, or statements will be refused when it is full"
    yield Finding("space", state, f"{free // MEGABYTE} MB are free{what}.")


def _fsync(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x" * 4_096)
            probe.flush()
            began = time.monotonic()
            os.fsync(probe.fileno())
            took = time.monotonic() - began
    except OSError as error:
        return Finding(
            "folder", "wrong", f"{folder} does not keep what is written ({error.strerror}): see to the disk."
        )
    told = f"{folder} takes {1_000 * took:.0f} ms to keep what is written"
    if took > SLOW_FSYNC:
        return Finding("folder", "warning", f"{told}: every answer waits for that; use a faster disk.")
    return Finding("folder", "ok", f"{told}.")


def disk_kind(folder: Path, mounts: Path, *, database_here: bool) -> Finding:
    """SQLite is safe on a disk of this machine only."""
    kind = _file_system(folder, mounts)
    if kind in ACROSS_A_NETWORK and database_here:
        return Finding("disk", "wrong", f"{folder} is on {kind}, where SQLite loses data: use a local disk.")
    if kind in IN_MEMORY:
        return Finding("disk", "warning", f"{folder} is in memory and gone at the next restart: use a real disk.")
    return Finding("disk", "ok", f"The disk is local ({kind}).")


def _file_system(folder: Path, mounts: Path) -> str:
    """The kind of file system that a folder is on, as Linux tells it; the last mount on a place hides the others."""
    found = (Path("/"), "unknown")
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return found[1]
    for line in lines:
        before, _, after = line.partition(" - ")
        place = Path(before.split()[4].replace("\\040", " "))
        if folder.resolve().is_relative_to(place) and place.is_relative_to(found[0]):
            found = (place, after.split()[0])
    return found[1]


def secret(settings: Settings) -> Finding:
    """The secret that signs cookies is long and nobody else's to read."""
    file = settings.data / "secret"
    if settings.secret:
        short = len(settings.secret) < 32
        says = "The secret is short: set one of 32 characters or more." if short else "The secret is set."
        return Finding("secret", "warning" if short else "ok", says)
    if not file.exists():
        return Finding("secret", "ok", "The secret is made at the first start.")
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        return Finding("secret", "wrong", f"Others can read the secret ({mode:o}): chmod 600 {file}")
    if not os.access(file, os.R_OK):
        return Finding("secret", "wrong", f"The secret cannot be read: give {file} to the server's user.")
    return Finding("secret", "ok", "The secret is the server's alone.")


def database(settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """The database opens, is whole and this program's, and keeps what is written."""
    try:
        file = sqlite.file_of(settings.database)
        if file is not None and not file.exists():
            yield Finding("database", "ok", f"{file} is made at the first start.")
            return
        there = Database(settings.database)
    except (ArgumentError, ValueError, ImportError):  # what they say may hold a piece of the password
        yield Finding("database", "wrong", _NO_ADDRESS)
        return
    try:
        with there.reading() as connection:
            yield Finding("database", "ok", "The database opens.")
            weak = ", ".join(condition.durable(connection))
            says = f"A power cut would lose data ({weak}): set it right." if weak else "A commit survives a power cut."
            yield Finding("durability", "wrong" if weak else "ok", says)
            harm = condition.damage(connection)
            says = (
                f"It is damaged ({harm[:80]}): stop the server and take the latest backup." if harm else "It is whole."
            )
            yield Finding("integrity", "wrong" if harm else "ok", says)
            stands = condition.standing(connection)
            yield Finding("migrations", *_STANDINGS[stands])
            newest = condition.newest_event(connection) if stands == "current" else None
        if newest is not None:
            late = newest > now() + AHEAD
            says = f"The newest event is from {newest:%Y-%m-%d %H:%M} UTC, which is yet to come: set the clock right."
            yield Finding("time of events", "wrong" if late else "ok", says if late else "No event is from the future.")
        if stands == "current":
            with there.writing() as connection:
                condition.touch(connection)
            yield Finding("writing", "ok", "It takes what is written.")
    except (SQLAlchemyError, OSError) as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0][:120]
        yield Finding("database", "wrong", f"The database does not do as asked ({why}): see that it runs and has room.")
    finally:
        there.close()


def places(settings: Settings) -> Iterator[Finding]:
    """Roles that groups give are in places that there are."""
    try:
        wanted = [role for one in providers.read(settings.oidc) for role in one.roles if role.network]
        if not wanted:
            return
        there = Database(settings.database)
        with there.reading() as connection:
            found = region.places_named(connection, [(one.network, one.municipality, one.unit) for one in wanted])
            missing = next((role for role, at in zip(wanted, found, strict=True) if at is None), None)
        there.close()
    except (providers.Unfit, ArgumentError, ValueError, ImportError, SQLAlchemyError, OSError):  # told of already
        return
    if missing is None:
        yield Finding("roles of groups", "ok", "All places are there in which groups give roles.")
        return
    where = ", ".join(filter(None, (missing.unit, missing.municipality, missing.network)))
    says = f"There is no {where}, where a group gives a role: make it, or mend {settings.oidc}."
    yield Finding("roles of groups", "warning", says)


_NO_ADDRESS = (
    "DATABASE_URL is no address of a database: write it like postgresql://user:word@host/name, or leave it empty, "
    "for SQLite in the data folder."
)
_STANDINGS: dict[condition.Standing, tuple[State, str]] = {
    "current": ("ok", "Its tables are this version's."),
    "behind": ("warning", "Its tables are an older version's: the next start brings them up to date; back up first."),
    "ahead": ("wrong", "Its tables are a newer version's: update this program."),
}


def clock(wall: Callable[[], float], steady: Callable[[], float]) -> Finding:
    """The clock shows a likely year, and runs as fast as time does."""
    year = datetime.fromtimestamp(wall(), UTC).year
    if not 2026 <= year < 2100:
        return Finding("clock", "wrong", f"The clock shows the year {year}: set it, or switch on NTP.")
    before = wall() - steady()
    time.sleep(0.1)
    drift = abs(wall() - steady() - before)
    if drift > ASKEW:
        return Finding("clock", "warning", f"The clock has just moved by {drift:.2f} s: see what is setting it.")
    return Finding("clock", "ok", "The clock runs as it should.")


def zone(name: str) -> Finding:
    """The time that people read can be told."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return Finding("time zone", "wrong", f"This machine does not know {name}: install the package tzdata.")
    return Finding("time zone", "ok", f"{name} is known.")


def files(app: Path) -> Iterator[Finding]:
    """What `make setup` puts beside the code is there."""
    for name, folder, wanted in (
        ("front end", app / "static/vendor", FRONT_END),
        ("fonts", app / "export/fonts", FONTS),
        ("languages", app / "locales", tuple(f"{language}/LC_MESSAGES/messages.mo" for language in ("nb", "nn"))),
    ):
        missing = [one for one in wanted if not (folder / one).is_file() or not (folder / one).stat().st_size]
        stale = [one for one in wanted if one.endswith(".mo") and one not in missing and _outdated(folder / one)]
        if missing:
            yield Finding(name, "wrong", f"{missing[0]} is missing (of {len(missing)}): run `make setup`.")
        elif stale:
            yield Finding(name, "warning", f"{stale[0]} is older than its source: run `make setup`.")
        else:
            yield Finding(name, "ok", "All files are there.")


def _outdated(compiled: Path) -> bool:
    source = compiled.with_suffix(".po")
    return source.exists() and source.stat().st_mtime > compiled.stat().st_mtime


def open_files() -> Finding:
    """Each phone is an open file. The server raises its own limit as far as it may."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most == resource.RLIM_INFINITY or most >= SOME_FILES:
        return Finding("open files", "ok", "There is room for thousands of phones.")
    state: State = "wrong" if most < FEW_FILES else "warning"
    says = f"There is room for about {max(0, most - 200)} phones: raise the limit (LimitNOFILE=65536, or ulimit -n)."
    return Finding("open files", state, says)
