"""Bench 6: everybody comes back.

So many phones are connected; the server is killed with ``kill -9`` and started again at once. Phones notice, and come
back as the pages do: first at once, then after growing random times. Counted from the kill until the last one has had
its first frame, the server's own start included.
"""

import time
from functools import partial

from bench.how import How
from bench.load import Found, phones, play
from bench.machine import folder
from bench.report import Case, Result, interleaved, medians
from bench.rooms import prepare
from bench.servers import program

GOAL_SECONDS = 5.0
PATIENCE_SECONDS = 60.0


def after_a_kill(how: How) -> Result:
    """Bench 6."""
    counts = how.size((1_000, 5_000), (200,))
    with folder() as place:
        prepared = prepare(place / "prepared", participants=max(counts))

        def run(count: int) -> Found:
            with folder() as data, program(prepared.copy(data)) as server:

                def die_and_rise() -> None:
                    time.sleep(0.3)
                    server.kill()
                    server.start(wait=False)

                rows = phones(prepared.rooms[0], count, role="i")
                return play("return", server, rows, "--seconds", PATIENCE_SECONDS, when_ready=die_and_rise)

        found = interleaved(how.runs, {f"{count} phones": partial(run, count) for count in counts})
    cases = []
    for name, runs in found.items():
        back = [run["all_back"] if run["all_back"] > 0 else PATIENCE_SECONDS for run in runs]
        cases.append(Case(f"{name}: all back", back, GOAL_SECONDS, more_is_better=False))
        cases.append(Case(f"{name}: the first one back", [run["first_back"] for run in runs]))
        errors = [float(run["rejected"] + run["closed"]) for run in runs]
        cases.append(Case(f"{name}: refused at the door", errors, 0.0, more_is_better=False))
    return Result("return after kill -9", "s", cases, {name: medians(runs) for name, runs in found.items()})
