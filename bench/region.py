"""Bench 11: a coordinator's pages, over a whole region.

125 units with two workshops of 120 statements each are seeded by ``fremtidsbilde seed region``, and kept in
bench/.built for the next time; what makes them up is part of the folder's name. Then a coordinator who is signed in
asks for each page over one connection, one after the other: counted until its last byte is here. A page that is not
there, or not for coordinators, is no figure but "not available". Files of the whole network are ordered as the browser
does it, and counted until their last byte is here, with the most memory that the server and the process which makes
them hold together.
"""

import hashlib
import http.client
import json
import math
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from app.identity import Cookies
from app.settings import Settings
from app.store import accounts, region, sessions
from app.store.database import Database
from bench.how import How
from bench.load import Found
from bench.machine import BIN, BUILT, HERE, NotAvailable, folder, pin
from bench.report import Case, Result, interleaved, medians
from bench.servers import Server, program

PAGES: tuple[str, ...] = (
    "/home",
    "/units/{network}",
    "/people",
    "/region/{network}",
    "/region/{network}?open=all",
    "/region/{network}/workshops",
    "/region/{network}/search?q=barn",
    "/region/{network}/search?q=alle+barn+i+skolen",
    "/region/{network}/search?q=barn&group=child",
    "/region/{network}/search?q=e&from=2026-03-01&to=2026-06-30",
    "/region/{network}/search?q=barn&show=themes",
    "/region/{network}/themes",
    "/region/{network}/themes/groups",
    "/region/{network}/visions",
    "/region/{network}/plan",
    "/region/{network}/pathways",
    "/region/{network}/commitments",
    "/region/{network}/files",
)
"""What a coordinator looks at; {network} stands for the network's id."""

FILES: tuple[tuple[str, str], ...] = (
    ("picture", "pdf"),
    ("picture", "docx"),
    ("picture", "pptx"),
    ("picture", "xlsx"),
    ("picture", "zip"),
    ("statements", "xlsx"),
    ("statements", "csv"),
    ("heard", "xlsx"),
)
"""What a coordinator takes home of the whole network, by kind and format."""
FILE_SECONDS, FILE_MIB = 20.0, 500.0
PAGE_MS = 300.0

COORDINATOR = "coordinator@bench.example"
NETWORK = "Bench 2040"
FILE = re.compile(r'id="job-(?P<job>\w+)" data-state="(?P<state>\w+)"')
"""A file on the page of files, the newest first."""
ASK_SECONDS, WATCH_SECONDS = 0.25, 0.02
"""How often the bench asks whether a file is ready, and how often it looks at the memory meanwhile."""
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
    goals = {"p95": PAGE_MS, "seconds": FILE_SECONDS, "MiB at most": FILE_MIB}
    cases = [
        Case(
            name,
            [found[name] for found in runs],
            how.size(goals.get(name.rsplit(": ", 1)[1]), None),
            more_is_better=False,
        )
        for name in names
    ]
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
    for kind, form in FILES:
        file = f"{kind} as {form}"
        try:
            taken, size, mib = _taken(server, cookie, network, kind, form)
        except NotAvailable as why:
            missing.append(str(why))
            continue
        yield f"{file}: seconds", taken
        yield f"{file}: KiB", size / 1_024
        yield f"{file}: MiB at most", mib


def _taken(server: Server, cookie: str, network: int, kind: str, form: str) -> tuple[float, int, float]:
    """Order a file, wait for it and fetch it: the seconds, its bytes, and the most memory that was held, in MiB.

    Raises:
        NotAvailable: the server does not make it.
    """
    site, here = f"http://127.0.0.1:{server.port}", f"/region/{network}/files"
    with httpx2.Client(base_url=site, headers={"cookie": cookie, "origin": site}, timeout=120) as coordinator:
        start = time.perf_counter()
        asked = coordinator.post(here, data={"kind": kind, "format": form, "place": str(network)})
        if asked.status_code != http.HTTPStatus.SEE_OTHER:
            raise NotAvailable(f"{kind} as {form}: answered {asked.status_code}")
        most = _held_mib(server)
        while True:
            newest = FILE.search(coordinator.get(f"{here}/jobs").text)
            if newest is None or newest["state"] not in ("queued", "running", "done"):
                raise NotAvailable(f"{kind} as {form}: not made")
            if newest["state"] == "done":
                break
            until = time.perf_counter() + ASK_SECONDS
            while time.perf_counter() < until:
                most = max(most, _held_mib(server))
                time.sleep(WATCH_SECONDS)
        size = len(coordinator.get(f"{here}/{newest['job']}").raise_for_status().content)
        return time.perf_counter() - start, size, most


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


def _held_mib(server: Server) -> float:
    """The memory that the server and all that it has started hold now."""
    held = 0
    for pid in server.pids:
        with suppress(OSError):  # it has ended meanwhile
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            held += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return held / 1_024


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
