"""What people were told that not all would see is shown only after a question, and never by a hand that slipped."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens import REFUSED, Screens, box
from tests.e2e.seed import Seeded, Theme, Words, room, workshop
from tests.e2e.server import Server

LINES: Words = [("child", "Bare for meg"), ("staff", "Og dette for meg")]
NARROW = ((390, 844), (320, 640))

AT_ONCE = """async () => {
    const asked = document.getElementById("sure-dialog");
    document.querySelector("[data-key=reveal]").click();
    while (!asked.open) await new Promise(requestAnimationFrame);
    asked.querySelector("[value=yes]").click();
    return asked.open;
}"""
"""A second press where the first was, just as the question has come there."""


@pytest.fixture
def alone(server: Server) -> Seeded:
    """A workshop at the step in which everybody writes alone."""
    return workshop(server, LINES, method="igp", step=2)


def opened(server: Server, seeded: Seeded) -> tuple[bool, int]:
    """Whether the wall shows, and how many single statements."""
    there = room(server, seeded.code)
    return there.revealed, len(there.singled)


def inside(page: Page, what: str) -> bool:
    """Whether all of an element stands on the screen."""
    size, there = page.viewport_size, box(page.locator(what))
    assert size is not None
    return (
        there["x"] >= 0
        and there["y"] >= 0
        and there["x"] + there["width"] <= size["width"]
        and there["y"] + there["height"] <= size["height"]
    )


def test_to_show_what_is_private_asks_first(screens: Screens, server: Server, alone: Seeded) -> None:
    desk, wall = screens.facilitator(alone), screens.wall(alone)
    asked = desk.locator("#sure-dialog")
    desk.click("[data-key=reveal]")
    expect(asked).to_contain_text("Deltakerne fikk høre at bare de som leder verkstedet")
    expect(asked.get_by_role("button", name="Nei, hold det vi lovet")).to_be_focused()
    for width, height in (*NARROW, (1366, 768)):
        desk.set_viewport_size({"width": width, "height": height})
        screens.picture(desk, "desk-sure")
        assert inside(desk, "#sure-dialog")
    desk.keyboard.press("Enter")
    expect(asked).not_to_be_visible()
    assert opened(server, alone) == (False, 0)
    desk.click(".run-more")
    desk.click("#run-more [value=reveal_some] ~ button")
    expect(asked).to_be_visible()
    desk.keyboard.press("Escape")
    assert opened(server, alone) == (False, 0)
    desk.click("[data-key=reveal]")
    desk.wait_for_timeout(600)  # what comes sooner is the second half of a double press
    asked.get_by_role("button", name="Ja, vis det for alle").click()
    expect(wall.get_by_text("Bare for meg")).to_be_visible()
    expect(desk.locator("[data-key=conceal]")).to_be_visible()


def test_a_hand_that_presses_twice_shows_nothing(screens: Screens, server: Server, alone: Seeded) -> None:
    desk = screens.facilitator(alone)
    assert desk.evaluate(AT_ONCE), "it is still asked"
    expect(desk.locator("#sure-dialog")).to_be_visible()
    assert opened(server, alone) == (False, 0)


def test_entries_of_the_menu_keep_their_place_under_the_hand(screens: Screens, server: Server, alone: Seeded) -> None:
    desk = screens.facilitator(alone)
    desk.click(".run-more")
    look, show = (
        desk.locator("#run-more [value=gather] ~ button"),
        desk.locator("#run-more [value=reveal_some] ~ button"),
    )
    place = box(show)
    here = box(look)
    at = (here["x"] + here["width"] / 2, here["y"] + here["height"] / 2)
    desk.mouse.click(*at)
    expect(look).to_be_disabled()
    assert box(show) == place
    screens.picture(desk, "desk-more-gathered")
    desk.mouse.click(*at)
    assert not desk.locator("#sure-dialog").is_visible()
    assert opened(server, alone) == (False, 0)


def test_a_second_press_does_not_take_back_what_the_first_did(screens: Screens, server: Server) -> None:
    """The wall's Freeze becomes Go on where it stood."""
    there = workshop(server, LINES)
    desk = screens.facilitator(there)
    desk.dblclick("[data-key=pause_wall]", delay=120)
    expect(desk.locator("[data-key=resume_wall]")).to_be_visible()
    desk.wait_for_timeout(300)
    assert room(server, there.code).paused_at is not None


def test_without_scripts_it_asks_on_a_page(screens: Screens, server: Server, alone: Seeded) -> None:
    screens.tolerate(REFUSED)
    desk = screens.facilitator(alone, java_script_enabled=False)
    for answer in ("Nei, hold det vi lovet", "Ja, vis det for alle"):
        desk.click("[data-key=reveal]")
        expect(desk.get_by_role("heading", name="Vise det for alle?")).to_be_visible()
        screens.picture(desk, "scriptless-sure")
        assert opened(server, alone) == (False, 0)
        desk.get_by_text(answer).click()
    expect(desk.locator("[data-key=conceal]")).to_be_visible()
    assert opened(server, alone)[0]


