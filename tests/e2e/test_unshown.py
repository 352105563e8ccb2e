"""What is in no file, as it was never shown or has been hidden again: the desk says how much, and asks about it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.running import Run
from tests.e2e.screens import Screens
from tests.e2e.seed import room, workshop
from tests.e2e.server import Server

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
