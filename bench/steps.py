"""Bench 10: a method with 300 phones: at the right step after *Next*.

A whole workshop is played by ``fremtidsbilde simulate``, as docs/guides/command-line.md describes it: a facilitator
goes through all steps, and everybody does on their phone what each asks. The delay is counted from sending *Next* until
a phone's screen says so, in Python, on the client's core. Afterwards all that was acknowledged must be there, once.
"""

import json
import subprocess

from bench.how import How
from bench.load import Found
from bench.machine import BIN, cpu_seconds, folder, pin, resident_kib
from bench.report import Case, Result, interleaved, medians
from bench.servers import program

METHOD = "fremtidsbilde-60"
GOAL_MS = 1_000.0


def of_a_method(how: How) -> Result:
    """Bench 10."""
    count, pace = how.size((300, 1.0), (60, 0.2))
    name = f"{METHOD}, {count} phones"

    def run() -> Found:
        with folder() as data, program(data) as server:
            words = ("--data", data, "--server", f"http://127.0.0.1:{server.port}", "--json")
            command = [BIN / "fremtidsbilde", "simulate", "--method", METHOD, "--participants", count, "--pace", pace]
            idle = cpu_seconds(server.pids)
            played = subprocess.run(
                [str(word) for word in (*command, *words)],
                stdout=subprocess.PIPE,
                preexec_fn=lambda: pin(1),
                check=False,
            )
            if not played.stdout:
                raise RuntimeError(f"the simulation ended with {played.returncode}")
            found: Found = json.loads(played.stdout)
            used = {"server_cpu": cpu_seconds(server.pids) - idle, "server_mib": resident_kib(server.pids) / 1_024}
            return {**found, **used}

    runs = interleaved(how.runs, {name: run})[name]
    cases = [
        Case(f"{name}: p99", [run["next_p99_ms"] for run in runs], GOAL_MS, more_is_better=False),
        Case(f"{name}: the last one", [run["next_max_ms"] for run in runs], more_is_better=False),
        Case(f"{name}: p50", [run["next_p50_ms"] for run in runs], more_is_better=False),
        Case("acknowledged: p99", [run["p99_ms"] for run in runs], more_is_better=False),
        Case("acknowledged: p50", [run["p50_ms"] for run in runs], more_is_better=False),
        Case("the server's processor time, s", [run["server_cpu"] for run in runs], more_is_better=False),
        Case("the server's memory, MiB", [run["server_mib"] for run in runs], more_is_better=False),
    ]
    wrong = [float(sum(run[what] for what in ("lost", "doubled", "unknown", "missed"))) for run in runs]
    cases.append(Case("lost, doubled, unanswered, left behind", wrong, 0.0, more_is_better=False))
    return Result("at the right step after Next", "ms", cases, {name: medians(runs)})
