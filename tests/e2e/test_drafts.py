"""What somebody has begun to write belongs to the step that it is for: kept there, and sent to nothing else."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import Screens
from tests.e2e.seed import Seeded, room, workshop
from tests.e2e.server import Server
from tests.e2e.test_next_person import ASK, pass_on, told
from tests.e2e.wire import HOLD

WRITTEN = {"criticism": 2, "keep": 5, "dream": 7}
BETWEEN, MILESTONES, PROMISES = 4, 10, 11
"""Steps of the future workshop, in which there is nothing to write but one's own votes, milestones and promises."""


@pytest.fixture
def future(screens: Screens, server: Server) -> tuple[Seeded, Run]:
    """A workshop by a method that asks for several things one after the other."""
    seeded = workshop(server, open_now=False, method="future-workshop")
    return seeded, Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])


def said(server: Server, seeded: Seeded) -> dict[str, str]:
    return {s.text: s.into for s in room(server, seeded.code).statements.values()}


def test_a_draft_is_for_the_step_that_it_was_typed_in(
    future: tuple[Seeded, Run], screens: Screens, server: Server
) -> None:
    seeded, run = future
    (phone,) = run.phones
    box, earlier = phone.locator("#text"), phone.locator("#earlier")
    run.go(WRITTEN["criticism"])
    box.fill("Det er for trangt")
    run.go(WRITTEN["keep"])
    expect(box).to_have_value("")
    expect(earlier).to_contain_text("Det er for trangt")
    for width, height in ((360, 740), (1366, 768), (1920, 1080)):
        phone.set_viewport_size({"width": width, "height": height})
        screens.picture(phone, "phone-earlier-draft", whole=True)
    box.fill("Vi har gode venner")
    phone.reload()
    expect(box).to_have_value("Vi har gode venner")
    expect(earlier).to_contain_text("Det er for trangt")
    phone.click("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    assert said(server, seeded) == {"Vi har gode venner": "keep"}
    run.go(WRITTEN["criticism"])
    run.desk.click(".run [value=reopen_step] ~ button")
    expect(box).to_have_value("Det er for trangt")
    expect(earlier).not_to_be_visible()


@pytest.mark.parametrize("taken", [True, False])
def test_an_earlier_draft_is_brought_along_or_thrown_away(
    future: tuple[Seeded, Run], server: Server, taken: bool
) -> None:
    seeded, run = future
    (phone,) = run.phones
    box, earlier = phone.locator("#text"), phone.locator("#earlier")
    run.go(WRITTEN["criticism"])
    box.fill("Det er for trangt")
    run.go(WRITTEN["dream"])
    box.fill("Det er plass til alle")
    earlier.get_by_role("button", name="Ta det med hit" if taken else "Kast det").click()
    expect(earlier).not_to_be_visible()
    words = "Det er for trangt Det er plass til alle" if taken else "Det er plass til alle"
    for _ in range(2):
        expect(box).to_have_value(words)
        expect(earlier).not_to_be_visible()
        phone.reload()
    phone.click("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    assert said(server, seeded) == {words: "dream"}


def test_a_draft_that_outlasts_its_step_is_sent_to_no_other(future: tuple[Seeded, Run], server: Server) -> None:
    """Where nothing is written it can still be ended; it waits for its own step."""
    seeded, run = future
    (phone,) = run.phones
    run.go(WRITTEN["criticism"])
    phone.fill("#text", "Det er for")
    run.go(BETWEEN)
    phone.reload()
    phone.locator("#text").press_sequentially(" trangt")
    phone.click("#composer button.wide")
    expect(phone.locator(".own [data-kept]")).to_be_visible()
    run.go(WRITTEN["keep"])
    expect(phone.locator("#stage")).to_have_attribute("data-open", "yes")
    expect(phone.locator(".own [data-earlier]")).to_be_visible()
    assert said(server, seeded) == {}
    phone.click(".own [data-bring]")
    expect(phone.locator("#text")).to_have_value("Det er for trangt")
    expect(phone.locator(".own[data-standing=waiting]")).to_have_count(0)
    phone.reload()
    expect(phone.locator("#text")).to_have_value("Det er for trangt")
    phone.click("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    assert said(server, seeded) == {"Det er for trangt": "keep"}


@pytest.mark.parametrize(("step", "form", "field"), [(MILESTONES, "placer", "text"), (PROMISES, "promiser", "what")])
def test_a_half_typed_plan_is_kept_for_its_step_and_stands_in_no_other(
    future: tuple[Seeded, Run], screens: Screens, step: int, form: str, field: str
) -> None:
    _, run = future
    (phone,) = run.phones
    words = phone.locator(f"#{form} [name={field}]")
    run.go(step)
    words.fill("Uteområdet bygges")
    phone.click(ASK)
    expect(told(phone)).to_be_visible()
    run.go(WRITTEN["dream"])
    for _ in range(2):
        expect(words).not_to_be_visible()
        phone.reload()
    run.go(step)
    expect(words).to_be_visible()
    expect(words).to_have_value("Uteområdet bygges")
    run.go(BETWEEN)
    expect(words).not_to_be_visible()
    phone.click(ASK)
    expect(phone.locator("#pass-on-thrown")).to_be_visible()
    screens.picture(phone, "phone-pass-on-thrown")
    phone.click("#pass-on [autofocus]")
    _passed_on(phone)


def test_a_plan_that_came_too_late_is_in_sight_until_the_room_goes_on(future: tuple[Seeded, Run]) -> None:
    _, run = future
    (phone,) = run.phones
    words = phone.locator("#promiser [name=what]")
    run.go(PROMISES)
    phone.evaluate(HOLD)
    words.fill("Jeg spør elevrådet")
    phone.click("#promiser button.wide")
    run.go(BETWEEN)
    phone.evaluate("letGo()")
    expect(phone.locator("#promiser [data-problem]")).to_be_visible()
    expect(words).to_have_value("Jeg spør elevrådet")
    words.fill("Jeg spør elevrådet i dag")
    expect(words).to_be_visible()
    run.go(WRITTEN["dream"])
    expect(words).not_to_be_visible()
    run.go(PROMISES)
    expect(words).to_have_value("Jeg spør elevrådet i dag")
    expect(words).to_be_visible()


def _passed_on(phone: Page) -> None:
    pass_on(phone)
    expect(phone.locator("button[value=parent]")).to_be_visible()
    assert "Uteområdet" not in phone.evaluate("JSON.stringify({...localStorage})")
