"""Lines: how a frame reaches one connection. Ready bytes where the server's wire takes them, else ASGI's ``send``."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import structlog
from starlette.types import Send

from app.painter import Painter
from app.realtime.stream import Form, Frame
from app.wire import Wire, packed, plain
from app.workshop.people import Language

_log = structlog.get_logger(__name__)

_DRESSES: dict[tuple[str, str, bool], tuple[str, str, bool]] = {}
"""How frames are asked for: the form, the language, whether compressed. One for all who ask alike."""

CLOSE_SILENT = 4408
_BEHIND = 1011


class ReadyLine:
    """Writes a frame's bytes, which are made once for all who take it in the same form, straight to the transport.

    What a fan-out asks of each line stands in the line itself: with thousands of them, the way from object to object in
    memory is most of what Python takes.
    """

    __slots__ = ("_dress", "_form", "_language", "_on_clear", "_painter", "_wire", "_write", "clear")

    def __init__(
        self, wire: Wire, form: Form, language: Language, painter: Painter, on_clear: Callable[[], None]
    ) -> None:
        self._wire = wire
        self._write = wire.write
        self._on_clear = on_clear
        self._form: Form = form
        self._language: Language = language
        self._painter = painter
        self.clear = wire.begin(self._changed)
        dress = (form, language if form == "html" else "", wire.packs)
        self._dress = _DRESSES.setdefault(dress, dress)

    @property
    def left(self) -> int:
        return self._wire.transport.get_write_buffer_size()

    @property
    def heard(self) -> float:
        return self._wire.heard

    def send(self, frame: Frame) -> None:
        self._write(frame.ready.get(self._dress) or self._ready(frame))

    async def say(self, text: str, also: Callable[[], list[Frame]]) -> None:
        """Say something to this one alone; waits while the other side takes nothing, so that it cannot ask for more.

        ``also``: frames to send before it, asked for when they can be taken. All is handed to the system at once: that
        costs as much as all else that an answer takes.
        """
        if not self.clear:
            await self._wire.writable.wait()
        try:
            frames = [self._ready(frame) for frame in also()] if self.clear else []
        except Exception as error:  # a list that cannot be painted must not keep anybody from their answer
            _log.error("frame_failed", error=type(error).__name__)
            self._wire.write(plain(text))
            self.drop()
            return
        self._wire.write(b"".join((*frames, plain(text))))

    def drop(self) -> None:
        self._wire.drop()

    def hush(self) -> None:
        self._wire.dismiss(CLOSE_SILENT, "silent")

    def end(self) -> None:
        """Take no more frames."""
        self._wire.end()

    def _changed(self, clear: bool) -> None:
        self.clear = clear
        if clear:
            self._on_clear()

    def _ready(self, frame: Frame) -> bytes:
        ready = frame.ready.get(self._dress)
        if ready is None:
            ready = frame.ready[self._dress] = self._made(frame)
        return ready

    def _made(self, frame: Frame) -> bytes:
        text = frame.text(self._form, self._language, self._painter)
        return packed(text) if self._wire.packs else plain(text)


class PlainLine:
    """Sends through ASGI, one frame at a time: while one is on its way, the line is not clear."""

    def __init__(
        self, send: Send, form: Form, language: Language, painter: Painter, on_clear: Callable[[], None]
    ) -> None:
        self._send = send
        self._form: Form = form
        self._language: Language = language
        self._painter = painter
        self._on_clear = on_clear
        self._waiting: list[str] = []
        self._sending: asyncio.Task[None] | None = None
        self._open = True
        self.heard = asyncio.get_running_loop().time()

    @property
    def clear(self) -> bool:
        return self._open and not self._waiting

    @property
    def left(self) -> int:
        return len(self._waiting)

    def send(self, frame: Frame) -> None:
        self._waiting.append(frame.text(self._form, self._language, self._painter))
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._pump())

    async def say(self, text: str, also: Callable[[], list[Frame]]) -> None:
        """Say something to this one alone; ``also``: frames that go with it."""
        self.heard = asyncio.get_running_loop().time()
        for frame in also() if self.clear else ():
            self.send(frame)
        await self._send({"type": "websocket.send", "text": text})

    def drop(self) -> None:
        self.end()
        self._closing = asyncio.create_task(self._close(_BEHIND, "behind"))

    def hush(self) -> None:
        self._closing = asyncio.create_task(self._close(CLOSE_SILENT, "silent"))

    def end(self) -> None:
        """Take no more frames."""
        self._open = False
        if self._sending is not None:
            self._sending.cancel()

    async def _pump(self) -> None:
        with suppress(OSError):  # the other side has gone, which the one who listens will hear
            while self._waiting:
                await self._send({"type": "websocket.send", "text": self._waiting[0]})
                self._waiting.pop(0)
            if self._open:
                self._on_clear()

    async def _close(self, code: int, reason: str) -> None:
        with suppress(OSError):
            await self._send({"type": "websocket.close", "code": code, "reason": reason})
