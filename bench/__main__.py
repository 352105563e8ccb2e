"""``make bench``: eleven benches, each beside its yardstick or goal.

``make bench`` runs all; ``make bench ARGS="1 4"`` these two; ``make bench ARGS=--quick`` one short run of each, only to
see that they work. The server has one core and the client another. Figures go to the terminal as a table, and as JSON
to bench/results/latest.json (of a quick run: quick.json). docs/guides/bench.md says what each means.
"""

import argparse
import json
import os
import platform
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import fanout, growth, latency, memory, processes, region, returning, steps, writing
from bench.how import How
from bench.machine import CORES, client, load, open_many_files
from bench.report import Result, table

RESULTS = Path(__file__).parent / "results"

BENCHES: dict[str, Callable[[How], Result]] = {
    "1": fanout.of_single_frames,
    "2": latency.of_taps,
    "3": fanout.of_the_pulse,
    "4": writing.to_disk,
    "5": writing.a_busy_afternoon,
    "6": returning.after_a_kill,
    "7": memory.of_idle_phones,
    "8": growth.of_the_crowd,
    "9": processes.two_against_one,
    "10": steps.of_a_method,
    "11": region.of_a_coordinator,
}


def main() -> None:
    """Run what was asked for. Exit code 1 where a bench came to no figure; a missed goal is a figure."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("benches", nargs="*", metavar="N", help=f"which of {', '.join(BENCHES)}; none: all")
    options.add_argument("--quick", action="store_true", help="one short, small run each, to see that they work")
    options.add_argument("--runs", type=int, default=5, help="interleaved runs of each variant")
    options.add_argument("--seconds", type=float, default=5.0, help="length of each run, where its bench sets none")
    chosen = options.parse_args()
    if unknown := set(chosen.benches) - set(BENCHES):
        options.error(f"no such bench: {', '.join(sorted(unknown))}")
    how = How(1, 2.0, quick=True) if chosen.quick else How(chosen.runs, chosen.seconds)
    file = RESULTS / ("quick.json" if chosen.quick else "latest.json")
    client()
    open_many_files()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of what ends servers and drops databases
    if len(CORES) < 2:
        print("one core only: the client takes from the server what it needs")
    failed = [key for key in BENCHES if key in (chosen.benches or BENCHES) and not run(key, how, file)]
    print(f"\n{file}")
    if failed:
        raise SystemExit(f"no figure from: {', '.join(failed)}")


def run(key: str, how: How, file: Path) -> bool:
    """One bench: print its table, and write its figures beside those of the others. False where it broke."""
    broken = False
    try:
        result = BENCHES[key](how)
    except Exception as error:  # whatever stops one bench, the others go on
        broken = True
        traceback.print_exc()
        result = Result((BENCHES[key].__doc__ or key).strip("."), "", [], {}, [f"{type(error).__name__}: {error}"])
    busy = load()
    print(f"\n{table(key, result, busy)}", flush=True)
    written = json.loads(file.read_text()) if file.exists() else {}
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "kernel": platform.release()}
    written[key] = result.as_json(busy) | {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine}
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        json.dumps(dict(sorted(written.items(), key=lambda item: int(item[0]))), indent=2, ensure_ascii=False) + "\n"
    )
    return not broken


if __name__ == "__main__":
    main()
