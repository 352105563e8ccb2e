"""Webhooks as a receiver sees them: a real one, which checks what comes with code of its own."""

import asyncio
import base64
import json
import re
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from app import webhooks as sending
from app.region.rights import Grant, Place
from app.store import webhooks as kept
from app.webhooks import send_due
from tests.routes.line import until
from tests.routes.pages import read
from tests.routes.told_places import places, summary, tell
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


@pytest.fixture
async def there(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[There]:
    monkeypatch.setattr(sending, "LOOK", 3_600)  # each test sends by itself
    clock = Clock()
    async with running(
        tmp_path, clock, database_url=address, webhooks_local=True, public_url="http://fremtid.example"
    ) as server:
        made = await places(server)
        kari = await server.account(grant=Grant("coordinator", Place(made.network)))
        yield There(server, clock, kari, made.network, made.school)


async def test_a_receiver_is_told_and_can_check_who_told_it(there: There) -> None:
    async with receiving() as receiver:
        _, secret = await there.make(receiver.url)
        workshop = await tell(there.server, [there.school], summary({"Ute": [("Hemmelig", None)]}))
        there.clock.forward(days=1)
        assert await there.send() == 1
    ((first, headers, body),) = receiver.heard
    assert first == "POST /hook?from=fb HTTP/1.1"
    assert headers["host"] == f"127.0.0.1:{receiver.port}"
    now = there.clock().timestamp()
    assert is_genuine(secret, headers, body, now)
    assert not is_genuine(secret, headers, body, now + 3_600), "an old one is not believed"
    assert not is_genuine(secret, headers, body + b" ", now)
    assert not is_genuine(f"whsec_{base64.b64encode(b'another').decode()}", headers, body, now)
    assert headers["webhook-timestamp"] == str(int(there.clock().timestamp()))
    told = json.loads(body)
    assert (told["type"], told["id"]) == ("workshop.closed", headers["webhook-id"])
    assert (told["data"]["workshop"], told["data"]["title"]) == (workshop, "Skolen i 2040")
    assert told["links"]["api"] == f"http://fremtid.example/api/v1/networks/{there.network}/workshops/{workshop}"
    assert b"Hemmelig" not in body
    assert b"Ute" not in body
    assert await there.send() == 0


async def test_it_is_told_by_itself(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LOOK", 0.02)
    async with running(tmp_path, database_url=address, webhooks_local=True) as server, receiving(503) as receiver:
        made = await places(server)
        kari = await server.account(grant=Grant("coordinator", Place(made.network)))
        there = There(server, Clock(), kari, made.network, made.school)
        await there.make(receiver.url)
        await tell(server, [made.school], summary({}))
        await until(lambda: receiver.heard)
        assert len(receiver.heard) == 1, "what failed waits"


async def test_what_fails_comes_again_with_the_same_id_and_signed_anew_until_it_is_taken(there: There) -> None:
    async with receiving(500, 302, b"HTTP/1.1 nonsense\r\n\r\n", 204) as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        for _ in range(4):
            assert await there.send() == 1
            assert await there.send() == 0, "not before its pause is over"
            there.clock.forward(hours=2)
        assert await there.send() == 0
    assert len({headers["webhook-id"] for _, headers, _ in receiver.heard}) == 1
    assert len({headers["webhook-signature"] for _, headers, _ in receiver.heard}) == 4
    assert len({body for *_, body in receiver.heard}) == 1
    assert {first for first, *_ in receiver.heard} == {"POST /hook?from=fb HTTP/1.1"}, "a redirect is not followed"
    (one,) = await there.told(page)
    assert (one.done_at is not None, one.attempts, one.status) == (True, 4, "204")


async def test_what_never_arrives_is_given_up_and_shown(there: There) -> None:
    async with receiving(*[500] * 20) as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        sent = 0
        while await there.send():
            sent += 1
            there.clock.forward(hours=13)
    assert sent == 8
    assert (await there.told(page))[0].given_up
    shown = read(await there.kari.get(page, headers={"accept-language": "en"}))
    (row,) = [one for one in shown.all("li") if "data-state" in one.attributes]
    assert row.attributes["data-state"] == "given-up"
    assert "tried 8 times" in row.text
    assert "500" in row.text


async def test_a_receiver_that_says_nothing_is_let_go(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WITHIN", 0.2)
    async with receiving(b"") as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        await there.send()
    assert (await there.told(page))[0].status == "timeout"


async def test_a_receiver_that_never_stops_is_not_listened_to(there: There) -> None:
    async with receiving(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000_000) as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        await asyncio.wait_for(there.send(), 5)
    assert (await there.told(page))[0].status == "200"


async def test_two_processes_tell_it_once(there: There) -> None:
    async with receiving() as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        async with running(
            there.server.settings.data,
            there.clock,
            database_url=there.server.settings.database_url,
            webhooks_local=True,
        ) as other:
            both = There(other, there.clock, there.kari, there.network, there.school)
            await asyncio.gather(there.send(), both.send())  # and the other one by itself, as it begins
            await until(lambda: receiver.heard)
    assert (len(receiver.heard), (await there.told(page))[0].attempts) == (1, 1)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.1.2.3",
        "169.254.169.254",
        "0x7f.1",
        "2130706433",
        "[::ffff:127.0.0.1]",
        "999.1.1.1",
    ],
)
async def test_nothing_is_told_to_this_machine_or_its_neighbours(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(sending, "LOOK", 3_600)
    clock = Clock()
    async with running(tmp_path, clock, database_url=address) as server, receiving() as receiver:
        made = await places(server)
        kari = await server.account(grant=Grant("coordinator", Place(made.network)))
        there = There(server, clock, kari, made.network, made.school)
        page, _ = await there.make(f"https://{host}:{receiver.port}/")
        await tell(server, [made.school], summary({}))
        clock.forward(days=1)
        await there.send()
        assert (await there.told(page))[0].status == "refused_address"
        trial = await kari.post(f"{page}/trial", follow_redirects=True, headers={"accept-language": "en"})
        assert "its address is not out in the world" in trial.text
    assert receiver.heard == []


async def test_a_host_that_is_looked_up_to_the_inside_is_refused_whatever_else_it_says(
    there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two addresses one out in the world and one within: neither is connected to."""
    loop = asyncio.get_running_loop()

    async def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("10.0.0.7", 443))]

    page, _ = await there.make("https://rebinding.example/")
    await tell(there.server, [there.school], summary({}))
    there.clock.forward(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(loop, "getaddrinfo", found)
        await there.send()
    assert (await there.told(page))[0].status == "refused_address"


@pytest.mark.parametrize(("host", "status"), [("hooks.example", "200"), ("other.example", "certificate")])
async def test_a_certificate_has_to_be_the_hosts_though_its_address_is_connected_to(
    there: There, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, status: str
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "crt.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    names = ["-addext", "subjectAltName=DNS:hooks.example", "-keyout", str(key), "-out", str(certificate)]
    making = await asyncio.create_subprocess_exec("openssl", *words, *names, stderr=asyncio.subprocess.DEVNULL)
    assert await making.wait() == 0
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    monkeypatch.setattr(sending, "_known", lambda: ssl.create_default_context(cafile=str(certificate)))
    loop = asyncio.get_running_loop()

    async def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("127.0.0.1", 443))]

    async with receiving(tls=tls) as receiver:
        page, _ = await there.make(f"https://{host}:{receiver.port}/a%20b?c")
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        with monkeypatch.context() as patch:
            patch.setattr(loop, "getaddrinfo", found)
            await there.send()
    assert (await there.told(page))[0].status == status
    heard = [(first, headers["host"]) for first, headers, _ in receiver.heard]
    assert heard == ([("POST /a%20b?c HTTP/1.1", f"{host}:{receiver.port}")] if status == "200" else [])


async def test_a_receiver_may_have_an_address_of_the_newer_kind(there: There) -> None:
    async with receiving(host="::1") as receiver:
        page, _ = await there.make(f"http://[::1]:{receiver.port}/")
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        await there.send()
    assert (await there.told(page))[0].status == "200"


async def test_a_trial_is_sent_at_once_and_what_came_of_it_stands_on_the_page(there: There) -> None:
    async with receiving() as receiver:
        page, secret = await there.make(receiver.url)
        shown = await there.kari.post(f"{page}/trial", follow_redirects=True, headers={"accept-language": "en"})
        ((_, headers, body),) = receiver.heard
    assert json.loads(body)["type"] == "trial"
    assert is_genuine(secret, headers, body, there.clock().timestamp())
    assert "Arrived" in shown.text
    assert secret not in shown.text, "it is shown once"


async def test_it_is_paused_and_taken_away(there: There) -> None:
    async with receiving() as receiver:
        page, _ = await there.make(receiver.url)
        await tell(there.server, [there.school], summary({}))
        there.clock.forward(days=1)
        await there.kari.post(f"{page}/active", data={"active": "no"})
        assert await there.send() == 0
        await there.kari.post(f"{page}/active", data={"active": "yes"})
        assert await there.send() == 1
        await there.kari.post(f"{page}/delete")
        assert (await there.kari.get(page)).status_code == 403
    assert len(receiver.heard) == 1


async def test_a_form_that_cannot_be_taken_comes_back_as_it_was_typed(there: There) -> None:
    form = {"place": str(there.network), "url": "https://kari@example.no/", "event": "summary.published"}
    answer = await there.kari.post(f"/region/{there.network}/webhooks", data=form)
    assert answer.status_code == 409
    page = read(answer)
    assert page.by_id("url").attributes["value"] == form["url"]
    ticked = [one.attributes["value"] for one in page.all("input", name="event") if "checked" in one.attributes]
    assert ticked == ["summary.published"]
