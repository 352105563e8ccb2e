"""What is in no file, as it was never shown or has been hidden again: the desk says how much, and asks about it."""

import pytest
from playwright.sync_api import Locator, expect

from app.workshop.commands import Conceal, Reveal
from tests.e2e.running import Run
from tests.e2e.screens import Screens, box
from tests.e2e.seed import Seeded, going_on, room, workshop
from tests.e2e.server import Server
from tests.server import new_id

LAST = 10
"""The last step of IGP."""


@pytest.fixture
def ending(screens: Screens, server: Server) -> tuple[Run, str]:
    """IGP at its last step, where somebody has written alone."""
    seeded = workshop(server, open_now=False, method="igp")
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    run.next()
    run.next()
    phone = run.phones[0]
    expect(phone.locator(".room-news")).to_contain_text("De som sitter ved bordet ditt, får lese dette senere")
    for text in ("Skrevet alene", "Og dette også"):
        phone.fill("#text", text)
        phone.click("#composer button:has-text('Send')")
        expect(phone.locator("#own")).to_contain_text(text)
    run.go(LAST)
    return run, seeded.code


def test_at_the_last_step_it_is_left_out_or_shown_and_undone(ending: tuple[Run, str], screens: Screens) -> None:
    run, _ = ending
    unshown = run.desk.locator("#unshown .unshown-now")
    expect(unshown).to_contain_text("2 utsagn er ikke med i noen fil, fordi de aldri er vist for alle")
    expect(unshown).to_contain_text("Individuelt: skriv alene")
    for width, height in ((360, 740), (1366, 768), (1920, 1080)):
        run.desk.set_viewport_size({"width": width, "height": height})
        screens.picture(run.desk, "unshown")
    unshown.get_by_role("button", name="I filene og på veggen").click()
    expect(run.wall.get_by_text("Skrevet alene")).to_be_visible()
    run.desk.click(".undo button")
    expect(run.wall.get_by_text("Skrevet alene")).to_have_count(0)
    unshown.get_by_role("button", name="Hold dem utenfor").click()
    expect(run.desk.locator("#unshown-left summary")).to_contain_text("2 utsagn er holdt utenfor alle filer")
    screens.picture(run.desk, "unshown-left")


@pytest.mark.parametrize("rest", ["left", "files"])
def test_whoever_ends_is_asked_first(ending: tuple[Run, str], screens: Screens, server: Server, rest: str) -> None:
    run, code = ending
    run.desk.click("[data-of=end] button")
    asked = run.desk.locator("#end-with")
    expect(asked).to_contain_text("2 utsagn er ikke med i noen fil, fordi de aldri er vist for alle")
    for width, height in ((360, 740), (1366, 768), (1920, 1080)):
        run.desk.set_viewport_size({"width": width, "height": height})
        screens.picture(run.desk, "end-with")
    asked.locator(f"form:has([name=rest][value={rest}]) button").click()
    expect(run.phones[0].locator("#stage[data-stage=closed]")).to_be_visible()
    assert room(server, code).settled == {"ideas": rest}


def test_what_was_shown_and_is_hidden_at_the_end_is_shown_again(screens: Screens, server: Server) -> None:
    """An open room: it is shown, hidden for the last words, and the workshop is ended."""
    seeded = workshop(server)
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    phone, desk = run.phones[0], run.desk
    for text in ("Vist og så skjult", "Og dette også"):
        phone.fill("#text", text)
        phone.click("#composer button:has-text('Send')")
        expect(phone.locator("#own")).to_contain_text(text)
    desk.click("[data-key=reveal]")
    expect(run.wall.get_by_text("Vist og så skjult")).to_be_visible()
    desk.click("[data-key=conceal]")
    expect(run.wall.get_by_text("Vist og så skjult")).to_have_count(0)
    desk.click("[data-of=end] button")
    asked = desk.locator("#end-with")
    expect(asked).to_contain_text("2 utsagn som er vist, er skjult nå")
    expect(asked).not_to_contain_text("aldri er vist")
    for width, height in ((390, 844), (1366, 768)):
        desk.set_viewport_size({"width": width, "height": height})
        screens.picture(desk, "end-with-hidden")
    expect(asked.locator("button[data-variant=primary]")).to_have_text("Vis igjen, og avslutt")
    asked.get_by_role("button", name="hold dem utenfor").click()
    expect(phone.locator("#stage[data-stage=closed]")).to_be_visible()
    expect(desk.locator("#unshown-withheld summary")).to_contain_text("2 skjulte utsagn er holdt utenfor alle filer")
    desk.click(".undo button")
    now = desk.locator("#unshown .unshown-again")
    expect(now).to_contain_text("2 utsagn som er vist, er skjult nå")
    for width, height in ((390, 844), (1366, 768)):
        desk.set_viewport_size({"width": width, "height": height})
        screens.picture(desk, "hidden-again")
    now.get_by_role("button", name="Vis igjen").click()
    expect(run.wall.get_by_text("Vist og så skjult")).to_be_visible()
    expect(now).to_have_count(0)


