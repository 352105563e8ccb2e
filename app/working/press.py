"""The press: makes one file in a process of its own, and hands it over piece by piece.

In a thread, writing a document would hold up Python's own lock, and with it every live room, for a tenth of a second
at a time, and what it loads would stay in memory. The process is told what to make on its standard input, as the
address of the database holds a password; when that is closed its server has died, and it ends, too.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.working.order import Order

PIECE = 256 * 1024
"""Bytes that are handed over, and kept, at once."""
MOST = 64 * 1024 * 1024
"""Bytes that a file may have: a network's whole archive has a tenth of it."""
WAITING = 8
"""Files that people may wait for at once: the last of them waits for a quarter of a minute."""
AT_ONCE = 60.0
"""Seconds that whoever waits for a file waits at most: one that hangs holds up nobody else for longer."""
BEAT = 2.0
"""Seconds after which the press says that it is still at work."""
_ROOT = str(Path(__file__).parents[2])


class Unmade(Exception):
    """There will be no file. ``reason``: why, by name."""

    def __init__(self, reason: str, kind: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come. ``stage`` is empty where there is nothing new to say."""

    stage: str = ""
    progress: int = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """A file is made, and comes now, in pieces. ``fingerprint``: that of the vision in it, "" where it is of none."""

    name: str
    media_type: str
    size: int
    made_of: str
    fingerprint: str = ""


class Press:
    """Makes files at once for those who wait for them, one after the other."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def whole(self, order: Order, now: datetime) -> tuple[Ready, bytes]:
        """Make a file, and return what it is and all of it.

        Raises:
            Unmade: ``full``, where too many wait already; ``too_slow``; or as ``pressed``.
        """
        if self._waiting >= WAITING:
            raise Unmade("full")
        self._waiting += 1
        try:
            async with self._turn, asyncio.timeout(AT_ONCE), aclosing(pressed(self._database, order, now)) as press:
                ready, content = Ready("", "", 0, ""), bytearray()
                async for said in press:
                    if isinstance(said, Ready):
                        ready = said
                    elif isinstance(said, bytes):
                        content += said
                return ready, bytes(content)
        except TimeoutError:
            raise Unmade("too_slow") from None
        finally:
            self._waiting -= 1


async def pressed(database: str, order: Order, now: datetime) -> AsyncGenerator[Progress | Ready | bytes]:
    """Make a file: progress, then ``Ready``, then its pieces. Whoever stops listening stops it.

    Raises:
        Unmade
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.working.made",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # what an exception quotes may be somebody's words
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH", ""))))},
    )
    try:
        if process.stdin is None or process.stdout is None:  # both were asked for
            raise Unmade("unforeseen")
        asked = {"database": database, "order": order.model_dump(mode="json"), "now": now.isoformat()}
        with suppress(ConnectionError):  # then it says nothing either
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            await process.stdin.drain()
        async for said in _heard(process.stdout):
            yield said
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _heard(out: asyncio.StreamReader) -> AsyncGenerator[Progress | Ready | bytes]:
    while True:
        try:
            async with asyncio.timeout(BEAT):
                line = await out.readline()
        except TimeoutError:
            yield Progress()
            continue
        if not line:
            raise Unmade("unforeseen", "process")
        said = json.loads(line)
        if "reason" in said:
            raise Unmade(said["reason"], said["kind"])
        if "size" in said:
            break
        yield Progress(**said)
    ready = Ready(**said)
    yield ready
    left = ready.size
    while left:
        try:
            piece = await out.readexactly(min(left, PIECE))
        except asyncio.IncompleteReadError:
            raise Unmade("unforeseen", "process") from None
        left -= len(piece)
        yield piece
