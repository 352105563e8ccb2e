"""The desk's dialogs and the page of links: nothing typed is lost, and what somebody else does meanwhile is told."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens import Screens, box
from tests.e2e.seed import Theme, Words, workshop
from tests.e2e.server import Server

pytestmark = pytest.mark.long

LINES: Words = [("child", "I 2040 er det alltid noen å leke med"), ("staff", "De voksne har tid")]


def pencil(page: Page, title: str) -> None:
    page.locator(".theme", has=page.locator(".title", has_text=title)).locator("header .more").click()


def test_what_was_typed_about_a_theme_is_kept_whichever_button_is_pressed(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner", (0,)), Theme("Ute"), Theme("Tid")])
    desk = screens.facilitator(there)
    pencil(desk, "Venner")
    expect(desk.locator("#theme-form [value=earlier]")).to_be_disabled()
    expect(desk.locator("#theme-form [value=merge]")).to_be_disabled()
    tops = "all => new Set(all.map(one => one.offsetTop)).size"
    assert desk.locator("#theme-form .row >> nth=0 >> button").evaluate_all(tops) == 1, "the buttons stand in one row"
    desk.fill("#theme-vision", "I 2040 går ingen alene.")
    screens.picture(desk, "desk-theme-dialog")
    desk.click("#theme-form [value=later]")
    expect(desk.locator(".theme .title")).to_have_text(["Ute", "Venner", "Tid"])
    expect(desk.locator(".theme .vision")).to_have_text("I 2040 går ingen alene.")
    pencil(desk, "Tid")
    expect(desk.locator("#theme-form [value=later]")).to_be_disabled()
    desk.fill("#theme-name", "God tid")
    desk.click("#theme-form [value=delete]")
    expect(desk.locator(".theme .title")).to_have_text(["Ute", "Venner"])
    desk.click("[data-undo] button")
    expect(desk.locator(".theme .title")).to_have_text(["Ute", "Venner", "God tid"])


def test_a_dialog_tells_what_somebody_else_does_meanwhile(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner")])
    desk, other = screens.facilitator(there), screens.facilitator(there)
    card = f"[data-card='{there.statements[0]}']"
    note = desk.locator("#card-dialog .changed")
    desk.click(card)
    expect(note).not_to_be_visible()
    other.check(f"#pick-{there.statements[0]}")
    other.click("#chosen [data-act=hide]")
    expect(note).to_have_text("Noen har nettopp skjult dette utsagnet.")
    desk.keyboard.press("Escape")
    desk.click(card)
    expect(note).not_to_be_visible()
    other.click(card)
    other.fill("#card-text", "Andre ord")
    other.click("#card-form [value=save]")
    expect(note).to_contain_text("Andre ord")
    desk.keyboard.press("Escape")

    pencil(desk, "Venner")
    desk.fill("#theme-vision", "Ikke mist dette")
    pencil(other, "Venner")
    other.click("#theme-form [value=delete]")
    expect(desk.locator("#theme-dialog .changed")).to_contain_text("Temaet er fjernet")
    expect(desk.locator("#theme-vision")).to_have_value("Ikke mist dette")
    expect(desk.locator("#theme-form [value=save]")).not_to_be_visible()


def test_links_are_copied_and_more_than_one_can_be_made(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk = screens.facilitator(there)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"{server.base}{there.path}/desk/share")
    desk.click("[data-copy=wall-link]")
    expect(desk.locator("[data-copy=wall-link]")).to_have_text("Kopiert")
    assert desk.evaluate("navigator.clipboard.readText()") == desk.input_value("#wall-link")
    links = set()
    for _ in range(2):
        desk.click("main form button")
        links.add(desk.input_value("#invitation-link"))
    assert len(links) == 2
    for one in desk.locator("[data-copy]").all():
        assert box(one)["height"] >= 43.5


def test_a_machine_that_has_no_wall_is_told_where_it_is(screens: Screens, server: Server) -> None:
    screens.tolerate("status of 403")
    there = workshop(server, LINES)
    fresh = screens.open("desk")
    fresh.goto(f"{server.base}{there.path}/wall")
    expect(fresh.locator("main")).to_contain_text("Del → For veggen")
    fresh.click("a[href*=signin]")
    expect(fresh.locator("#email")).to_be_visible()
    assert fresh.input_value("main [name=then]") == f"{there.path}/wall"


def test_without_scripts_the_choice_of_a_theme_stands_by_its_button_and_nothing_promises_dragging(
    screens: Screens, server: Server
) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner")])
    desk = screens.facilitator(there, java_script_enabled=False)
    expect(desk.locator(".grip")).not_to_be_visible()
    choice, button = box(desk.locator("#to")), box(desk.locator("#chosen [value=move]"))
    assert 0 <= button["x"] - choice["x"] - choice["width"] < 24
    assert abs(button["y"] + button["height"] / 2 - choice["y"] - choice["height"] / 2) < 8
