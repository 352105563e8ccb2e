"""The network between a browser and the server, which a test can cut, deafen and block: a TCP proxy in a thread."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.e2e.server import Server
from tests.ports import free_port

Fate = Literal["pass", "refuse", "end", "swallow"]
"""What becomes of WebSockets: refused, ended right after the handshake, or open and carrying nothing."""

HOLD = """() => {
  const send = WebSocket.prototype.send;
  const held = [];
  WebSocket.prototype.send = function (text) { held.push(() => send.call(this, text)); };
  window.letGo = () => { WebSocket.prototype.send = send; held.splice(0).forEach((one) => one()); };
}"""
"""For one page: what it sends is on its way until ``letGo()``."""


@dataclass(eq=False)
class _Line:
    """One connection. ``socket``: it has been upgraded to a WebSocket."""

    house: asyncio.StreamWriter
    socket: bool
    to_phone: bool = True
    to_house: bool = True


class Wire:
    """Passes bytes on. ``base`` is the server's address as seen through it."""

    def __init__(self, server: Server) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.sockets: Fate = "pass"
        self._server = server
        self._down = False
        self._lines: set[_Line] = set()
        self._phones: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="wire")
        self._listening = threading.Event()
        self._thread.start()
        assert self._listening.wait(10), "the wire did not open"

    def cut(self) -> None:
        """No network: what is open ends, and nothing new comes through."""
        self._down = True
        self._on_loop(self._abort)

    def mend(self) -> None:
        """Network again."""
        self._down = False

    def drop(self) -> None:
        """What is open ends; new connections come through."""
        self._on_loop(self._abort)

    def deafen(self) -> None:
        """Sockets that are open now bring nothing more to the phone, though what it says still arrives."""
        self._on_loop(self._deafen)

    def die_silently(self) -> None:
        """Sockets that are open now look open, but carry nothing either way."""
        self._on_loop(self._mute)

    def close(self) -> None:
        """Take the wire away."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _deafen(self) -> None:
        for line in self._lines:
            line.to_phone = line.to_phone and not line.socket

    def _mute(self) -> None:
        self._deafen()
        for line in self._lines:
            line.to_house = line.to_house and not line.socket

    def _abort(self) -> None:
        for phone in self._phones:
            phone.transport.abort()
        for line in self._lines:
            line.house.transport.abort()

    def _on_loop(self, act: Callable[[], object]) -> None:
        done = threading.Event()

        def run() -> None:
            act()
            done.set()

        self._loop.call_soon_threadsafe(run)
        assert done.wait(10), "the wire hangs"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listener = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", self.port))
        self._listening.set()
        self._loop.run_forever()
        for door in listener.sockets:
            self._loop.remove_reader(door.fileno())
        self._turns()  # who has been let in gets a transport: once the listener is closed, nobody does
        listener.close()
        self._abort()  # also what came in between
        if last := asyncio.all_tasks(self._loop):
            for carrying in last:
                carrying.cancel()
            self._loop.run_until_complete(asyncio.gather(*last, return_exceptions=True))
        self._turns()  # what is aborted is closed
        self._loop.close()

    def _turns(self) -> None:
        """Let all happen that is about to, which takes two or three turns of the loop."""
        for _ in range(10):
            self._loop.run_until_complete(asyncio.sleep(0))

    async def _carry(self, heard: asyncio.StreamReader, phone: asyncio.StreamWriter) -> None:
        self._phones.add(phone)
        try:
            first = b"" if self._down else await heard.read(65_536)
            socket = b"upgrade: websocket" in first.lower()
            if not first or (socket and self.sockets == "refuse"):
                return
            answers, house = await asyncio.open_connection("127.0.0.1", self._server.port)
            line = _Line(house, socket)
            self._lines.add(line)
            try:
                house.write(first)
                if socket and self.sockets != "pass":
                    phone.write(await answers.readuntil(b"\r\n\r\n"))
                    await phone.drain()
                    if self.sockets == "end":
                        return
                    line.to_phone = line.to_house = False
                await asyncio.gather(
                    self._pump(heard, house, lambda: line.to_house), self._pump(answers, phone, lambda: line.to_phone)
                )
            finally:
                self._lines.discard(line)
                house.transport.abort()
        except OSError:
            pass
        finally:
            self._phones.discard(phone)
            phone.transport.abort()

    @staticmethod
    async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter, passes: Callable[[], bool]) -> None:
        """Pass on until the source ends; then end the target."""
        while data := await source.read(65_536):
            if passes():
                target.write(data)
                await target.drain()
        if passes():
            target.close()
