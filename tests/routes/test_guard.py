"""The guard: whose pages may post and open sockets, how much fits, and what browsers are told to distrust."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from app.i18n import words
from app.settings import Settings
from tests.routes.line import Line
from tests.server import Server, cookies_of, running

FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "http://127.0.0.1:1"},
    {"origin": "https://127.0.0.1:{port}"},
    {"origin": "http://localhost:{port}"},
    {"origin": "http://127.0.0.1:{port}.evil.example"},
    {"origin": "http://127.0.0.1:{port}@evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://127.0.0.1:99999"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]
OURS = [
    {},
    {"origin": "http://127.0.0.1:{port}"},
    {"origin": "HTTP://127.0.0.1:{port}", "sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
]


def headers_on(server: Server, headers: dict[str, str]) -> dict[str, str]:
    port = str(urlsplit(server.base).port)
    return {name: value.replace("{port}", port) for name, value in headers.items()}


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_foreign_page_can_neither_post_nor_open_a_socket(server: Server, headers: dict[str, str]) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    foreign = headers_on(server, headers)
    answer = await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": "Hei"}, headers=foreign)
    assert answer.status_code == 403
    with pytest.raises(InvalidStatus) as refused:
        await Line.open(server.base, room.code, "phone", cookies_of(phone), **_underscored(foreign))
    assert refused.value.response.status_code == 403
    assert (await server.live(room)).room.statements == {}


@pytest.mark.parametrize("headers", OURS, ids=str)
async def test_our_own_pages_and_programs_can(server: Server, headers: dict[str, str]) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    ours = headers_on(server, headers)
    form = {"type": "say", "text": "Hei"}
    assert (await phone.post(f"/w/{room.code}/send", data=form, headers=ours)).status_code == 303
    line = await Line.open(server.base, room.code, "phone", cookies_of(phone), **_underscored(ours))
    await line.until(lambda: line.own)
    await line.close()


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a]b", "//", "http://127.0.0.1:port"])
async def test_an_origin_that_is_no_address_is_foreign(server: Server, origin: str) -> None:
    answer = await server.visitor().post("/join", data={"code": "1"}, headers={"origin": origin})
    assert answer.status_code == 403
    server.assert_calm()


async def test_a_page_may_be_read_from_anywhere(server: Server) -> None:
    answer = await server.visitor().get("/", headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


async def test_further_origins_can_be_let_in_by_the_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    further: dict[str, object] = {"origins": ("https://nordmore.example",), "public_url": "https://fremtid.example"}
    async with running(tmp_path_factory.mktemp("origins"), **further) as server:
        for origin in ("https://nordmore.example", "https://fremtid.example", "https://fremtid.example:443"):
            answer = await server.visitor().post("/language", data={"language": "nn"}, headers={"origin": origin})
            assert answer.status_code == 303
        answer = await server.visitor().post("/language", headers={"origin": "http://fremtid.example"})
        assert answer.status_code == 403


def test_origins_are_written_with_commas_and_so_handed_on_to_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FREMTIDSBILDE_ORIGINS", "https://nordmore.example, https://fremtid.example")
    settings = Settings()
    assert settings.origins == ("https://nordmore.example", "https://fremtid.example")
    monkeypatch.setenv(
        "FREMTIDSBILDE_ORIGINS", Settings(origins=settings.origins).environment()["FREMTIDSBILDE_ORIGINS"]
    )
    assert Settings().origins == settings.origins


async def test_behind_a_proxy_that_speaks_https_the_page_is_ours(server: Server) -> None:
    host = urlsplit(server.base).netloc
    behind = {"x-forwarded-proto": "https", "origin": f"https://{host}"}
    assert (await server.visitor().post("/language", data={"language": "nn"}, headers=behind)).status_code == 303
    behind["origin"] = f"http://{host}"
    assert (await server.visitor().post("/language", data={"language": "nn"}, headers=behind)).status_code == 403


async def test_a_form_larger_than_any_page_of_text_is_turned_away_unread(server: Server) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    answer = await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": "å" * 200_000})
    assert answer.status_code == 413
    room_now = (await server.live(room)).room
    assert room_now.statements == {}


async def test_who_sent_too_much_is_told_so_in_their_language(server: Server) -> None:
    answer = await server.visitor(accept="application/json").post("/join", data={"code": "å" * 200_000})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["problem"] == "too_large"


@pytest.mark.parametrize("length", ["-1", "abc", "١", "1048577"])
async def test_a_length_that_is_none_is_turned_away(server: Server, length: str) -> None:
    status = await raw(server, f"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n")
    assert status in (400, 413)


async def test_a_form_of_unknown_length_is_turned_away(server: Server) -> None:
    status = await raw(
        server, "POST /join HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
    )
    assert status == 413


@pytest.mark.parametrize("host", ["[", "[::1", "x:99999", "x:y", "a b", "evil.example/", ""])
async def test_a_host_that_is_no_address_brings_nothing_down(server: Server, host: str) -> None:
    room = await server.workshop(await server.account())
    for path in ("/", f"/w/{room.code}/qr.svg", f"/w/{room.code}", f"/w/{room.code}/"):
        status = await raw(server, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
        assert status < 500, path
    server.assert_calm()


PAGES = ["/", "/signin", "/home", "/invitation", "/w/{code}/", "/w/{code}/group", "/w/{code}/wall", "/w/{code}/desk"]
PAGES += ["/w/{code}/desk/share", "/w/{code}/desk/settings", "/w/{code}/export/json", "/nowhere", "/w/000000/"]
PAGES += ["/static/app.css", "/w/{code}/qr.svg", "/w/{code}/frames?as=desk", "/wall/{key}", "/workshops/new"]


async def test_every_answer_tells_browsers_what_to_distrust(server: Server) -> None:
    desk = await server.account()
    room = await server.workshop(desk)
    for page in PAGES:
        answer = await desk.get(page.format(code=room.code, key=room.wall_key))
        policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'", page
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'", page
        assert policy["form-action"] == "'self'"
        assert policy["base-uri"] == "'none'"
        assert policy["frame-ancestors"] in ("'self'", "'none'")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert answer.headers["x-frame-options"] in ("SAMEORIGIN", "DENY")
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in answer.headers
        private = not page.startswith("/static") and "qr.svg" not in page
        assert answer.headers["cache-control"] == "no-store" or not private, page


async def test_pages_load_nothing_from_elsewhere_and_run_no_script_of_their_own(server: Server) -> None:
    desk = await server.account()
    room = await server.workshop(desk)
    phone = await server.participant(room.code)
    for browser, page in [(phone, "/w/{code}/"), *((desk, page) for page in PAGES)]:
        text = (await browser.get(page.format(code=room.code, key=room.wall_key))).text
        assert 'src="http' not in text
        assert 'href="http' not in text
        assert "<script>" not in text
        assert " style=" not in text
        assert " onclick=" not in text


@pytest.mark.parametrize("proto", ["http", "https"])
async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(server: Server, proto: str) -> None:
    room = await server.workshop(await server.account())
    browser = server.visitor()
    browser.headers["x-forwarded-proto"] = proto
    told: list[str] = []
    for answer in [
        await browser.get(f"/wall/{room.wall_key}"),
        await browser.get(f"/invitation/{server.invite()}"),
        await browser.post("/language", data={"language": "nn"}),
        await browser.post(f"/w/{room.code}/join", data={"group": "child"}),
        await _passed_on(server, proto),
        await _accept(server, proto),
    ]:
        told += [cookie for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" not in cookie]
    assert {cookie.partition("=")[0] for cookie in told} == {
        "fb_wall",
        "fb_invitation",
        "fb_language",
        "fb_participant",
        "fb_chair",
        "fb_session",
    }
    for cookie in told:
        words = {part.strip().lower() for part in cookie.split(";")}
        assert "httponly" in words, cookie
        assert words & {"samesite=lax", "samesite=strict"}, cookie
        assert ("secure" in words) == (proto == "https"), cookie


async def _passed_on(server: Server, proto: str) -> httpx2.Response:
    room, desk = await server.open_room()
    browser = await server.participant(room.code)
    browser.headers["x-forwarded-proto"] = proto
    await desk.command("set_tables", number=1)
    return await browser.post(f"/w/{room.code}/leave")


async def _accept(server: Server, proto: str) -> httpx2.Response:
    browser = server.visitor()
    browser.headers["x-forwarded-proto"] = proto
    secret = server.invite()
    followed = await browser.get(f"/invitation/{secret}")
    cookie = followed.headers["set-cookie"].partition(";")[0]
    form = {"email": f"{proto}@example.no", "password": "et langt passord"}
    return await browser.post("/invitation", data=form, headers={"cookie": cookie})


async def raw(server: Server, request: str) -> int:
    """Send a request as it is; the status of the answer."""
    address = urlsplit(server.base)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(request.encode())
    await writer.drain()
    line = await asyncio.wait_for(reader.readline(), 10)
    writer.close()
    await writer.wait_closed()
    return int(line.split()[1])


def _underscored(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in headers.items()}


async def test_a_socket_without_a_subprotocol_is_turned_away(server: Server) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    address = f"{server.base.replace('http', 'ws')}/w/{room.code}/live"
    with pytest.raises(InvalidStatus) as refused:
        await connect(address, additional_headers={"cookie": cookies_of(phone)}, proxy=None)
    assert refused.value.response.status_code == 403


async def test_what_nobody_foresaw_is_a_calm_page_and_no_words_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Server(Settings(data=tmp_path)) as server:

        async def broken(_: object) -> None:
            raise ValueError("det Ola skreiv her")

        monkeypatch.setattr(server.house.database, "read", broken)
        answer = await server.visitor(**{"accept-language": "nn"}).get("/w/123456/")
        assert (answer.status_code, answer.headers["x-content-type-options"]) == (500, "nosniff")
        assert words("nn").gettext("Something went wrong here") in answer.text
        (told,) = server.log.told
    assert "unforeseen" in told
    assert "det Ola skreiv" not in told


@pytest.mark.parametrize("address", ["verksted.kommune.no", "//verksted.kommune.no", "ftp://verksted.kommune.no"])
def test_an_address_that_would_be_nobodys_origin_is_refused_at_start(address: str) -> None:
    with pytest.raises(ValueError, match="must begin with http"):
        Settings(public_url=address)
    with pytest.raises(ValueError, match="must begin with http"):
        Settings(origins=(address,))