def test_where_nothing_was_promised_it_does_not_ask(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk, wall = screens.facilitator(there), screens.wall(there)
    desk.click("[data-key=reveal]")
    expect(wall.get_by_text("Bare for meg")).to_be_visible()


def test_the_spotlight_shows_nothing_that_the_wall_hides_unasked(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk, wall = screens.facilitator(there), screens.wall(there)
    first, second = there.statements
    desk.click(f"[data-card='{first}']")
    desk.click("#card-form [value=light]")
    asked = desk.locator("#sure-dialog")
    expect(asked).to_be_visible()
    assert room(server, there.code).spotlight is None
    desk.wait_for_timeout(600)
    asked.locator("[value=yes]").click()
    expect(wall.locator("#light")).to_contain_text("Bare for meg")
    desk.check(f"#pick-{second}")
    desk.click("#chosen [data-act=hide]")
    expect(desk.locator(f"#card-{second}[data-standing=hidden]")).to_be_visible()
    desk.click(f"[data-card='{second}']")
    expect(desk.locator("#card-form [value=hide], #card-form [value=show]:visible")).not_to_have_count(0)
    expect(desk.locator("#card-form [value=light]")).not_to_be_visible()


def test_a_dimmed_question_lets_no_press_through(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    phone = screens.phone(there)
    phone.locator(".pass-on > button").click()
    asked = phone.locator("#pass-on")
    for width, height in (*NARROW, (1366, 768)):
        phone.set_viewport_size({"width": width, "height": height})
        if not asked.is_visible():
            phone.locator(".pass-on > button").click()
        expect(asked).to_be_visible()
        screens.picture(phone, "phone-pass-on")
        around, way = box(asked), box(phone.locator(".me a"))
        title = box(asked.locator("h3"))
        phone.mouse.click(around["x"] + around["width"] - 4, title["y"] - 4)  # in the box, beside its words
        expect(asked).to_be_visible()
        under = way["y"] + way["height"] / 2
        covered = around["y"] <= under <= around["y"] + around["height"]
        phone.mouse.click(*((4, 4) if covered else (way["x"] + way["width"] / 2, under)))  # on the link, dimmed
        expect(asked).not_to_be_visible()
        assert phone.url.endswith(f"{there.path}/")
    phone.locator(".pass-on > button").click()
    expect(asked).to_be_visible()
    phone.keyboard.press("Escape")
    expect(asked).not_to_be_visible()


PRESSED = """() => document.addEventListener("click", ({ target }) => {
    document.body.dataset.pressed = target.textContent.trim();
})"""


def test_a_press_beside_a_question_says_no_and_reaches_nothing_else(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone = screens.phone(there)
    phone.fill("#text", "Ute hver dag")
    phone.tap("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    phone.locator(".own summary").tap()
    phone.locator(".own [popovertarget]").first.tap()
    expect(phone.locator(".own .take-back")).to_be_visible()
    phone.evaluate(PRESSED)
    phone.mouse.click(195, 6)
    expect(phone.locator(".own .take-back")).not_to_be_visible()
    assert phone.evaluate("document.body.dataset.pressed") == "Avbryt"


def test_a_vote_for_somebody_with_nothing_ticked_says_so_beside_the_form(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner"), Theme("Ute")], method="dot-voting", step=1)
    desk = screens.facilitator(there)
    desk.click(".run [data-key=next]")
    desk.click("#vote-for > summary")
    missing = desk.locator(".vote-for [data-problem]")
    desk.click(".vote-for button")
    expect(missing).to_have_text("Kryss av for minst ett valg.")
    expect(desk.locator("#problem")).not_to_be_visible()
    screens.picture(desk, "desk-vote-nothing-ticked")
    desk.check(".vote-for input >> nth=-1")
    expect(missing).not_to_be_visible()
    desk.click(".vote-for button")
    expect(desk.locator(".vote-entered li")).to_have_count(1)


def test_what_opens_at_the_desk_fits_the_phone_of_who_walks_about(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, method="igp", step=2)
    desk = screens.facilitator(there)
    for width, height in (*NARROW, (1366, 768)):
        desk.set_viewport_size({"width": width, "height": height})
        for way, menu in ((".run-more", "#run-more"), ("[popovertarget=tables-more]", "#tables-more")):
            desk.click(way)
            expect(desk.locator(menu)).to_be_visible()
            screens.picture(desk, f"desk{menu.replace('#', '-')}")
            assert inside(desk, menu), (menu, width)
            last = desk.locator(f"{menu} button").last
            last.scroll_into_view_if_needed()
            cut = "one => one.scrollWidth > one.clientWidth"
            assert not desk.locator(menu).evaluate(cut), (menu, width)
            desk.keyboard.press("Escape")


def test_moving_cards_that_have_no_theme_proposes_nothing(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk = screens.facilitator(there)
    desk.check(f"#pick-{there.statements[0]}")
    desk.click("#chosen [data-act=move]")
    expect(desk.locator("#move-list button")).to_have_count(0)
    desk.press("#move-find", "Enter")
    expect(desk.locator("#move-dialog")).to_be_visible()
    desk.fill("#move-find", "Venner")
    screens.picture(desk, "desk-move-new")
    desk.press("#move-find", "Enter")
    expect(desk.locator(".theme .title")).to_have_text("Venner")
    desk.check(f"#pick-{there.statements[0]}")
    desk.click("#chosen [data-act=move]")
    expect(desk.locator("#move-list button").first).to_have_text("Uten tema")
