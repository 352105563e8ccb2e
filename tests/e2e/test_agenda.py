"""The steps of a method and their clock: all screens follow, and nothing that was typed is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.running import Run, seconds
from tests.e2e.screens import OFFLINE, Screens
from tests.e2e.seed import Seeded, room, workshop
from tests.e2e.server import Server

WRONG_CLOCK = "Date.now = ((real) => () => real() + {})(Date.now.bind(Date));"
"""A device whose clock is wrong by so many milliseconds."""

FLIPS = """() => {
  window.flips = {};
  const look = () => {
    const text = document.querySelector("[data-clock]")?.textContent.trim();
    if (text && !(text in window.flips)) window.flips[text] = performance.timeOrigin + performance.now();
    requestAnimationFrame(look);
  };
  look();
}"""
"""Note when each figure was first shown, by a clock that the page cannot set wrong."""


@pytest.fixture
def started(screens: Screens, server: Server) -> tuple[Seeded, Run]:
    """A workshop by the house's own method, with two phones, at its second step: writing."""
    seeded = workshop(server, open_now=False, method="fremtidsbilde-60")
    phones = [screens.phone(seeded, group=group) for group in ("child", "parent")]
    run = Run(screens.facilitator(seeded), screens.wall(seeded), phones)
    run.next()
    run.next()
    return seeded, run


def test_all_screens_show_the_same_time_whatever_their_clocks_say(screens: Screens, server: Server) -> None:
    seeded = workshop(server, open_now=False, method="fremtidsbilde-60")
    early, late = screens.open("phone"), screens.open("phone")
    for phone, wrong in ((early, -3_600_000), (late, 754_321)):
        phone.add_init_script(WRONG_CLOCK.format(wrong))
        phone.goto(f"{server.base}{seeded.path}/")
        phone.click("button[value=child]")
        phone.wait_for_selector(".starters:not([hidden])")
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [early, late])
    run.next()
    pages = (run.desk, run.wall, early, late)
    for page in pages:
        page.evaluate(FLIPS)
    for page in pages:
        page.wait_for_function("() => Object.keys(window.flips).length >= 4")
    flips = [page.evaluate("window.flips") for page in pages]
    common = sorted(set.intersection(*(set(flip) for flip in flips)))[:-1]
    assert common, "some figures have been shown by all"
    apart = [max(flip[figure] for flip in flips) - min(flip[figure] for flip in flips) for figure in common]
    assert min(apart) <= 300, f"the same second within 300 ms: {apart}"


def test_the_clock_is_held_lengthened_and_ended(started: tuple[Seeded, Run]) -> None:
    _, run = started
    clock = run.phones[0].locator("[data-clock]")
    run.desk.click(".run [value=hold_clock] ~ button")
    expect(clock).to_have_attribute("data-held", "")
    held = seconds(clock)
    expect(run.wall.locator("[data-clock]")).to_have_text(clock.inner_text())
    run.desk.click(".run [value=add_time] ~ button")
    expect(clock).to_have_text(f"{held // 60 + 1}:{held % 60:02}")
    run.desk.click(".run [value=run_clock] ~ button")
    expect(clock).not_to_have_attribute("data-held", "")
    run.desk.click(".run [value=end_clock] ~ button")
    expect(clock).to_have_attribute("data-up", "")
    for page in run.screens:
        expect(page.locator("[data-clock]")).to_have_text("Tiden er ute")
    expect(run.desk.locator(".run [value=hold_clock] ~ button")).not_to_be_visible()
    expect(run.phones[0].locator(".time-news")).to_have_text("Tiden er ute")
    expect(run.phones[0].locator("#text")).to_be_editable()  # it ends softly: who writes, writes on
    run.desk.click(".run [value=add_time] ~ button")
    expect(clock).not_to_have_text("Tiden er ute")
    expect(run.phones[0].locator(".time-news")).not_to_have_text("Tiden er ute")
    run.go(1)
    expect(run.phones[0].locator("#composer")).not_to_be_visible()
    expect(run.phones[0].locator("#stage")).to_contain_text("Steg 2 venter slik det var")
    expect(run.wall.locator("#stage")).to_contain_text("Vi ser tilbake")
    run.desk.click(".run [data-key=next]")
    run.at(2)
    expect(run.phones[0].locator("#composer")).to_be_visible()


def test_a_minute_before_the_end_it_is_said_softly(started: tuple[Seeded, Run]) -> None:
    _, run = started
    for _ in range(7):
        run.desk.evaluate(
            """() => {
              const form = document.querySelector(".run [value=add_time]").form;
              form.elements.seconds.value = -60;
              form.requestSubmit();
            }"""
        )
    clock = run.phones[0].locator("[data-clock]")
    expect(clock).to_have_attribute("data-soon", "")
    expect(run.phones[0].locator(".time-news")).to_have_text("Ett minutt igjen")


def test_pressing_next_twice_goes_one_step(started: tuple[Seeded, Run], server: Server) -> None:
    seeded, run = started
    run.desk.evaluate(
        """() => {
          const form = document.querySelector(".run [data-key=next]").form;
          form.requestSubmit();
          form.requestSubmit();
        }"""
    )
    run.at(3)
    run.next()
    assert room(server, seeded.code).step == 3


