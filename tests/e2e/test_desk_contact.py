"""The desk without contact, and with more than one command can carry: what goes later, what does not, what is told."""

import pytest
from playwright.sync_api import Page, expect

from app.identity import Cookies
from tests.e2e.screens import OFFLINE, REFUSED, Screens
from tests.e2e.seed import Seeded, Theme, room, workshop
from tests.e2e.server import Server
from tests.e2e.wire import Wire

pytestmark = pytest.mark.long


def _desk(screens: Screens, there: Seeded, base: str) -> Page:
    """A desk whose network can be cut."""
    desk = screens.open("desk")
    desk.context.add_cookies([{"name": Cookies.SESSION, "value": there.session, "url": base}])
    desk.goto(f"{base}{there.path}/desk")
    return desk


def _off(desk: Page, wire: Wire) -> None:
    wire.cut()
    expect(desk.locator("#connection")).to_be_visible()


def test_only_typed_text_outlives_the_page(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE)
    there = workshop(server, [("child", "En")], themes=[Theme("Slettes ikke")])
    desk = _desk(screens, there, wire.base)
    _off(desk, wire)
    desk.click(".theme header .more")
    desk.click("#theme-form [value=delete]")
    desk.check(".card .pick")
    desk.click("#chosen [data-act=hide]")
    desk.fill("#new-theme", "Skrevet uten kontakt")
    desk.press("#new-theme", "Enter")
    desk.close()
    wire.mend()
    again = desk.context.new_page()
    again.goto(desk.url)
    expect(again.locator(".theme .title")).to_have_text(["Slettes ikke", "Skrevet uten kontakt"])
    expect(again.locator(".card")).to_have_attribute("data-standing", "shown")


def test_typed_text_is_neither_another_accounts_nor_another_days(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server)
    desk = _desk(screens, there, wire.base)
    _off(desk, wire)
    desk.fill("#new-theme", "Mitt tema")
    desk.press("#new-theme", "Enter")
    keys = desk.evaluate("Object.keys(localStorage)")
    assert [key.rpartition(" ")[2] for key in keys] == [desk.get_attribute("[data-live-page]", "data-me")]
    desk.evaluate(
        """() => { for (const [key, value] of Object.entries(localStorage))
            localStorage.setItem(key, value.replace(/"at":(\\d+)/, (_, at) => `"at":${at - 13 * 3600000}`)); }"""
    )
    desk.close()
    wire.mend()
    again = desk.context.new_page()
    again.goto(desk.url)
    again.fill("#new-theme", "Et nytt")
    again.press("#new-theme", "Enter")
    expect(again.locator(".theme .title")).to_have_text(["Et nytt"])


def test_commands_of_a_page_that_stays_open_still_go(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE)
    there = workshop(server, themes=[Theme("Slettes")])
    desk = _desk(screens, there, wire.base)
    _off(desk, wire)
    desk.click(".theme header .more")
    desk.click("#theme-form [value=delete]")
    wire.mend()
    expect(desk.locator(".theme")).to_have_count(0, timeout=20_000)


def test_a_switch_without_contact_says_so_and_does_not_come_later(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE)
    there = workshop(server, revealed=True)
    desk = _desk(screens, there, wire.base)
    _off(desk, wire)
    desk.click("[data-key=blank]")
    expect(desk.locator("#problem")).to_be_visible()
    screens.picture(desk, "desk-not-sent")
    wire.mend()
    expect(desk.locator("#connection")).not_to_be_visible(timeout=20_000)
    desk.fill("#new-theme", "Kontakt igjen")
    desk.press("#new-theme", "Enter")
    expect(desk.locator(".theme")).to_be_visible()
    assert not room(server, there.code).blank
    desk.click("[data-key=blank]")
    expect(desk.locator("[data-key=unblank]")).to_be_visible()


def test_a_switch_into_a_dead_line_is_found_out(screens: Screens, server: Server, wire: Wire) -> None:
    """The socket looks open and carries nothing: after a few seconds the desk knows, and says it."""
    screens.tolerate(OFFLINE)
    there = workshop(server, revealed=True)
    desk = _desk(screens, there, wire.base)
    expect(desk.locator("#bar")).to_be_visible()
    desk.fill("#new-theme", "Kontakt")
    desk.press("#new-theme", "Enter")
    expect(desk.locator(".theme")).to_be_visible()
    wire.die_silently()
    desk.click("[data-key=blank]")
    expect(desk.locator("#problem")).to_be_visible(timeout=8_000)
    assert not room(server, there.code).blank


@pytest.mark.long
def test_more_cards_than_one_command_can_carry(screens: Screens, server: Server) -> None:
    there = workshop(server, [("child", f"Utsagn {n}") for n in range(1_001)])
    desk = screens.facilitator(there)
    expect(desk.locator(".card")).to_have_count(1_001)

    def tick_all() -> None:
        desk.locator(".pick").first.click()
        desk.locator(".pick").last.click(modifiers=["Shift"])
        expect(desk.locator(".pick:checked")).to_have_count(1_001)

    tick_all()
    desk.click("#chosen [data-act=hide]")
    expect(desk.locator(".card[data-standing=hidden]")).to_have_count(1_001, timeout=90_000)
    assert {s.standing for s in room(server, there.code).statements.values()} == {"hidden"}
    tick_all()
    desk.click("#chosen [data-act=move]")
    desk.fill("#move-find", "Alle")
    desk.press("#move-find", "Enter")
    expect(desk.locator(".theme .count")).to_have_text("1001", timeout=90_000)
    expect(desk.locator("#problem")).not_to_be_visible()


def test_counts_are_read_out_now_and_then(screens: Screens, server: Server) -> None:
    """A screen reader hears the tally at most each ten seconds, not each arrival."""
    there = workshop(server)
    desk = screens.open("desk")
    desk.context.add_cookies([{"name": Cookies.SESSION, "value": there.session, "url": server.base}])
    desk.clock.install()
    desk.goto(f"{server.base}{there.path}/desk")
    assert desk.locator(".tally[role], .tally [role], .tally[aria-live]").count() == 0
    phone = screens.phone(there)
    news = desk.locator("#tally-news")
    for number in range(1, 4):
        phone.fill("#text", f"Utsagn {number}")
        phone.tap("#composer button.wide")
        expect(desk.locator(".card")).to_have_count(number)
        expect(news).to_have_text("")
    desk.clock.fast_forward(10_000)
    expect(news).to_have_text("3 utsagn")
