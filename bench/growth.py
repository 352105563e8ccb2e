"""Bench 8: does a phone cost more where there are more?

Every phone pings each 20 seconds and writes once a minute; one wall shows it all in its pulse. What a phone costs the
server's processor is set against what it costs with a thousand.
"""

from functools import partial

from bench.how import How
from bench.load import Found, busy, phones, play, walls
from bench.machine import folder
from bench.report import Case, Result, interleaved, medians, ratios
from bench.rooms import prepare
from bench.servers import program


def of_the_crowd(how: How) -> Result:
    """Bench 8."""
    counts = how.size((1_000, 3_000, 10_000), (200, 600))
    seconds = how.size(20.0, 5.0)
    with folder() as place:
        prepared = prepare(place / "prepared", participants=max(counts))
        room = prepared.rooms[0]

        def run(count: int) -> Found:
            with folder() as data, program(prepared.copy(data)) as server:
                rows = [*walls(room, 1), *phones(room, count)]
                words = ("--rate", count / 60, "--seconds", seconds, "--warm", 10, "--ping", 20)
                return play("write", server, rows, *words)

        found = interleaved(how.runs, {str(count): partial(run, count) for count in counts})
    cost = {
        count: [1e6 * sum(run["server_cpu"]) / run["whole_seconds"] / int(count) for run in runs]
        for count, runs in found.items()
    }
    least = str(counts[0])
    cases = [
        Case(f"{count} phones ÷ {least}", ratios(cost[count], cost[least]), 1.2, more_is_better=False)
        for count in cost
        if count != least
    ]
    details = {
        f"{count} phones": {
            **medians(runs),
            "cpu_us_per_phone_and_second": Case("", cost[count]).figure,
            "client_cpu": busy(runs[-1]),
        }
        for count, runs in found.items()
    }
    return Result("CPU per phone as the crowd grows", "× CPU per phone", cases, details)
