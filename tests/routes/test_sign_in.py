"""Signing in, one-time links, and where the browser is sent afterwards."""

import threading
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest
from pwdlib import PasswordHash

from app.main import now
from app.store import accounts, sessions
from tests.routes.pages import form_of, read
from tests.server import PASSWORD, Clock, Server, cookies_of, running

EVIL = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "///evil.example",
    "/\x00/evil.example",
    "",
    "@evil.example",
    "/./\\evil.example",
]


async def sign_in(browser: httpx2.AsyncClient, email: str, password: str = PASSWORD, **more: str) -> httpx2.Response:
    return await browser.post("/signin", data={"email": email, "password": password, **more})


def as_a_browser(base: str, location: str) -> str:
    """Where a browser goes: it takes tabs and line breaks out of an address, and a backslash for a slash."""
    plain = location.translate({ord(char): None for char in "\t\r\n"}).replace("\\", "/")
    return urlsplit(urljoin(base, plain)).netloc


async def test_who_signs_in_comes_home_and_signs_out_again(server: Server) -> None:
    await server.account("kari@example.no")
    browser = server.visitor()
    assert (await sign_in(browser, " KARI@example.no")).headers["location"] == "/home"
    assert (await browser.get("/home")).status_code == 200
    assert (await browser.get("/signin")).headers["location"] == "/home"
    assert (await browser.post("/signout")).headers["location"] == "/"
    assert (await browser.get("/home")).headers["location"] == "/signin?then=/home"


async def test_whether_address_or_password_was_wrong_is_not_told(server: Server) -> None:
    await server.account("kari@example.no")
    wrong_password = await sign_in(server.visitor(), "kari@example.no", "feil passord her")
    wrong_address = await sign_in(server.visitor(), "ola@example.no")
    assert wrong_password.status_code == wrong_address.status_code == 403
    assert wrong_password.text.replace("kari@example.no", "x") == wrong_address.text.replace("ola@example.no", "x")
    assert PASSWORD not in wrong_address.text
    assert "fb_session" not in wrong_address.headers.get("set-cookie", "")


