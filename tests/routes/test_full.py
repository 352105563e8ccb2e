"""Bounds on the whole: where all places are taken, whoever comes is asked to come back, and gets in later."""

import asyncio
from pathlib import Path

from tests.routes.line import Line, until
from tests.server import cookies_of, running

PROBLEM = {"accept": "application/json"}


async def test_sockets_past_the_bound_are_asked_to_come_back(tmp_path: Path) -> None:
    async with running(tmp_path, connections=2, full_for=7) as server:
        room, desk = await server.open_room()
        await server.writer(room)
        phone = await server.participant(room.code)
        late = await server.line(phone, room.code)
        assert await late.closed() == 1013
        assert late.heard == [{"type": "later", "within": 7}]
        assert late.frames == []
        told = await phone.get(f"/w/{room.code}/frames")
        assert told.json()["frames"], "the page can ask for news meanwhile"
        sent = await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": "Uten linje"}, headers=PROBLEM)
        assert sent.json()["type"] == "ack"
        await desk.close()
        async with asyncio.timeout(10):
            while True:
                back = await Line.open(server.base, room.code, "phone", cookies_of(phone))
                await until(lambda back=back: back.frames or back.close_code)  # type: ignore[misc]  # of this turn
                if back.frames:
                    break
        assert (await back.say("Kom inn"))["type"] == "ack"
        await back.close()


async def test_rooms_past_the_bound_are_asked_to_wait_with_words_and_a_time(tmp_path: Path) -> None:
    async with running(tmp_path, rooms=1, full_for=7) as server:
        first, desk = await server.open_room()
        line = await server.writer(first)
        facilitator = await server.account("ola@example.no")
        second = await server.workshop(facilitator)
        refused = await facilitator.get(f"/w/{second.code}/")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "7")
        assert "Det er fullt akkurat nå" in refused.text
        as_json = await facilitator.get(f"/w/{second.code}/", headers=PROBLEM)
        assert as_json.json()["problem"] == "full"
        late = await server.line(facilitator, second.code, "desk")
        assert await late.closed() == 1013
        counted = (await server.visitor().get("/metrics")).text
        assert 'fremtidsbilde_refusals_total{reason="full"} 3.0' in counted, "two pages and a socket"
        assert (await line.say("De som er her merker det ikke"))["type"] == "ack"
        await line.close()
        await desk.close()
        async with asyncio.timeout(20):
            while (await facilitator.get(f"/w/{second.code}/")).status_code == 503:
                pass
        back = await server.line(facilitator, second.code, "desk")
        await back.until(lambda: back.screen)


async def test_too_many_wrong_codes_say_when_to_try_again(tmp_path: Path) -> None:
    async with running(tmp_path, wrong_codes_per_minute=1) as server:
        visitor = server.visitor(**PROBLEM)
        answers = [await visitor.get("/w/000001/") for _ in range(3)]
        assert answers[-1].status_code == 429
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
