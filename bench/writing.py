"""Benches 4 and 5: what is acknowledged is on disk.

4. A thousand phones in one room, then 8 in each of 125 rooms, all say the next statement as soon as the last one is
   acknowledged. The yardstick commits the same rows, as many at a time as the program may, and does nothing else.
5. A busy afternoon: 125 rooms of 80 phones and a wall, everyone writing once a minute. Afterwards the log is read:
   every acknowledged statement must be there, once, and the program's own check must find nothing.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import select

from app.settings import Settings
from app.store.database import Database
from app.store.tables import EventRow
from app.verify import verify
from bench import postgres
from bench.how import How
from bench.load import Found, busy, ids, phones, play, walls
from bench.machine import NotAvailable, folder, pin, resident_kib
from bench.report import Case, Result, interleaved, medians, ratios
from bench.rooms import Prepared, prepare
from bench.servers import program

UNDER_WAY = 1_000
BATCH = 256
"""Rows in one commit of the yardstick: what the setting ``batch`` is of itself."""

MOST = 19_000
"""Statements in one run and room: a room takes 20 000."""

ROOMS, PHONES = 125, 80

_events = EventRow.__table__  # type: ignore[attr-defined]  # sqlmodel puts it there at class creation


def to_disk(how: How) -> Result:
    """Bench 4."""
    cases: list[Case] = []
    details: Found = {}
    missing: list[str] = []
    for kind, made in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgres)):
        for rooms in (1, how.size(ROOMS, 10)):
            name = f"{kind}, {rooms} room{'s' if rooms > 1 else ''}"
            try:
                with made(rooms, UNDER_WAY // rooms) as (prepared, fresh):
                    variants: dict[str, Callable[[], Found]] = {
                        "app": partial(_filled, prepared, fresh, how),
                        "bare": partial(_bare, fresh, rooms, how),
                    }
                    found = interleaved(how.runs, variants)
            except NotAvailable as why:
                missing.append(f"{name}: {why}")
                continue
            rates = {
                "app": [run["acknowledged"] / run["whole_seconds"] for run in found["app"]],
                "bare": [run["statements"] / run["seconds"] for run in found["bare"]],
            }
            cases.append(Case(f"{name}: app ÷ bare loop", ratios(rates["app"], rates["bare"]), 0.5))
            details[name] = {
                "app_per_second": Case("", rates["app"]).figure,
                "bare_per_second": Case("", rates["bare"]).figure,
                "app": {**medians(found["app"]), "client_cpu": busy(found["app"][-1])},
                "bare": medians(found["bare"]),
            }
    return Result("acknowledged statements per second", "× the bare loop's", cases, details, missing)


Fresh = Callable[[], AbstractContextManager[tuple[Path, str]]]
"""Gives a data folder and a database address ("" for SQLite in that folder) that nobody has written to yet."""


@contextmanager
def _on_sqlite(rooms: int, participants: int) -> Iterator[tuple[Prepared, Fresh]]:
    with folder() as place:
        prepared = prepare(place / "prepared", rooms=rooms, participants=participants)

        @contextmanager
        def fresh() -> Iterator[tuple[Path, str]]:
            with folder() as data:
                yield prepared.copy(data), ""

        yield prepared, fresh


@contextmanager
def _on_postgres(rooms: int, participants: int) -> Iterator[tuple[Prepared, Fresh]]:
    with folder() as place, postgres.database() as template:
        try:
            prepared = prepare(place / "prepared", rooms=rooms, participants=participants, database_url=template)
        except Exception as error:
            raise NotAvailable(f"the program does not take PostgreSQL ({type(error).__name__})") from error

        @contextmanager
        def fresh() -> Iterator[tuple[Path, str]]:
            with folder() as data, postgres.database(like=template) as address:
                yield prepared.copy(data), address

        yield prepared, fresh


def _filled(prepared: Prepared, fresh: Fresh, how: How) -> Found:
    with fresh() as (data, address), program(data, {"FREMTIDSBILDE_DATABASE_URL": address}) as server:
        rows = [row for number, room in enumerate(prepared.rooms) for row in phones(room, UNDER_WAY, number)]
        most = MOST * len(prepared.rooms)
        words = ("--seconds", how.seconds, "--in-flight", UNDER_WAY, "--most", most, "--drain", 30)
        return play("fill", server, rows, *words)


def _bare(fresh: Fresh, rooms: int, how: How) -> Found:
    with fresh() as (data, address):
        database = address or Settings(data=data).database
        script = Path(__file__).parent / "yardsticks" / "rows.py"
        done = subprocess.run(
            [
                sys.executable,
                script,
                database,
                str(how.seconds),
                str(BATCH),
                str(MOST * rooms * 100),
            ],
            check=True,
            capture_output=True,
            env={"PYTHONPATH": str(Path(__file__).parents[1])},
            preexec_fn=lambda: pin(0),
        )
    found: Found = json.loads(done.stdout)
    return found


def a_busy_afternoon(how: How) -> Result:
    """Bench 5."""
    rooms, seconds = how.size(ROOMS, 25), how.size(180.0, 10.0)
    with folder() as place:
        prepared = prepare(place / "prepared", rooms=rooms, participants=PHONES)

        def run() -> Found:
            with folder() as data:
                prepared.copy(data)
                told = data / "acknowledged"
                with program(data) as server:
                    rows = []
                    for number, room in enumerate(prepared.rooms):
                        rows += [*walls(room, 1, number), *phones(room, PHONES, number)]
                    words = ("--rate", rooms * PHONES / 60, "--seconds", seconds, "--ping", 20, "--acknowledged", told)
                    found = play("write", server, rows, *words)
                    found["memory_mib"] = resident_kib(server.pids) / 1_024
                return found | _read_back(data, ids(told))

        found = interleaved(how.runs, {"app": run})["app"]
    cases = [
        Case("lost", [run["lost"] for run in found], 0, more_is_better=False),
        Case("doubled", [run["doubled"] for run in found], 0, more_is_better=False),
        Case("problems found by verify", [run["problems"] for run in found], 0, more_is_better=False),
        Case("neither acknowledged nor refused", [run["unknown"] for run in found], 0, more_is_better=False),
        Case("to the wall, p99 ms", [run.get("wall_p99_ms", 60_000.0) for run in found], 500, more_is_better=False),
        Case("to the answer, p99 ms", [run.get("answer_p99_ms", 60_000.0) for run in found]),
        Case("CPU, share of a core", [sum(run["server_cpu"]) / run["whole_seconds"] for run in found]),
        Case("memory, MiB", [run["memory_mib"] for run in found]),
    ]
    details = {**medians(found), "rooms": rooms, "phones_per_room": PHONES, "client_cpu": busy(found[-1])}
    return Result(f"{rooms} rooms × {PHONES} phones, {seconds:.0f} s", "as each case says", cases, details)


def _read_back(data: Path, acknowledged: list[str]) -> Found:
    """How many of these the log does not have, or has more than once; and what the program's own check says."""
    database = Database(Settings(data=data).database)
    try:
        with database.reading() as connection:
            said = select(_events.c.statement).where(_events.c.type == "statement_said")
            times = Counter(connection.execute(said).scalars())
            problems = verify(connection).problems
    finally:
        database.close()
    return {
        "lost": sum(1 for one in acknowledged if not times[one]),
        "doubled": sum(1 for count in times.values() if count > 1),
        "problems": len(problems),
    }
