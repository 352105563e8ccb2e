"""A real server for tests in a process of its own, to be killed and started again."""

import asyncio
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from app.settings import Settings
from tests.nursery import Child, nursery
from tests.ports import free_port
from tests.routes.line import until
from tests.server import PATIENCE, Site

STARTING = 90.0
"""Seconds in which it answers: several processes that import all there is take half a minute on a busy machine."""
PROGRAM = Path(sys.executable).with_name("fremtidsbilde")


class Process(Site):
    """A server in a process of its own, which can be killed and started again on the same data and port."""

    def __init__(self, data: Path, command: Sequence[str] = ("serve",), /, **settings: Any) -> None:
        self.port = free_port()
        super().__init__(Settings(data=data, **settings), f"http://127.0.0.1:{self.port}")
        self._data = data
        self._command = command
        self._more = settings
        self._process: asyncio.subprocess.Process | Child | None = None
        self._host = "127.0.0.1"
        self._within: Sequence[str] = ()
        self.output = data.with_name(f"{data.name}.out")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__()
        await self.stop()

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        await self.begin()

        def listening() -> bool:
            assert self._process is not None
            assert self._process.returncode is None, self.output.read_text()[-4_000:]
            with socket.socket() as knock:
                return knock.connect_ex((self._host, self.port)) == 0

        await until(listening, STARTING)

    async def begin(self) -> None:
        """Start it, and do not wait. One server alone comes out of the nursery, what is more is started as it is."""
        if self._command == ("serve",) and not self._within:
            self._process = await asyncio.to_thread(nursery().fork, self._words(), self.output, self._environment())
            return
        with self.output.open("ab") as output:
            words = [*self._within, str(PROGRAM), *self._words()]
            environment = {**os.environ, **self._environment()}
            self._process = await asyncio.create_subprocess_exec(*words, env=environment, stdout=output, stderr=output)

    def _words(self) -> list[str]:
        return [*self._command, "--host", self._host, "--port", str(self.port), "--data", str(self._data)]

    def _environment(self) -> dict[str, str]:
        return {f"FREMTIDSBILDE_{name.upper()}": str(value) for name, value in self._more.items()}

    @property
    def pid(self) -> int:
        """The process; with several workers, their supervisor."""
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None

    def assert_calm(self) -> None:
        """No exception that nobody foresaw, as Python prints it or as the log tells of it."""
        told = self.output.read_text()
        assert "Traceback" not in told, told
        assert '"at": [' not in told, told

    async def stop(self) -> int | None:
        """Ask it to end, and return its exit code."""
        if self._process is None:
            return None
        self._process.terminate()
        code = await asyncio.wait_for(self._process.wait(), PATIENCE)
        self._process = None
        return code
