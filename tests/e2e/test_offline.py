"""The phone without contact: cut off, put to sleep, deafened; the server frozen, killed and started again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.screens import OFFLINE, Screens
from tests.e2e.seed import texts, workshop
from tests.e2e.server import Server
from tests.e2e.test_phone import waiting, write
from tests.e2e.wire import Wire


@pytest.fixture
def mortal(tmp_path: Path, address: str) -> Iterator[Server]:
    """A server that a test may kill."""
    started = Server(tmp_path / "data", address)
    started.start()
    yield started
    started.stop()


TOO_LARGE = """
    ([key, ids]) => {
        const texts = ["Kort og lagret", "å".repeat(40_000)];
        const kept = texts.map((text, i) => ({ at: Date.now(), command: { id: ids[i], type: "say", text } }));
        localStorage.setItem(key, JSON.stringify(kept));
    }
"""
DEAF_AT_FIRST = """
    const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    let deaf = true;
    Object.defineProperty(WebSocket.prototype, "onmessage", {
        set(listener) { if (listener && deaf) deaf = false; else set.call(this, listener); },
    });
"""


def open_again(phone: Page) -> Page:
    page = phone.context.new_page()
    page.goto(phone.url)
    return page


def all_shown(phone: Page, count: int) -> None:
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(count, timeout=20_000)
    expect(waiting(phone)).to_have_count(0)
    expect(phone.locator("#connection")).not_to_be_visible(timeout=20_000)


def test_written_without_network(screens: Screens, server: Server, wire: Wire) -> None:
    """The network is gone, for the browser too: text waits, survives a reload, and arrives once."""
    screens.tolerate(OFFLINE)
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there, base=wire.base)
    write(phone, "Før tunnelen")
    all_shown(phone, 1)
    phone.context.set_offline(True)
    wire.cut()
    expect(phone.locator("#connection")).to_be_visible()
    write(phone, "I tunnelen")
    expect(waiting(phone).locator("[data-offline]")).to_be_visible()
    write(phone, "Fortsatt i tunnelen")
    expect(waiting(phone)).to_have_count(2)
    phone.fill("#text", "Et utkast")
    screens.picture(phone, "phone-offline", whole=True)
    phone.context.set_offline(False)
    wire.mend()
    phone.reload()
    all_shown(phone, 3)
    expect(phone.locator("#text")).to_have_value("Et utkast")
    expect(desk.locator(".card")).to_have_count(3)
    assert texts(server, there.code) == ["Før tunnelen", "I tunnelen", "Fortsatt i tunnelen"]


def test_contact_comes_back_by_itself(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE)
    there = workshop(server)
    phone = screens.phone(there, base=wire.base)
    wire.cut()
    write(phone, "I kjelleren")
    expect(waiting(phone).locator("[data-offline]")).to_be_visible()
    desk = screens.facilitator(there)
    desk.click("[data-key=reveal]")
    wire.mend()
    all_shown(phone, 1)
    expect(phone.locator(".own > .state use")).to_have_attribute("href", re.compile("#Presentation"))
    assert texts(server, there.code) == ["I kjelleren"]


def test_a_tab_closed_offline_delivers_when_opened_again(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE)
    there = workshop(server)
    phone = screens.phone(there, base=wire.base)
    wire.cut()
    write(phone, "Lukket for tidlig")
    expect(waiting(phone)).to_have_count(1)
    phone.close()
    wire.mend()
    again = open_again(phone)
    all_shown(again, 1)
    assert texts(server, there.code) == ["Lukket for tidlig"]


def test_an_answer_that_is_lost_makes_no_double(screens: Screens, server: Server, wire: Wire) -> None:
    """What was said arrived and is stored, but the phone did not hear so: it says it again, with the same id."""
    screens.tolerate(OFFLINE)
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there, base=wire.base)
    write(phone, "Hørt og besvart")
    all_shown(phone, 1)
    wire.deafen()
    write(phone, "Sagt en gang")
    expect(desk.locator(".card")).to_have_count(2)
    expect(waiting(phone)).to_have_count(1)
    wire.drop()
    all_shown(phone, 2)
    expect(desk.locator(".card")).to_have_count(2)
    assert texts(server, there.code) == ["Hørt og besvart", "Sagt en gang"]


def test_the_server_freezes_and_dies(browser: Browser, mortal: Server) -> None:
    screens = Screens(browser, mortal)
    screens.tolerate(OFFLINE)
    there = workshop(mortal)
    phone, other = screens.phone(there), screens.phone(there, group="staff")
    mortal.freeze()
    write(phone, "Mens tjeneren sov")
    expect(waiting(phone)).to_have_count(1)
    mortal.thaw()
    all_shown(phone, 1)

    mortal.freeze()
    write(phone, "Rett før strømmen gikk")
    mortal.kill()
    write(phone, "Mens strømmen var borte")
    write(other, "Jeg også")
    expect(phone.locator("#connection")).to_be_visible()
    expect(waiting(phone)).to_have_count(2)
    mortal.start()
    other.reload()
    all_shown(phone, 3)
    all_shown(other, 1)
    said = texts(mortal, there.code)
    assert sorted(said) == sorted(
        ["Mens tjeneren sov", "Rett før strømmen gikk", "Mens strømmen var borte", "Jeg også"]
    )
    screens.close()


def test_a_phone_that_slept_catches_up(screens: Screens, server: Server, wire: Wire) -> None:
    """In a pocket nothing of the page runs, and its socket dies without a word; awake it sees the room as it is now.

    (``Page.setWebLifecycleState`` freezes nothing in a browser without windows; a halted debugger does.)
    """
    screens.tolerate(OFFLINE)
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there, base=wire.base)
    write(phone, "Før lomma")
    all_shown(phone, 1)
    phone.fill("#text", "Halvferdig")
    chrome = phone.context.new_cdp_session(phone)
    asleep: list[object] = []
    chrome.on("Debugger.paused", lambda event: asleep.append(event))  # noqa: PLW0108 - playwright wants a function
    chrome.send("Debugger.enable")
    chrome.send("Runtime.evaluate", {"expression": "setTimeout(() => { debugger; })"})
    while not asleep:
        desk.wait_for_timeout(10)
    wire.die_silently()
    desk.click("[data-key=reveal]")
    desk.click("[data-key=close_submissions]")
    expect(desk.locator("[data-key=open_submissions]")).to_be_visible()
    chrome.send("Debugger.resume")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no", timeout=10_000)
    expect(phone.locator("#text")).to_have_value("Halvferdig")
    desk.click("[data-key=open_submissions]")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "yes")
    write(phone, "Etter lomma")
    all_shown(phone, 2)
    assert texts(server, there.code) == ["Før lomma", "Etter lomma"]


def test_of_what_waits_the_one_too_large_comes_back(screens: Screens, server: Server) -> None:
    """Both are sent at once. The short one is stored, and its answer is not heard as the other one ends the line."""
    there = workshop(server)
    phone = screens.phone(there)
    me = phone.locator("[data-live-page]").get_attribute("data-me")
    phone.evaluate(TOO_LARGE, [f"fremtidsbilde {there.code} phone {me}", ["a" * 20, "b" * 20]])
    phone.add_init_script(DEAF_AT_FIRST)
    phone.reload()
    expect(phone.locator("#problem")).to_be_visible()
    expect(phone.locator("#text")).to_have_value("å" * 40_000)
    all_shown(phone, 1)
    assert texts(server, there.code) == ["Kort og lagret"]
