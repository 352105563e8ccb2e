"""The worker processes of a server that has several."""

from contextlib import suppress
from pathlib import Path

from tests.process import Process


def workers_of(server: Process) -> set[int]:
    """The worker processes that are there now, the supervisor's other children left out."""
    pid = server.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children if b"spawn_main" in command_of(int(child))}


def serving(server: Process) -> set[int]:
    """Those of them whose event loop runs."""
    return {worker for worker in workers_of(server) if "anon_inode:[eventpoll]" in _files(worker)}


def _files(process: int) -> set[str]:
    files = set()
    with suppress(OSError):  # it may go meanwhile
        for file in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                files.add(str(file.readlink()))
    return files


def command_of(process: int) -> bytes:
    """With which words a process was started; empty where it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
