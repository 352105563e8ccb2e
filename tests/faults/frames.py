"""Frames for the fuzz: bytes as no browser would send them, and what the server owes for each."""

import json
import random
import struct
import zlib
from dataclasses import dataclass

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
LIMIT = 65_536
"""The largest message that the server takes (``message_bytes``)."""
POOL = [f"fuzzed-command-{n}" for n in range(40)]
"""Ids that are used over and over, so that what happens to be right is carried out once and the room stays small."""
DEEP = "[" * 5_000
ODD: list[object] = [
    None, True, -1, 0, 2**63, 10**400, 1e308, "", "\0", "\u202e", "\ud800", "🜁" * 50, "a" * 5_000, [], {}, [[]],
    {"a": {}}, "../../etc/passwd", "<script>", "' OR 1=1 --", "%s%n", "NaN",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """What is sent at once. ``frames``: how many; ``answers``: text messages that it must get, a frame of a room not
    counted; ``ends``: after it the server must close."""

    data: bytes
    frames: int = 1
    answers: int = 0
    ends: bool = False


class Gun:
    """Makes shots by chance; the same ones from the same seed."""

    def __init__(self, chance: random.Random, commands: list[dict[str, object]]) -> None:
        self._chance = chance
        self._commands = commands
        self._padding = bytes(chance.choice(b'abcdefghij {}[]",:0123456789\\') for _ in range(LIMIT))

    def of_length(self, length: int) -> Shot:
        """A text message of exactly so many bytes: a padded ping, a padded statement, or no JSON at all."""
        chance = self._chance.random()
        head, tail = b"", b""
        if chance < 0.2:
            head, tail = b'{"type":"ping","x":"', b'"}'
        elif chance < 0.6:
            command = self._chance.choice(POOL).encode()
            head, tail = b'{"type":"say","id":"%s","text":"' % command, b'"}'
        body = length - len(head) - len(tail)
        if body < 0:
            head, tail, body = b"", b"", length
        filling = b"a" * body if head else self._padding[:body]
        return Shot(self._frame(TEXT, head + filling + tail), answers=1)

    def message(self) -> Shot:
        """A text message: a command that has been tampered with, or nonsense."""
        return Shot(self._frame(TEXT, self._text()), answers=1)

    def odd(self) -> Shot:
        """What is allowed and seldom: fragments with pings between them, binary, empty ones, packed ones."""
        return self._chance.choice([self._fragments, self._binary, self._control, self._many_pings])()

    def illegal(self) -> Shot:
        """What the server may answer by closing only."""
        some = self._noise(self._chance.randint(0, 100))
        kind = self._chance.randrange(14)
        match kind:
            case 0:
                data = self._frame(TEXT, some, rsv=self._chance.choice([0x10, 0x20, 0x30]))
            case 1:
                data = self._frame(self._chance.choice([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), some)
            case 2:
                data = bytes([0x80 | TEXT, len(some)]) + some  # without a mask
            case 3:
                data = self._frame(PING, b"x" * self._chance.randint(126, 4_000))
            case 4:
                data = self._frame(self._chance.choice([PING, PONG, CLOSE]), some, fin=False)
            case 5:
                data = self._frame(CONTINUED, some)
            case 6:
                data = self._frame(TEXT, some, fin=False) + self._frame(TEXT, some)
            case 7:
                data = struct.pack("!BBQ", 0x81, 0xFF, 2 ** self._chance.randint(17, 63)) + some
            case 8:
                data = self._frame(
                    TEXT, some + self._chance.choice([b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"])
                )
            case 9:
                data = self._frame(TEXT, b"a" * self._chance.randint(LIMIT + 1, LIMIT + 70_000))
            case 10:
                data = self._frame(
                    CLOSE, struct.pack("!H", self._chance.choice([0, 999, 1004, 1005, 1006, 1015, 2999, 65535]))
                )
            case 11:
                data = self._frame(
                    CLOSE, self._chance.choice([b"", b"\x03", b"\x03\xe8" + b"\xff" * 20, b"\x03\xe8bye"])
                )
            case 12:
                parts = LIMIT // 4_000 + 2
                data = self._frame(TEXT, b"a" * 4_000, fin=False)
                data += b"".join(self._frame(CONTINUED, b"a" * 4_000, fin=n == parts) for n in range(1, parts + 1))
            case _:
                data = self._frame(TEXT, self._packed_garbage(), rsv=0x40)
        return Shot(data, ends=True)

    def half(self) -> Shot:
        """The beginning of something."""
        whole = self._chance.choice(
            [self.message(), self.of_length(self._chance.randint(0, LIMIT)), self.illegal()]
        ).data
        return Shot(whole[: self._chance.randint(1, len(whole))])

    def mutated(self) -> Shot:
        """A right frame with some of its bytes changed: anything may follow."""
        data = bytearray(self.message().data)
        for _ in range(self._chance.randint(1, 4)):
            data[self._chance.randrange(min(len(data), self._chance.choice([2, 8, 10_000])))] = self._chance.randrange(
                256
            )
        return Shot(bytes(data))

    def bomb(self) -> Shot:
        """A few bytes that are megabytes when they are unpacked. For lines that have agreed to packing."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(b"a" * 20_000_000) + packer.flush(zlib.Z_SYNC_FLUSH)
        return Shot(self._frame(TEXT, packed[:LIMIT].removesuffix(b"\0\0\xff\xff"), rsv=0x40), ends=True)

    def packed(self) -> Shot:
        """A message that is packed as agreed."""
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        packed = packer.compress(self._text()) + packer.flush(zlib.Z_SYNC_FLUSH)
        return Shot(self._frame(TEXT, packed.removesuffix(b"\0\0\xff\xff"), rsv=0x40), answers=1)

    def _packed_garbage(self) -> bytes:
        return b"\xff\xff" + self._noise(self._chance.randint(2, 200))  # of a kind of block that there is not

    def _fragments(self) -> Shot:
        text = self._text()
        cuts = sorted(self._chance.randint(0, len(text)) for _ in range(self._chance.randint(1, 6)))
        parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        data, frames = self._frame(TEXT, parts[0], fin=False), 1
        for number, part in enumerate(parts[1:], 2):
            if self._chance.random() < 0.3:
                data += self._frame(self._chance.choice([PING, PONG]), self._noise(self._chance.randint(0, 125)))
                frames += 1
            data += self._frame(CONTINUED, part, fin=number == len(parts))
            frames += 1
        return Shot(data, frames, answers=1)

    def _binary(self) -> Shot:
        return Shot(self._frame(BINARY, self._noise(self._chance.randint(0, 300))), answers=1)

    def _control(self) -> Shot:
        return Shot(self._frame(self._chance.choice([PING, PONG]), self._noise(self._chance.randint(0, 125))))

    def _many_pings(self) -> Shot:
        number = self._chance.randint(2, 20)
        return Shot(b"".join(self._frame(PING, b"%d" % n) for n in range(number)), number)

    def _text(self) -> bytes:
        chance = self._chance.random()
        if chance < 0.1:
            return self._chance.choice(
                [b"", b"null", b"[]", b"{}", b'"', DEEP.encode(), b'{"a":' * 3_000, b"\xef\xbb\xbf{}"]
            )
        command = dict(self._chance.choice(self._commands))
        command["id"] = self._chance.choice(POOL)
        if chance < 0.5:
            for _ in range(self._chance.randint(1, 3)):
                name = self._chance.choice([*command, "v", "id", "type", "extra", "\0"])
                command[name] = self._chance.choice([*ODD, *command.values()])
        text = json.dumps(command, ensure_ascii=self._chance.random() < 0.5).encode(errors="replace")
        if chance > 0.7:
            text = self._tampered(text)
        return text

    def _tampered(self, text: bytes) -> bytes:
        """Text with something cut out, doubled or changed, still UTF-8."""
        start, size = self._chance.randrange(len(text)), self._chance.randint(1, 12)
        piece = text[start : start + size]
        new = self._chance.choice(
            [b"", piece * 2, piece[::-1], json.dumps(self._chance.choice(ODD)).encode(), b'"', b"\\"]
        )
        return (text[:start] + new + text[start + size :]).decode(errors="ignore").encode()

    def _noise(self, size: int) -> bytes:
        return self._chance.randbytes(size)

    def _frame(self, opcode: int, body: bytes, *, fin: bool = True, rsv: int = 0) -> bytes:
        """A masked frame (RFC 6455, 5.2)."""
        first, size = (0x80 if fin else 0) | rsv | opcode, len(body)
        if size < 126:
            head = struct.pack("!BB", first, 0x80 | size)
        elif size < 65_536:
            head = struct.pack("!BBH", first, 0xFE, size)
        else:
            head = struct.pack("!BBQ", first, 0xFF, size)
        if self._chance.random() < 0.7:
            return head + b"\0\0\0\0" + body
        mask = self._chance.randbytes(4)
        key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        return head + mask + (int.from_bytes(body, "big") ^ key).to_bytes(size, "big")
