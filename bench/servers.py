"""Servers under measurement: the program itself and the yardsticks, each a process of its own on the servers' core."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from bench.machine import BIN, NotAvailable, pin

START_SECONDS = 60.0

NO_BOUNDS = {
    "FREMTIDSBILDE_SOCKETS_PER_PARTICIPANT": "1000000",
    "FREMTIDSBILDE_MESSAGES_PER_MINUTE": "100000000",
    "FREMTIDSBILDE_COMMANDS_PER_MINUTE": "100000000",
    "FREMTIDSBILDE_JOINS_PER_MINUTE": "100000000",
    "FREMTIDSBILDE_WRONG_CODES_PER_MINUTE": "100000000",
}
"""One client plays thousands: the bounds on single people would be all that is measured."""

EACH_ALONE = {
    "FREMTIDSBILDE_BATCH": "1",
    "FREMTIDSBILDE_PULSE_NEAR": "0",
    "FREMTIDSBILDE_HEARTBEAT": "600",
}
"""Every statement a frame of its own, and nothing else to do: nobody needs to ping."""


class Server:
    """A process that listens on a port of 127.0.0.1. Leaving it as a context ends it and what it started."""

    def __init__(
        self, command: Sequence[object], port: int, env: Mapping[str, str] | None = None, core: int | None = 0
    ) -> None:
        self.port = port
        self._command = [str(word) for word in command]
        self._env = {**os.environ, **(env or {})}
        self._core = core
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - goes with the object

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, *, wait: bool = True) -> None:
        """Start, and return when the port answers.

        Raises:
            NotAvailable: it ended instead, or took too long.
        """
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            start_new_session=True,
            preexec_fn=self._take_core,  # noqa: PLW1509 - the benches have no threads
        )
        until = time.monotonic() + START_SECONDS
        while wait and not self.answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                last = self.errors.strip().rpartition("\n")[2] or "it said nothing"
                raise NotAvailable(f"{Path(self._command[0]).name} did not start: {last[:200]}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether somebody listens on the port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def errors(self) -> str:
        """What it has written to standard error."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")

    def _take_core(self) -> None:
        if self._core is not None:
            pin(self._core)

    @property
    def pids(self) -> list[int]:
        """The process, and all that it has started."""
        return _family(self._process.pid)

    def kill(self) -> None:
        """The end without warning, for all of its family."""
        self._signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Ask all of them to end, and do not wait for ever. A wrapper may go before what it has started."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(3)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, which: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, which)  # it leads a session of its own


def program(data: Path, env: Mapping[str, str] | None = None, *words: str, core: int | None = 0) -> Server:
    """Fremtidsbilde on a data folder, without bounds on single people."""
    port = free_port()
    command = (BIN / "fremtidsbilde", "serve", "--host", "127.0.0.1", "--port", str(port), "--data", data, *words)
    return Server(command, port, {**NO_BOUNDS, **(env or {})}, core=core)


def node(script: Path, *words: str, modules: Path) -> Server:
    """A yardstick in node, with the packages in ``modules``."""
    found = BIN / "node" if (BIN / "node").exists() else shutil.which("node")
    if found is None:
        raise NotAvailable("node is not here")
    port = free_port()
    return Server([found, script, str(port), *words], port, {"NODE_PATH": str(modules)})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(child for started in children for child in _family(int(started)))]
