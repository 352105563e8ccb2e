"""The limit: uvloop writes the same prepared bytes to every connection, and does nothing else.

``python tcp.py PORT FILE``. FILE holds one message, and is written to all others when somebody sends anything that
looks like a statement; the handshake is answered with the least that a client takes.
"""

import asyncio
import sys
from pathlib import Path

import uvloop

WELCOME = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
payload = Path(sys.argv[2]).read_bytes()
size = len(payload)
head = b"\x81" + (bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big"))
FRAME = head + payload

transports: set[asyncio.Transport] = set()


class Connection(asyncio.Protocol):
    """Counts the statements that come, and passes each on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # TCP gives this kind
        self.transport = transport
        self.welcomed = False

    def data_received(self, data: bytes) -> None:
        if not self.welcomed:
            self.welcomed = True
            self.transport.write(WELCOME)
            transports.add(self.transport)
            return
        for _ in range(data.count(b'"type":"say"')):
            for transport in transports:
                if transport is not self.transport:
                    transport.write(FRAME)

    def connection_lost(self, _: Exception | None) -> None:
        transports.discard(self.transport)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", int(sys.argv[1]), backlog=4096)
    await server.serve_forever()


uvloop.run(main())
