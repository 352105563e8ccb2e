"""The machine: whose core is which, how many files may be open, how busy it is, and how fast its disk is."""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
BUILT = HERE / ".built"
FETCHED = HERE / ".yardsticks"
BIN = Path(sys.executable).parent
CORES = sorted(os.sched_getaffinity(0))


class NotAvailable(Exception):
    """Something that a bench needs is not on this machine, or not in this version of the program."""


def pin(core: int) -> None:
    """Keep this process on the n-th core: 0 for servers, 1 for clients. Does nothing where there is only one."""
    if len(CORES) > 1:
        os.sched_setaffinity(0, {CORES[core % len(CORES)]})


def open_many_files() -> None:
    """Raise the bound on open files as far as it goes; what is started from here inherits it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def load() -> float:
    """How many processes wanted to run, over the last minute."""
    return round(os.getloadavg()[0], 2)


def client() -> Path:
    """The load client, compiled where its source is newer.

    Raises:
        SystemExit: there is no C compiler.
    """
    made, sources = BUILT / ("client" if unpacks() else "client-without-zlib"), sorted((HERE / "client").glob("*.[ch]"))
    if made.exists() and made.stat().st_mtime > max(source.stat().st_mtime for source in sources):
        return made
    compiler = shutil.which("cc")
    if compiler is None:
        raise SystemExit("make bench needs a C compiler; on Debian and Ubuntu: apt-get install gcc libc6-dev")
    BUILT.mkdir(exist_ok=True)
    units = [str(source) for source in sources if source.suffix == ".c"]
    subprocess.run(
        [compiler, "-O2", "-Wall", "-o", str(made), *units, "-lm", *(["-lz"] if unpacks() else [])], check=True
    )
    return made


@cache
def unpacks() -> bool:
    """Whether the load client can read compressed messages here: whether there is zlib to compile with."""
    compiler = shutil.which("cc")
    asked = [compiler, "-fsyntax-only", "-xc", "-"] if compiler else ["false"]
    return subprocess.run(asked, input=b"#include <zlib.h>", capture_output=True, check=False).returncode == 0


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on disk that is gone afterwards; beside the program, as /tmp may be memory."""
    BUILT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT) as made:
        yield Path(made)


def disk(times: int = 100) -> dict[str, float]:
    """Milliseconds until 4 KiB more in a file are on the disk, p50 and p99: what every acknowledgement waits for."""
    took = []
    with folder() as made, (made / "file").open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(b"x" * 4_096)
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - start) * 1_000)
    ranks = statistics.quantiles(took, n=100)
    return {"fdatasync_p50_ms": round(ranks[49], 2), "fdatasync_p99_ms": round(ranks[98], 2)}


def resident_kib(pids: list[int]) -> int:
    """Memory that processes hold, in KiB."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGESIZE") // 1_024


def cpu_seconds(pids: list[int]) -> float:
    """Processor time that processes have used so far, their own and the system's for them, in steps of 10 ms."""
    used = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids)
    return sum(int(user) + int(system) for user, system in used) / os.sysconf("SC_CLK_TCK")
