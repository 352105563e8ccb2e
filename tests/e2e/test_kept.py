"""What comes while writing is closed: statements and edits wait on the phone, and go when it opens. Once."""

from playwright.sync_api import Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import OFFLINE, REFUSED, Screens
from tests.e2e.seed import Seeded, texts, workshop
from tests.e2e.server import Server
from tests.e2e.test_phone import switch, waiting, write
from tests.e2e.wire import Wire


def _said(screens: Screens, there: Seeded, text: str, base: str = "") -> Page:
    phone = screens.phone(there, base=base)
    write(phone, text)
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    return phone


def _reworded(phone: Page, text: str) -> None:
    if not phone.locator(".own details[open]").count():
        phone.tap(".own summary")
    phone.fill(".own textarea", text)
    phone.tap(".own .reword button >> nth=0")


def test_an_edit_that_came_too_late_waits_and_goes(screens: Screens, server: Server) -> None:
    there = workshop(server)
    desk, phone = screens.facilitator(there), _said(screens, there, "Ute hver dga")
    phone.tap(".own summary")
    switch(desk, "close_submissions", "open_submissions")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    _reworded(phone, "Ute hver dag")
    expect(phone.locator(".own details [data-kept]")).to_be_visible()
    screens.picture(phone, "phone-edit-kept", whole=True)
    phone.reload()
    expect(phone.locator(".own textarea")).to_be_visible()
    expect(phone.locator(".own textarea")).to_have_value("Ute hver dag")
    expect(phone.locator(".own details [data-kept]")).to_be_visible()
    assert texts(server, there.code) == ["Ute hver dga"]
    switch(desk, "open_submissions", "close_submissions")
    expect(phone.locator(".own > .words")).to_have_text("Ute hver dag")
    expect(phone.locator(".own details")).not_to_have_attribute("open", "")
    assert texts(server, there.code) == ["Ute hver dag"]
    phone.reload()
    expect(phone.locator(".own > .words")).to_have_text("Ute hver dag")
    expect(phone.locator(".own details")).not_to_have_attribute("open", "")


def test_a_statement_that_waits_outlives_whatever_else_is_pressed(screens: Screens, server: Server) -> None:
    there = workshop(server, open_now=False, method="igp")
    run = Run(screens.facilitator(there), screens.wall(there), [screens.phone(there)])
    run.next()
    run.next()
    phone = run.phones[0]
    switch(run.desk, "close_submissions", "open_submissions")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    phone.fill("#text", "Venter på tur")
    phone.tap("#composer button.wide")
    expect(waiting(phone)).to_have_count(1)
    run.next()
    phone.click(".seat-turn[data-mine] button")
    expect(run.desk.locator(".run[data-step='3']")).to_be_visible()
    phone.reload()
    expect(waiting(phone)).to_have_count(1)
    run.go(2)
    run.desk.click(".run [value=reopen_step] ~ button")
    expect(phone.locator(".own[data-standing=shown]")).to_contain_text("Venter på tur")
    expect(waiting(phone)).to_have_count(0)
    assert texts(server, there.code) == ["Venter på tur"]


def test_an_edit_made_offline_while_writing_closes(screens: Screens, server: Server, wire: Wire) -> None:
    screens.tolerate(OFFLINE, REFUSED)
    there = workshop(server)
    desk, phone = screens.facilitator(there), _said(screens, there, "Kortreist mat", wire.base)
    wire.cut()
    expect(phone.locator("#connection")).to_be_visible()
    _reworded(phone, "Kortreist mat hver dag")
    expect(phone.locator(".own details [data-offline]")).to_be_visible()
    switch(desk, "close_submissions", "open_submissions")
    wire.mend()
    expect(phone.locator(".own details [data-kept]")).to_be_visible(timeout=20_000)
    expect(phone.locator(".own textarea")).to_have_value("Kortreist mat hver dag")
    switch(desk, "open_submissions", "close_submissions")
    expect(phone.locator(".own > .words")).to_have_text("Kortreist mat hver dag")
    assert texts(server, there.code) == ["Kortreist mat hver dag"]


