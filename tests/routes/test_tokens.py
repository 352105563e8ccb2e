"""The page of tokens: one is made and shown once, colleagues see that it is there, and revoke it."""

import re
from pathlib import Path

import httpx2
import pytest

from app.region.rights import Grant, Place
from app.store import tokens
from app.store.database import Database
from tests.process import Process
from tests.routes.pages import read
from tests.routes.told_places import Places, places, places_in
from tests.server import Clock, Server, running

ENGLISH = {"accept-language": "en"}


@pytest.fixture
async def there(server: Server) -> Places:
    return await places(server)


async def coordinator(server: Server, email: str, place: Place) -> httpx2.AsyncClient:
    return await server.account(email, grant=Grant("coordinator", place))


async def made(browser: httpx2.AsyncClient, there: Places, **typed: str | list[str]) -> httpx2.Response:
    form = {"name": "Statistikk", "place": str(there.network), "scope": ["read:region"], "lasts": "30", **typed}
    return await browser.post(f"/region/{there.network}/tokens", data=form, headers=ENGLISH)


def secret_in(answer: httpx2.Response) -> str:
    return read(answer).by_id("secret").attributes["value"]


async def test_a_token_is_shown_once_and_works_at_once(server: Server, there: Places) -> None:
    kari = await coordinator(server, "kari@example.no", Place(there.network))
    secret = secret_in(await made(kari, there))
    assert re.fullmatch(r"fb_[\w-]{43}", secret)
    program = server.visitor(authorization=f"Bearer {secret}")
    assert (await program.get("/api/v1/token")).json()["name"] == "Statistikk"
    page = await kari.get(f"/region/{there.network}/tokens", headers=ENGLISH)
    assert secret not in page.text
    assert secret[3:] not in page.text
    assert "Statistikk" in page.text
    assert "last used" in page.text


async def test_a_municipalitys_coordinator_makes_none_for_more_than_that(server: Server, there: Places) -> None:
    ola = await coordinator(server, "ola@example.no", Place(there.network, there.smola))
    assert (await made(ola, there)).status_code == 403
    answer = await made(ola, there, place=f"{there.network}/{there.smola}")
    assert secret_in(answer)
    options = [one.attributes["value"] for one in read(answer).by_id("place").all("option")]
    assert options == [f"{there.network}/{there.smola}"]


async def test_whoever_answers_for_the_place_sees_and_revokes_it(server: Server, there: Places) -> None:
    smola = Place(there.network, there.smola)
    ola, kari = (
        await coordinator(server, "ola@example.no", smola),
        await coordinator(server, "kari@example.no", Place(there.network)),
    )
    secret = secret_in(await made(ola, there, place=f"{there.network}/{there.smola}"))
    theirs = secret_in(await made(kari, there, name="Hele nettverket"))
    assert "Hele nettverket" not in (await ola.get(f"/region/{there.network}/tokens")).text
    listed = await kari.get(f"/region/{there.network}/tokens", headers=ENGLISH)
    assert "made by ola" in listed.text
    for one in await server.house.database.read(lambda c: tokens.in_network(c, there.network)):
        address = f"/region/{there.network}/tokens/{one.id}/revoke"
        if one.name == "Hele nettverket":
            assert (await ola.post(address)).status_code == 403
        else:
            assert (await kari.post(address)).status_code == 303
    assert (await server.visitor(authorization=f"Bearer {secret}").get("/api/v1/token")).status_code == 401
    assert (await server.visitor(authorization=f"Bearer {theirs}").get("/api/v1/token")).status_code == 200


async def test_what_is_missing_is_said_and_what_was_typed_stays(server: Server, there: Places) -> None:
    kari = await coordinator(server, "kari@example.no", Place(there.network))
    for wrong in ({"name": " "}, {"scope": ["no:such"]}, {"lasts": "9999"}):
        typed: dict[str, str | list[str]] = {"scope": ["export", "read:summaries"], **wrong}
        answer = await made(kari, there, **typed)
        assert answer.status_code == 409, wrong
        page = read(answer)
        ticked = [one.attributes["value"] for one in page.all("input", name="scope") if "checked" in one.attributes]
        assert page.by_id("name").attributes["value"] == ("" if "name" in wrong else "Statistikk")
        assert ticked == ([] if "scope" in wrong else ["read:summaries", "export"])
    assert await server.house.database.read(lambda c: tokens.in_network(c, there.network)) == []


async def test_a_name_is_only_text(server: Server, there: Places) -> None:
    kari = await coordinator(server, "kari@example.no", Place(there.network))
    answer = await made(kari, there, name="<script>alert(1)</script>\0" + "x" * 500)
    assert "<script>alert" not in answer.text
    assert answer.status_code == 200


async def test_one_that_has_run_out_stands_among_those_that_ended(tmp_path: Path, address: str) -> None:
    clock = Clock()
    async with running(tmp_path, clock, database_url=address) as server:
        there = await places(server)
        kari = await coordinator(server, "kari@example.no", Place(there.network))
        secret = secret_in(await made(kari, there))
        clock.forward(days=29)
        assert (await server.visitor(authorization=f"Bearer {secret}").get("/api/v1/token")).status_code == 200
        clock.forward(days=2)
        assert (await server.visitor(authorization=f"Bearer {secret}").get("/api/v1/token")).status_code == 401
        assert "1 token that has ended" in (await kari.get(f"/region/{there.network}/tokens", headers=ENGLISH)).text


async def test_no_line_of_the_log_holds_a_token(tmp_path: Path) -> None:
    async with Process(tmp_path / "data", log_requests=True) as server:
        database = Database(server.settings.database)
        with database.writing() as connection:
            there = places_in(connection)
        database.close()
        kari = await server.account(grant=Grant("coordinator", Place(there.network)))
        secret, wrong = secret_in(await made(kari, there)), "fb_dette-er-ingen-ekte-nokkel"
        for one in (secret, wrong):
            program = server.visitor(authorization=f"Bearer {one}")
            for address in ("/api/v1/token", f"/api/v1/networks?access_token={one}", f"/api/v1/{one}"):
                await program.get(address)
            await program.post(f"/api/v1/networks/{there.network}/webhooks", content=b"{" + one.encode())
    log = server.output.read_text()
    assert "/api/v1/token" in log
    assert secret[3:] not in log
    assert wrong[3:] not in log
