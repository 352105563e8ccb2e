"""What is to be read before it is shown: taken together at the desk, and what comes after the end."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.running import Run
from tests.e2e.screens import Screens, box, end
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


def test_what_waits_is_one_press_away_and_the_bar_stays_slim(screens: Screens, server: Server) -> None:
    there = workshop(server, [("child", f"Ute {n}") for n in range(12)], moderation=True, revealed=True)
    desk = screens.facilitator(there)
    way = desk.locator(".tally [data-waiting]")
    expect(way).to_have_text(re.compile("12 venter"))
    for width, height in ((1366, 768), (390, 844)):
        desk.set_viewport_size({"width": width, "height": height})
        screens.picture(desk, "desk-waits")
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.set_viewport_size({"width": 1366, "height": 768})
    assert box(desk.locator("[data-of=end]"))["y"] == pytest.approx(box(desk.locator("[data-of=wall]"))["y"], abs=6)
    way.click()
    expect(desk.locator(".card[data-standing=pending] .pick").first).to_be_focused()


def test_what_waits_at_another_step_is_told_with_the_way_to_it(screens: Screens, server: Server) -> None:
    there = workshop(server, open_now=False, revealed=True, method="fremtidsbilde-60", moderation=True)
    run = Run(screens.facilitator(there), screens.wall(there), [screens.phone(there)])
    run.go(8)
    phone, desk = run.phones[0], run.desk
    phone.fill("#promise-what", "Jeg spør naboen")
    phone.click("#promiser button.wide")
    expect(desk.locator(".tally a[data-waiting]")).to_have_attribute("href", "#promises")
    run.next()
    told, way = desk.locator("#waits-at"), desk.locator(".tally [data-waiting]")
    for width, height in ((1366, 768), (390, 844)):
        desk.set_viewport_size({"width": width, "height": height})
        way.click()
        expect(told).to_contain_text("1 i steg 8")
        screens.picture(desk, "desk-waits-at")
        desk.keyboard.press("Escape")
    way.click()
    told.get_by_role("button", name="Gå til steg 8").click()
    expect(desk.locator(".tally a[data-waiting]")).to_have_attribute("href", "#promises")
    expect(desk.locator(".commitment")).to_contain_text("Jeg spør naboen")
