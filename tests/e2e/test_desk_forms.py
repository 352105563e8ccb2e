"""What is filled in at the desk is stored once, however often it is pressed, and comes back where it is refused."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import Screens, box, end
from tests.e2e.seed import Seeded, Theme, Words, room, workshop
from tests.e2e.server import Server
from tests.e2e.wire import HOLD

WORDS: Words = [("child", "Ingen er alene"), ("parent", "Ute hver dag")]
THEMES = [Theme("Venner", (0,)), Theme("Ute", (1,))]


@pytest.fixture
def voting(screens: Screens, server: Server) -> tuple[Seeded, Page]:
    """A desk with an open vote on two themes, where people without phones can be voted for."""
    seeded = workshop(server, open_now=False, revealed=True, method="fremtidsbilde-60")
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [])
    run.go(4)
    for number, title in enumerate(("Venner", "Ute"), start=1):
        run.desk.fill("#new-theme", title)
        run.desk.press("#new-theme", "Enter")
        expect(run.desk.locator(".theme")).to_have_count(number)
    run.go(6)
    run.desk.click("#vote-for > summary")
    return seeded, run.desk


@pytest.fixture
def planning(screens: Screens, server: Server) -> tuple[Seeded, Page]:
    """A desk at the board of the way back from 2040."""
    seeded = workshop(server, open_now=False, revealed=True, method="backcasting")
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [])
    run.go(4)
    return seeded, run.desk


def papers(server: Server, seeded: Seeded) -> int:
    ballot = room(server, seeded.code).ballot
    assert ballot is not None
    return len(ballot.papers)


def test_a_paper_that_is_counted_with_two_presses_counts_once(voting: tuple[Seeded, Page], server: Server) -> None:
    seeded, desk = voting
    tick, count, group = desk.locator(".vote-for .checks input").first, desk.locator("#vote-for .count"), "#for-group"
    for number in (1, 2):
        tick.check()
        desk.select_option(group, "child")
        desk.dblclick(".vote-for button")
        expect(count).to_have_text(str(number))
        expect(tick).not_to_be_checked()
        expect(desk.locator(group)).to_have_value("")
        assert papers(server, seeded) == number
    desk.evaluate(HOLD)
    tick.check()
    for _ in range(3):
        desk.locator(".vote-for button").press("Enter")
    expect(tick).to_be_checked()
    desk.evaluate("letGo()")
    expect(count).to_have_text("3")
    expect(tick).not_to_be_checked()
    assert papers(server, seeded) == 3
    expect(desk.locator("#problem")).not_to_be_visible()


def test_a_milestone_that_is_put_with_two_presses_is_put_once(planning: tuple[Seeded, Page], server: Server) -> None:
    seeded, desk = planning
    desk.fill("#milestone-who", "kommunen")
    desk.fill("#milestone-text", "Skolegården er bygd")
    desk.dblclick(".time-new:has(#milestone-text) button")
    expect(desk.locator(".milestone")).to_have_count(1)
    expect(desk.locator("#milestone-text")).to_have_value("")
    desk.evaluate(HOLD)
    desk.fill("#milestone-text", "Uteskolen er i gang")
    for _ in range(3):
        desk.press("#milestone-text", "Enter")
    desk.keyboard.type("Og så")
    desk.evaluate("letGo()")
    expect(desk.locator(".milestone")).to_have_count(2)
    expect(desk.locator("#milestone-text")).to_have_value("Og så")
    assert len(room(server, seeded.code).milestones) == 2


def test_a_double_click_puts_one_statement_on_the_board_and_not_the_next_one_too(
    screens: Screens, server: Server
) -> None:
    seeded = workshop(server, open_now=False, revealed=True, method="backcasting")
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    run.go(3)
    for text in ("Ingen er alene", "Ute hver dag"):
        run.phones[0].fill("#text", text)
        run.phones[0].click("#composer button.wide")
    expect(run.phones[0].locator(".own[data-standing=shown]")).to_have_count(2)
    run.go(4)
    put = run.desk.locator(".time-new:has(#milestone-source) button")
    place = box(put)
    run.desk.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(run.desk.locator("#milestone-source option")).to_have_count(1)
    run.desk.mouse.down(click_count=2)  # the second half, when the board has changed already
    run.desk.mouse.up(click_count=2)
    run.desk.fill("#milestone-text", "Skolegården er bygd")
    run.desk.press("#milestone-text", "Enter")
    expect(run.desk.locator(".milestone", has_text="Skolegården")).to_be_visible()
    expect(run.desk.locator(".milestone")).to_have_count(2)
    put.click()
    expect(run.desk.locator(".milestone")).to_have_count(3)


def test_a_milestone_that_is_refused_comes_back_before_what_has_been_typed_since(
    planning: tuple[Seeded, Page], screens: Screens
) -> None:
    seeded, desk = planning
    other = screens.facilitator(seeded)
    desk.evaluate(HOLD)
    desk.fill("#milestone-text", "Skolegården er bygd")
    desk.press("#milestone-text", "Enter")
    desk.fill("#milestone-text", "Og så")
    end(other)
    expect(desk.locator("[data-key=reopen]")).to_be_visible()
    desk.evaluate("letGo()")
    expect(desk.locator("#problem")).to_be_visible()
    expect(desk.locator("#milestone-text")).to_have_value("Skolegården er bygd Og så")


def test_refused_words_whose_form_is_gone_stand_with_the_refusal(screens: Screens, server: Server) -> None:
    seeded = workshop(server, WORDS, themes=THEMES)
    desk, other = screens.facilitator(seeded), screens.facilitator(seeded)
    desk.locator(".theme header .more").first.click()
    desk.fill("#theme-name", "Gode venner")
    desk.evaluate(HOLD)
    desk.click("#theme-form [value=save]")
    other.locator(".theme header .more").first.click()
    other.click("#theme-form [value=delete]")
    expect(desk.locator(".theme")).to_have_count(1)
    desk.evaluate("letGo()")
    expect(desk.locator("#problem")).to_contain_text("«Gode venner»")


def test_the_words_of_a_milestone_are_kept_in_its_fold_until_they_are_stored(planning: tuple[Seeded, Page]) -> None:
    _, desk = planning
    desk.fill("#milestone-text", "Skolegården er bygd")
    desk.press("#milestone-text", "Enter")
    desk.click(".milestone summary")
    words = desk.locator(".milestone textarea")
    words.fill("Skolegården er ferdig")
    desk.evaluate(HOLD)
    save = desk.locator(".milestone form:has([value=reword_milestone]) button")
    save.press("Enter")
    expect(words).to_have_value("Skolegården er ferdig")
    expect(words).to_be_visible()
    desk.evaluate("letGo()")
    expect(desk.locator(".milestone > .words")).to_have_text("Skolegården er ferdig")
    expect(words).not_to_be_visible()
    desk.click(".milestone summary")
    expect(words).to_have_value("Skolegården er ferdig")