async def test_no_room_waits_while_a_password_is_looked_at(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    await server.account("kari@example.no")
    where: list[str] = []

    class Noting(PasswordHash):
        def verify(self, *args: Any, **more: Any) -> bool:
            where.append(threading.current_thread().name)
            return super().verify(*args, **more)

    monkeypatch.setattr(accounts, "_passwords", Noting(accounts._passwords.hashers))
    assert (await sign_in(server.visitor(), "kari@example.no")).status_code == 303
    assert [name[:4] for name in where] == ["slow"], "not the thread that writes for all rooms"


async def test_who_signs_out_takes_no_cookie_along(server: Server) -> None:
    """The session itself ends: a copy of its cookie is worth nothing any more."""
    desk = await server.account("kari@example.no")
    copy = server.visitor(cookie=cookies_of(desk))
    assert (await copy.get("/home")).status_code == 200
    await desk.post("/signout")
    assert (await copy.get("/home")).status_code == 303


async def test_who_signs_in_again_has_one_session_in_that_browser(server: Server) -> None:
    desk = await server.account("kari@example.no")
    await desk.post("/signout")
    await sign_in(desk, "kari@example.no")
    before = cookies_of(desk)
    await sign_in(desk, "kari@example.no")
    assert (await server.visitor(cookie=before).get("/home")).status_code == 303
    there = await server.house.database.read(lambda c: accounts.by_email(c, "kari@example.no"))
    assert there is not None
    assert len(await server.house.database.read(lambda c: sessions.listed(c, there.id))) == 1


@pytest.mark.parametrize("then", EVIL)
async def test_signing_in_leads_to_no_other_site(server: Server, then: str) -> None:
    await server.account("kari@example.no")
    browser = server.visitor()
    here = urlsplit(server.base).netloc
    shown = await browser.get("/signin", params={"then": then})
    assert form_of(read(shown), action="/signin").attributes["method"] == "post"
    for answer in [
        await sign_in(browser, "kari@example.no", then=then),
        await browser.get("/signin", params={"then": then}),
        await browser.post("/language", data={"language": "nn", "then": then}),
    ]:
        assert answer.status_code == 303
        assert as_a_browser(server.base, answer.headers["location"]) == here


async def test_signing_in_leads_back_to_where_one_was_going(server: Server) -> None:
    desk = await server.account("kari@example.no")
    room = await server.workshop(desk)
    browser = server.visitor()
    sent_on = await browser.get(f"/w/{room.code}/desk")
    form = form_of(read(await browser.get(sent_on.headers["location"])), action="/signin")
    (then,) = [e.attributes["value"] for e in form.all("input") if e.attributes.get("name") == "then"]
    assert (await sign_in(browser, "kari@example.no", then=then)).headers["location"] == f"/w/{room.code}/desk"


async def test_no_secret_stays_in_an_address(server: Server) -> None:
    """The wall's link and the invitation's are exchanged for cookies; no page after them has the secret in it."""
    room = await server.workshop(await server.account())
    secret = server.invite()
    for link, shown, hidden in [
        (f"/wall/{room.wall_key}", f"/w/{room.code}/wall", room.wall_key),
        (f"/invitation/{secret}", "/invitation", secret),
    ]:
        browser = server.visitor()
        answer = await browser.get(link)
        assert (answer.status_code, answer.headers["location"]) == (303, shown)
        page = await browser.get(shown)
        assert page.status_code == 200
        assert hidden not in page.text
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")


async def test_the_walls_link_works_again_and_a_wrong_one_does_not(server: Server) -> None:
    room = await server.workshop(await server.account())
    for _ in range(2):
        assert (await (await server.wall(room)).get(f"/w/{room.code}/wall")).status_code == 200
    wrong = await server.visitor(accept="application/json").get(f"/wall/x{room.wall_key}")
    assert (wrong.status_code, wrong.json()["problem"]) == (404, "unknown_link")


async def test_an_invitation_works_once(server: Server) -> None:
    secret = server.invite()
    first, second = server.visitor(), server.visitor(accept="application/json")
    for browser in (first, second):
        await browser.get(f"/invitation/{secret}")
    assert (await second.get("/invitation")).status_code == 200
    form = {"email": "kari@example.no", "name": "Kari", "password": PASSWORD}
    assert (await first.post("/invitation", data=form)).headers["location"] == "/home"
    assert (await second.get("/invitation")).json()["problem"] == "unknown_link"
    again = await second.post("/invitation", data={**form, "email": "ola@example.no"})
    assert (again.status_code, again.json()["problem"]) == (404, "unknown_link")
    assert (await first.post("/invitation", data=form)).status_code == 404, "the cookie was used up"


async def test_an_invitation_runs_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    clock = Clock(now())
    async with running(tmp_path_factory.mktemp("late"), clock) as server:
        browser = server.visitor()
        await browser.get(f"/invitation/{server.invite()}")
        assert (await browser.get("/invitation")).status_code == 200
        clock.forward(days=2)
        assert (await browser.get("/invitation")).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"email": "kari@example.no", "password": "kort"},
        {"email": "kari@example.no", "password": "x" * 201},
        {"email": "uten-krøllalfa", "password": PASSWORD},
        {"email": "taken@example.no", "password": PASSWORD},
        {},
    ],
)
async def test_a_form_that_does_not_do_can_be_mended(server: Server, form: dict[str, str]) -> None:
    await server.account("taken@example.no")
    browser = server.visitor()
    await browser.get(f"/invitation/{server.invite()}")
    answer = await browser.post("/invitation", data={**form, "name": "Kari Nordmann"})
    assert answer.status_code == 409
    page = read(answer)
    assert [e for e in page if e.attributes.get("role") == "alert"]
    assert page.by_id("name").attributes["value"] == "Kari Nordmann"
    assert form.get("password", PASSWORD) not in answer.text
    mended = await browser.post("/invitation", data={"email": "ny@example.no", "password": PASSWORD})
    assert mended.status_code == 303


async def test_a_colleague_who_is_invited_runs_the_workshop_too(server: Server) -> None:
    desk = await server.account("kari@example.no")
    room = await server.workshop(desk)
    shared = read(await desk.post(f"/w/{room.code}/desk/share"))
    (link,) = [e.attributes["value"] for e in shared.all("input") if "/invitation/" in e.attributes.get("value", "")]
    colleague = await server.account("ola@example.no", "facilitator")
    assert (await colleague.get(f"/w/{room.code}/desk", headers={"accept": "application/json"})).status_code == 403
    await colleague.get(urlsplit(link).path)
    taken = await colleague.post("/invitation")
    assert taken.headers["location"] == f"/w/{room.code}/desk"
    assert (await colleague.get(f"/w/{room.code}/desk")).status_code == 200
