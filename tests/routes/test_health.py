"""Health: alive without a database, ready only with one that answers, and figures for those alone who run the place."""

import asyncio
import threading
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.settings import Settings
from tests.routes.line import until
from tests.server import Server, running

ELSEWHERE = {"x-forwarded-for": "203.0.113.9"}
TOKEN = "a-long-token"


async def readiness(server: Server) -> tuple[int, list[str]]:
    answer = await server.visitor().get("/readyz")
    told = answer.json()
    assert told["ready"] is (not told["reasons"])
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, told["reasons"]


async def figures(server: Server) -> dict[tuple[str, tuple[str, ...]], float]:
    """All samples, by name and the values of their labels."""
    answer = await server.visitor().get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name.removeprefix("fremtidsbilde_"), tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_a_server_that_is_well_is_alive_and_ready(server: Server) -> None:
    assert (await server.visitor().get("/healthz")).json() == {"alive": True}
    assert await readiness(server) == (200, [])


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("UPDATE alembic_version SET version_num = '9999_new'", "database_ahead"),
        ("DELETE FROM alembic_version", "database_behind"),
    ],
)
async def test_a_database_of_another_version_is_named(server: Server, harm: str, reason: str) -> None:
    await server.house.database.write(lambda c: c.exec_driver_sql(harm))
    assert await readiness(server) == (503, [reason])
    assert (await server.visitor().get("/healthz")).status_code == 200


async def test_a_database_that_is_destroyed_is_named_and_the_process_stays_alive(tmp_path: Path) -> None:
    """What writes beside it may have put pages of its own over what was destroyed: then it is no database of ours."""
    async with Server(Settings(data=tmp_path, ready_within=30)) as server:
        server.house.database.engine.dispose()
        await asyncio.to_thread(_destroy, tmp_path)
        status, reasons = await readiness(server)
        assert status == 503
        assert reasons in (["database_gone"], ["database_behind"])
        assert (await server.visitor().get("/healthz")).status_code == 200


def _destroy(folder: Path) -> None:
    """Written over in place: whoever has mapped a file that is cut short is ended by the system."""
    for path in folder.glob("fremtidsbilde.db*"):
        with path.open("r+b") as file:
            file.write(b"no database" * (path.stat().st_size // 11 + 1))


async def test_a_database_that_keeps_one_waiting_is_named_within_the_bound(tmp_path: Path) -> None:
    async with running(tmp_path, ready_within=0.1) as server:
        released = threading.Event()
        busy = [asyncio.create_task(server.house.database.read(lambda _: released.wait(30))) for _ in range(8)]
        assert await readiness(server) == (503, ["database_slow"])
        released.set()
        await asyncio.gather(*busy)
        assert await readiness(server) == (200, [])


async def test_a_server_that_is_about_to_stop_sends_visitors_elsewhere(server: Server) -> None:
    server.app.state.draining = True
    assert await readiness(server) == (503, ["draining"])


async def test_connections_rooms_requests_and_refusals_are_counted(server: Server) -> None:
    room, desk = await server.open_room()
    phones = [await server.writer(room) for _ in range(3)]
    assert (await phones[0].say(" "))["reason"] == "empty"
    assert (await phones[0].ask({"type": "dance", "id": "a-dance-of-none"}))["reason"] == "malformed"
    form = {"group": "nobody"}
    joined = await server.visitor(accept="application/json").post(f"/w/{room.code}/join", data=form)
    assert joined.json()["reason"] == "malformed"
    told = await figures(server)
    assert told["rooms", ()] == 1
    assert [told["connections", (audience,)] for audience in ("desk", "wall", "phone")] == [1, 0, 3]
    assert told["commands_waiting", ()] == 0
    assert told["refusals_total", ("empty",)] == 1
    assert told["refusals_total", ("malformed",)] == 2
    assert told["http_requests_total", ("/w/{code}/join", "200")] == 3
    assert told["http_requests_total", ("/w/{code}/join", "409")] == 1
    assert told["http_seconds_count", ("/w/{code}/join",)] == 4
    assert told["process_open_fds", ()] > 3
    await desk.close()
    await until(lambda: desk.close_code is not None)
    assert (await figures(server))["connections", ("phone",)] == 3


async def test_no_label_tells_which_workshop_or_who(server: Server) -> None:
    room, _ = await server.open_room(title="Ingens tittel")
    phone = await server.participant(room.code)
    await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": "Ingens utsagn"})
    for path in (f"/w/{room.code}/", f"/wall/{room.wall_key}", "/static/nowhere.css", "/static/app.css", "/Ingen/vei"):
        await phone.get(path)
    await phone.request("INGEN", "/")
    await phone.post("/join", data={}, headers={"origin": "https://ingen.example"})
    workshop = (await server.live(room)).workshop
    text = (await server.visitor().get("/metrics")).text
    for secret in (room.code, room.wall_key, workshop, "ngen", "nowhere", "127.0.0.1"):
        assert secret not in text
    assert 'route="/static",status="404"' in text
    assert 'route="none",status="403"' in text
    assert 'route="none",status="404"' in text


async def test_figures_are_for_this_machine_or_with_the_token(tmp_path: Path) -> None:
    async with running(tmp_path, metrics_token=TOKEN) as server:
        bearer = {"authorization": f"Bearer {TOKEN}"}
        for headers, status in [
            ({}, 200),
            (ELSEWHERE, 403),
            ({"x-forwarded-for": "127.0.0.1"}, 403),
            ({"forwarded": "for=127.0.0.1"}, 403),
            ({**ELSEWHERE, **bearer}, 200),
            ({**ELSEWHERE, "authorization": "Bearer"}, 403),
            ({**ELSEWHERE, "authorization": "Bearer another"}, 403),
            ({**ELSEWHERE, "authorization": f"Basic {TOKEN}"}, 403),
        ]:
            answer = await server.visitor().get("/metrics", headers=headers)
            assert answer.status_code == status, headers


async def test_without_a_token_nobody_elsewhere_is_let_in(server: Server) -> None:
    for header in (b"", b"Bearer", b"Bearer x", "Bearer ø".encode()):
        answer = await server.visitor().get("/metrics", headers=[*_raw(ELSEWHERE), (b"authorization", header)])
        assert answer.status_code == 403


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


async def test_an_untrusted_proxy_on_this_machine_is_not_this_machine(tmp_path: Path) -> None:
    async with running(tmp_path, trusted_proxies="") as server:
        assert (await server.visitor().get("/metrics", headers=ELSEWHERE)).status_code == 403
        assert (await server.visitor().get("/metrics")).status_code == 200


async def test_two_servers_in_one_process_count_for_themselves(tmp_path: Path) -> None:
    async with running(tmp_path) as one, running(tmp_path) as other:
        await one.visitor().get("/signin")
        assert ("http_requests_total", ("/signin", "200")) in await figures(one)
        assert ("http_requests_total", ("/signin", "200")) not in await figures(other)
