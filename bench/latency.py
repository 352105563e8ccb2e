"""Bench 2: from the tap on a phone to the wall.

Phones are connected, and some of them write at moments that do not wait for answers. The delay is counted from the
moment at which a statement was due, so that a server that stands still is not spared what should have been sent.
"""

from functools import partial

from bench.how import How
from bench.load import Found, busy, phones, play, walls
from bench.machine import disk, folder
from bench.report import Case, Result, interleaved, medians
from bench.rooms import prepare
from bench.servers import program

STEPS = ((5, 150, 100.0), (50, 500, 150.0), (500, 5_000, 250.0))
"""Statements a second, phones, and the milliseconds in which 99 of 100 must be on the wall."""


def of_taps(how: How) -> Result:
    """Bench 2."""
    steps = how.size(STEPS, tuple((rate, min(count, 500), goal) for rate, count, goal in STEPS))
    with folder() as place:
        prepared = prepare(place / "prepared", participants=max(count for _, count, _ in steps))
        room = prepared.rooms[0]

        def run(rate: int, count: int) -> Found:
            with folder() as data, program(prepared.copy(data)) as server:
                seconds = how.size(max(how.seconds, 100 / rate), how.seconds)
                rows = [*walls(room, 1), *phones(room, count)]
                return play("write", server, rows, "--rate", rate, "--seconds", seconds, "--warm", 10, "--ping", 20)

        found = interleaved(
            how.runs, {f"{rate}/s, {count} phones": partial(run, rate, count) for rate, count, _ in steps}
        )
    cases, details = [], {"disk": disk()}
    for (name, runs), (_, _, goal) in zip(found.items(), steps, strict=True):
        cases.append(Case(f"{name}: p99", [_delay(r, "wall_p99_ms") for r in runs], goal, more_is_better=False))
        cases.append(Case(f"{name}: p50", [_delay(r, "wall_p50_ms") for r in runs]))
        details[name] = {**medians(runs), "client_cpu": busy(runs[-1])}
    return Result("from the tap to the wall", "ms", cases, details)


def _delay(run: Found, which: str) -> float:
    """A statement that was acknowledged and never shown counts as a whole minute late."""
    return run.get(which, 60_000.0) if run["shown"] >= run["to_show"] else 60_000.0
