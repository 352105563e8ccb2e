"""A whole workshop: desk, wall and phones at once, from the first link to the thanks."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from tests.databases import KINDS
from tests.e2e.screens import REFUSED, Screens, end
from tests.e2e.seed import PASSWORD, texts, workshop
from tests.e2e.server import Server

FIRST = "I 2040 er det alltid noen å leke med"
SECOND = "Vi er ute i fjæra hver fredag"


@pytest.fixture
def fresh(tmp_path: Path, address: str) -> Iterator[Server]:
    """A server nobody has used, open to the whole network as in a gym."""
    started = Server(tmp_path / "data", address, host="0.0.0.0")
    started.start()
    yield started
    started.stop()


@pytest.mark.parametrize("backend", KINDS, indirect=True)
def test_from_the_first_link_to_the_wall(browser: Browser, fresh: Server) -> None:
    screens = Screens(browser, fresh)
    screens.tolerate(REFUSED, "Cross-Origin-Opener-Policy header has been ignored")  # plain http, not localhost
    desk = screens.open("desk")
    _become_administrator(screens, desk, fresh)
    code = _make_workshop(screens, desk)

    desk.goto(f"{fresh.base}/w/{code}/desk/share")
    address = desk.inner_text(".share-address").strip()
    screens.trust(urlsplit(address).hostname or "")
    screens.picture(desk, "share", whole=True)
    wall = screens.open("wall")
    wall.goto(f"{fresh.base}{urlsplit(desk.input_value('#wall-link')).path}")
    expect(wall.locator("#stage[data-mode=join]")).to_be_visible()
    assert "".join(wall.inner_text(".wall-code").split()) == code
    assert wall.inner_text(".wall-address") in address
    _holds_address(wall, f"{address}/w/{code}/")
    screens.picture(wall, "wall-join")

    one = screens.open("phone")
    _join_by_code(screens, one, fresh, code)
    two = screens.open("phone")
    two.goto(f"{address}/w/{code}")
    two.tap("button[value=politician]")
    expect(two.locator("#text")).to_be_visible()
    assert two.evaluate("isSecureContext") is False or urlsplit(address).hostname == "127.0.0.1"

    desk.goto(f"{fresh.base}/w/{code}/desk")
    _written_before_opening(one, desk)
    card = desk.locator("#cards > .card")
    expect(card).to_have_count(1)
    expect(card.locator(".words")).to_have_text(FIRST)
    expect(card.locator("[data-group=child]")).to_be_visible()
    assert re.fullmatch(r"\d\d:\d\d", card.locator("time").inner_text())
    screens.picture(one, "phone-writing", whole=True)
    screens.picture(desk, "desk-first-statement")

    expect(wall.locator("#stage[data-mode=write]")).to_be_visible()
    screens.picture(wall, "wall-writing")
    _knows_nothing(screens, wall, FIRST)
    desk.click("[data-key=reveal]")
    expect(wall.locator(".card .words")).to_have_text(FIRST)
    assert wall.locator(".card [data-group]").count() == 0, "fewer than five of a group: no label on the wall"
    expect(one.locator(".own .state use")).to_have_attribute("href", re.compile("#Presentation$"))

    two.fill("#text", SECOND)
    two.tap("#composer button.wide")
    expect(wall.locator(".card", has_text=SECOND)).to_be_visible()
    expect(desk.locator("#cards > .card")).to_have_count(2)
    assert texts(fresh, code) == [FIRST, SECOND]
    screens.picture(wall, "wall-two")
    screens.close()


def _become_administrator(screens: Screens, desk: Page, fresh: Server) -> None:
    """Follow the one-time link, sign out, be refused with a wrong password, and sign in."""
    desk.goto(fresh.first_link)
    assert urlsplit(desk.url).path == "/invitation", "the secret is out of the address"
    screens.picture(desk, "invitation")
    desk.fill("#name", "Kari")
    desk.fill("#email", "kari@example.no")
    desk.fill("#password", PASSWORD)
    desk.click("button.wide")
    desk.wait_for_url("**/home")
    screens.picture(desk, "home-empty")
    desk.click("form[action='/signout'] button")
    desk.wait_for_url(f"{fresh.base}/")
    desk.goto(f"{fresh.base}/home")
    expect(desk.locator("#password")).to_be_visible()
    desk.fill("#email", "kari@example.no")
    desk.fill("#password", "noe helt annet enn det")
    desk.click("button.wide")
    expect(desk.get_by_role("alert")).to_be_visible()
    assert desk.input_value("#email") == "kari@example.no"
    screens.picture(desk, "signin-wrong")
    desk.fill("#password", PASSWORD)
    desk.click("button.wide")
    desk.wait_for_url("**/home")
    other = screens.open("desk")
    other.goto(fresh.first_link)
    expect(other.locator("h1")).to_be_visible()
    assert other.locator("#password").count() == 0, "the link works once"


def _make_workshop(screens: Screens, desk: Page) -> str:
    desk.click("a[href='/workshops/new']")
    desk.fill("#title", "Skole A sitt framtidsverksted")
    desk.click("details.fold:has(#units) > summary")
    desk.fill("#units", "Solstua barnehage\nLia skole")
    screens.picture(desk, "new-workshop", whole=True)
    desk.click("main button.wide")
    desk.wait_for_url("**/desk")
    screens.picture(desk, "desk-empty")
    return urlsplit(desk.url).path.split("/")[2]


def _holds_address(wall: Page, address: str) -> None:
    """The picture on the wall is the QR code of this address, module by module."""
    expect(wall.locator("img.qr")).to_be_visible()
    assert wall.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    shown = wall.request.get(wall.evaluate("document.querySelector('img.qr').src")).text()
    wanted = segno.make(address, error="m", micro=False).svg_inline(border=4)
    path = re.compile(r'class="qrline"[^>]* d="([^"]+)"')
    drawn, right = path.search(shown), path.search(wanted)
    assert drawn
    assert right
    assert drawn.group(1) == right.group(1)


def _join_by_code(screens: Screens, phone: Page, fresh: Server, code: str) -> None:
    phone.goto(fresh.base)
    assert phone.evaluate("document.activeElement.id") == "code"
    phone.fill("#code", "000 000")
    phone.tap("button.wide")
    expect(phone.get_by_role("alert")).to_be_visible()
    assert phone.input_value("#code") == "000 000"
    screens.picture(phone, "join-wrong-code")
    phone.fill("#code", f"{code[:3]} {code[3:]}")
    phone.tap("button.wide")
    phone.wait_for_url(f"**/w/{code}/")
    phone.select_option("#unit", "Lia skole")
    screens.picture(phone, "choose", whole=True)
    phone.tap("button[value=child]")
    expect(phone.locator(".me")).to_contain_text("Lia skole")
    screens.picture(phone, "phone-not-open", whole=True)


def _written_before_opening(phone: Page, desk: Page) -> None:
    """What is sent too early waits on the phone, also through a reload, and goes when writing opens."""
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    phone.fill("#text", FIRST)
    phone.tap("#composer button.wide")
    expect(phone.locator(".own[data-standing=waiting] [data-kept]")).to_be_visible()
    assert phone.input_value("#text") == ""
    phone.reload()
    expect(phone.locator(".own[data-standing=waiting] [data-kept]")).to_be_visible()
    assert desk.locator(".card").count() == 0
    desk.click("[data-key=open_submissions]")
    expect(phone.locator(".own[data-standing=shown] .words")).to_have_text(FIRST)
    expect(phone.locator(".own")).to_have_count(1)


def _knows_nothing(screens: Screens, wall: Page, secret: str) -> None:
    """Neither the screen, nor what came over its socket, nor its page hold the words."""
    code = urlsplit(wall.url).path.split("/")[2]
    here = wall.url.removesuffix("/wall")
    assert secret not in wall.content()
    assert not any(secret in frame for frame in screens.frames[wall])
    for address in (wall.url, f"{here}/frames?as=wall&since=", f"{here}/frames?as=wall&form=json&since="):
        answer = wall.request.get(address)
        assert answer.ok
        assert code in address
        assert secret not in answer.text()


def test_the_end_and_the_files(screens: Screens, server: Server) -> None:
    there = workshop(server, [("child", FIRST), ("staff", SECOND)], revealed=True)
    desk, wall, phone = screens.facilitator(there), screens.wall(there), screens.phone(there)
    expect(wall.locator(".card")).to_have_count(2)

    desk.click("[data-key=pause_wall]")
    expect(wall.locator("#stage[data-paused=yes]")).to_be_attached()
    phone.fill("#text", "Skrevet mens veggen ventet")
    phone.tap("#composer button.wide")
    expect(desk.locator(".card")).to_have_count(3)
    assert not any("Skrevet mens" in frame for frame in screens.frames[wall])
    expect(wall.locator(".card")).to_have_count(2)
    desk.click("[data-key=resume_wall]")
    expect(wall.locator(".card")).to_have_count(3)

    desk.click("[data-key=blank]")
    expect(wall.locator("#stage[data-mode=blank]")).to_be_attached()
    expect(wall.locator(".wall-join")).not_to_be_visible()
    assert wall.locator(".card").count() == 0
    screens.picture(wall, "wall-blank")
    desk.click("[data-key=unblank]")
    expect(wall.locator(".card")).to_have_count(3)

    _files(desk)
    end(desk)
    expect(phone.locator("#stage")).to_have_attribute("data-stage", "closed")
    expect(phone.locator("#composer")).not_to_be_visible()
    phone.reload()
    expect(phone.locator(".room-news")).to_be_visible()
    expect(phone.locator(".own .words")).to_have_text("Skrevet mens veggen ventet")
    screens.picture(phone, "phone-thanks", whole=True)
    desk.click("[data-key=conceal]")
    expect(wall.locator("#stage[data-mode=over]")).to_be_visible()
    screens.picture(wall, "wall-over")
    screens.picture(desk, "desk-ended")
    late = screens.open("phone")
    late.goto(f"{server.base}{there.path}/")
    expect(late.locator("h1")).to_be_visible()
    assert late.locator("button[value=child]").count() == 0


def _files(desk: Page) -> None:
    starts = {"pdf": b"%PDF-", "md": b"#", "csv": b"\xef\xbb\xbf", "json": b"{"}
    desk.click("[popovertarget=files]")
    links = desk.locator("#files a")
    seen = set()
    for link in links.all():
        with desk.expect_download() as download:
            link.click()
        name = download.value.suggested_filename
        content = Path(download.value.path()).read_bytes()
        suffix = name.rpartition(".")[2]
        seen.add(suffix)
        assert content.lstrip().startswith(starts[suffix]), (name, content[:20])
        assert suffix == "pdf" or SECOND.encode() in content
        if not desk.locator("#files").is_visible():
            desk.click("[popovertarget=files]")
    assert seen == set(starts)


def test_home_copies_archives_and_brings_back(screens: Screens, server: Server) -> None:
    there = workshop(server, [("child", FIRST)], title="Den ene")
    desk = screens.facilitator(there)
    desk.goto(f"{server.base}/home")
    row = desk.locator(".workshop", has_text="Den ene").first
    row.locator("form[action$='/duplicate'] button").click()
    desk.wait_for_url("**/desk/settings?*")
    expect(desk.get_by_role("status")).to_contain_text("Kopien er laget")
    assert there.code not in desk.url
    desk.click("main button.wide")
    desk.wait_for_url("**/desk")
    assert desk.locator(".card").count() == 0, "a copy is empty"

    def act(type_: str, stage: str) -> None:
        row = desk.locator(f".workshop:has(form[action='{there.path}/send'])")
        row.locator(f"form:has(input[name=type][value={type_}]) button").click()
        expect(row).to_have_attribute("data-stage", stage)

    desk.goto(f"{server.base}/home")
    expect(desk.locator(".workshop")).to_have_count(2)
    act("close", "closed")
    act("reopen", "open")
    act("archive", "archived")
    act("delete", "deleted")
    screens.picture(desk, "home")
    phone = screens.open("phone")
    screens.tolerate(REFUSED)
    phone.goto(f"{server.base}{there.path}/")
    assert phone.locator("#text, button[value=child]").count() == 0
    act("restore", "closed")
    act("reopen", "open")
    phone.reload()
    expect(phone.locator("button[value=child]")).to_be_visible()
    assert texts(server, there.code) == [FIRST]