def much(server: Server, *, moderation: bool = False) -> Seeded:
    """IGP at its last step: four collections, of which one was shown and has been hidden again."""
    seeded = workshop(server, open_now=False, method="igp", moderation=moderation)
    with going_on(server, seeded) as story:
        people = [story.person(group) for group in ("child", "child", "youth", "parent", "staff", "leader")]
        for first, shown in ((2, True), (6, False)):
            story.go_to(first)
            for number, who in enumerate(people):
                story.writes(who, f"Skrevet alene {first}.{number}")
            story.go_to(first + 1, first + 2)
            for who in people[:2]:
                story.shares(who, "Enige om dette")
            if shown:
                story.go_to(first + 3)
                story.give(Reveal(id=new_id()))
                story.give(Conceal(id=new_id()))
        story.go_to(LAST)
    return seeded


def in_sight(one: Locator) -> bool:
    """Whether all of it can be seen, and would get a click in its middle."""
    there: bool = one.evaluate("""one => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && one.contains(hit);
    }""")
    return there


SMALL = ((1920, 1080), (1366, 768), (1366, 625), (390, 664), (320, 568))
"""Screens; the third is a laptop's as a browser leaves it, the last two are phones."""


def test_what_is_in_no_file_stands_whole_and_leaves_room_for_the_board(screens: Screens, server: Server) -> None:
    desk = screens.facilitator(much(server))
    for width, height in SMALL:
        desk.set_viewport_size({"width": width, "height": height})
        screens.picture(desk, "unshown-much")
        for told in desk.locator("#unshown .ds-alert").all():
            assert told.evaluate("one => one.scrollHeight <= one.clientHeight")
            for button in told.locator("button").all():
                button.scroll_into_view_if_needed()
                assert in_sight(button)
        assert box(desk.locator(".board"))["height"] > 200
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.set_viewport_size({"width": 1366, "height": 768})
    desk.locator(".desk-room").evaluate("one => one.scrollTo(0, 0)")
    assert box(desk.locator("#unshown"))["height"] < 768 / 3
    assert box(desk.locator("#cards .card").first)["y"] < 768 * 0.75


def test_the_ways_to_end_are_on_the_screen_however_small_it_is(screens: Screens, server: Server) -> None:
    desk = screens.facilitator(much(server))
    for width, height in SMALL:
        desk.set_viewport_size({"width": width, "height": height})
        desk.click("[data-key=close]")
        asked = desk.locator("#end-with")
        expect(asked).to_be_visible()
        screens.picture(desk, "end-with-much")
        assert box(asked)["y"] + box(asked)["height"] <= height
        assert all(in_sight(button) for button in asked.locator("button").all())
        desk.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_at_320_the_bar_leaves_the_screen_to_the_work(screens: Screens, server: Server, language: str) -> None:
    desk = screens.facilitator(much(server, moderation=True), size=(320, 568))
    desk.context.add_cookies([{"name": "fb_language", "value": language, "url": server.base}])
    desk.reload()
    for key in ("", "open_submissions", "reveal", "pause_wall", "blank"):
        if key:
            desk.click(f"[data-key={key}]")
            expect(desk.locator(f"[data-key={key}]")).to_have_count(0)
        screens.picture(desk, f"bar-{language}-{key}")
        bar = desk.locator(".desk-top")
        assert box(bar)["height"] <= 123
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
        pressed = bar.locator(".ds-button:visible, [data-waiting]:visible").all()
        assert all(in_sight(there) for there in pressed)
        assert all(box(there)["height"] >= 43.5 for there in pressed)
