"""A receiver of webhooks, and a server that tells it."""

import asyncio
import re
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from app.region.rights import Grant, Place
from app.store import webhooks as kept
from app.webhooks import send_due
from tests.routes.pages import read
from tests.routes.told_places import places
from tests.server import Clock, Server, running

ROOT = Path(__file__).parents[2]


@dataclass
class Receiver:
    """An HTTP server that keeps what it is sent, and answers as it is told; a number, or what to send as it is."""

    port: int = 0
    answers: list[int | bytes] = field(default_factory=list)
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?from=fb"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append((first, headers, body))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, int):
            answer = f"HTTP/1.1 {answer} Word\r\nlocation: http://127.0.0.1:{self.port}/other\r\n\r\n".encode()
        writer.write(answer)
        if answer:
            writer.close()


@asynccontextmanager
async def receiving(
    *answers: int | bytes, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    receiver = Receiver(answers=list(answers))
    server = await asyncio.start_server(receiver.serve, host, 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()


def documented(name: str) -> Callable[..., bool]:
    """What docs/api.md tells a receiver to write, as it stands there."""
    (source,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text(encoding="utf-8"), re.DOTALL)
    made: dict[str, Callable[..., bool]] = {}
    exec(source, made)  # noqa: S102 - our own document
    return made[name]


def is_genuine(secret: str, headers: dict[str, str], body: bytes, now: float) -> bool:
    check = documented("is_genuine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: now)
        return check(secret, headers, body)


@dataclass
class There:
    server: Server
    clock: Clock
    kari: httpx2.AsyncClient
    network: int
    school: int

    async def make(self, url: str) -> tuple[str, str]:
        """A webhook by its form: its page and its secret."""
        form = {"place": str(self.network), "url": url, "event": ["workshop.closed", "summary.published"]}
        made = await self.kari.post(f"/region/{self.network}/webhooks", data=form)
        found = re.search(r"whsec_[\w+/=]+", made.text)
        assert found is not None, made.text
        (action,) = (one.attributes["action"] for one in read(made).all("form") if "trial" in one.attributes["action"])
        return action.removesuffix("/trial"), found[0]

    async def send(self) -> int:
        return await send_due(self.server.house.database, self.server.settings, self.clock)

    async def told(self, page: str) -> list[kept.Delivery]:
        webhook = page.rsplit("/", 1)[1]
        return await self.server.house.database.read(lambda c: kept.deliveries(c, webhook))


@asynccontextmanager
async def told_by(tmp_path: Path, address: str) -> AsyncIterator[There]:
    """A server that tells receivers on this machine, with a coordinator."""
    clock = Clock()
    async with running(
        tmp_path, clock, database_url=address, webhooks_local=True, public_url="http://fremtid.example"
    ) as server:
        made = await places(server)
        kari = await server.account(grant=Grant("coordinator", Place(made.network)))
        yield There(server, clock, kari, made.network, made.school)
