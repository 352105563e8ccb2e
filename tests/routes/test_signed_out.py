"""Who is signed out, kept out or has run out of time is out at once, everywhere."""

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from pwdlib import PasswordHash
from websockets.exceptions import ConnectionClosed

from app.identity import Cookies
from app.settings import Settings
from app.store import accounts
from tests.routes.line import Line
from tests.routes.test_sign_in import sign_in
from tests.server import PASSWORD, Room, Server, cookies_of, running


async def test_a_new_password_ends_the_sessions_on_other_devices(server: Server) -> None:
    old = await server.account("kari@example.no")
    (kari,) = await server.house.database.read(accounts.accounts)
    browser = server.visitor()
    await browser.get(f"/invitation/{server.invite(account=kari.id)}")
    assert (await browser.post("/invitation", data={"password": "et helt nytt passord"})).status_code == 303
    assert (await browser.get("/home")).status_code == 200
    assert (await old.get("/home")).status_code == 303
    assert (await sign_in(server.visitor(), "kari@example.no")).status_code == 403


async def _kept_out(server: Server, email: str) -> None:
    account = await server.house.database.read(lambda c: accounts.by_email(c, email))
    assert account is not None
    await server.house.database.write(lambda c: accounts.set_active(c, account.id, active=False))


async def test_who_is_kept_out_is_out_of_every_page_at_once(server: Server) -> None:
    desk = await server.account("kari@example.no")
    room = await server.workshop(desk)
    await _kept_out(server, "kari@example.no")
    assert (await desk.get(f"/w/{room.code}/desk")).status_code == 303
    form = {"type": "reveal", "as": "desk"}
    answer = await desk.post(f"/w/{room.code}/send", data=form, headers={"accept": "application/json"})
    assert answer.json()["reason"] == "not_allowed"
    assert (await sign_in(server.visitor(), "kari@example.no")).status_code == 403


async def test_who_is_kept_out_cannot_go_on_at_a_desk_that_is_still_open(server: Server) -> None:
    room, line = await _desk(server)
    await _kept_out(server, "kari@example.no")
    try:
        answer = await line.command("delete")
    except ConnectionClosed:
        return
    assert answer["type"] == "refused", f"somebody who was kept out deleted {room.code}"


async def _desk(server: Server) -> tuple[Room, Line]:
    desk = await server.account("kari@example.no")
    room = await server.workshop(desk)
    return room, await server.line(desk, room.code, "desk")


async def test_a_session_runs_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with running(tmp_path_factory.mktemp("session"), session_days=0) as server:
        browser = await server.account()
        for _ in range(50):  # cookies count in whole seconds
            if (await browser.get("/home")).status_code == 303:
                return
            await asyncio.sleep(0.1)
        raise AssertionError("the session goes on")


async def test_cookies_signed_with_nothing_are_not_believed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A server that was killed while it made its secret left an empty file: it must not sign with that."""
    data = tmp_path_factory.mktemp("secret")
    (data / "secret").touch()
    async with running(data) as server:
        desk = await server.account()
        real = cookies_of(desk).partition("=")[2]
        forged = URLSafeTimedSerializer("", salt="fremtidsbilde.session")
        claim = URLSafeTimedSerializer("", salt="x").loads_unsafe(real)[1]
        browser = server.visitor(cookie=f"fb_session={forged.dumps(claim)}")
        assert (await browser.get("/home")).status_code == 303


async def test_a_clock_that_is_set_back_signs_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cookies = Cookies(Settings(data=tmp_path))
    with monkeypatch.context() as ahead:
        ahead.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) + 3_600)
        session = cookies.session("kari")
    assert cookies.read_session(session) == "kari"


@pytest.mark.parametrize("there_already", [False, True], ids=["a new account", "a new password"])
async def test_no_room_waits_while_a_password_is_made(
    server: Server, monkeypatch: pytest.MonkeyPatch, there_already: bool
) -> None:
    where: list[str] = []

    class Noting(PasswordHash):
        def hash(self, *args: Any, **more: Any) -> str:
            where.append(threading.current_thread().name)
            return super().hash(*args, **more)

    given = None
    if there_already:
        await server.account("kari@example.no")
        there = await server.house.database.read(lambda c: accounts.by_email(c, "kari@example.no"))
        assert there is not None
        given = there.id
    monkeypatch.setattr(accounts, "_passwords", Noting(accounts._passwords.hashers))
    browser = server.visitor()
    await browser.get(f"/invitation/{server.invite(account=given)}")
    fields = {"email": "ola@example.no", "name": "Ola", "password": PASSWORD}
    assert (await browser.post("/invitation", data=fields)).status_code == 303
    assert [name[:4] for name in where] == ["slow"], "not the thread that writes for all rooms"
