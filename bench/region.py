"""Bench 11: a coordinator's pages, over a whole region.

125 units with two workshops of 120 statements each are seeded by ``fremtidsbilde seed region``, and kept in
bench/.built for the next time; what makes them up is part of the folder's name. Then a coordinator who is signed in
asks for each page over one connection, one after the other: counted until its last byte is here. A page that is not
there, or not for coordinators, is no figure but "not available".
"""

import hashlib
import http.client
import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.identity import Cookies
from app.settings import Settings
from app.store import accounts, region, sessions
from app.store.database import Database
from bench.how import How
from bench.load import Found
from bench.machine import BIN, BUILT, HERE, NotAvailable, folder, pin
from bench.report import Case, Result, interleaved, medians
from bench.servers import Server, program

PAGES: tuple[str, ...] = ("/home", "/units/{network}", "/people")
"""What a coordinator looks at; {network} stands for the network's id."""

FILES: tuple[str, ...] = ()
"""What a coordinator takes home, by the address that makes it: counted in seconds and in the server's memory."""

COORDINATOR = "coordinator@bench.example"
NETWORK = "Bench 2040"
SEED_SECONDS, SEED_MIB = 120.0, 500.0
MADE_OF = ("app/demo", "app/workshop", "app/store", "migrations/versions")


@dataclass(frozen=True, slots=True)
class Region:
    """A data folder with a region in it, and how long and how much memory it took to make."""

    data: Path
    seconds: float
    mib: float

    def sign_in(self, data: Path) -> tuple[str, int]:
        """A cookie of its coordinator in a copy of the folder, and the network's id."""
        settings = Settings(data=data, database_url="")
        database = Database(settings.database)
        try:
            with database.writing() as connection:
                account = accounts.by_email(connection, COORDINATOR)
                there = next(one for one in region.networks(connection) if one.name == NETWORK)
                if account is None or there.id is None:
                    raise NotAvailable("the region has no coordinator")
                session = sessions.begin(connection, account.id, device="bench", now=datetime.now(UTC))
        finally:
            database.close()
        return f"{Cookies.SESSION}={Cookies(settings).session(session)}", there.id


def of_a_coordinator(how: How) -> Result:
    """Bench 11."""
    missing: list[str] = []
    made = _made(*how.size((125, 2, 120), (8, 1, 12)))
    times = how.size(40, 5)
    with folder() as place:
        data = Path(shutil.copytree(made.data, place / "data"))
        cookie, network = made.sign_in(data)
        with program(data) as server:

            def run() -> Found:
                return dict(_looked(server, cookie, network, times, missing))

            runs = interleaved(how.runs, {"pages": run})["pages"]
    measured = [name for name in runs[0] if all(name in found for found in runs)]
    names = [name for name in measured if not name.endswith(": KiB")]
    cases = [Case(name, [found[name] for found in runs], more_is_better=False) for name in names]
    cases += [
        Case("seeding it: seconds", [made.seconds], how.size(SEED_SECONDS, None), more_is_better=False),
        Case("seeding it: MiB at most", [made.mib], how.size(SEED_MIB, None), more_is_better=False),
    ]
    details = {"times": times, "pages": medians(runs)}
    return Result("a coordinator's pages over a region", "ms", cases, details, list(dict.fromkeys(missing)))


def _looked(server: Server, cookie: str, network: int, times: int, missing: list[str]) -> Iterator[tuple[str, float]]:
    """Each page's median and 95th percentile in milliseconds, and of each file the seconds and the memory."""
    for page in PAGES:
        path = page.format(network=network)
        try:
            _fetched(server, cookie, path, 2)  # the first ones read what later ones find in memory
            took, size = _fetched(server, cookie, path, times)
        except NotAvailable as why:
            missing.append(str(why))
            continue
        yield f"{page}: median", took[len(took) // 2]
        yield f"{page}: p95", took[math.ceil(0.95 * len(took)) - 1]
        yield f"{page}: KiB", size / 1_024
    for file in FILES:
        before = _peak_mib(server, anew=True)
        try:
            took, size = _fetched(server, cookie, file.format(network=network), 1)
        except NotAvailable as why:
            missing.append(str(why))
            continue
        yield f"{file}: seconds", took[0] / 1_000
        yield f"{file}: KiB", size / 1_024
        yield f"{file}: MiB more at most", _peak_mib(server) - before


def _fetched(server: Server, cookie: str, path: str, times: int) -> tuple[list[float], int]:
    """Milliseconds until all of a page was here, sorted, and its bytes.

    Raises:
        NotAvailable: it is not there, or not for this coordinator: a short answer is no fast one.
    """
    took, size = [], 0
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        for _ in range(times):
            start = time.perf_counter()
            connection.request("GET", path, headers={"cookie": cookie})
            answer = connection.getresponse()
            size = len(answer.read())
            took.append((time.perf_counter() - start) * 1_000)
            if answer.status != http.HTTPStatus.OK:
                raise NotAvailable(f"{path}: answered {answer.status}")
    finally:
        connection.close()
    return sorted(took), size


def _peak_mib(server: Server, *, anew: bool = False) -> float:
    """The most memory that the server has held; ``anew``: counted from now on."""
    if anew:
        for pid in server.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")
    lines = (line for pid in server.pids for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1_024


def _made(units: int, workshops: int, statements: int) -> Region:
    """The region of this size, seeded now or earlier."""
    home = BUILT / f"region-{units}-{workshops}-{statements}-{_mark()}"
    if not home.exists():
        BUILT.mkdir(exist_ok=True)
        for old in BUILT.glob(f"region-{units}-{workshops}-{statements}-*"):
            shutil.rmtree(old)
        with folder() as place:
            words: dict[str, Any] = {"--units": units, "--workshops": workshops, "--statements": statements}
            words |= {"--account": COORDINATOR, "--network": NETWORK, "--data": place / "data"}
            command = [BIN / "fremtidsbilde", "seed", "region", *(word for pair in words.items() for word in pair)]
            start = time.perf_counter()
            seeding = subprocess.Popen(
                [str(word) for word in command],
                stdout=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
                preexec_fn=lambda: pin(0),  # noqa: PLW1509 - the benches have no threads
            )
            _, status, used = os.wait4(seeding.pid, 0)
            seconds = time.perf_counter() - start
            seeding.returncode = os.waitstatus_to_exitcode(status)
            if seeding.returncode:
                raise RuntimeError(f"seeding ended with {seeding.returncode}")
            figures = {"seconds": round(seconds, 1), "mib": round(used.ru_maxrss / 1_024, 1)}
            (place / "figures.json").write_text(json.dumps(figures))
            shutil.copytree(place, home)
    figures = json.loads((home / "figures.json").read_text())
    return Region(home / "data", figures["seconds"], figures["mib"])


def _mark() -> str:
    """What the region is made by, in a word: another program makes another one."""
    marks = hashlib.sha256(sys.version.encode())
    for place in MADE_OF:
        there = HERE.parent / place
        for file in sorted(there.rglob("*.*") if there.is_dir() else [there]):
            if file.suffix in (".py", ".csv", ".toml"):
                marks.update(file.read_bytes())
    return marks.hexdigest()[:12]
