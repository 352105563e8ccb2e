"""Several workers on one port: the same rooms in all of them, one that dies is replaced, and all stop when told to."""

import asyncio
import os
import re
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.exceptions import WebSocketException

from tests.process import PROGRAM, STARTING, Process
from tests.routes.line import Line, until
from tests.server import Room, cookies_of
from tests.workers import command_of, workers_of

pytestmark = pytest.mark.timeout(2 * STARTING + 60)

TWO = ("serve", "--workers", "2")


def lines_at(worker: int, port: int) -> set[int]:
    """The connections to the port that a worker holds, by the port at the other end."""
    others = {}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        here, there = (int(end.rpartition(":")[2], 16) for end in fields[1:3])
        if here == port and fields[3] == "01":
            others[f"socket:[{fields[9]}]"] = there
    held = set()
    for file in Path(f"/proc/{worker}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            held.add(others.get(str(file.readlink()), 0))
    return held - {0}


async def figure(server: Process, name: str, **labels: str) -> float:
    text = (await server.visitor().get("/metrics")).text
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == f"fremtidsbilde_{name}" and labels.items() <= sample.labels.items()
    )


async def spread(server: Process, room: Room) -> tuple[list[Line], list[str]]:
    """Phones until each worker has some."""
    port = int(urlsplit(server.base).port or 0)
    lines, cookies = [], []
    for _ in range(100):
        phone = await server.participant(room.code)
        cookies.append(cookies_of(phone))
        lines.append(await server.line(phone, room.code))
        await phone.aclose()  # so that what a worker holds are sockets, but for the desk's page
        if all(len(lines_at(worker, port)) > 3 for worker in workers_of(server)):
            break
    assert all(len(lines_at(worker, port)) > 3 for worker in workers_of(server))
    return lines, cookies


async def back(server: Process, room: Room, cookies: str) -> Line:
    """Come back as a browser does."""
    for _ in range(200):
        try:
            return await Line.open(server.base, room.code, "phone", cookies)
        except (OSError, WebSocketException):
            await asyncio.sleep(0.05)
    raise AssertionError("nobody let the phone in again")


async def test_one_of_two_workers_is_killed_and_nothing_is_lost(tmp_path: Path) -> None:
    async with Process(tmp_path / "data", TWO, look=0.1) as server:
        await until(lambda: len(workers_of(server)) == 2, STARTING)
        room, desk = await server.open_room()
        lines, cookies = await spread(server, room)
        said = {f"Utsagn {n}" for n in range(len(lines))}
        answers = await asyncio.gather(*(line.say(text) for line, text in zip(lines, sorted(said), strict=True)))
        assert {answer["type"] for answer in answers} == {"ack"}
        await _all_see(desk, said)
        await _counted(server, len(lines))

        before = workers_of(server)
        victim = min(before)
        theirs = lines_at(victim, int(urlsplit(server.base).port or 0))
        os.kill(victim, signal.SIGKILL)
        returned = []
        for line, cookie in zip(lines, cookies, strict=True):
            if line.socket.local_address[1] in theirs:
                assert await line.closed(30) == 1006
                returned.append(await back(server, room, cookie))
            else:
                returned.append(line)
        await until(lambda: len(workers_of(server)) == 2 and victim not in workers_of(server), 60)
        assert len(before & workers_of(server)) == 1, "the other went on"
        for line in returned:
            assert (await line.say("Etterpå"))["type"] == "ack"
        fresh = await Line.open(server.base, room.code, "desk", str(desk.socket.request.headers["cookie"]))  # type: ignore[union-attr]  # it was open
        await fresh.until(lambda: len(fresh.kinds("desk_card")) >= 2 * len(said), 30)
        each_once = sorted([*said, *["Etterpå"] * len(said)])
        assert sorted(card["text"] for card in fresh.kinds("desk_card")) == each_once
        await _counted(server, len(lines))
        for line in (fresh, *returned):
            await line.close()
        server.assert_calm()


async def _all_see(desk: Line, said: set[str]) -> None:
    await desk.until(lambda: {card["text"] for card in desk.kinds("desk_card")} == said, 30)


async def _counted(server: Process, phones: int) -> None:
    """Whichever worker is asked, it tells of all; of those that died, nothing."""
    end = time.monotonic() + 20
    while await figure(server, "connections", audience="phone") != phones:
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
    assert await figure(server, "http_requests_total", route="/w/{code}/join", status="200") >= 1


async def test_told_to_stop_all_workers_end_in_time_and_say_so_to_everybody(tmp_path: Path) -> None:
    server = Process(tmp_path / "data", TWO, look=0.1)
    async with server:
        room, desk = await server.open_room()
        lines, _ = await spread(server, room)
        workers = workers_of(server)
        began = time.monotonic()
        assert await server.stop() == 0
        assert time.monotonic() - began < 10
        for line in (desk, *lines):
            assert await line.closed() == 1012
        assert not any(command_of(worker) for worker in workers)
        server.assert_calm()


async def test_workers_do_not_outlive_their_supervisor(tmp_path: Path) -> None:
    async with Process(tmp_path / "data", TWO) as server:
        await until(lambda: len(workers_of(server)) == 2, STARTING)
        workers = workers_of(server)
        await server.kill()
        await until(lambda: not any(command_of(worker) for worker in workers), 30)


@pytest.mark.parametrize(("settings", "told"), [({}, True), ({"redis_url": "redis://127.0.0.1:9/0"}, False)])
async def test_workers_without_redis_are_told_of(tmp_path: Path, settings: dict[str, Any], told: bool) -> None:
    async with Process(tmp_path / "data", TWO, **settings) as server:
        assert (await server.visitor().get("/readyz")).status_code == 200
        assert bool(re.search(r"2 workers and no Redis: .* within 1 s", server.output.read_text())) == told


async def test_a_port_that_is_taken_ends_all_workers(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        words = [*TWO, "--host", "127.0.0.1", "--port", port, "--data", str(tmp_path / "data")]
        process = await asyncio.create_subprocess_exec(
            PROGRAM, *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        _, complained = await asyncio.wait_for(process.communicate(), STARTING)
    assert process.returncode not in (0, None)
    assert b"Traceback" not in complained
    assert b"address already in use" in complained.lower()


async def test_a_stop_is_announced_for_as_long_as_the_settings_say(tmp_path: Path) -> None:
    async with Process(tmp_path / "data", drain_notice=1.5) as server:
        room, _ = await server.open_room()
        line = await server.writer(room)
        visitor = server.visitor()
        assert (await visitor.get("/readyz")).status_code == 200
        os.kill(server.pid, signal.SIGTERM)
        end = time.monotonic() + 1
        while (told := await visitor.get("/readyz")).status_code == 200:
            assert time.monotonic() < end
        assert told.json() == {"ready": False, "reasons": ["draining"]}
        assert (await line.say("Rett før det stenger"))["type"] == "ack"
        assert await line.closed() == 1012
        assert await server.stop() in (0, -15)
