"""One device, several people after each other: nothing of the first is lost, and nothing of it is the next one's."""

import json

from playwright.sync_api import Locator, Page, expect

from tests.e2e.screens import OFFLINE, REFUSED, Screens, end
from tests.e2e.seed import room, texts, workshop
from tests.e2e.server import Server
from tests.e2e.test_phone import switch, waiting, write
from tests.e2e.wire import Wire


def stored(phone: Page) -> dict[str, str]:
    """All that the browser keeps."""
    kept: dict[str, str] = json.loads(phone.evaluate("JSON.stringify({...localStorage})"))
    return kept


ASK = ".pass-on > button"


def pass_on(phone: Page) -> None:
    """Pass the device on to the next person, and say yes."""
    phone.tap(ASK)
    phone.tap("[data-leave] button:last-child")


def told(phone: Page) -> Locator:
    """Why the device cannot be passed on yet."""
    return phone.locator(".pass-on [role=alert]")


def test_the_next_person_finds_nothing(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone = screens.phone(there)
    write(phone, "Den førstes ord")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    first = phone.get_attribute("[data-live-page]", "data-me") or "?"
    phone.tap(ASK)
    asked = phone.locator("#pass-on")
    expect(asked).to_be_visible()
    expect(asked.locator("#pass-on-seat")).to_be_hidden()  # where nobody sits at tables
    screens.picture(phone, "phone-pass-on")
    asked.locator("[autofocus]").tap()
    expect(asked).not_to_be_visible()
    expect(phone.locator(".own .words")).to_have_text("Den førstes ord")
    pass_on(phone)
    phone.tap("button[value=parent]")
    expect(phone.locator("#text")).to_have_value("")
    assert phone.locator(".own").count() == 0
    assert "Den førstes ord" not in phone.content()
    assert set(stored(phone)) <= {f"fremtidsbilde {there.code} here"}
    assert first not in json.dumps(stored(phone))
    write(phone, "Den andres ord")
    expect(phone.locator(".own .words")).to_have_text("Den andres ord")
    phone.go_back()
    assert "Den førstes ord" not in phone.content()
    assert texts(server, there.code) == ["Den førstes ord", "Den andres ord"]


def test_the_mark_on_the_page_tells_nothing(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone = screens.phone(there)
    mark = phone.get_attribute("[data-live-page]", "data-me") or ""
    assert len(mark) == 12
    (participant,) = room(server, there.code).participants
    assert participant not in phone.content()
    assert mark not in participant


def test_what_is_not_sent_keeps_the_device(screens: Screens, server: Server) -> None:
    """A draft, a changed statement and a statement that waits for writing to open: each is named, and none is lost."""
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there)
    write(phone, "Sendt")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    phone.fill("#text", "Et utkast")
    phone.tap(ASK)
    expect(told(phone)).to_be_visible()
    screens.picture(phone, "phone-not-passed-on", whole=True)
    expect(phone.locator("#text")).to_have_value("Et utkast")

    phone.fill("#text", "")
    phone.tap(".own summary")
    phone.fill(".own textarea", "Endret, ikke lagret")
    said = told(phone).text_content()
    phone.tap(ASK)
    expect(told(phone)).not_to_have_text(said or "")
    phone.tap(".own details [data-discard]")
    expect(phone.locator(".own details")).not_to_have_attribute("open", "")

    switch(desk, "close_submissions", "open_submissions")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    write(phone, "For sent ute")
    expect(waiting(phone).locator("[data-kept]")).to_be_visible()
    said = told(phone).text_content()
    phone.tap(ASK)
    expect(told(phone)).not_to_have_text(said or "")
    expect(waiting(phone)).to_have_count(1)
    phone.reload()
    expect(waiting(phone).locator("[data-kept]")).to_be_visible()
    waiting(phone).locator("[data-discard]").tap()
    expect(waiting(phone)).to_have_count(0)
    pass_on(phone)
    expect(phone.locator("button[value=parent]")).to_be_visible()
    assert texts(server, there.code) == ["Sendt"]


def test_a_server_that_cannot_let_go_leaves_all_as_it_is(screens: Screens, server: Server) -> None:
    screens.tolerate("status of 503")
    there = workshop(server)
    phone = screens.phone(there)
    write(phone, "Min egen")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    phone.route("**/leave", lambda route: route.fulfill(status=503, body="no"))
    pass_on(phone)
    expect(told(phone)).to_be_visible()
    expect(phone.locator(".own .words")).to_have_text("Min egen")
    assert any(key.endswith(" here") for key in stored(phone))
    phone.unroute("**/leave")
    pass_on(phone)
    expect(phone.locator("button[value=parent]")).to_be_visible()


def test_another_tab_is_not_the_first_person_any_more(screens: Screens, server: Server) -> None:
    """It comes anew as soon as the device has been passed on."""
    there = workshop(server)
    one = screens.phone(there)
    two = one.context.new_page()
    two.goto(one.url)
    expect(two.locator(".starters")).to_be_visible()
    first = one.get_attribute("[data-live-page]", "data-me")
    pass_on(one)
    expect(two.locator("button[value=parent]")).to_be_visible()
    one.tap("button[value=parent]")
    expect(one.locator(".starters")).to_be_visible()
    assert one.get_attribute("[data-live-page]", "data-me") != first


def test_a_tab_that_did_not_notice_says_nothing_in_the_next_ones_name(
    screens: Screens, server: Server, wire: Wire
) -> None:
    """Without sockets and without word from the other tab: the server sees that the page is another person's."""
    wire.sockets = "refuse"
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server)
    one = screens.phone(there, base=wire.base)
    two = one.context.new_page()
    two.add_init_script("addEventListener('storage', (event) => event.stopImmediatePropagation())")
    two.goto(one.url)
    first = two.get_attribute("[data-live-page]", "data-me") or ""
    expect(two.locator("#connection")).to_be_visible(timeout=12_000)
    # It asks for news now and then, and would notice by that.
    two.route("**/frames?*", lambda route: route.abort("connectionfailed"))
    pass_on(one)
    one.tap("button[value=parent]")
    expect(one.locator(".starters")).to_be_visible()
    write(two, "Den førstes ord")
    expect(two.locator("[data-live-page]")).not_to_have_attribute("data-me", first, timeout=12_000)
    assert two.locator(".own").count() == 0
    assert texts(server, there.code) == []


