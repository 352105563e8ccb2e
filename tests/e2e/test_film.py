"""The film in a browser: hunted through, played to the end, and run by keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.identity import Cookies
from tests.e2e.evening import GONE, HIDDEN, evening
from tests.e2e.screens import Screens, box
from tests.e2e.seed import Seeded
from tests.e2e.server import Server


@pytest.fixture(scope="module")
def there(server: Server) -> Seeded:
    return evening(server)


def cinema(screens: Screens, server: Server, there: Seeded, size: tuple[int, int] = (1280, 800)) -> Page:
    """The page of the film, once it can be played."""
    page = screens.open("desk", size=size)
    page.context.add_cookies([{"name": Cookies.SESSION, "value": there.session, "url": server.base}])
    page.goto(f"{server.base}{there.path}/desk/film")
    expect(page.locator("#film[aria-busy=false] #film-play")).to_be_enabled()
    return page


def seek(page: Page, step: str) -> None:
    """Go to the beginning of a step by its name."""
    page.get_by_label("Gå til steg").select_option(label=step)
    expect(page.locator("#film-step")).to_contain_text(step.partition(" ")[2])


def test_hunting_through_it_shows_what_the_wall_showed(screens: Screens, server: Server, there: Seeded) -> None:
    page = cinema(screens, server, there)
    expect(page.locator("#stage")).to_have_attribute("data-mode", "join")
    seek(page, "3. Vi ser på alt sammen")
    expect(page.locator("#film-clock")).to_contain_text("10:14")
    expect(page.locator("#cards .card")).to_have_count(15)
    expect(page.locator(".wall-step .clock")).to_have_text("7:00")
    seek(page, "2. I 2040 …")
    expect(page.locator(".wall-board .card")).to_have_count(0)
    seek(page, "5. Gi hvert tema en setning")
    expect(page.locator("#themes .theme")).to_have_count(2)
    expect(page.locator("#themes .card")).to_have_count(9)
    place = page.get_by_label("Sted i filmen")
    place.focus()
    page.keyboard.press("End")
    expect(page.locator("#film-step")).to_contain_text("Steg 9")
    expect(page.locator(".wall-board .card")).to_have_count(15)
    expect(place).to_have_attribute("aria-valuetext", re.compile(r"24. nov., 10:38:\d\d, Steg 9: Veien videre"))
    assert GONE not in page.content()
    assert HIDDEN not in page.content()


def test_it_plays_to_the_end_and_begins_anew(screens: Screens, server: Server, there: Seeded) -> None:
    page = cinema(screens, server, there)
    page.get_by_role("button", name="× 60").click()
    page.get_by_role("button", name="Spill av").click()
    expect(page.locator("#film")).to_have_attribute("data-playing", "")
    expect(page.locator("#film-step")).to_contain_text("Steg 9")
    expect(page.locator("#film")).not_to_have_attribute("data-playing", "")
    expect(page.locator(".wall-board .card")).to_have_count(15)
    page.get_by_role("button", name="Spill av").click()
    expect(page.locator("#film-step")).to_contain_text("Steg 9")


def test_keys_alone_will_do(screens: Screens, server: Server, there: Seeded) -> None:
    page = cinema(screens, server, there)
    page.keyboard.press("Space")
    expect(page.locator("#film")).to_have_attribute("data-playing", "")
    page.keyboard.press("Space")
    expect(page.locator("#film")).not_to_have_attribute("data-playing", "")
    for step in range(1, 4):
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator("#film-step")).to_contain_text(f"Steg {step}")
    cards = page.locator("#cards .card")
    expect(cards).to_have_count(15)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#stage")).to_have_attribute("data-mode", "spotlight")
    expect(page.locator(".wall-light")).to_contain_text("Skolegården har trær")
    page.keyboard.press("ArrowLeft")
    expect(cards).to_have_count(15)
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#film-step")).to_contain_text("Steg 2")
    page.get_by_label("Sted i filmen").focus()
    page.keyboard.press("Home")
    expect(page.locator("#stage")).to_have_attribute("data-mode", "join")
    expect(page.locator("#film-quiet")).to_have_text("24 t uten noe nytt på veggen")


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_stage_is_a_wall_and_the_keys_are_large(
    screens: Screens, server: Server, there: Seeded, size: tuple[int, int]
) -> None:
    page = cinema(screens, server, there, size)
    seek(page, "5. Gi hvert tema en setning")
    stage = box(page.locator("#film-stage"))
    assert abs(stage["width"] / stage["height"] - 16 / 9) < 0.02
    screens.picture(page, "film", whole=size[0] < 500)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]
    for one in page.locator("#film :is(button, select, input)").all():
        there_is = box(one)
        assert there_is["height"] >= 44, one
        assert there_is["width"] >= 44, one
    out = page.locator(".wall-board").evaluate("board => board.scrollHeight - board.clientHeight")
    assert out <= 1, "nothing that the wall showed is cut off"
    page.goto(f"{server.base}{there.path}/desk/history")
    expect(page.get_by_text("Kari Nordmann begynte på steg 9: Veien videre")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]
    screens.picture(page, "history", whole=True)


def test_without_scripts_the_history_tells_it(screens: Screens, server: Server, there: Seeded) -> None:
    page = screens.open("desk", java_script_enabled=False)
    page.context.add_cookies([{"name": Cookies.SESSION, "value": there.session, "url": server.base}])
    page.goto(f"{server.base}{there.path}/desk/film")
    page.get_by_role("link", name="Historikk").click()
    expect(page.get_by_role("heading", name="Historikk")).to_be_visible()
    expect(page.get_by_text("16 utsagn ble sendt")).to_be_visible()
