"""docs/deploy.md holds: its proxy is run before real servers, its unit is verified, its figures are those there are."""

import asyncio
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from app.metrics import Metrics
from app.settings import Settings
from tests.ports import free_port
from tests.process import PROGRAM, Process
from tests.routes.line import JSON, Line, until
from tests.server import PATIENCE, Site, cookies_of

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
HTML = "fremtidsbilde.v1.html"
AROUND = """daemon off; master_process off; pid nginx.pid; error_log error.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    {site}
}}
"""


def block(kind: str) -> str:
    """The one block of this kind in the document."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    return str(found)


def program(name: str, *places: Path) -> str:
    """A program that is needed, or the reason to leave the test out; with CI=true there is none."""
    found = next((str(p) for p in places if p.is_file()), None) or shutil.which(name)
    if found is None:
        assert os.environ.get("CI") != "true", f"{name} is needed"
        pytest.skip(f"there is no {name} here")
    return found


class Proxied(Site):
    """Servers as their visitors know them through nginx; ``plain``: its port without TLS."""

    def __init__(self, settings: Settings, port: int, plain: int, certificate: Path) -> None:
        super().__init__(settings, f"https://127.0.0.1:{port}")
        self.plain = plain
        self.trust = ssl.create_default_context(cafile=str(certificate))

    def visitor(self, **headers: str) -> httpx2.AsyncClient:
        return self.visitor_from("127.0.0.1", **headers)

    def visitor_from(self, address: str, **headers: str) -> httpx2.AsyncClient:
        """A browser on another machine, as far as the proxy can tell."""
        transport = httpx2.AsyncHTTPTransport(verify=self.trust, local_address=address, trust_env=False)
        client = httpx2.AsyncClient(base_url=self.base, headers=headers, timeout=PATIENCE, transport=transport)
        self._open.push_async_callback(client.aclose)
        return client

    async def socket(
        self, browser: httpx2.AsyncClient, code: str, seen: str, protocol: str = JSON, origin: str = ""
    ) -> ClientConnection:
        """A socket as a page of ours, or of ``origin``, opens it."""
        socket = await connect(
            f"{self.base.replace('http', 'ws', 1)}/w/{code}/live?as={seen}&since=",
            subprotocols=[Subprotocol(protocol)],
            additional_headers={"cookie": cookies_of(browser), "origin": origin or self.base},
            ssl=self.trust,
            compression=None,
            max_size=None,
            proxy=None,
        )
        self._open.push_async_callback(socket.close)
        return socket

    async def line(self, browser: httpx2.AsyncClient, code: str, seen: str = "phone", since: str = "") -> Line:
        line = Line(await self.socket(browser, code, seen))
        self._open.push_async_callback(line.close)
        return line


def prepare(folder: Path, servers: list[Process]) -> tuple[int, int]:
    """Write the document's proxy with this machine's ports, names and certificate; the ports with and without TLS."""
    folder.mkdir()
    names = "subjectAltName=IP:127.0.0.1"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext", names]
    command = [program("openssl"), *words, "-keyout", f"{folder}/key.pem", "-out", f"{folder}/crt.pem"]
    subprocess.run(command, check=True, capture_output=True)
    port, plain = free_port(), free_port()
    site = block("nginx site")
    for pattern, ours in [
        (r" +listen \[::\].*\n", ""),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{port} "),
        (r"server_name [^;]+;", "server_name 127.0.0.1;"),
        (r"(ssl_certificate +)[^;]+;", rf"\g<1>{folder}/crt.pem;"),
        (r"(ssl_certificate_key +)[^;]+;", rf"\g<1>{folder}/key.pem;"),
        (r"server 127\.0\.0\.1:8000;", "".join(f"server {urlsplit(server.base).netloc};" for server in servers)),
    ]:
        site, times = re.subn(pattern, ours, site)
        assert times, pattern
    (folder / "nginx.conf").write_text(AROUND.format(site=site))
    return port, plain


@asynccontextmanager
async def nginx(folder: Path, servers: list[Process]) -> AsyncIterator[Proxied]:
    """The document's proxy in front of servers."""
    run = await asyncio.to_thread(program, "nginx", Path("/usr/sbin/nginx"), ROOT / ".venv/nginx/usr/sbin/nginx")
    port, plain = await asyncio.to_thread(prepare, folder, servers)
    command = [run, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    try:
        await until(lambda: process.returncode is not None or _answers(port), PATIENCE)
        assert process.returncode is None, (await process.communicate())[1]
        async with Proxied(servers[0].settings, port, plain, folder / "crt.pem") as proxied:
            yield proxied
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_behind_the_proxy_pages_cookies_forms_and_sockets_work(tmp_path: Path) -> None:
    async with Process(tmp_path / "data", look=0.1) as server, nginx(tmp_path / "nginx", [server]) as site:
        facilitator = await site.account()
        room = await site.workshop(facilitator)
        desk = await site.line(facilitator, room.code, "desk")
        assert (await desk.command("open_submissions"))["type"] == "ack"
        phone = await site.participant(room.code)
        page = await phone.get(f"/w/{room.code}/")
        assert page.status_code == 200
        assert re.fullmatch(r"[0-9a-f]{32}", page.headers["x-request-id"]), "the proxy's own"
        assert {c.secure for c in phone.cookies.jar} == {True}
        shared = (await facilitator.get(f"/w/{room.code}/desk/share")).text
        assert re.search(rf"https://[\w.]+:{urlsplit(site.base).port}/wall/{room.wall_key}", shared)
        async with httpx2.AsyncClient(trust_env=False, verify=site.trust) as plain:
            sent_on = await plain.get(f"http://127.0.0.1:{site.plain}/signin")
        assert (sent_on.status_code, sent_on.headers["location"]) == (301, "https://127.0.0.1/signin")

        assert (await (await site.line(phone, room.code)).say("Gjennom mellomtjeneren"))["type"] == "ack"
        form = {"type": "say", "text": "Som skjema"}
        ours, foreign = {"origin": site.base}, {"origin": site.base.replace("https", "http")}
        assert (await phone.post(f"/w/{room.code}/send", data=form, headers=ours)).status_code == 303
        assert (await phone.post(f"/w/{room.code}/send", data=form, headers=foreign)).status_code == 403
        with pytest.raises(InvalidStatus):
            await site.socket(phone, room.code, "phone", origin="https://evil.example")
        await desk.until(lambda: len(desk.kinds("desk_card")) == 2)
        painted = await site.socket(phone, room.code, "phone", HTML)
        assert painted.subprotocol == HTML
        assert json.loads(await asyncio.wait_for(painted.recv(), PATIENCE))["html"]
        assert (await phone.get("/metrics")).status_code == 403
        assert (await phone.get("/readyz")).status_code == 200


async def test_behind_the_proxy_visitors_are_told_apart_by_where_they_come_from(tmp_path: Path) -> None:
    async with (
        Process(tmp_path / "data", wrong_codes_per_minute=2) as server,
        nginx(tmp_path / "nginx", [server]) as site,
    ):
        searching, other = site.visitor_from("127.0.0.2"), site.visitor_from("127.0.0.3")
        told = [(await searching.get("/w/000000/")).status_code for _ in range(3)]
        assert told == [404, 404, 429]
        claims = {"x-forwarded-for": "203.0.113.9"}
        assert (await searching.get("/w/000000/", headers=claims)).status_code == 429, "one cannot choose an address"
        assert (await other.get("/w/000000/")).status_code == 404


async def test_a_silent_line_is_ended_by_the_server_and_not_by_the_proxy(tmp_path: Path) -> None:
    async with Process(tmp_path / "data", heartbeat=0.5) as server, nginx(tmp_path / "nginx", [server]) as site:
        room, _ = await site.open_room()
        line = await site.line(await site.participant(room.code), room.code)
        assert await line.closed() == 4408


def test_the_proxy_waits_longer_than_the_server_does() -> None:
    for name in ("proxy_read_timeout", "proxy_send_timeout"):
        (seconds,) = re.findall(rf"{name} (\d+)s;", block("nginx site"))
        assert int(seconds) > 2 * Settings().heartbeat


async def test_any_server_serves_any_visitor_and_one_that_dies_is_not_missed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with (
        Process(data, look=0.1) as one,
        Process(data, look=0.1) as other,
        nginx(tmp_path / "nginx", [one, other]) as site,
    ):
        room, desk = await site.open_room()
        browsers = [await site.participant(room.code) for _ in range(6)]
        lines = [await site.line(browser, room.code) for browser in browsers]
        await asyncio.gather(*(line.say("Fra to tjenere") for line in lines))
        await desk.until(lambda: len(desk.kinds("desk_card")) == 6)
        assert {line.close_code for line in lines} == {None}
        await other.kill()
        await until(lambda: any(line.close_code for line in [*lines, desk]))
        cut = [browser for browser, line in zip(browsers, lines, strict=True) if line.close_code]
        assert len(cut) < len(lines), "both had some"
        for browser in browsers:
            assert (await browser.get(f"/w/{room.code}/")).status_code == 200
        back = [await _again(site, browser, room.code) for browser in cut]
        answers = await asyncio.gather(*(line.say("Tilbake") for line in back))
        assert {answer["type"] for answer in answers} <= {"ack"}


async def _again(site: Proxied, browser: httpx2.AsyncClient, code: str) -> Line:
    for _ in range(50):
        try:
            return await site.line(browser, code)
        except (OSError, WebSocketException):
            await asyncio.sleep(0.05)
    raise AssertionError("nobody let the phone in again")


def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    text, times = re.subn(r"/opt/\S+/fremtidsbilde", str(PROGRAM), block("ini unit"))
    assert times == 1
    unit = tmp_path / "fremtidsbilde.service"
    unit.write_text(text)
    told = subprocess.run([analyze, "verify", "--man=no", unit], check=False, capture_output=True, text=True)
    about_ours = [line for line in told.stderr.splitlines() if "fremtidsbilde.service" in line]
    assert about_ours == []
    assert told.returncode == 0, told.stderr


def test_the_document_names_the_figures_that_there_are() -> None:
    named = set(re.findall(r"`(fremtidsbilde_\w+)`", TEXT))
    there = set()
    for family in Metrics().registry.collect():
        if family.name.startswith("fremtidsbilde_"):
            there.add(f"{family.name}_total" if family.type == "counter" else family.name)
    assert named == there


def rows_of_settings() -> list[str]:
    """The table of all settings, as the settings themselves have it."""
    rows = []
    for name, field in Settings.model_fields.items():
        value = " ".join(field.default) if isinstance(field.default, tuple) else field.default
        shown = f"`{f'{value:g}' if isinstance(value, float) else value}`" if str(value) else "–"
        rows.append(f"| `{name}` | {shown} | {field.description} |")
    return rows


def test_the_document_has_every_setting_with_its_value_and_its_reason() -> None:
    table = TEXT.partition("## Settings and bounds")[2].partition("\n## ")[0]
    assert [line for line in table.splitlines() if line.startswith("| `")] == rows_of_settings()


def test_the_document_names_settings_and_files_that_there_are() -> None:
    known = {f"FREMTIDSBILDE_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"FREMTIDSBILDE_[A-Z_]+[A-Z]", TEXT)) <= known
    for file in re.findall(r"\]\((deploy/\S+)\)", TEXT):
        assert (ROOT / "docs" / file).is_file()
        assert "Not tested" in (ROOT / "docs" / file).read_text().splitlines()[0], "says what it is"


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0
