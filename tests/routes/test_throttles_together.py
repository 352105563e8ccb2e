"""Bounds where processes share a Redis: they count together, wait for nothing, and go on alone while it is away."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest
from redis.asyncio import Redis as Client

from app.routes.throttle import HOUR, MINUTE
from tests.redis_server import Redis
from tests.routes.line import Line, until
from tests.server import Server, cookies_of, running

BOUND = 6


@pytest.fixture
async def two(tmp_path: Path, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Server, Server]]:
    bounds = {"commands_per_minute": BOUND, "sign_ins_per_minute": 3, "wrong_codes_per_minute": 4}
    server = partial(running, tmp_path / "data", redis_url=redis.url, rooms_found_per_hour=1, **bounds)
    async with AsyncExitStack() as stack:
        here, there = await stack.enter_async_context(server()), await stack.enter_async_context(server())
        now = time.time()
        for one in (here, there):
            monkeypatch.setattr(one.house.throttle, "_clock", lambda: now)  # no test may see two minutes
        yield here, there


def counted(server: Server, what: str) -> Callable[[], int]:
    """How much of something a server knows to have been done by whomever."""

    def number() -> int:
        now = server.house.throttle._now[MINUTE]
        return max((count for name, count in now.items() if name.startswith(what)), default=0)

    return number


async def told_of(here: Server, there: Server, what: str, whom: str, times: int) -> None:
    """Wait until what was counted here is to be learnt there."""
    async with asyncio.timeout(10):
        while counted(there, f"{what} {whom}")() < times:
            await there.house.sharing.ask((what, whom))


async def test_one_with_sockets_at_two_servers_has_one_bound(two: tuple[Server, Server]) -> None:
    here, there = two
    room, _ = await here.open_room()
    cookies = cookies_of(await here.participant(room.code))
    lines = [await Line.open(server.base, room.code, "phone", cookies) for server in two]
    for n in range(BOUND - 1):
        assert (await lines[0].say(str(n)))["type"] == "ack"
    assert (await lines[1].say("Her også"))["type"] == "ack"
    await until(lambda: counted(there, "commands")() == BOUND)
    assert (await lines[1].say("Ett for mye"))["reason"] == "too_fast"
    await lines[0].say("Den forrige serveren får vite det når noe skjer der")
    await until(lambda: counted(here, "commands")() >= BOUND)
    assert (await lines[0].say("Ett for mye"))["reason"] == "too_fast"
    assert (await (await there.writer(room)).say("En annen"))["type"] == "ack"
    await asyncio.gather(*(line.close() for line in lines))


async def test_passwords_are_not_guessed_here_and_there(two: tuple[Server, Server]) -> None:
    here, there = two
    await here.account("kari@example.no")
    form = {"email": "kari@example.no", "password": "et forsøk eller to"}
    statuses = [(await here.visitor().post("/signin", data=form)).status_code for _ in range(2)]
    await told_of(here, there, "sign in", "kari@example.no 127.0.0.1", 2)
    statuses.append((await there.visitor().post("/signin", data=form)).status_code)
    await told_of(there, here, "sign in", "kari@example.no 127.0.0.1", 3)
    statuses += [(await server.visitor().post("/signin", data=form)).status_code for server in two]
    assert statuses == [403, 403, 403, 429, 429]


async def test_a_room_is_at_home_for_all_of_an_address_at_whichever_server(two: tuple[Server, Server]) -> None:
    here, there = two
    room, _ = await here.open_room()
    desk = await here.account("kari@example.no")
    others = [(await here.workshop(desk)).code for _ in range(2)]
    elsewhere = {"x-forwarded-for": "192.0.2.7"}
    await here.participant(room.code, **elsewhere)
    home = next(name for name in here.house.throttle._now[HOUR] if name.endswith(" 192.0.2.7"))
    async with asyncio.timeout(10):
        while home not in there.house.throttle._now[HOUR]:
            await there.house.sharing.ask(("at home", home.removeprefix("at home ")), per=HOUR)
    del there.house.throttle._now[HOUR][home]  # it is for the server to ask
    guesser = there.visitor(accept="application/json", **elsewhere)
    for n in range(5):
        await guesser.post("/join", data={"code": f"{n:06}"})
    statuses = [(await guesser.get(f"/w/{code}/")).status_code for code in (room.code, *others)]
    assert statuses == [200, 200, 429], "the first is no find"


async def test_redis_learns_no_address_and_no_name_and_forgets(two: tuple[Server, Server], redis: Redis) -> None:
    here, _ = two
    await here.account("kari@example.no")
    form = {"email": "kari@example.no", "password": "et forsøk eller to"}
    await here.visitor().post("/signin", data=form)
    await until(lambda: not here.house.throttle._news)
    client = Client.from_url(redis.url, decode_responses=True)
    keys: list[str] = []
    while not keys:
        keys = [str(key) async for key in client.scan_iter("fremtidsbilde:count:*")]
    assert not any("kari" in key or "127.0.0.1" in key for key in keys)
    left = [await client.ttl(key) for key in keys]
    await client.aclose()
    assert all(0 < seconds <= 2 * 3_600 for seconds in left)


@pytest.mark.parametrize("how", ["stopped", "frozen"])
async def test_without_redis_each_counts_for_itself_at_once(two: tuple[Server, Server], redis: Redis, how: str) -> None:
    here, _ = two
    room, _ = await here.open_room()
    line = await here.writer(room)
    if how == "frozen":
        os.kill(redis.pid, signal.SIGSTOP)
    else:
        await redis.stop()
        await until(lambda: here.house.rooms.bus.gone)
    began = time.monotonic()
    answers = [await line.say(str(n)) for n in range(BOUND + 1)]
    assert [answer["type"] for answer in answers] == ["ack"] * BOUND + ["refused"]
    assert time.monotonic() - began < 2, "nobody waited until Redis was given up"
    if how == "frozen":
        os.kill(redis.pid, signal.SIGCONT)


async def test_when_redis_is_back_they_count_together_again(two: tuple[Server, Server], redis: Redis) -> None:
    here, _ = two
    room, _ = await here.open_room()
    cookies = cookies_of(await here.participant(room.code))
    lines = [await Line.open(server.base, room.code, "phone", cookies) for server in two]
    await redis.stop()
    await until(lambda: all(server.house.rooms.bus.gone for server in two))
    for line in lines:
        assert (await line.say("Uten Redis"))["type"] == "ack"
    await until(lambda: not any(server.house.throttle._news for server in two))
    await redis.start()
    await until(lambda: not any(server.house.rooms.bus.gone for server in two))
    for line in lines:
        for n in range(2):
            assert (await line.say(str(n)))["type"] == "ack"
    await until(lambda: max(counted(server, "commands")() for server in two) == 4)
    await asyncio.gather(*(line.close() for line in lines))
