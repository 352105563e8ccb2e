"""Bench 9: two processes against one.

Both keep the same load of statements into rooms full of walls, over PostgreSQL and a Redis of their own. On a machine
with two cores the client, PostgreSQL and Redis stand in the way of the processes, and time on the clock says little:
what counts is how much is delivered for each second of the busiest process, which is where a machine with enough cores
would end. What the clock says, with everybody on all cores, is a figure beside it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench import postgres
from bench.how import How
from bench.load import Found, busy, phones, play, walls
from bench.machine import NotAvailable, folder
from bench.report import Case, Result, interleaved, medians, ratios
from bench.rooms import Prepared, prepare
from bench.servers import Server, free_port, program

ROOMS, PHONES, WALLS, RATE = 20, 20, 50, 200


def two_against_one(how: How) -> Result:
    """Bench 9."""
    missing: list[str] = []
    title, unit = "two processes against one", "× work per CPU-second of the busiest process"
    try:
        with folder() as place, _redis(place) as redis, postgres.database() as template:
            prepared = _prepared(place, template)

            def run(workers: int, mode: str, *words: object) -> Found:
                with folder() as data, postgres.database(like=template) as address:
                    env = {"FREMTIDSBILDE_DATABASE_URL": address, "FREMTIDSBILDE_REDIS_URL": redis}
                    more = ("--workers", str(workers)) if workers > 1 else ()
                    with program(prepared.copy(data), env, *more, core=None) as server:
                        rows = []
                        for number, room in enumerate(prepared.rooms):
                            rows += [*walls(room, WALLS, number), *phones(room, PHONES, number)]
                        return play(mode, server, rows, "--seconds", how.seconds, *words)

            steady = interleaved(how.runs, {str(n): partial(run, n, "write", "--rate", RATE) for n in (1, 2)})
            filled = interleaved(
                how.runs, {str(n): partial(run, n, "fill", "--in-flight", ROOMS * PHONES) for n in (1, 2)}
            )
    except NotAvailable as why:
        return Result(title, unit, [], {}, [str(why)])
    work = {n: [found["shown"] / max(0.01, *found["server_cpu"]) for found in runs] for n, runs in steady.items()}
    clock = {n: [found["acknowledged"] / found["whole_seconds"] for found in runs] for n, runs in filled.items()}
    cases = [
        Case("two ÷ one: deliveries per CPU-second of the busiest", ratios(work["2"], work["1"]), 1.7),
        Case("two ÷ one: acknowledged per second on the clock", ratios(clock["2"], clock["1"])),
    ]
    details: Found = {
        f"{n} process{'es' if n == '2' else ''}, {name}": {**medians(runs), "client_cpu": busy(runs[-1])}
        for name, both in (("steady", steady), ("filled", filled))
        for n, runs in both.items()
    }
    details["cpu_of_each_process"] = {n: [found["server_cpu"] for found in runs] for n, runs in steady.items()}
    return Result(title, unit, cases, details, missing)


def _prepared(place: Path, template: str) -> Prepared:
    try:
        return prepare(place / "prepared", rooms=ROOMS, participants=PHONES, database_url=template)
    except Exception as error:
        raise NotAvailable(f"the program does not take PostgreSQL ({type(error).__name__})") from error


@contextmanager
def _redis(place: Path) -> Iterator[str]:
    """A Redis or Valkey for this bench alone, in memory only."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise NotAvailable("neither redis-server nor valkey-server is here")
    port = free_port()
    command = [
        found,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(place),
    ]
    with Server(command, port, core=None):
        yield f"redis://127.0.0.1:{port}/0"
