"""The report: what each test of faults counted, in ``.artifacts/faults.json``."""

import fcntl
import json
import os
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / ".artifacts/faults.json"


def share(whole: int) -> int:
    """How many of a long form's faults to make: all, or the part that FREMTIDSBILDE_TEST_SHARE says; one at least."""
    return max(1, round(whole * float(os.environ.get("FREMTIDSBILDE_TEST_SHARE", "1"))))


def report(name: str, **counted: object) -> None:
    """Put what was counted into the report, in place of what stood there under this name."""
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # tests run side by side
        file.seek(0)
        told = json.loads(file.read() or "{}")
        told[name] = counted
        file.truncate(0)
        json.dump(told, file, indent=1, sort_keys=True)
