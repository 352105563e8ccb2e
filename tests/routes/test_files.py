"""Files of a region, as those who take them meet them: asked for, made beside, fetched once more, gone again."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Connection

from app.region.rights import Grant, Place
from app.store import grants, jobs, told
from app.store.accounts import by_email
from app.store.jobs import Job
from app.store.told_workshops import give_units
from app.working import worker
from app.working.order import Order
from tests.routes.pages import read
from tests.routes.told_places import Places, places, told_place
from tests.server import PATIENCE, Clock, Server, cookies_of, running


async def reader(server: Server, there: Places, email: str = "kari@example.no") -> httpx2.AsyncClient:
    return await server.account(email, grant=Grant("reader", Place(there.network)))


async def ask(browser: httpx2.AsyncClient, there: Places, kind: str, name: str, place: str = "") -> httpx2.Response:
    return await browser.post(f"/region/{there.network}/files", data={"kind": kind, "format": name, "place": place})


async def job_of(server: Server, there: Places, email: str = "kari@example.no") -> Job:
    """What somebody has asked for last."""
    account = await server.house.database.read(lambda c: by_email(c, email))
    assert account is not None
    return (await server.house.database.read(lambda c: jobs.of_account(c, account.id, there.network)))[0]


async def made(server: Server, there: Places, email: str = "kari@example.no") -> Job:
    """The same, when it is over."""
    await over(server, lambda job: not job.going, there, email)
    return await job_of(server, there, email)


async def over(
    server: Server, enough: Callable[[Job], bool], there: Places, email: str = "kari@example.no"
) -> list[Job]:
    """What a job was seen as until it was enough."""
    seen: list[Job] = []
    async with asyncio.timeout(PATIENCE):
        while not seen or not enough(seen[-1]):
            seen.append(await job_of(server, there, email))
            await asyncio.sleep(0.02)  # as a page asks again
    return seen


async def fetched(server: Server, browser: httpx2.AsyncClient, there: Places, kind: str, name: str) -> httpx2.Response:
    assert (await ask(browser, there, kind, name, f"{there.network}/{there.smola}")).status_code == 303
    job = await made(server, there)
    assert (job.state, job.error) == ("done", "")
    return await browser.get(f"/region/{there.network}/files/{job.id}")


async def test_a_file_is_asked_for_made_and_fetched(server: Server) -> None:
    there, _ = await told_place(server)
    kari = await reader(server, there)
    assert "ikke bedt om noen fil" in read(await kari.get(f"/region/{there.network}/files")).text
    answer = await fetched(server, kari, there, "statements", "csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="fremtidsbilde-nordmore-utsagn.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [
        *("Ingen går alene hjem", "De voksne ser oss", "Vi har tid", "Vi lærer i fjæra", "'=HYPERLINK(1)"),
    ]
    assert rows[1][1:7] == ["nb", "Barn", "Trygge venner", "Skolen i 2040", "2026-10-07", "Smøla"]


async def test_numbers_that_are_withheld_are_said_to_be_so(server: Server) -> None:
    there, _ = await told_place(server)
    kari = await reader(server, there)
    content = (await fetched(server, kari, there, "heard", "csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    last = rows[-1]
    assert (last["Kommune"], last["Enhet"]) == ("Nordmøre", "Alle")
    assert (last["Barn: minst"], last["Politikere: minst"], last["Foreldre: minst"]) == ("14", "ikke oppgitt", "")


async def test_a_place_without_a_vision_gets_a_draft_and_else_the_public_version(server: Server) -> None:
    there, _ = await told_place(server)
    author = await server.account("kari@example.no", grant=Grant("coordinator", Place(there.network)))
    place = f"{there.network}/{there.smola}"
    assert b"Trygge venner" in (await fetched(server, author, there, "picture", "md")).content
    assert (await job_of(server, there)).made_of == "draft"
    vision = (await author.post(f"/region/{there.network}/visions", data={"place": place})).headers["location"]
    await fetched(server, author, there, "picture", "json")
    assert (await job_of(server, there)).made_of == "latest"
    await author.post(f"{vision}/publish", data={"version": "1"})
    await fetched(server, author, there, "picture", "json")
    assert (await job_of(server, there)).made_of == "published"
    assert "offentlig versjon" in read(await author.get(f"/region/{there.network}/files")).text


async def test_nobody_has_two_made_at_once_and_others_are_not_kept_waiting_for_it(server: Server) -> None:
    there, _ = await told_place(server)
    kari, ola = await reader(server, there), await reader(server, there, "ola@example.no")
    async with stalled(server):
        assert (await ask(kari, there, "heard", "csv")).status_code == 303
        second = await ask(kari, there, "heard", "xlsx")
        assert second.status_code == 409
        assert "Én fil om gangen" in read(second).text
        assert (await ask(ola, there, "heard", "csv")).status_code == 303
    assert (await made(server, there)).state == (await made(server, there, "ola@example.no")).state == "done"
    assert (await ask(kari, there, "heard", "xlsx")).status_code == 303


async def test_anothers_file_is_not_for_me_whatever_my_role(server: Server) -> None:
    there, _ = await told_place(server)
    kari = await reader(server, there)
    ola = await server.account("ola@example.no", grant=Grant("coordinator", Place(there.network)))
    path = f"/region/{there.network}/files/{await ready_made(server, there)}"
    assert (await ola.get(path)).status_code == 403
    assert (await ola.post(f"{path}/cancel")).status_code == 403
    assert (await ola.post(f"{path}/again")).status_code == 403
    assert (await server.visitor(accept="application/json").get(path)).status_code == 403
    assert path not in (await ola.get(f"/region/{there.network}/files")).text
    assert (await kari.get(path)).status_code == 200


async def test_who_has_lost_the_role_gets_nothing_any_more(server: Server) -> None:
    there, _ = await told_place(server)
    kari = await reader(server, there)
    await ready_made(server, there)
    job = await job_of(server, there)
    school = Grant("reader", there.unit)
    await server.house.database.write(lambda c: grants.give(c, job.account, [school]))
    await server.house.database.write(lambda c: grants.take(c, job.account, Grant("reader", Place(there.network))))
    assert (await kari.get(f"/region/{there.network}/files")).status_code == 200
    assert (await kari.get(f"/region/{there.network}/files/{job.id}")).status_code == 403


async def test_what_is_cancelled_is_made_no_further_and_can_be_made_anew(server: Server) -> None:
    there, _ = await told_place(server)
    kari = await reader(server, there)
    async with stalled(server):
        await ask(kari, there, "heard", "csv")
        path = f"/region/{there.network}/files/{(await job_of(server, there)).id}"
        assert (await kari.post(f"{path}/cancel")).status_code == 303
        assert "Du avbrøt" in read(await kari.get(f"/region/{there.network}/files")).text
        assert (await kari.get(path)).status_code == 410
    assert (await kari.post(f"{path}/again")).status_code == 303
    assert (await made(server, there)).state == "done"


async def test_what_is_erased_is_in_no_file_that_is_given_out(server: Server) -> None:
    there, workshop = await told_place(server)
    kari = await reader(server, there)
    first = await fetched(server, kari, there, "statements", "csv")
    assert "Ingen går alene hjem" in first.text
    path = f"/region/{there.network}/files/{(await job_of(server, there)).id}"
    await server.house.database.write(lambda c: told.forget(c, workshop, {"s0"}))
    assert (await kari.get(path)).status_code == 410
    assert "er trukket tilbake" in read(await kari.get(f"/region/{there.network}/files")).text
    async with asyncio.timeout(PATIENCE):
        while await server.house.database.read(jobs.bytes_kept):  # noqa: ASYNC110 - they go a little later
            await asyncio.sleep(0.02)


async def test_a_deleted_workshop_is_in_no_file_that_is_given_out(server: Server) -> None:
    there = await places(server)
    await reader(server, there)
    desk = await server.account("ola@example.no", "facilitator")
    room = await server.workshop(desk)
    workshop = (await server.live(room)).workshop
    await server.house.database.write(lambda c: give_units(c, workshop, [there.school]))
    job = await ready_made(server, there)
    assert (await (await server.line(desk, room.code, "desk")).command("delete"))["type"] == "ack"
    found = await server.house.database.read(lambda c: jobs.by_id(c, job))
    assert found is not None
    assert found.error == "taken_back"


async def ready_made(server: Server, there: Places, email: str = "kari@example.no") -> str:
    """A file of somebody's that is ready, by whatever process."""
    account, now = await server.house.database.read(lambda c: by_email(c, email)), server.house.clock()
    assert account is not None

    def make(connection: Connection) -> str:
        order = Order(kind="heard", format="csv", network=there.network, places=((there.network,),))
        job = jobs.ask(connection, account.id, there.network, order.model_dump_json(), now=now)
        jobs.claim(connection, "far", now=now)
        jobs.keep(connection, job, "far", 0, b"a;b", now=now, progress=80)
        jobs.finish(connection, job, "far", name="a.csv", media_type="text/csv", size=3, made_of="", now=now)
        return job

    return await server.house.database.write(make)


