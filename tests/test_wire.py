"""The wire: one frame's bytes for many, compressed once, and a slow reader who is in nobody's way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import connect
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from app import wire
from app.routes.line import ReadyLine
from tests.routes.line import JSON, Line, until
from tests.server import Room, Server, cookies_of, running

LONG = "I 2040 har alle barn noen å leke med. " * 6


@pytest.fixture
async def room(server: Server) -> Room:
    made, desk = await server.open_room()
    await desk.command("reveal")
    return made


@given(st.text(max_size=400) | st.text(min_size=1, max_size=3).map(lambda text: text * 30_000))
def test_a_ready_frame_is_the_message_that_any_client_reads(text: str) -> None:
    for made in (wire.plain(text), wire.packed(text)):
        assert _read(made) == text


def test_what_is_long_is_sent_shorter_and_what_is_short_as_it_is() -> None:
    assert len(wire.packed(LONG * 4)) < len(wire.plain(LONG * 4)) / 4
    assert wire.packed("kort") == wire.plain("kort")


async def test_browsers_that_compress_and_programs_that_do_not_see_the_same(server: Server, room: Room) -> None:
    wall = await server.wall(room)
    plain = await server.line(wall, room.code, "wall")
    address = f"{server.base.replace('http', 'ws', 1)}/w/{room.code}/live?as=wall"
    async with connect(
        address,
        subprotocols=[JSON],  # type: ignore[list-item]  # a NewType of str
        additional_headers={"cookie": cookies_of(wall)},
        compression="deflate",
        proxy=None,
    ) as socket:
        assert [type(extension) for extension in socket.protocol.extensions] == [PerMessageDeflate]
        packing = Line(socket)
        phone = await server.writer(room)
        for number in range(4):
            assert (await phone.say(f"{number} {LONG}"))["type"] == "ack"
        for line in (plain, packing):
            await line.until(lambda line=line: len(line.kinds("wall_card")) == 4)  # type: ignore[misc]
        assert plain.screen == packing.screen
        await packing.close()


@pytest.fixture
async def impatient(tmp_path: Path) -> AsyncIterator[Server]:
    async with running(tmp_path, stalled=0.3, commands_per_minute=10_000, desk_commands_per_minute=10_000) as server:
        yield server


async def test_who_reads_nothing_is_let_go_and_keeps_nobody_waiting(impatient: Server) -> None:
    room, desk = await impatient.open_room(limit="2000")
    await desk.command("reveal")
    wall = await impatient.wall(room)
    lively, phone = await impatient.line(wall, room.code, "wall"), await impatient.writer(room)
    reader, writer = await by_hand(impatient, room, wall)
    for number in range(60):
        assert (await phone.say(f"{number} {LONG * 8}"))["type"] == "ack"
    live = await impatient.live(room)
    await until(lambda: live.hub.seats_of("wall") == 2)
    reader._transport.pause_reading()  # type: ignore[attr-defined]  # a phone that takes nothing any more
    for _ in range(200):  # until the system's own buffers are full
        await desk.command("blank")
        await desk.command("unblank")
        if live.hub.seats_of("wall") == 1:
            break
    await lively.until(lambda: len(lively.kinds("wall_card")) == len(live.room.statements))
    await until(lambda: live.hub.seats_of("wall") == 1)
    writer.close()


async def test_one_who_pings_and_never_reads_fills_no_memory_and_is_let_go(impatient: Server) -> None:
    room, _ = await impatient.open_room()
    live, wall = await impatient.live(room), await impatient.wall(room)
    reader, writer = await by_hand(impatient, room, wall)
    await until(lambda: live.hub.seats_of("wall") == 1)
    reader._transport.pause_reading()  # type: ignore[attr-defined]  # it takes nothing any more
    (seat,) = live.hub._seats["wall"]
    transport = seat.line._wire.transport  # type: ignore[union-attr]
    ping = Frame(Opcode.PING, b"x" * 125).serialize(mask=True)
    most = 0
    while live.hub.seats_of("wall"):
        writer.write(ping * 2_000)
        with suppress(OSError):
            await writer.drain()
        await asyncio.sleep(0)
        most = max(most, transport.get_write_buffer_size())
    assert 0 < most < 1_000_000
    writer.close()


async def test_an_answer_and_ones_own_list_are_handed_to_the_system_at_once(server: Server, room: Room) -> None:
    live, phone = await server.live(room), await server.writer(room)
    await phone.until(lambda: bool(phone.frames))
    (seat,) = live.hub._seats["phone"]
    line: Any = seat.line
    written: list[bytes] = []
    write = line._wire.write

    def noting(data: bytes) -> None:
        written.append(data)
        write(data)

    line._write = line._wire.write = noting
    assert (await phone.say("På en gang"))["type"] == "ack"
    await phone.until(lambda: len(phone.own) == 1)
    assert len(written) == 1


async def test_a_list_that_cannot_be_painted_keeps_nobody_from_their_answer(server: Server, room: Room) -> None:
    live, phone = await server.live(room), await server.writer(room)
    await phone.until(lambda: bool(phone.frames))

    def fails(_line: ReadyLine, _frame: object) -> bytes:
        raise LookupError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadyLine, "_ready", fails)
        assert (await phone.say("Lagret likevel"))["type"] == "ack"
        await until(lambda: not live.hub.seats_of("phone"))
    assert [s.text for s in live.room.statements.values()] == ["Lagret likevel"]


async def test_one_who_takes_slowly_is_kept(impatient: Server) -> None:
    room, _ = await impatient.open_room()
    live, wall = await impatient.live(room), await impatient.wall(room)
    reader, writer = await by_hand(impatient, room, wall)
    await until(lambda: live.hub.seats_of("wall") == 1)
    (seat,) = live.hub._seats["wall"]
    line: Any = seat.line
    line._write(wire.plain(LONG * 300_000))
    end = asyncio.get_running_loop().time() + 3 * impatient.settings.stalled
    while asyncio.get_running_loop().time() < end:
        await reader.read(200_000)
        await asyncio.sleep(0.005)
    assert line.left > 0, "or it had nothing to be behind with"
    assert live.hub.seats_of("wall") == 1
    writer.close()


async def test_one_who_takes_nothing_does_not_outlive_a_farewell(server: Server, room: Room) -> None:
    live, wall = await server.live(room), await server.wall(room)
    reader, writer = await by_hand(server, room, wall)
    await until(lambda: live.hub.seats_of("wall") == 1)
    reader._transport.pause_reading()  # type: ignore[attr-defined]  # a phone that takes nothing any more
    (seat,) = live.hub._seats["wall"]
    line: Any = seat.line
    while line.clear:
        line._write(wire.plain(LONG * 1_000))
    line._wire.close_timeout = 0.1
    line.hush()
    await until(lambda: line._wire.write is wire._nowhere)
    writer.close()


async def by_hand(
    server: Server, room: Room, wall: httpx2.AsyncClient
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A wall's socket of which one can stop reading."""
    host, _, port = server.base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1)
    writer.write(
        f"GET /w/{room.code}/live?as=wall HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {JSON}\r\nCookie: {cookies_of(wall)}\r\n\r\n".encode()
    )
    return reader, writer


