"""The wall as a room sees it: titles that stay, a quiet top, latecomers, the end, and its own language."""

from itertools import cycle, islice

import pytest
from playwright.sync_api import Page, expect

from app.demo import statements
from app.identity import Cookies
from app.workshop.people import GROUPS
from tests.e2e.screens import Screens, box, end
from tests.e2e.seed import Seeded, Theme, Words, workshop
from tests.e2e.server import Server
from tests.e2e.wire import Wire

pytestmark = pytest.mark.long

LINES: Words = [
    (next(group for group in GROUPS if group == row["group"]), row["text"]) for row in islice(cycle(statements()), 60)
]
TOP = "document.querySelector('.wall-board').scrollTop"


def full(server: Server) -> Seeded:
    themes = [Theme("Venner", tuple(range(20)), "I 2040 går ingen alene."), Theme("Ute", tuple(range(20, 40)))]
    return workshop(server, LINES, revealed=True, themes=themes)


def settled(wall: Page) -> None:
    wall.evaluate("document.fonts.ready")
    wall.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_titles_stay_in_sight_while_their_statements_go_by(screens: Screens, server: Server) -> None:
    wall = screens.wall(full(server), size=(1280, 720))
    expect(wall.locator(".wall-board[data-moving]")).to_be_visible()
    wall.evaluate("document.querySelector('.wall-board').scrollTop = 700")
    settled(wall)
    board = box(wall.locator(".wall-board"))
    for title in wall.locator(".theme h2").all():
        assert board["y"] <= box(title)["y"] < board["y"] + 60
    assert "transparent" not in wall.locator(".theme header").first.evaluate("one => getComputedStyle(one).background")
    expect(wall.locator(".wall-board[data-begun]")).to_be_attached()
    mask = wall.locator(".wall-board").evaluate("one => getComputedStyle(one).maskImage")
    assert mask.count("rgba(0, 0, 0, 0)") == 2, "soft at the top and at the bottom"
    screens.picture(wall, "wall-panned")


def test_it_rests_at_the_top_until_it_can_have_been_read(screens: Screens, server: Server) -> None:
    there = full(server)
    wall = screens.open("wall", size=(1280, 720))
    wall.clock.install()
    wall.goto(f"{server.base}/wall/{there.wall_key}")
    expect(wall.locator(".card")).to_have_count(60)
    wall.clock.run_for(100)
    expect(wall.locator(".wall-board[data-moving]")).to_be_visible()
    wall.clock.run_for(4_000)  # far from the eight seconds, as time goes on by itself, too
    assert wall.evaluate(TOP) == 0
    wall.clock.run_for(8_000)
    assert wall.evaluate(TOP) > 0


def test_the_end_thanks_and_invites_no_more(screens: Screens, server: Server) -> None:
    desk_of = full(server)
    desk, wall = screens.facilitator(desk_of), screens.wall(desk_of)
    end(desk)
    expect(wall.locator(".wall-news")).to_have_text("Takk for at dere var med!")
    expect(wall.locator(".card")).to_have_count(60)
    for gone in (".wall-join", ".qr", ".wall-code", ".wall-address", ".wall-presence"):
        expect(wall.locator(gone)).not_to_be_visible()
    assert box(wall.locator(".wall-top"))["height"] < 0.12 * 1080, "a slim line"
    assert box(wall.locator(".card").first)["y"] < 0.35 * 1080
    desk.click("[data-key=conceal]")
    expect(wall.locator(".wall-board")).not_to_be_visible()
    expect(wall.locator(".wall-join")).not_to_be_visible()
    desk.click("[data-key=reopen]")
    expect(wall.locator(".wall-join")).to_be_visible()


def test_latecomers_find_the_way_in(screens: Screens, server: Server) -> None:
    there = full(server)
    for size in ((1920, 1080), (1280, 720)):
        wall = screens.wall(there, size=size)
        assert box(wall.locator(".qr"))["height"] >= 0.2 * size[1]
        assert box(wall.locator(".wall-code"))["height"] >= 0.08 * size[1]
        letters = wall.locator(".wall-address").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert letters >= 0.022 * size[1]
        wall.context.close()