def test_an_edit_refused_for_another_reason_stays_in_its_card(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone = _said(screens, there, "Kort")
    _reworded(phone, "å" * 281)
    expect(phone.locator(".own [data-edit-problem]")).to_contain_text("281")
    screens.picture(phone, "phone-edit-refused", whole=True)
    expect(phone.locator("#text")).to_have_value("")
    phone.reload()
    expect(phone.locator(".own textarea")).to_have_value("å" * 281)
    _reworded(phone, "å" * 280)
    expect(phone.locator(".own > .words")).to_have_text("å" * 280)
    expect(phone.locator(".own details")).not_to_have_attribute("open", "")
    assert texts(server, there.code) == ["å" * 280]


NO_EDITS = """
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) {
        if (text.includes('"edit"')) throw new Error("sent");
        send.call(this, text);
    };
"""


def test_an_edit_that_is_too_long_is_not_sent(screens: Screens, server: Server) -> None:
    """As in the box for new ones; said at its card, in the server's words."""
    there = workshop(server)
    phone = _said(screens, there, "Kort")
    phone.evaluate(f"() => {{ {NO_EDITS} }}")
    _reworded(phone, "å" * 40_000)
    expect(phone.locator(".own [data-edit-problem]")).to_contain_text("40000")
    expect(phone.locator(".own textarea")).to_be_focused()
    expect(phone.locator(".own [data-edit-state]")).not_to_be_visible()
    assert texts(server, there.code) == ["Kort"]


def test_without_scripts_a_refused_edit_comes_back_in_its_own_form(screens: Screens, server: Server) -> None:
    screens.tolerate(REFUSED)
    there = workshop(server)
    phone = screens.open("phone", java_script_enabled=False)
    phone.goto(f"{server.base}{there.path}/")
    phone.tap("button[value=child]")
    for text in ("Den ene", "Den andre"):
        phone.fill("#text", text)
        phone.tap("#composer button.wide")
    expect(phone.locator(".own")).to_have_count(2)
    desk = screens.facilitator(there)
    phone.tap(".own:has-text('Den ene') summary")
    phone.fill(".own:has-text('Den ene') textarea", "Den ene, endret")
    switch(desk, "close_submissions", "open_submissions")
    phone.tap(".own:has-text('Den ene') .reword button")
    expect(phone.get_by_role("alert").first).to_be_visible()
    editor = phone.locator(".own:has(.words:text-is('Den ene')) textarea")
    expect(editor).to_be_visible()
    expect(editor).to_have_value("Den ene, endret")
    expect(phone.locator("#text")).to_have_value("")
    expect(phone.locator(".own:has(.words:text-is('Den andre')) textarea")).to_have_value("Den andre")
    screens.picture(phone, "scriptless-edit-refused", whole=True)
    switch(desk, "open_submissions", "close_submissions")
    phone.tap(".own:has(.words:text-is('Den ene')) .reword button")
    expect(phone.locator(".own .words").last).to_have_text("Den ene, endret")
    assert sorted(texts(server, there.code)) == ["Den andre", "Den ene, endret"]


MUTE = """
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) { if (!text.includes('"say"')) send.call(this, text); };
"""


LATE = """
    window.refusals = [];
    const kept = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    const late = (hear) => hear && ((event) => {
        if (event.data.includes('"refused"')) window.refusals.push(() => hear(event));
        else hear(event);
    });
    const set = function (hear) { kept.set.call(this, late(hear)); };
    Object.defineProperty(WebSocket.prototype, "onmessage", { ...kept, set });
"""
"""A tab that hears refusals late."""


def test_a_kept_statement_is_not_dropped_by_another_tab(screens: Screens, server: Server, wire: Wire) -> None:
    """One tab was refused and kept it; the other sends it when writing opens. Until it is answered it is in storage."""
    screens.tolerate(OFFLINE)
    there = workshop(server)
    desk, one = screens.facilitator(there), screens.phone(there, base=wire.base)
    switch(desk, "close_submissions", "open_submissions")
    expect(one.locator("#stage")).to_have_attribute("data-open", "no")
    write(one, "Venter på åpning")
    expect(waiting(one).locator("[data-kept]")).to_be_visible()
    wire.deafen()  # the first tab does not hear that it opens
    two = one.context.new_page()
    two.add_init_script(MUTE)
    two.goto(one.url)
    expect(waiting(two).locator("[data-kept]")).to_be_visible()
    switch(desk, "open_submissions", "close_submissions")
    expect(waiting(two).locator("[data-sending]")).to_be_visible()
    write(one, "Den neste")
    expect(desk.locator(".card")).to_have_count(1)
    one.close()
    two.close()
    three = one.context.new_page()
    three.goto(one.url)
    expect(three.locator(".own[data-standing=shown]")).to_have_count(2)
    assert sorted(texts(server, there.code)) == ["Den neste", "Venter på åpning"]


def test_two_tabs_send_what_was_kept_once(screens: Screens, server: Server) -> None:
    there = workshop(server)
    desk, one = screens.facilitator(there), screens.phone(there)
    switch(desk, "close_submissions", "open_submissions")
    expect(one.locator("#stage")).to_have_attribute("data-open", "no")
    write(one, "Venter på åpning")
    expect(waiting(one).locator("[data-kept]")).to_be_visible()
    two = one.context.new_page()
    two.goto(one.url)
    expect(waiting(two).locator("[data-kept]")).to_be_visible()
    for again in (True, False):
        switch(desk, "open_submissions", "close_submissions")
        for tab in (one, two):
            expect(tab.locator(".own[data-standing=shown]")).to_have_count(1)
            expect(waiting(tab)).to_have_count(0)
        if again:
            switch(desk, "close_submissions", "open_submissions")
    assert texts(server, there.code) == ["Venter på åpning"]


def test_a_refusal_that_comes_after_the_statement_was_taken_another_way_changes_nothing(
    screens: Screens, server: Server
) -> None:
    there = workshop(server)
    desk, one = screens.facilitator(there), screens.phone(there)
    one.add_init_script(LATE)
    one.reload()
    switch(desk, "close_submissions", "open_submissions")
    expect(one.locator("#stage")).to_have_attribute("data-open", "no")
    write(one, "Refusert og tatt")
    one.wait_for_function("window.refusals.length > 0")
    switch(desk, "open_submissions", "close_submissions")
    two = one.context.new_page()
    two.goto(one.url)  # what is not answered goes from here
    expect(one.locator(".own[data-standing=shown]")).to_have_count(1)
    one.evaluate("window.refusals.forEach((hear) => hear())")
    write(one, "Den neste")
    for tab in (one, two):
        expect(tab.locator(".own[data-standing=shown]")).to_have_count(2)
        expect(waiting(tab)).to_have_count(0)
    assert sorted(texts(server, there.code)) == ["Den neste", "Refusert og tatt"]