async def test_under_another_server_frames_go_by_the_usual_way(tmp_path: Path) -> None:
    async with running(tmp_path) as server:
        config = server._server.config
        config.ws_protocol_class = WebSocketsSansIOProtocol
        room, desk = await server.open_room()
        wall = await server.line(await server.wall(room), room.code, "wall")
        await desk.command("reveal")
        phone = await server.writer(room)
        assert (await phone.say("Også her"))["type"] == "ack"
        await wall.until(lambda: [card["text"] for card in wall.kinds("wall_card")] == ["Også her"])


def test_what_the_wire_leans_on_is_there() -> None:
    """A newer uvicorn may do otherwise: then this fails, and not a gym full of phones."""
    names = {"shutdown", "pause_writing", "resume_writing", "data_received", "connection_lost", "run_asgi"}
    assert names <= set(vars(WebSocketsSansIOProtocol))
    assert uvicorn.__version__.startswith("0.54"), "read app/wire.py against the new uvicorn, then allow it here"


def _read(made: bytes) -> str:
    """What a client with permessage-deflate makes of a frame."""
    reader = StreamReader()
    reader.feed_data(made)
    packing = PerMessageDeflate(True, True, 15, 15)
    parsing = Frame.parse(reader.read_exact, mask=False, extensions=[packing])
    frame = None
    while frame is None:
        try:
            next(parsing)
        except StopIteration as end:
            frame = end.value
    assert isinstance(frame, Frame)
    assert frame.opcode is Opcode.TEXT
    return bytes(frame.data).decode()


async def test_a_server_that_stops_asks_everybody_to_come_back_in_a_while(server: Server, room: Room) -> None:
    lines = [await server.writer(room) for _ in range(3)]
    said = await asyncio.gather(*(line.say("Det siste") for line in lines))
    assert {answer["type"] for answer in said} == {"ack"}
    server.stop_soon()
    assert [await line.closed() for line in lines] == [1012] * 3
    assert all(line.heard[-1] == {"type": "later", "within": 5} for line in lines)
