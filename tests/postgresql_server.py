"""A PostgreSQL of the tests' own, which can be stopped and started. The machine's is left alone."""

import asyncio
import os
import pwd
import shutil
import tempfile
from pathlib import Path
from typing import Literal, NoReturn, Self

import pytest

from tests.databases import migrate
from tests.ports import free_port

How = Literal["fast", "immediate"]


def missing(what: str) -> NoReturn:
    """Leave the test out, unless this is where all must run."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


class PostgreSQL:
    """A PostgreSQL of our own, under a user who is not root, with Debian's programs. Slow to make: seconds."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        if not found:
            missing("there is no pg_ctl under /usr/lib/postgresql")
        self._programs = found[-1].parent
        self._as_other: list[str] = []
        self._port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="fremtidsbilde-postgresql-"))
        if os.geteuid() == 0:
            try:
                user = pwd.getpwnam("postgres")
            except KeyError:
                missing("root may not run PostgreSQL, and there is no user postgres")
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            self._as_other = ["runuser", "-u", "postgres", "--"]

    @property
    def address(self) -> str:
        """Of an empty, migrated database in it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    async def __aenter__(self) -> Self:
        await self._do("initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8")
        await self._do("pg_ctl", "start", "--wait", "--silent", "--options", self._options)
        await asyncio.to_thread(migrate, self.address)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._do("pg_ctl", "stop", "--mode=immediate", "--silent")
        shutil.rmtree(self._folder, ignore_errors=True)

    async def stop(self, how: How) -> None:
        """Stop it: ``fast`` throws everybody out and tidies up; ``immediate`` falls down, and recovers at the start."""
        await self._do("pg_ctl", "stop", "--wait", "--silent", f"--mode={how}")

    async def start(self) -> None:
        """Start it again, and return when it answers."""
        await self._do("pg_ctl", "start", "--wait", "--silent", "--options", self._options)

    @property
    def _options(self) -> str:
        return f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60"

    async def _do(self, program: str, *words: str) -> None:
        log = ["--log", str(self._folder / "log")] if "start" in words else []
        command = [*self._as_other, str(self._programs / program), "--pgdata", str(self._folder / "data"), *words, *log]
        process = await asyncio.create_subprocess_exec(
            *command, cwd="/", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0, " ".join(command)
