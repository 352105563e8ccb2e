"""A follower: a JSON socket that keeps the parts it is sent, as any program would, and gives commands."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PROTOCOL = "fremtidsbilde.v1.json"
PATIENCE = 30.0
"""Seconds that an answer may take before the outcome of a command counts as unknown."""

Part = dict[str, Any]
Answer = dict[str, Any]


class Follower:
    """One screen: what its frames add up to is ``screen``, and what it alone is shown ``own``; both are parts by id."""

    def __init__(self, base: str, code: str, audience: str) -> None:
        self.screen: dict[str, Part] = {}
        self.own: dict[str, Part] = {}
        self.step = 0
        """The step that this screen is at, from 1; 0 for none."""
        self.since = 0.0
        """When it came to be there, on the clock of ``time.perf_counter``."""
        self._base = base.rstrip("/")
        self._code = code
        self._audience = audience
        self._cookie = ""
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._changed = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._ear: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the socket, with the cookie that was given at the door."""
        address = f"{self._base.replace('http', 'ws', 1)}/w/{self._code}/live?as={self._audience}"
        self._socket = await connect(
            address,
            subprotocols=[PROTOCOL],  # type: ignore[list-item]  # a NewType of str
            additional_headers={"cookie": self._cookie},
            compression=None,
            max_size=None,  # one frame holds a whole room
            proxy=None,
        )
        self._ear = asyncio.create_task(self._listen(self._socket))

    async def give(self, command: Mapping[str, object]) -> Answer | None:
        """Send a command and return the answer, or None where none came."""
        socket, name = self._socket, str(command["id"])
        if socket is None:
            return None
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[name] = future
        try:
            await socket.send(json.dumps(command))
            async with asyncio.timeout(PATIENCE):
                return await future
        except (TimeoutError, WebSocketException, ConnectionError):
            return None
        except asyncio.CancelledError:  # by the ear, where the socket has ended, or by whoever runs this
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            return None
        finally:
            self._waiting.pop(name, None)

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
        """Wait for a state of this screen; whether it came, in time and before the socket ended."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    if self._ear is None or self._ear.done():
                        return False
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def kinds(self, kind: str) -> list[Part]:
        """The parts of one kind on the shared screen, in their order."""
        there = [part for part in self.screen.values() if part["kind"] == kind]
        return sorted(there, key=lambda part: (part["order"], part["id"]))

    async def ping(self) -> bool:
        """Say that one is still here, and return whether that could be said."""
        try:
            if self._socket is not None:
                await self._socket.send('{"type":"ping"}')
        except (WebSocketException, ConnectionError):
            return False
        return self._socket is not None

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()
        if self._ear is not None:
            await self._ear

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for raw in socket:
                message = json.loads(raw)
                if message["type"] == "frame":
                    self._take(message)
                    continue
                future = self._waiting.get(message.get("id") or "")
                if message["type"] in ("ack", "refused") and future is not None and not future.done():
                    future.set_result(message)
        except WebSocketException:
            pass
        finally:
            for future in self._waiting.values():
                future.cancel()
            asyncio.get_running_loop().call_soon(self._changed.set)  # when this task is done

    def _take(self, frame: Mapping[str, Any]) -> None:
        parts = self.own if frame["scope"] == "own" else self.screen
        if frame["whole"]:
            parts.clear()
        for part in frame["put"]:
            parts[part["id"]] = part
        for part in frame["drop"]:
            parts.pop(part, None)
        line = self.screen.get("stage", {}).get("step") or self.screen.get("agenda", {}).get("now") or {}
        if line.get("number", 0) != self.step:
            self.step, self.since = line.get("number", 0), time.perf_counter()
        self._changed.set()