def test_a_form_of_the_first_person_is_not_the_next_ones(screens: Screens, server: Server) -> None:
    """Without scripts: it is refused, and its words come back to whoever looks."""
    screens.tolerate(REFUSED)
    there = workshop(server)
    one = screens.open("phone", java_script_enabled=False)
    one.goto(f"{server.base}{there.path}/")
    one.tap("button[value=child]")
    expect(one.locator("#text")).to_be_visible()
    two = one.context.new_page()
    two.goto(one.url)
    pass_on(one)
    one.tap("button[value=parent]")
    expect(one.locator("#text")).to_be_visible()
    two.fill("#text", "Den førstes ord")
    two.tap("#composer button.wide")
    expect(two.get_by_role("alert").first).to_be_visible()
    expect(two.locator("#text")).to_have_value("Den førstes ord")
    assert texts(server, there.code) == []


def test_after_the_end_nobody_is_led_to_a_door_that_is_closed(screens: Screens, server: Server) -> None:
    there = workshop(server)
    desk, phone, late = screens.facilitator(there), screens.phone(there), screens.phone(there)
    write(phone, "Min egen")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    late.tap(ASK)
    end(desk)
    expect(phone.locator(".room-stage")).not_to_have_attribute("data-stage", "open")
    expect(phone.locator(ASK)).not_to_be_visible()
    expect(phone.locator(".own .words")).to_have_text("Min egen")
    late.evaluate("document.querySelector('[data-leave]').requestSubmit()")
    expect(late.get_by_text("Skrev du på din egen telefon?")).to_be_visible()
