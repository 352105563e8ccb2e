"""What is to be read before it is shown: taken together at the desk, and what comes after the end."""

from playwright.sync_api import expect

from tests.e2e.screens import Screens, end
from tests.e2e.seed import workshop
from tests.e2e.server import Server


def test_all_that_wait_are_ticked_at_once_and_the_end_leads_to_the_files(screens: Screens, server: Server) -> None:
    there = workshop(server, [("child", "Ute"), ("child", "Ro"), ("parent", "Venner")], moderation=True)
    desk = screens.facilitator(there)
    tick = desk.locator("[data-tick-waiting]")
    tick.click()
    expect(desk.locator(".pick:checked")).to_have_count(3)
    expect(tick).not_to_be_visible()
    desk.click("#chosen [data-act=show]")
    expect(desk.locator(".card[data-standing=shown]")).to_have_count(3)
    expect(tick).not_to_be_visible()
    end(desk)
    desk.click(".desk-run [popovertarget=files]")
    expect(desk.locator("#files")).to_be_visible()
    screens.picture(desk, "desk-ended")
