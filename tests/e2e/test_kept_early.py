"""What was typed before the method began goes in its first writing step, by itself and once, unless all see it."""

from playwright.sync_api import Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import OFFLINE, REFUSED, Screens
from tests.e2e.seed import Seeded, room, texts, workshop
from tests.e2e.server import Server
from tests.e2e.test_next_person import ASK
from tests.e2e.test_phone import switch, waiting
from tests.e2e.wire import Wire

EARLY = "Skrevet før det begynte"


def early(phone: Page) -> None:
    """Somebody sends before the method has begun."""
    phone.fill("#text", EARLY)
    phone.tap("#composer button.wide")
    expect(phone.locator(".own [data-kept]")).to_be_visible()


def written(server: Server, there: Seeded) -> dict[str, str]:
    return {s.text: s.into for s in room(server, there.code).statements.values()}


def test_it_goes_by_itself_when_the_first_writing_step_opens(screens: Screens, server: Server) -> None:
    there = workshop(server, open_now=False, method="igp")
    run = Run(screens.facilitator(there), screens.wall(there), [screens.phone(there)])
    (phone,) = run.phones
    early(phone)
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(waiting(other)).to_have_count(1)
    screens.picture(phone, "phone-kept-early", whole=True)
    run.next()
    expect(waiting(phone)).to_have_count(1)
    phone.reload()
    expect(waiting(phone)).to_have_count(1)
    run.next()
    for page in (phone, other):
        expect(page.locator(".own[data-standing=shown]")).to_contain_text(EARLY)
        expect(waiting(page)).to_have_count(0)
    assert texts(server, there.code) == [EARLY]
    assert written(server, there) == {EARLY: "ideas"}
    phone.click(ASK)
    expect(phone.locator("#pass-on")).to_be_visible()


def test_it_goes_when_the_phone_comes_back_after_it_opened(screens: Screens, server: Server, wire: Wire) -> None:
    """Sent without contact before the method began: the server refuses it, as something else is written by now."""
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server, open_now=False, method="igp")
    desk, phone = screens.facilitator(there), screens.phone(there, base=wire.base)
    wire.cut()
    expect(phone.locator("#connection")).to_be_visible()
    phone.fill("#text", EARLY)
    phone.tap("#composer button.wide")
    expect(phone.locator(".own [data-offline]")).to_be_visible()
    for number in (1, 2):
        desk.click(".run [data-key=next]")
        expect(desk.locator(f".run[data-step='{number}']")).to_be_visible()
    wire.mend()
    expect(phone.locator(".own[data-standing=shown]")).to_contain_text(EARLY)
    expect(waiting(phone)).to_have_count(0)
    assert texts(server, there.code) == [EARLY]


def test_where_what_is_sent_is_shown_at_once_it_asks(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server, open_now=False, method="igp")
    desk, wall, phone = screens.facilitator(there), screens.wall(there), screens.phone(there, base=wire.base)
    early(phone)
    wire.cut()
    expect(phone.locator("#connection")).to_be_visible()
    for number in (1, 2):
        desk.click(".run [data-key=next]")
        expect(desk.locator(f".run[data-step='{number}']")).to_be_visible()
    desk.click("[data-key=reveal]")
    expect(desk.locator("#sure-dialog")).to_be_visible()
    desk.wait_for_timeout(600)
    desk.click("#sure-dialog [value=yes]")
    expect(desk.locator("[data-key=conceal]")).to_be_visible()
    wire.mend()
    expect(phone.locator("#stage")).to_contain_text("Det du sender, vises på veggen")
    expect(phone.locator(".own [data-earlier]")).to_be_visible()
    for width, height in ((390, 844), (320, 640), (1366, 768)):
        phone.set_viewport_size({"width": width, "height": height})
        screens.picture(phone, "phone-kept-choice", whole=True)
    assert texts(server, there.code) == []
    phone.click(".own [data-bring]")
    expect(phone.locator("#text")).to_have_value(EARLY)
    assert texts(server, there.code) == []
    phone.click("#composer button.wide")
    expect(wall.get_by_text(EARLY)).to_be_visible()
    assert texts(server, there.code) == [EARLY]


def test_a_phone_that_missed_the_first_writing_step_is_asked_in_the_next(
    screens: Screens, server: Server, wire: Wire
) -> None:
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server, open_now=False, method="future-workshop")
    desk, phone = screens.facilitator(there), screens.phone(there, base=wire.base)
    early(phone)
    wire.cut()
    expect(phone.locator("#connection")).to_be_visible()
    for number in range(1, 6):
        desk.click(".run [data-key=next]")
        expect(desk.locator(f".run[data-step='{number}']")).to_be_visible()
    wire.mend()
    expect(phone.locator("#stage")).to_have_attribute("data-into", "keep")
    expect(phone.locator(".own [data-earlier]")).to_be_visible()
    assert texts(server, there.code) == []
    phone.click(".own [data-discard]")
    expect(waiting(phone)).to_have_count(0)
    phone.click(ASK)
    expect(phone.locator("#pass-on")).to_be_visible()


def test_writing_that_opens_before_the_method_takes_it_as_before(screens: Screens, server: Server) -> None:
    there = workshop(server, open_now=False, method="igp")
    desk, phone = screens.facilitator(there), screens.phone(there)
    early(phone)
    switch(desk, "open_submissions", "close_submissions")
    expect(phone.locator(".own[data-standing=shown]")).to_contain_text(EARLY)
    assert written(server, there) == {EARLY: ""}
