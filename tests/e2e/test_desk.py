"""The desk: statements read, hidden and mended; themes by mouse, by dialog and by keys; two at the same table."""

import json
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.e2e.screens import Screens, box
from tests.e2e.seed import PASSWORD, Seeded, Theme, Words, room, workshop
from tests.e2e.server import Server

LINES: Words = [
    ("child", "I 2040 er det alltid noen å leke med"),
    ("child", "Vi er ute i fjæra hver fredag"),
    ("staff", "De voksne har tid til å lytte"),
    ("parent", "Ingen gruer seg til skolen"),
    ("politician", "Skolen er midt i bygda"),
]


AXES: tuple[tuple[Literal["x", "y"], Literal["width", "height"]], ...] = (("x", "width"), ("y", "height"))


def card(page: Page, seeded: Seeded, number: int) -> Locator:
    return page.locator(f"#card-{seeded.statements[number]}")


def theme(page: Page, title: str) -> Locator:
    return page.locator(".theme", has=page.locator(".title", has_text=title))


def drag(page: Page, what: Locator, onto: Locator, lands: Locator, *, below: bool = False) -> None:
    """Take hold with the mouse, move there bit by bit as a hand does, and let go when it has made room."""
    onto.hover(trial=True)
    what.hover()  # both wait until nothing moves any more
    start, end = box(what), box(onto)
    page.mouse.down()
    target = end["x"] + end["width"] / 2, end["y"] + (end["height"] - 4 if below else end["height"] / 2)
    page.mouse.move(start["x"] + start["width"] / 2 + 8, start["y"] + start["height"] / 2 + 8, steps=3)
    page.mouse.move(*target, steps=8)
    for nudge in range(40):
        if lands.count():
            break
        page.mouse.move(target[0] + nudge % 2, target[1], steps=2)
    expect(lands).to_have_count(1)
    page.mouse.up()


def order(page: Page) -> list[str]:
    return page.locator(".theme .title").all_inner_texts()


def test_hidden_shown_and_mended(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, revealed=True)
    desk, wall = screens.facilitator(there), screens.wall(there)
    expect(wall.locator(".card")).to_have_count(5)
    one = card(desk, there, 1)

    one.locator(".more").click()
    screens.picture(desk, "desk-card-dialog")
    desk.click("#card-form [value=hide]")
    expect(one).to_have_attribute("data-standing", "hidden")
    expect(wall.locator(".card")).to_have_count(4)
    expect(one.locator(".pick")).to_be_focused()
    desk.keyboard.press("h")
    expect(one).to_have_attribute("data-standing", "shown")
    expect(wall.locator(".card")).to_have_count(5)

    one.locator(".more").click()
    desk.fill("#card-text", "Vi er ute i fjøra hver fredag")
    desk.click("#card-form [value=save]")
    expect(one.locator(".words")).to_have_text("Vi er ute i fjøra hver fredag")
    expect(one.locator(".edited")).to_be_visible()
    expect(wall.locator(".card", has_text="fjøra")).to_be_visible()
    one.locator(".more").click()
    expect(desk.locator("#card-trace li")).to_have_text([LINES[1][1]])
    desk.keyboard.press("Escape")
    expect(desk.locator("#card-dialog")).not_to_be_visible()


def test_statements_wait_to_be_read(screens: Screens, server: Server) -> None:
    there = workshop(server, revealed=True, moderation=True)
    desk, wall, phone = screens.facilitator(there), screens.wall(there), screens.phone(there)
    phone.fill("#text", LINES[0][1])
    phone.tap("#composer button.wide")
    expect(phone.locator(".own")).to_have_attribute("data-standing", "pending")
    expect(desk.locator(".card")).to_have_attribute("data-standing", "pending")
    expect(desk.locator(".tally [data-waiting]")).to_be_visible()
    assert wall.locator(".card").count() == 0
    desk.locator(".card .pick").check()
    desk.click("#chosen [data-act=show]")
    expect(wall.locator(".card")).to_have_count(1)
    expect(phone.locator(".own")).to_have_attribute("data-standing", "shown")
    assert not any(LINES[0][1] in frame for frame in screens.frames[wall][:-1])


