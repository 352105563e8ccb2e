"""A line to a room: a JSON socket that keeps its screen up to date, as any program would."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

JSON = "fremtidsbilde.v1.json"
PATIENCE = 10.0

Message = dict[str, Any]


async def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until ``condition`` holds; an assertion error says so where it does not in time."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "what was waited for did not happen"
        await asyncio.sleep(0.005)


class Line:
    """An open socket. ``screen`` and ``own`` are what its frames add up to: parts by id."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.screen: dict[str, Message] = {}
        self.own: dict[str, Message] = {}
        self.cursor = ""
        self.frames: list[Message] = []
        self.heard: list[Message] = []
        self._answers: dict[str, asyncio.Future[Message]] = {}
        self._ear = asyncio.create_task(self._listen())

    @classmethod
    async def open(
        cls, base: str, code: str, seen: str = "phone", cookies: str = "", *, since: str = "", **headers: str
    ) -> Self:
        """Connect with a cookie header; further headers by name, with _ for -."""
        address = f"{base.replace('http', 'ws', 1)}/w/{code}/live?as={seen}&since={since}"
        more = {"cookie": cookies, **{name.replace("_", "-"): value for name, value in headers.items()}}
        socket = await connect(
            address,
            subprotocols=[Subprotocol(JSON)],
            additional_headers=more,
            compression=None,
            max_size=None,
            proxy=None,
        )
        return cls(socket)

    @property
    def close_code(self) -> int | None:
        """With which code the other side closed the line, if it did."""
        return self.socket.close_code if self._ear.done() else None

    async def send(self, message: object) -> None:
        """Send anything: text and bytes as they are, the rest as JSON."""
        await self.socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def command(self, type: str, id: str | None = None, **fields: object) -> Message:  # noqa: A002 - their names
        """Give a command and return its answer."""
        return await self.ask({"type": type, "id": id or secrets.token_urlsafe(12), **fields})

    async def say(self, text: str, id: str | None = None) -> Message:  # noqa: A002 - its name
        """Say a statement and return the answer."""
        return await self.command("say", id, text=text)

    async def ask(self, message: Message) -> Message:
        """Send a message with an id and return the answer to it; ``ConnectionClosed`` where none came."""
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._answers[message["id"]] = answer
        await self.send(message)
        either: set[asyncio.Future[Any]] = {answer, self._ear}
        done, _ = await asyncio.wait(either, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if answer in done:
            return answer.result()
        assert done, f"no answer to {message}"
        raise ConnectionClosed(None, None)

    async def answer_to(self, message: object) -> Message:
        """Send anything and return the next message that is no frame."""
        before = len(self.heard)
        await self.send(message)
        await until(lambda: len(self.heard) > before or self._ear.done())
        return self.heard[before]

    async def until(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait for a state of this line."""
        await until(condition, patience)

    async def closed(self, patience: float = PATIENCE) -> int | None:
        """Wait until the other side closes; with which code it does."""
        await until(self._ear.done, patience)
        return self.close_code

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()
        await self._ear

    def kinds(self, kind: str) -> list[Message]:
        """The parts of one kind on the screen."""
        return [part for part in self.screen.values() if part["kind"] == kind]

    async def _listen(self) -> None:
        try:
            async for raw in self.socket:
                self._hear(json.loads(raw))
        except WebSocketException:
            pass

    def _hear(self, message: Message) -> None:
        if message["type"] == "frame":
            self.frames.append(message)
            self.cursor = apply(self.own if message["scope"] == "own" else self.screen, message) or self.cursor
            return
        self.heard.append(message)
        answer = self._answers.pop(message.get("id") or "", None)
        if answer is not None and not answer.done():
            answer.set_result(message)


def apply(screen: dict[str, Message], frame: Message) -> str:
    """Apply a frame as docs/protocol.md says; the frame's cursor, if it has one."""
    if frame["whole"]:
        screen.clear()
    screen.update((part["id"], part) for part in frame["put"])
    for part in frame["drop"]:
        screen.pop(part, None)
    return str(frame.get("cursor", ""))
