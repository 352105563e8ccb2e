"""Ports of tests' own servers: two processes of tests beside each other get none in common."""

import subprocess
import sys
from pathlib import Path

from tests.ports import BLOCK, free_port

ROOT = Path(__file__).resolve().parents[1]
OTHER = f"from tests.ports import free_port; print(*(free_port() for _ in range({BLOCK + 1})))"


def test_two_processes_of_tests_get_no_port_in_common() -> None:
    ours = {free_port() for _ in range(BLOCK + 1)}
    told = subprocess.run([sys.executable, "-c", OTHER], cwd=ROOT, capture_output=True, text=True, check=True)
    theirs = set(map(int, told.stdout.split()))
    assert len(ours) == len(theirs) == BLOCK + 1
    assert not ours & theirs
    assert told.stderr == ""
