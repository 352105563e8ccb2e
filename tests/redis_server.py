"""A Redis of the tests' own, which can be stopped and started on the same port."""

import asyncio
import os
import shutil
import socket
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.routes.line import until


class Redis:
    """One server. ``start`` returns when it answers."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("redis-server") is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no redis-server on the PATH")
        self.port = free_port()
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = await asyncio.create_subprocess_exec(
            "redis-server", *options, stdout=asyncio.subprocess.DEVNULL
        )
        await until(self._answers)

    async def stop(self) -> None:
        if self._process is not None:
            self._process.kill()  # it keeps nothing; and one that is frozen would not hear anything else
            await self._process.wait()
            self._process = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _answers(self) -> bool:
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", self.port)) == 0
