"""The wire: uvicorn's websocket protocol, over which ready bytes can be written at once and for many.

A frame of a room goes to thousands of connections. The usual way (ASGI's ``send``) encodes, compresses and copies it
for each of them, through five coroutines. Here it is made into bytes once, compressed once where that pays, and handed
to each transport as it is. The extension ``fremtidsbilde.wire`` of the scope is this protocol; where it is missing
(under another server), the door falls back on ``send``.

It leans on attributes of uvicorn's own class; the lock file holds its version, and tests hold what is leant on.
"""

import struct
import zlib
from asyncio import AbstractEventLoop, BaseTransport
from collections.abc import Callable
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.server import ServerProtocol

EXTENSION = "fremtidsbilde.wire"

PACKING_PAYS = 256
"""Bytes of a message from which on compressing it saves more than it costs: below, a phone gains under 100 bytes."""

_WINDOW = 15
_TEXT, _PACKED_TEXT = 0x81, 0xC1

# Neither side keeps a dictionary from one message to the next (RFC 7692, 7.1.1): the same bytes then suit everybody,
# and a connection needs no compressor of its own, which would be most of its memory.
_PACKING = ServerPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)


def later(within: int) -> str:
    """The message that asks a client to come back within so many seconds, at a moment of its own."""
    return f'{{"type":"later","within":{within}}}'


def plain(text: str) -> bytes:
    """A text message as one unmasked frame (RFC 6455, 5.2)."""
    return _framed(_TEXT, text.encode())


def packed(text: str) -> bytes:
    """The same compressed (RFC 7692, 7.2.1), where that makes it shorter."""
    body = text.encode()
    if len(body) >= PACKING_PAYS:
        deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -_WINDOW)
        short = (deflate.compress(body) + deflate.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\x00\x00\xff\xff")
        if len(short) < len(body):
            return _framed(_PACKED_TEXT, short)
    return _framed(_TEXT, body)


def _framed(first: int, body: bytes) -> bytes:
    length = len(body)
    if length < 126:
        return struct.pack("!BB", first, length) + body
    if length < 65_536:
        return struct.pack("!BBH", first, 126, length) + body
    return struct.pack("!BBQ", first, 127, length) + body


class Wire(WebSocketsSansIOProtocol):
    """One connection. ``heard``: when bytes came last, in the event loop's time."""

    farewell: bytes = plain(later(5))
    """What everybody is sent when the server stops: come back within so many seconds, each at a moment of their own."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn = ServerProtocol(extensions=[_PACKING], max_size=config.ws_max_size, logger=self.logger)
        self.packs = False
        self.heard = self.loop.time()
        self.write: Callable[[bytes], None] = _nowhere
        self._on_change: Callable[[bool], None] = _nobody

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.write = self.transport.write

    def connection_lost(self, exc: Exception | None) -> None:
        self.end()
        self.write = _nowhere
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self.heard = self.loop.time()
        super().data_received(data)

    def handle_ping(self) -> None:
        """Answer, unless the other side takes nothing: who asks and never reads would fill the memory with answers."""
        answer = b"".join(self.conn.data_to_send())
        if self.writable.is_set():
            self.transport.write(answer)

    def pause_writing(self) -> None:
        self._on_change(False)
        super().pause_writing()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._open:
            self._on_change(True)

    def begin(self, on_change: Callable[[bool], None]) -> bool:
        """Be ready for frames, after the handshake. Returns whether they may be written now.

        ``on_change`` is told when they no longer may, and when they may again.
        """
        self.packs = any(
            isinstance(extension, PerMessageDeflate) and extension.local_max_window_bits == _WINDOW
            for extension in self.conn.extensions
        )
        self._on_change = on_change
        # What the handshake needed is not needed any more; with thousands of idle phones it would be most of them.
        self.scope["headers"] = []
        self.request = self.response = cast("Any", None)
        return self._open and self.writable.is_set()

    def end(self) -> None:
        """Take no more frames."""
        self._on_change(False)
        self._on_change = _nobody

    def dismiss(self, code: int, reason: str) -> None:
        """Close with a code of ours, and let go of one who does not answer to it."""
        if not self._open:
            return
        self.end()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        # Not close(): that waits until all is written, which never comes where the other side takes nothing.
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def drop(self) -> None:
        """Let go at once, whatever is still to be written."""
        self.end()
        self.transport.abort()

    def shutdown(self) -> None:
        if self._open and self.farewell:
            self.write(self.farewell)
        self.end()
        super().shutdown()

    @property
    def _open(self) -> bool:
        return self.handshake_complete and not (self.close_sent or self.disconnected or self.transport.is_closing())

    async def run_asgi(self) -> None:
        self.scope["extensions"] = {**(self.scope.get("extensions") or {}), EXTENSION: cast("Any", self)}
        await super().run_asgi()


def _nobody(_clear: bool) -> None:
    """Nobody asks whether frames may be written."""


def _nowhere(_frame: bytes) -> None:
    """Where there is no connection any more, nothing is written."""
