"""Shooting: raw connections that send what the gun makes, and count what comes back."""

import asyncio
import random
import struct
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from tests.faults.frames import Gun, Shot

PATIENCE = 60.0
AT_ONCE = 400_000
"""Bytes after which answers are waited for."""
SINCE = ["", "", "x.1", "." * 50, "Ø.🜁", "0.99999999999999999999", "-1", "%00"]


@dataclass
class Score:
    """What was sent, and what came of it."""

    frames: int = 0
    lengths: set[int] = field(default_factory=set)
    connections: int = 0
    closed_by_server: int = 0
    heard: Counter[str] = field(default_factory=Counter)


class Range:
    """One who shoots at a room through one connection after the other."""

    def __init__(
        self, base: str, code: str, seen: str, cookies: str, gun: Gun, chance: random.Random, score: Score
    ) -> None:
        self._to = urlsplit(base)
        self._path = f"/w/{code}/live?as={seen}"
        self._cookies = cookies
        self._gun = gun
        self._chance = chance
        self._score = score

    async def shoot(self, lengths: range, messages: int) -> None:
        """Send a message of each of these lengths, and so many others, with everything that is seldom in between."""
        left = list(lengths)
        while left or messages > 0:
            packs = self._chance.random() < 0.3
            html = self._chance.random() < 0.2
            async with _Connection(self._to.hostname or "", self._to.port or 0, self._score) as connection:
                await connection.shake_hands(self._request(packs=packs, html=html))
                for _ in range(self._chance.randint(1, 3)):
                    volley = [self._gun.of_length(n) for n in self._taken(left)]
                    others = min(max(messages, 0), self._chance.randint(10, 80))
                    messages -= others
                    volley += [self._other(packs=packs) for _ in range(others)]
                    self._chance.shuffle(volley)
                    await connection.fire(volley)
                await connection.end_with(self._last(packs=packs))

    def _taken(self, left: list[int]) -> list[int]:
        size, taken = 0, []
        while left and size < AT_ONCE:
            taken.append(left.pop())
            size += taken[-1]
        self._score.lengths.update(taken)
        return taken

    def _other(self, *, packs: bool) -> Shot:
        chance = self._chance.random()
        if packs and chance < 0.2:
            return self._gun.packed()
        return self._gun.odd() if chance < 0.3 else self._gun.message()

    def _last(self, *, packs: bool) -> Shot:
        chance = self._chance.random()
        if packs and chance < 0.1:
            return self._gun.bomb()
        if chance < 0.6:
            return self._gun.illegal()
        return self._gun.mutated() if chance < 0.85 else self._gun.half()

    def _request(self, *, packs: bool, html: bool) -> bytes:
        since = quote(self._chance.choice(SINCE))
        extension = "Sec-WebSocket-Extensions: permessage-deflate\r\n" if packs else ""
        return (
            f"GET {self._path}&since={since} HTTP/1.1\r\nHost: {self._to.netloc}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: fremtidsbilde.v1.{'html' if html else 'json'}\r\n"
            f"{extension}Cookie: {self._cookies}\r\n\r\n"
        ).encode()


class _Connection:
    """A connection that reads all the time. Frames of rooms are counted and not looked at."""

    def __init__(self, host: str, port: int, score: Score) -> None:
        self._host = host
        self._port = port
        self._score = score
        self._answers = 0
        self._came = asyncio.Event()

    async def __aenter__(self) -> "_Connection":
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        self._score.connections += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.transport.abort()
        self._hearing.cancel()
        await asyncio.wait([self._hearing])

    async def shake_hands(self, request: bytes) -> None:
        self._writer.write(request)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 101"), answer
        self._hearing = asyncio.create_task(self._hear())

    async def fire(self, volley: list[Shot]) -> None:
        """Send these, and wait for all that they must get."""
        expected = self._answers + sum(shot.answers for shot in volley)
        self._score.frames += sum(shot.frames for shot in volley)
        self._writer.write(b"".join(shot.data for shot in volley))
        async with asyncio.timeout(PATIENCE):
            while self._answers < expected:
                assert not self._hearing.done(), f"closed, with {expected - self._answers} answers to come"
                self._came.clear()
                came = asyncio.create_task(self._came.wait())
                await asyncio.wait({came, self._hearing}, return_when="FIRST_COMPLETED")
                came.cancel()
        assert self._answers == expected, "more answers than messages"

    async def end_with(self, shot: Shot) -> None:
        """Send the last one. Where the server must close after it, wait until it has."""
        self._score.frames += shot.frames
        self._writer.write(shot.data)
        if shot.ends:
            done, _ = await asyncio.wait({self._hearing}, timeout=PATIENCE)
            assert done, f"still open after {shot.data[:40]!r}"
            self._score.closed_by_server += 1

    async def _hear(self) -> None:
        """Count answers until the connection ends."""
        held = b""
        while True:
            try:
                data = await self._reader.read(1 << 18)
            except OSError:
                return
            if not data:
                return
            held += data
            taken = 0
            while (size := _size(held, taken)) is not None and taken + sum(size) <= len(held):
                header, length = size
                opcode = held[taken]
                if opcode & 15 == 8:
                    self._score.heard["close"] += 1
                    return
                if opcode & 15 == 1:
                    self._note(opcode, held[taken + header : taken + header + min(length, 20)])
                taken += header + length
            held = held[taken:]
            self._came.set()

    def _note(self, opcode: int, start: bytes) -> None:
        kind = "frame" if opcode & 0x40 else start.removeprefix(b'{"type":"').partition(b'"')[0].decode()
        self._score.heard[kind] += 1
        self._answers += kind in {"ack", "refused", "pong"}


def _size(data: bytes, at: int) -> tuple[int, int] | None:
    """Of the frame that begins there: bytes of its header and of its body."""
    if len(data) < at + 2:
        return None
    length = data[at + 1] & 127
    if length < 126:
        return 2, length
    form, header = ("!H", 4) if length == 126 else ("!Q", 10)
    if len(data) < at + header:
        return None
    return header, struct.unpack_from(form, data, at + 2)[0]
