"""Where webhooks may be sent: out into the world, to the very host that is named, and to nobody in here."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app import webhooks as sending
from app.region.rights import Grant, Place
from tests.routes.told_places import places, summary, tell
from tests.routes.webhooks_heard import There, receiving, told_by
from tests.server import Clock, running


@pytest.fixture
async def there(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[There]:
    monkeypatch.setattr(sending, "LOOK", 3_600)  # each test sends by itself
    async with told_by(tmp_path, address) as there:
        yield there


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