def test_themes_by_mouse(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, revealed=True)
    desk, wall = screens.facilitator(there), screens.wall(there)
    for title in ("Venner", "Ute"):
        desk.fill("#new-theme", title)
        desk.click(".new-theme button")
        expect(theme(desk, title)).to_be_visible()
        expect(desk.locator("#new-theme")).to_have_value("")
    venner, ute = (theme(desk, title).locator(".cards") for title in ("Venner", "Ute"))
    drag(desk, card(desk, there, 0).locator(".meta time"), venner, venner.locator(".sortable-ghost"))
    expect(theme(desk, "Venner").locator(".card")).to_have_count(1)
    drag(desk, card(desk, there, 1).locator(".words"), ute, ute.locator(".sortable-ghost"))
    expect(theme(desk, "Ute").locator(".card")).to_have_count(1)
    first = ute.locator(".card").first
    drag(desk, card(desk, there, 2).locator(".words"), first, ute.locator(".sortable-ghost:last-child"), below=True)
    expect(theme(desk, "Ute").locator(".count")).to_have_text("2")
    expect(wall.locator(".theme")).to_have_count(2)
    expect(wall.locator("#cards > .card")).to_have_count(2)
    screens.picture(wall, "wall-themes")

    # Several at once, chosen with shift; they land together, in their order.
    card(desk, there, 3).locator(".pick").click()
    card(desk, there, 4).locator(".pick").click(modifiers=["Shift"])
    expect(desk.locator("#chosen")).to_be_visible()
    drag(desk, card(desk, there, 4).locator(".words"), venner, venner.locator(".sortable-ghost"))
    expect(theme(desk, "Venner").locator(".card")).to_have_count(3)
    expect(desk.locator("#cards > .card")).to_have_count(0)
    expect(desk.locator("#chosen")).not_to_be_visible()
    screens.picture(desk, "desk-themes")
    desk.click("[data-undo] button")
    expect(desk.locator("#cards > .card")).to_have_count(2)

    ahead = desk.locator("#themes > .sortable-ghost:first-child")
    drag(desk, theme(desk, "Ute").locator(".grip"), theme(desk, "Venner").locator("header"), ahead)
    expect(desk.locator(".theme .title")).to_have_text(["Ute", "Venner"])
    expect(wall.locator(".theme h2")).to_have_text(["Ute 2", "Venner 1"])
    desk.keyboard.press("Control+z")
    expect(desk.locator(".theme .title")).to_have_text(["Venner", "Ute"])
    state = room(server, there.code)
    assert [t.title for t in state.theme_order()] == ["Venner", "Ute"]
    assert sorted(s.id for s in state.statements.values() if s.theme is None) == sorted(there.statements[3:])
    desk.reload()
    assert order(desk) == ["Venner", "Ute"], "the page says what the frames said"