def test_what_is_being_typed_stays_when_the_step_is_over(started: tuple[Seeded, Run], server: Server) -> None:
    seeded, run = started
    phone = run.phones[0]
    phone.fill("#text", "I 2040 rakk jeg ikke helt")
    run.next()
    expect(phone.locator("#text")).to_be_visible()
    expect(phone.locator("#text")).to_have_value("I 2040 rakk jeg ikke helt")
    phone.click("#composer button.wide")
    expect(phone.locator(".own[data-standing=waiting] [data-kept]")).to_be_visible()
    assert not room(server, seeded.code).statements
    run.desk.click(".run-steps summary")
    run.desk.click(".run-steps li:nth-child(2) button")
    run.at(2)
    expect(phone.locator(".own[data-standing=waiting] [data-kept]")).to_be_visible()  # finished: looked at only
    run.desk.click(".run [value=reopen_step] ~ button")
    expect(phone.locator(".own[data-standing=shown]")).to_contain_text("rakk jeg ikke helt")
    assert [s.text for s in room(server, seeded.code).statements.values()] == ["I 2040 rakk jeg ikke helt"]


def test_a_message_a_look_up_and_a_spotlight_reach_everyone(started: tuple[Seeded, Run]) -> None:
    _, run = started
    phone = run.phones[0]
    phone.fill("#text", "I 2040 er det stille i timen")
    phone.click("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_be_visible()
    run.desk.click(".run-more")
    run.desk.fill("#tell-text", "Kaffe om fem minutter")
    run.desk.press("#tell-text", "Enter")
    for page in (phone, run.wall):
        expect(page.get_by_text("Kaffe om fem minutter")).to_be_visible()
    run.desk.locator("#run-more [value=gather] ~ button").click()
    expect(phone.locator(".look-up")).to_be_visible()
    run.desk.keyboard.press("Escape")
    run.desk.locator("#cards .more").first.click()
    run.desk.click("#card-dialog [value=light]")
    expect(run.desk.locator("#sure-dialog")).to_be_visible()
    run.desk.wait_for_timeout(600)  # what comes sooner is the second half of a double press
    run.desk.click("#sure-dialog [value=yes]")
    expect(run.wall.locator(".wall-light .words")).to_have_text("I 2040 er det stille i timen")
    run.desk.locator(".run-eyes [value=spotlight] ~ button").click()
    expect(run.wall.locator(".wall-light")).to_have_count(0)


@pytest.mark.parametrize("size", [(390, 844), (320, 640)])
def test_one_thumb_runs_the_room_from_a_phone(screens: Screens, server: Server, size: tuple[int, int]) -> None:
    seeded = workshop(server, open_now=False, method="fremtidsbilde-60")
    run = Run(screens.facilitator(seeded, size=size), screens.wall(seeded), [screens.phone(seeded)])
    run.next()
    run.next()
    for what in ("[data-key=next]", "[value=hold_clock] ~ button", "[value=add_time] ~ button"):
        _in_reach(run.desk, f".run {what}")
    _in_reach(run.desk, "[data-key=blank]")
    assert run.desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    run.desk.click("[data-key=blank]")
    expect(run.wall.locator("#stage[data-mode=blank]")).to_be_attached()
    screens.picture(run.desk, "desk-run-phone", whole=True)


def _in_reach(page: Page, selector: str) -> None:
    place = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    assert place is not None
    assert size is not None
    assert place["y"] + place["height"] <= size["height"], f"{selector} is seen without scrolling"
    assert min(place["width"], place["height"]) >= 43.5, f"{selector} is large enough for a thumb"


def test_what_a_facilitator_fills_in_is_left_alone_by_what_others_do(started: tuple[Seeded, Run]) -> None:
    _, run = started
    run.desk.click(".run-steps summary")
    run.desk.click(".run-more")
    run.desk.fill("#tell-text", "Pause om")
    phone = run.phones[0]
    phone.fill("#text", "I 2040 er det fred")
    phone.click("#composer button.wide")
    expect(run.desk.locator("#cards > .card")).to_have_count(1)
    run.desk.evaluate("document.querySelector('.run [value=add_time]').form.requestSubmit()")
    expect(phone.locator("[data-clock]")).to_contain_text("8:")
    expect(run.desk.locator("#tell-text")).to_have_value("Pause om")
    expect(run.desk.locator("#run-steps")).to_have_attribute("open", "")


class TestStartedAnew:
    """A server of its own, as it is killed."""

    @pytest.fixture
    def alone(self, tmp_path: Path, address: str) -> Iterator[Server]:
        started = Server(tmp_path / "data", address)
        started.start()
        yield started
        started.stop()

    def test_the_time_goes_on_through_a_restart(self, browser: Browser, alone: Server) -> None:
        screens = Screens(browser, alone)
        screens.tolerate(OFFLINE)
        seeded = workshop(alone, open_now=False, method="fremtidsbilde-60")
        run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
        run.next()
        run.next()
        ends = run.phones[0].get_attribute("[data-clock]", "data-ends")
        alone.kill()
        alone.start()
        for page in run.screens:
            page.reload()
            assert page.get_attribute("[data-clock]", "data-ends") == ends
        run.at(2)
        screens.close()