async def test_words_that_are_erased_while_a_file_is_made_are_not_in_it(server: Server) -> None:
    there, workshop = await told_place(server)
    kari = await reader(server, there)
    await ask(kari, there, "statements", "csv")
    await over(server, lambda job: job.stage == "writing" or not job.going, there)
    await server.house.database.write(lambda c: told.forget(c, workshop, {"s0"}))
    job = await made(server, there)
    answer = await kari.get(f"/region/{there.network}/files/{job.id}")
    assert "Ingen går alene hjem" not in answer.text


async def test_a_file_is_kept_for_a_day(tmp_path: Path, address: str) -> None:
    clock = Clock(datetime.now(UTC))
    async with running(tmp_path, clock, database_url=address) as server:
        there, _ = await told_place(server)
        kari = await reader(server, there)
        path = f"/region/{there.network}/files/{await ready_made(server, there)}"
        clock.forward(hours=23)
        assert (await kari.get(path)).status_code == 200
        clock.forward(hours=2)
        async with asyncio.timeout(PATIENCE):
            while (await kari.get(path)).status_code != 403:  # noqa: ASYNC110 - as if it had never been
                await asyncio.sleep(0.05)  # the worker looks now and then
        assert not await server.house.database.read(jobs.bytes_kept)


async def test_a_server_that_stops_leaves_its_job_to_the_next(tmp_path: Path, address: str) -> None:
    async with running(tmp_path, database_url=address) as first:
        there, _ = await told_place(first)
        kari = await reader(first, there)
        async with asyncio.timeout(PATIENCE):
            await ask(kari, there, "picture", "pdf", f"{there.network}/{there.smola}")
        before = (await over(first, lambda job: job.state == "running", there))[-1]
        cookies = cookies_of(kari)
    async with running(tmp_path, database_url=address) as second:
        seen = await over(second, lambda job: not job.going, there)
        assert seen[-1].state == "done"
        assert [job.progress for job in seen] == sorted(job.progress for job in seen)
        assert seen[0].progress >= before.progress
        again = second.visitor(cookie=cookies)
        assert (await again.get(f"/region/{there.network}/files/{seen[-1].id}")).content.startswith(b"%PDF")


async def test_the_page_asks_again_only_while_something_is_made(server: Server) -> None:
    there, _ = await told_place(server)
    kari = await reader(server, there)
    path = f"/region/{there.network}/files"
    async with stalled(server):
        await ask(kari, there, "heard", "csv")
        part = (await kari.get(f"{path}/jobs")).text
        assert 'hx-trigger="every 1s"' in part
        assert "<progress" in part
        assert "<html" not in part
    await made(server, there)
    part = (await kari.get(f"{path}/jobs")).text
    assert "hx-trigger" not in part
    assert "Filen din er klar" in part


@asynccontextmanager
async def stalled(server: Server) -> AsyncIterator[None]:
    """The worker is away meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        away = asyncio.Event()

        async def nothing() -> bool:
            await away.wait()
            return True

        patch.setattr(server.house.worker, "work", nothing)
        await asyncio.sleep(worker.LOOK + 0.1)  # whatever it looked at last, it has seen
        yield
        away.set()
