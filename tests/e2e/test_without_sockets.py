"""Scripts run, but no WebSocket lives: pages poll, and commands go as forms."""

import pytest
from playwright.sync_api import Page, WebSocket, expect

from app.identity import Cookies
from tests.e2e.running import seconds
from tests.e2e.screens import OFFLINE, REFUSED, Screens
from tests.e2e.seed import Seeded, texts, workshop
from tests.e2e.server import Server
from tests.e2e.test_phone import switch, waiting, write
from tests.e2e.wire import Fate, Wire

JUMPS = """
    const now = Date.now.bind(Date), ask = window.fetch.bind(window);
    let jumped = 0;
    Date.now = () => now() + jumped;
    window.fetch = (...asked) => { jumped = 3_600_000; return ask(...asked); };
"""
"""A device whose clock is put right by an hour once its page begins to poll."""

PATIENT = """
    const later = window.setTimeout;
    let tried = false;
    window.setTimeout = (work, ms, ...more) => {
        if (ms !== 4_000) return later(work, ms, ...more);
        if (tried) return 0;
        tried = true;
        return later(work, 100);
    };
"""
"""A page that polls at once where its first socket is silent, and waits for a word from the next one for good."""

HELD = """
    const ask = window.fetch.bind(window);
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    window.held = 0;
    window.release = () => release();
    window.fetch = async (...asked) => {
        if (!String(asked[0]).endsWith("/send")) return ask(...asked);
        window.held += 1;
        await released;
        return ask(...asked);
    };
"""
"""A network on which forms stay under way until it is told to let them go."""

SLOW = 12_000
"""A page gives sockets three tries before it polls, every two and a half seconds."""


def test_a_network_that_refuses_sockets(screens: Screens, server: Server, wire: Wire) -> None:
    wire.sockets = "refuse"
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server)
    _everything_arrives(screens, server, there, wire.base)


@pytest.mark.parametrize("fate", ["end", "swallow"])
def test_sockets_that_open_in_vain(screens: Screens, server: Server, wire: Wire, fate: Fate) -> None:
    """Some networks let the handshake through, and nothing after it."""
    wire.sockets = fate
    screens.tolerate(OFFLINE)
    there = workshop(server)
    phone = screens.phone(there, base=wire.base)
    write(phone, "Sendt uten linje")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1, timeout=SLOW)
    assert texts(server, there.code) == ["Sendt uten linje"]
    wire.sockets = "pass"
    desk = screens.facilitator(there)
    desk.click("[data-key=close_submissions]")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no", timeout=SLOW)
    expect(phone.locator("#connection")).not_to_be_visible(timeout=2 * SLOW)


def test_a_socket_that_is_open_in_vain_keeps_no_page_from_polling(screens: Screens, server: Server, wire: Wire) -> None:
    wire.sockets = "swallow"
    there = workshop(server)
    phone = screens.open("phone")
    phone.add_init_script(PATIENT)
    phone.goto(f"{wire.base}{there.path}/")
    asked: list[object] = []

    def follow(socket: WebSocket) -> None:
        if "again" in socket.url:
            socket.on("framesent", lambda text: asked.append(text))  # noqa: PLW0108 - playwright wants a function

    phone.on("websocket", follow)
    phone.click("button[value=child]")
    while not asked:  # the second one asks for a word: it is open
        phone.wait_for_timeout(10)
    desk = screens.facilitator(there)
    desk.click("[data-key=close_submissions]")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")


def test_the_clock_is_the_servers_where_pages_poll(screens: Screens, server: Server, wire: Wire) -> None:
    wire.sockets = "refuse"
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server, open_now=False, method="fremtidsbilde-60")
    phone = screens.open("phone")
    phone.add_init_script(JUMPS)
    phone.goto(f"{wire.base}{there.path}/")
    phone.click("button[value=child]")
    desk = screens.facilitator(there)
    desk.click(".run [data-key=next]")
    clock = phone.locator("[data-clock]:not([data-up])")
    expect(clock).to_be_visible(timeout=2 * SLOW)
    assert abs(seconds(clock) - seconds(desk.locator(".run-clock [data-clock]"))) <= 2


def test_what_was_refused_and_sent_again_counts_once_though_its_form_comes_late(
    screens: Screens, server: Server, wire: Wire
) -> None:
    wire.sockets = "swallow"
    screens.tolerate(OFFLINE)
    there = workshop(server)
    desk = screens.facilitator(there)
    switch(desk, "close_submissions", "open_submissions")
    phone = screens.open("phone")
    phone.add_init_script(HELD)
    phone.goto(f"{wire.base}{there.path}/")
    phone.click("button[value=child]")
    expect(phone.locator("#connection")).to_be_visible(timeout=SLOW)
    write(phone, "Sendt to ganger")
    phone.wait_for_function("window.held > 0")
    wire.sockets = "pass"
    expect(waiting(phone).locator("[data-kept]")).to_be_visible(timeout=2 * SLOW)  # refused over the socket
    switch(desk, "open_submissions", "close_submissions")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    with phone.expect_response(lambda response: response.url.endswith("/send")):
        phone.evaluate("window.release()")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    assert texts(server, there.code) == ["Sendt to ganger"]


def _everything_arrives(screens: Screens, server: Server, there: Seeded, base: str) -> None:
    desk = screens.open("desk")
    desk.context.add_cookies([{"name": Cookies.SESSION, "value": there.session, "url": base}])
    desk.goto(f"{base}{there.path}/desk")
    wall = screens.open("wall")
    wall.goto(f"{base}/wall/{there.wall_key}")
    phone = screens.phone(there, base=base)
    expect(phone.locator("#connection")).to_be_visible(timeout=SLOW)
    screens.picture(phone, "phone-polling", whole=True)
    write(phone, "Sendt uten linje")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1, timeout=SLOW)
    expect(desk.locator(".card")).to_have_count(1, timeout=SLOW)
    desk.fill("#new-theme", "Venner")
    desk.press("#new-theme", "Enter")
    expect(desk.locator(".theme")).to_be_visible(timeout=SLOW)
    desk.check(".card .pick")
    desk.click("#chosen [data-act=move]")
    desk.click("#move-list button:has-text('Venner')")
    expect(desk.locator(".theme .card")).to_have_count(1, timeout=SLOW)
    desk.click("[data-key=reveal]")
    expect(wall.locator(".theme .card")).to_have_count(1, timeout=SLOW)
    _edited(phone, desk)
    desk.click("[data-undo] button")
    expect(desk.locator("#cards > .card")).to_have_count(1, timeout=SLOW)
    desk.click("[data-key=close_submissions]")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no", timeout=SLOW)
    write(phone, "Venter på åpning")
    expect(phone.locator(".own[data-standing=waiting] [data-kept]")).to_be_visible(timeout=SLOW)
    desk.click("[data-key=open_submissions]")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(2, timeout=SLOW)
    assert texts(server, there.code) == ["Sendt uten skjult linje", "Venter på åpning"]


def _edited(phone: Page, desk: Page) -> None:
    phone.tap(".own summary")
    phone.fill(".own textarea", "Sendt uten skjult linje")
    phone.tap(".own form button >> nth=0")
    expect(phone.locator(".own > .words")).to_have_text("Sendt uten skjult linje", timeout=SLOW)
    expect(desk.locator(".card .edited")).to_be_visible(timeout=SLOW)