def test_the_address_is_half_as_tall_as_the_code_while_people_join(screens: Screens, server: Server) -> None:
    wall = screens.wall(workshop(server, open_now=False))
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert wall.locator(".wall-address").evaluate(size) >= wall.locator(".wall-code").evaluate(size) / 2
    lines = wall.locator(".wall-address").evaluate(
        "one => { const r = document.createRange(); r.selectNodeContents(one); return r.getClientRects().length; }"
    )
    assert lines == 1


def test_few_statements_are_as_tall_as_their_words(screens: Screens, server: Server) -> None:
    lines: Words = [
        ("child", "Kort"),
        ("child", "Ute hver dag i all slags vær, med alle sammen. " * 3),
        ("child", "Ro"),
    ]
    wall = screens.wall(workshop(server, lines, revealed=True, themes=[Theme("Venner", (2,)), Theme("Tomt")]))
    expect(wall.locator(".card")).to_have_count(3)
    settled(wall)
    short, long = (box(wall.locator("#cards > .card", has_text=text)) for text in ("Kort", "Ute"))
    assert short["height"] < long["height"] / 1.5
    expect(wall.locator(".theme h2")).to_have_text(["Venner 1", "Tomt"])
    screens.picture(wall, "wall-few-themes")


def test_the_wall_speaks_the_workshops_language_until_another_is_chosen_there(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES[:5])
    wall = screens.wall(there, locale="en-GB")
    expect(wall.locator("html")).to_have_attribute("lang", "nb")
    expect(wall.locator(".wall-news")).to_contain_text("har skrevet")
    desk = screens.facilitator(there)
    end(desk)
    expect(wall.locator(".wall-news")).to_have_text("Takk for at dere var med!")  # frames too
    wall.context.add_cookies([{"name": Cookies.LANGUAGE, "value": "en", "url": server.base}])
    wall.reload()
    expect(wall.locator("html")).to_have_attribute("lang", "en")


def test_frozen_and_without_contact_are_told_by_a_small_mark(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate("ERR_", "WebSocket connection")
    there = full(server)
    desk, wall = screens.facilitator(there), screens.wall(there)
    mark = wall.locator(".wall-stage .wall-mark")
    expect(mark).to_have_count(0)
    desk.click("[data-key=pause_wall]")
    expect(mark).to_have_text("Fryst")
    assert box(mark)["height"] < 0.06 * 1080
    assert box(mark)["width"] < 0.12 * 1920
    desk.click("[data-key=resume_wall]")
    expect(mark).to_have_count(0)
    expect(wall.locator("#connection")).not_to_be_visible()
    far = screens.open("wall")
    far.goto(f"{wire.base}/wall/{there.wall_key}")
    expect(far.locator(".card")).to_have_count(60)
    wire.cut()
    expect(far.locator("#connection")).to_have_text("Ingen kontakt")
    expect(far.locator("#connection")).to_be_visible()
    screens.picture(far, "wall-no-contact")


def test_the_pause_button_comes_with_the_mouse_and_with_focus(screens: Screens, server: Server) -> None:
    wall = screens.wall(full(server), size=(1280, 720))
    pause = wall.locator(".wall-pause")
    expect(pause).to_have_css("opacity", "0")
    wall.mouse.move(300, 300)
    expect(pause).to_have_css("opacity", "1")
    expect(pause).to_have_css("opacity", "0")
    wall.keyboard.press("Tab")
    pause.focus()
    expect(pause).to_have_css("opacity", "1")


def test_without_scripts_all_of_it_can_be_scrolled_to(screens: Screens, server: Server) -> None:
    wall = screens.wall(full(server), size=(1280, 720), java_script_enabled=False)
    last = wall.locator("#cards > .card").last
    last.scroll_into_view_if_needed()
    assert 0 <= box(last)["y"] < 720
    wall.mouse.wheel(0, -100_000)
    expect(wall.locator(".question")).to_be_in_viewport()
