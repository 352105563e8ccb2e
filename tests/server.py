"""A real server for tests, in this very process, and how people come to one."""

import asyncio
import contextlib
import logging
import secrets
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import httpx2
import structlog
import uvicorn

from app import serving
from app.main import create_app, now
from app.realtime.rooms import Live
from app.region.rights import Grant, Role
from app.routes.house import House
from app.settings import Settings
from app.store import invitations, workshops
from app.store.database import Database
from app.store.invitations import Invitation
from app.workshop.people import GROUPS
from tests.routes.line import Line, until

structlog.configure(processors=[structlog.stdlib.render_to_log_kwargs], logger_factory=structlog.stdlib.LoggerFactory())

FAST: Mapping[str, float] = {"pulse_near": 0.01, "pulse_far": 0.02, "look": 0.05}
"""Settings under which screens follow at once, so that tests need not wait."""
PASSWORD = "mange ord på rad er bra"
PATIENCE = 30.0
_PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Certificates of nobody: loading those of the whole world takes longer than most tests."""


@dataclass
class Clock:
    """A clock that stands still until it is told."""

    time: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **ahead: float) -> None:
        self.time += timedelta(**ahead)


@dataclass(frozen=True)
class Room:
    """A workshop's addresses."""

    code: str
    wall_key: str


class Site:
    """A server as its visitors know it. Browsers and sockets opened here are closed with it."""

    def __init__(self, settings: Settings, base: str) -> None:
        self.settings = settings
        self.base = base
        self._open = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def visitor(self, **headers: str) -> httpx2.AsyncClient:
        """A browser of its own that nobody knows yet."""
        client = httpx2.AsyncClient(
            base_url=self.base, headers=headers, trust_env=False, timeout=PATIENCE, verify=_PLAIN
        )
        self._open.push_async_callback(client.aclose)
        return client

    def invite(self, role: Role = "facilitator", grant: Grant | None = None, **given: str | None) -> str:
        """The secret of a one-time link, written beside the running server as the command line does it."""
        database = Database(self.settings.database)
        invitation = Invitation(grant or Grant(role), given.get("workshop"), given.get("account"))
        with database.writing() as connection:
            secret = invitations.invite(connection, invitation, now=now(), days=1)
        database.close()
        return secret

    async def account(
        self, email: str = "kari@example.no", role: Role = "administrator", grant: Grant | None = None
    ) -> httpx2.AsyncClient:
        """A browser that is signed in with a new account, by way of a one-time link."""
        browser = self.visitor()
        followed = await browser.get(f"/invitation/{self.invite(role, grant)}")
        assert followed.status_code == 303, followed.text
        fields = {"email": email, "name": email.partition("@")[0], "password": PASSWORD}
        accepted = await browser.post("/invitation", data=fields)
        assert accepted.headers.get("location") in ("/home", "/region"), accepted.text
        return browser

    async def workshop(self, desk: httpx2.AsyncClient, **fields: Any) -> Room:
        """A new workshop, by the form for it."""
        form = {
            "type": "create",
            "id": new_id(),
            "title": "Skolen i 2040",
            "question.nb": "Hvordan ønsker vi at det skal være?",
            "question.en": "How do we want it to be?",
            "language": "nb",
            "groups": list(GROUPS),
            "limit": "280",
            **fields,
        }
        made = await desk.post("/workshops/new", data=form)
        assert made.status_code == 303, made.text
        code = made.headers["location"].split("/")[2]
        workshop = await self._wall_key(desk, code)
        return Room(code, workshop)

    async def participant(self, code: str, group: str = "child", **headers: str) -> httpx2.AsyncClient:
        """A phone that has joined."""
        phone = self.visitor(**headers)
        joined = await phone.post(f"/w/{code}/join", data={"group": group}, headers={"accept": "application/json"})
        assert joined.status_code == 200, joined.text
        return phone

    async def wall(self, room: Room) -> httpx2.AsyncClient:
        """A projector that has followed the wall's link."""
        projector = self.visitor()
        followed = await projector.get(f"/wall/{room.wall_key}")
        assert followed.status_code == 303, followed.text
        return projector

    async def line(self, browser: httpx2.AsyncClient, code: str, seen: str = "phone", since: str = "") -> Line:
        """A JSON socket with a browser's cookies."""
        line = await Line.open(self.base, code, seen, cookies_of(browser), since=since)
        self._open.push_async_callback(line.close)
        return line

    async def open_room(self, **fields: Any) -> tuple[Room, Line]:
        """A workshop that is open for writing, and the socket of its desk."""
        desk = await self.account(f"{new_id()}@example.no")
        room = await self.workshop(desk, **fields)
        line = await self.line(desk, room.code, "desk")
        assert (await line.command("open_submissions"))["type"] == "ack"
        return room, line

    async def writer(self, room: Room, group: str = "child") -> Line:
        """The socket of somebody who has joined."""
        return await self.line(await self.participant(room.code, group), room.code)

    async def _wall_key(self, desk: httpx2.AsyncClient, code: str) -> str:
        page = (await desk.get(f"/w/{code}/desk/share")).text
        return page.partition("/wall/")[2].partition('"')[0]


class _Hurried:
    """asyncio for uvicorn, which looks every tenth of a second whether it is to end: tests would wait most for that."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 20)


vars(uvicorn.server)["asyncio"] = _Hurried()


class Server(Site):
    """A server in this process, on this event loop. ``log``: what it told of that nobody foresaw."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = now) -> None:
        # With its protocol named, asyncio lets no answer wait for an acknowledgement, as uvloop never does.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        super().__init__(settings, f"http://127.0.0.1:{self._socket.getsockname()[1]}")
        self.app = create_app(settings, clock)
        self.log = _Unforeseen()
        self._server = uvicorn.Server(serving._config(settings, self.app))

    @property
    def house(self) -> House:
        house: House = self.app.state.house
        return house

    async def __aenter__(self) -> Self:
        logging.getLogger().addHandler(self.log)
        self._serving = asyncio.create_task(self._server._serve([self._socket]))
        await until(lambda: self._server.started or self._serving.done())
        return self

    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__()
        self.stop_soon()
        await self._serving
        logging.getLogger().removeHandler(self.log)

    def stop_soon(self) -> None:
        """Ask it to end, as a signal does."""
        self._server.should_exit = True

    async def live(self, room: Room) -> Live:
        """A live room in this server's memory."""
        there = await self.house.database.read(lambda c: workshops.by_code(c, room.code))
        assert there is not None
        return await self.house.rooms.get(there.id)

    def assert_calm(self) -> None:
        """No traceback in the log, and nothing unforeseen."""
        assert self.log.told == []


class _Unforeseen(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.msg == "unforeseen":
            self.told.append(self.format(record))


@contextlib.asynccontextmanager
async def running(data: Path, clock: Callable[[], datetime] = now, /, **settings: Any) -> AsyncIterator[Server]:
    """A fast server in this process; afterwards nothing may have gone wrong unseen."""
    async with Server(Settings(data=data, **{**FAST, **settings}), clock) as server:
        yield server
    server.assert_calm()


def cookies_of(browser: httpx2.AsyncClient) -> str:
    """A browser's cookies, whatever their path, as a header."""
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar)


def new_id() -> str:
    """A command's id, as a client makes it."""
    return secrets.token_urlsafe(12)
