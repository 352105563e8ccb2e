"""One's own account: name, password, and the browsers that are signed in."""

from datetime import timedelta

import pytest

from app.store import accounts, sessions
from app.store.sessions import SEEN_EVERY
from tests.routes.pages import read
from tests.routes.test_sign_in import sign_in
from tests.server import PASSWORD, Clock, Server, running

NEW = "et helt nytt passord"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)


async def test_a_new_password_signs_every_other_browser_out(server: Server) -> None:
    desk = await server.account("kari@example.no")
    other = server.visitor()
    await sign_in(other, "kari@example.no")
    wrong = await desk.post("/account/password", data={"current": "feil passord her", "password": NEW})
    assert wrong.status_code == 403
    assert (await other.get("/home")).status_code == 200
    unfit = await desk.post("/account/password", data={"current": PASSWORD, "password": "kort"})
    assert unfit.status_code == 409
    changed = await desk.post("/account/password", data={"current": PASSWORD, "password": NEW})
    assert changed.headers["location"] == "/account?saved=password"
    assert (await desk.get("/home")).status_code == 200
    assert (await other.get("/home")).status_code == 303
    assert (await sign_in(server.visitor(), "kari@example.no")).status_code == 403
    assert (await sign_in(server.visitor(), "kari@example.no", NEW)).status_code == 303


async def test_browsers_are_listed_by_their_kind_and_signed_out_one_by_one(server: Server) -> None:
    desk = await server.account("kari@example.no")
    for agent in (FIREFOX, IPHONE):
        await sign_in(server.visitor(**{"user-agent": agent}), "kari@example.no")
    page = read(await desk.get("/account"))
    assert "Firefox, Windows" in page.text
    assert "Safari, iPhone" in page.text
    marks = [e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "mark"]
    assert len(marks) == 2, "not the one that looks"
    await desk.post("/account/sessions", data={"mark": marks[0]})
    left = read(await desk.get("/account"))
    assert [e.attributes["value"] for e in left.all("input") if e.attributes.get("name") == "mark"] == marks[1:]
    await desk.post("/account/sessions")
    assert (await desk.get("/account")).status_code == 200
    assert not [e for e in read(await desk.get("/account")).all("input") if e.attributes.get("name") == "mark"]


async def test_no_page_has_a_sessions_id_in_it(server: Server) -> None:
    desk = await server.account("kari@example.no")
    there = await server.house.database.read(lambda c: accounts.by_email(c, "kari@example.no"))
    assert there is not None
    (session,) = await server.house.database.read(lambda c: sessions.listed(c, there.id))
    assert session.id not in (await desk.get("/account")).text
    assert session.id not in (await desk.get("/home")).text


async def test_nobody_signs_out_another_accounts_browser(server: Server) -> None:
    kari = await server.account("kari@example.no")
    ola = await server.account("ola@example.no")
    await kari.post("/account/sessions")
    assert (await ola.get("/home")).status_code == 200


async def test_a_name_is_changed(server: Server) -> None:
    desk = await server.account("kari@example.no")
    await desk.post("/account/name", data={"name": "Kari N."})
    assert 'value="Kari N."' in (await desk.get("/account")).text


async def test_when_a_session_was_used_is_kept_now_and_then(tmp_path_factory: pytest.TempPathFactory) -> None:
    clock = Clock()
    async with running(tmp_path_factory.mktemp("data"), clock) as server:
        desk = await server.account("kari@example.no")
        there = await server.house.database.read(lambda c: accounts.by_email(c, "kari@example.no"))
        assert there is not None

        async def seen() -> timedelta:
            (one,) = await server.house.database.read(lambda c: sessions.listed(c, there.id))
            return clock() - one.seen_at

        clock.forward(seconds=SEEN_EVERY.total_seconds() - 1)
        await desk.get("/home")
        assert await seen() == SEEN_EVERY - timedelta(seconds=1)
        clock.forward(seconds=1)
        await desk.get("/home")
        assert await seen() == timedelta(0)


async def test_a_desks_socket_closes_once_its_browser_is_signed_out_elsewhere(server: Server) -> None:
    desk = await server.account("kari@example.no")
    room = await server.workshop(desk)
    other = server.visitor()
    await sign_in(other, "kari@example.no")
    line = await server.line(desk, room.code, "desk")
    await line.until(lambda: line.frames)
    await other.post("/account/sessions")
    assert await line.closed() == 4403
    assert (await desk.get(f"/w/{room.code}/desk")).status_code == 303