def test_themes_by_keyboard_alone(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner"), Theme("Ute i naturen")])
    desk = screens.facilitator(there)
    expect(card(desk, there, 0)).to_be_visible()

    def focused() -> str:
        return str(desk.evaluate("document.activeElement.id"))

    for _ in range(40):
        desk.keyboard.press("Tab")
        if focused() == f"pick-{there.statements[0]}":
            break
    assert focused() == f"pick-{there.statements[0]}", "the first card is reached with Tab"
    screens.picture(desk, "desk-focus")
    desk.keyboard.press("m")
    expect(desk.locator("#move-find")).to_be_focused()
    desk.keyboard.type("ute")
    expect(desk.locator("#move-list button").first).to_have_text("Ute i naturen")
    screens.picture(desk, "desk-move-dialog")
    desk.keyboard.press("Enter")
    expect(theme(desk, "Ute").locator(".card")).to_have_count(1)
    assert focused() == f"pick-{there.statements[1]}", "the next card is ready, so that one can go on"

    desk.keyboard.press("ArrowDown")
    assert focused() == f"pick-{there.statements[2]}"
    desk.keyboard.press("Space")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Space")
    expect(desk.locator("#chosen")).to_be_visible()
    desk.keyboard.press("m")
    desk.keyboard.type("Trygghet")
    desk.keyboard.press("Enter")
    expect(theme(desk, "Trygghet").locator(".card")).to_have_count(2)
    assert focused().startswith("pick-"), "focus is not lost"

    desk.keyboard.press("m")
    desk.keyboard.press("Escape")
    expect(desk.locator("#move-dialog")).not_to_be_visible()
    assert focused().startswith("pick-")
    desk.keyboard.press("Control+z")
    expect(theme(desk, "Trygghet")).to_have_count(0)
    expect(desk.locator("#cards > .card")).to_have_count(4)


def test_a_theme_is_described_merged_and_deleted(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, revealed=True, themes=[Theme("Venner", (0,)), Theme("Ute", (1, 2)), Theme("Nært")])
    desk, wall = screens.facilitator(there), screens.wall(there)
    theme(desk, "Venner").locator("header .more").click()
    desk.fill("#theme-name", "Alle har en venn")
    desk.fill("#theme-vision", "I 2040 går ingen alene.")
    desk.fill("#theme-signs", "Ingen står alene i friminuttet\nDet ler i gangene")
    screens.picture(desk, "desk-theme-dialog")
    desk.click("#theme-form [value=save]")
    expect(desk.locator(".theme .title").first).to_have_text("Alle har en venn")
    expect(theme(desk, "Alle har").locator(".signs li")).to_have_count(2)
    expect(wall.locator(".theme .vision")).to_have_text("I 2040 går ingen alene.")

    theme(desk, "Alle har").locator("header .more").click()
    desk.click("#theme-form [value=later]")
    expect(desk.locator(".theme .title")).to_have_text(["Ute", "Alle har en venn", "Nært"])
    theme(desk, "Nært").locator("header .more").click()
    desk.click("#theme-form [value=earlier]")
    expect(desk.locator(".theme .title")).to_have_text(["Ute", "Nært", "Alle har en venn"])

    theme(desk, "Ute").locator("header .more").click()
    desk.select_option("#theme-into", label="Alle har en venn")
    desk.click("#theme-form [value=merge]")
    expect(theme(desk, "Ute")).to_have_count(0)
    expect(theme(desk, "Alle har").locator(".card")).to_have_count(3)
    desk.click("[data-undo] button")
    expect(theme(desk, "Ute").locator(".card")).to_have_count(2)
    expect(theme(desk, "Alle har").locator(".card")).to_have_count(1)

    theme(desk, "Ute").locator("header .more").click()
    desk.click("#theme-form [value=delete]")
    expect(theme(desk, "Ute")).to_have_count(0)
    expect(desk.locator("#cards > .card")).to_have_count(4)
    desk.keyboard.press("Control+z")
    expect(theme(desk, "Ute").locator(".card")).to_have_count(2)
    expect(desk.locator(".theme .title")).to_have_text(["Ute", "Nært", "Alle har en venn"])
    expect(wall.locator(".theme")).to_have_count(3)

    # A hand on one card, and the menu's "Move to …".
    card(desk, there, 3).locator(".pick").check()
    desk.click("#chosen [data-act=move]")
    desk.click("#move-list button:has-text('Nært')")
    expect(theme(desk, "Nært").locator(".card")).to_have_count(1)


def test_two_at_the_same_table(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner")])
    desk = screens.facilitator(there)
    desk.goto(f"{server.base}{there.path}/desk/share")
    desk.click("main form button")
    link = desk.input_value("#invitation-link")
    screens.picture(desk, "share-link", whole=True)
    other = screens.open("desk")
    other.goto(f"{server.base}{urlsplit(link).path}")
    other.fill("#name", "Ola")
    other.fill("#email", f"{there.code}@example.no")
    other.fill("#password", PASSWORD)
    other.click("button.wide")
    other.wait_for_url("**/desk")
    desk.goto(f"{server.base}{there.path}/desk")

    card(other, there, 2).locator(".pick").focus()
    card(desk, there, 2).locator(".pick").check()
    desk.click("#chosen [data-act=move]")
    desk.click("#move-list button:has-text('Venner')")
    expect(theme(other, "Venner").locator(".card")).to_have_count(1)
    expect(card(other, there, 2).locator(".pick")).to_be_focused()
    other.fill("#new-theme", "Tid")
    other.press("#new-theme", "Enter")
    expect(theme(desk, "Tid")).to_be_visible()
    desk.click("[data-undo] button")
    expect(theme(other, "Tid")).to_have_count(0)
    other.click("[data-undo] button")
    expect(theme(desk, "Venner").locator(".card")).to_have_count(0)
    other.locator(".tally").click()
    other.click("[data-key=reveal]")
    expect(desk.locator("[data-key=conceal]")).to_be_visible()
    both = [page.locator(".card").evaluate_all("all => all.map(one => one.id)") for page in (desk, other)]
    assert both[0] == both[1], json.dumps(both)


def test_themes_by_touch(screens: Screens, server: Server) -> None:
    """On a tablet: a finger rests on a card until it comes along, and carries it."""
    there = workshop(server, LINES, themes=[Theme("Venner"), Theme("Ute")])
    desk = screens.facilitator(there, size=(1024, 768), has_touch=True, is_mobile=True)
    start, end = box(card(desk, there, 1).locator(".words")), box(theme(desk, "Ute").locator(".cards"))
    screens.picture(desk, "desk-tablet")
    chrome = desk.context.new_cdp_session(desk)

    def touch(kind: str, way: float = 0.0) -> None:
        x, y = (start[a] + start[s] / 2 + way * (end[a] + end[s] / 2 - start[a] - start[s] / 2) for a, s in AXES)
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        chrome.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart")
    expect(desk.locator(".sortable-chosen")).to_have_count(1)
    for step in range(1, 41):
        touch("touchMove", min(1.0, step / 20) - step % 2 / 100)
        if theme(desk, "Ute").locator(".sortable-ghost").count():
            break
    touch("touchEnd")
    expect(theme(desk, "Ute").locator(".count")).to_have_text("1")
    assert [s.id for s in room(server, there.code).statements.values() if s.theme] == [there.statements[1]]
