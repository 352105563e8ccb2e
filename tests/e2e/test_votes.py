"""A vote in browsers: what a closed one says, themes that go meanwhile, and papers of people without a phone."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from app.workshop.method import Vote, shipped
from tests.e2e import seed
from tests.e2e.running import Run
from tests.e2e.screens import Screens
from tests.e2e.seed import workshop
from tests.e2e.server import Server

CLOSE, OPEN = ".vote [value=close_vote] ~ button", ".vote [value=reopen_vote] ~ button"


class Voting(NamedTuple):
    """The screens of an open vote on three themes, *A*, *B* and *C*, with one phone."""

    desk: Page
    wall: Page
    phone: Page

    def enter(self, number: int, *, voted: int) -> None:
        """Vote for somebody without a phone, for the theme with this number; then so many have."""
        self.desk.locator(".vote-for [name=options]").nth(number).check()
        self.desk.click(".vote-for button")
        expect(self.desk.locator("#vote-for .count")).to_have_text(str(voted))


def voting(screens: Screens, server: Server) -> Voting:
    seeded = workshop(server, open_now=False, revealed=True, method="fremtidsbilde-60")
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    run.go(4)
    for number, title in enumerate("ABC", start=1):
        run.desk.fill("#new-theme", f"Tema {title}")
        run.desk.press("#new-theme", "Enter")
        expect(run.desk.locator(".theme")).to_have_count(number)
    run.go(6)
    run.desk.click("#vote-for > summary")
    return Voting(run.desk, run.wall, run.phones[0])


def test_a_result_that_leaves_votes_out_says_so_on_every_screen(screens: Screens, server: Server) -> None:
    there = voting(screens, server)
    expect(there.phone.locator(".step-task")).to_be_visible()
    for number in range(5):
        there.enter(number % 2, voted=number + 1)
    there.desk.click(CLOSE)
    expect(there.wall.locator(".bar")).to_have_count(3)
    expect(there.wall.locator(".wall-vote")).to_contain_text("Avstemningen er over. Her er resultatet.")
    expect(there.wall.locator(".wall-task")).to_have_count(0)
    expect(there.phone.locator(".step-task")).to_have_count(0)
    expect(there.phone.locator(".ballot")).to_contain_text("Resultatet er på veggen")
    expect(there.desk.locator(".vote")).to_contain_text("Åpner du avstemningen igjen, blir dette resultatet stående")
    there.desk.click(OPEN)
    there.phone.locator(".choice", has_text="Tema C").click()
    expect(there.phone.locator(".ballot-left")).to_contain_text("Du har brukt stemmen din.")
    there.desk.click(CLOSE)
    for page in there:
        expect(page.locator(".vote, .wall-vote, .ballot")).to_contain_text("er ikke med")
    expect(there.wall.locator(".bar", has_text="Tema C")).to_contain_text("0 stemmer")


def test_whoever_chose_a_theme_that_goes_can_vote_again(screens: Screens, server: Server) -> None:
    there = voting(screens, server)
    there.phone.locator(".choice", has_text="Tema A").click()
    expect(there.phone.locator('.choice[aria-pressed="true"]')).to_have_text("Tema A")
    there.desk.locator(".theme", has_text="Tema A").locator("[data-theme-menu]").first.click()
    there.desk.on("dialog", lambda dialog: dialog.accept())
    there.desk.click("#theme-dialog [value=delete]")
    expect(there.desk.locator(".theme")).to_have_count(2)
    expect(there.phone.locator(".choice")).to_have_count(2)
    expect(there.phone.locator('.choice[aria-pressed="true"]')).to_have_count(0)
    there.phone.locator(".choice", has_text="Tema B").click()
    expect(there.phone.locator('.choice[aria-pressed="true"]')).to_have_text("Tema B")


def test_each_paper_is_taken_back_by_its_number(screens: Screens, server: Server) -> None:
    there = voting(screens, server)
    there.enter(0, voted=1)
    there.enter(1, voted=2)
    there.desk.click("text=Ta tilbake nummer 1")
    expect(there.desk.locator("#vote-for .count")).to_have_text("1")
    expect(there.desk.locator(".vote-entered li")).to_have_text(["Ta tilbake nummer 2"])


def test_several_votes_for_one_can_be_entered_where_that_is_allowed(
    screens: Screens, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    method = shipped()["fremtidsbilde-60"]
    generous = {"votes": 5, "several": True}
    steps = tuple(s.model_copy(update=generous) if isinstance(s, Vote) else s for s in method.steps)
    monkeypatch.setattr(seed, "shipped", lambda: {method.id: method.model_copy(update={"steps": steps})})
    there = voting(screens, server)
    for voted in range(1, 6):
        boxes = there.desk.locator(".vote-rows li", has_text="Tema A").locator("input")
        expect(boxes).to_have_count(5)
        for number in range(4):
            boxes.nth(number).check()
        there.enter(14, voted=voted)
    there.desk.click(CLOSE)
    expect(there.wall.locator(".bar").nth(0)).to_contain_text("20 stemmer")
    expect(there.wall.locator(".bar").nth(1)).to_contain_text("5 stemmer")
