"""What people will do, and what has to be in place, written on phones: no words are lost, whatever the step."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import REFUSED, Screens
from tests.e2e.seed import Seeded, Theme, room, workshop
from tests.e2e.server import Server
from tests.e2e.wire import HOLD


@pytest.fixture
def promising(screens: Screens, server: Server) -> tuple[Seeded, Run]:
    """A workshop with a theme, at the step where people say what they will do."""
    seeded = workshop(
        server, [("child", "Ute")], open_now=False, revealed=True, themes=[Theme("Uteskole")], method="fremtidsbilde-60"
    )
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    run.go(8)
    return seeded, run


def promise(phone: Page, what: str) -> None:
    phone.fill("#promise-what", what)
    phone.click("#promiser button.wide")


def test_a_refused_promise_comes_back_before_what_has_been_typed_since(promising: tuple[Seeded, Run]) -> None:
    _, run = promising
    (phone,) = run.phones
    phone.evaluate(HOLD)
    phone.fill("#promise-who", "naboen")
    promise(phone, "Det første")
    expect(phone.locator("#promise-what")).to_have_value("")
    phone.fill("#promise-what", "Det neste")
    phone.fill("#promise-when", "til jul")
    run.next()
    phone.evaluate("letGo()")
    expect(phone.locator("#promiser [data-problem]")).to_be_visible()
    for _ in range(2):
        expect(phone.locator("#promise-what")).to_have_value("Det første Det neste")
        expect(phone.locator("#promise-who")).to_have_value("naboen")
        expect(phone.locator("#promise-when")).to_have_value("til jul")
        phone.reload()


def editor(phone: Page) -> Locator:
    """The form in which a promise is said otherwise."""
    return phone.locator(".own-plan details form")


@pytest.fixture
def rewording(promising: tuple[Seeded, Run]) -> tuple[Seeded, Run]:
    """Somebody has promised something, and begun to say it otherwise."""
    seeded, run = promising
    (phone,) = run.phones
    phone.select_option("#promise-serves", label="Uteskole")
    phone.fill("#promise-who", "naboen")
    promise(phone, "Jeg spør")
    phone.click(".own-plan summary")
    editor(phone).locator("[name=what]").fill("Jeg spør elevrådet")
    editor(phone).locator("[name=who]").fill("")
    return seeded, run


def still_there(phone: Page) -> None:
    expect(editor(phone)).to_be_visible()
    expect(editor(phone).locator("[name=what]")).to_have_value("Jeg spør elevrådet")
    expect(editor(phone).locator("[name=who]")).to_have_value("")


def test_a_promise_that_is_being_said_otherwise_outlasts_its_step(
    rewording: tuple[Seeded, Run], server: Server, screens: Screens
) -> None:
    seeded, run = rewording
    (phone,) = run.phones
    run.next()
    still_there(phone)
    editor(phone).locator("button >> nth=0").click()
    expect(editor(phone).locator("[data-problem]")).to_be_visible()
    still_there(phone)
    screens.picture(phone, "phone-promise-refused", whole=True)
    phone.reload()
    still_there(phone)
    run.go(8)
    run.desk.click(".run [value=reopen_step] ~ button")
    expect(phone.locator(".own-plan")).to_have_attribute("data-open", "yes")
    still_there(phone)
    editor(phone).locator("button >> nth=0").click()
    expect(phone.locator(".own-plan > .words")).to_have_text("Jeg spør elevrådet")
    expect(editor(phone)).not_to_be_visible()
    (stored,) = room(server, seeded.code).commitments.values()
    assert (stored.what, stored.who) == ("Jeg spør elevrådet", "")
    assert stored.serves in room(server, seeded.code).themes
    phone.reload()
    expect(phone.locator(".own-plan")).to_be_visible()
    expect(editor(phone)).not_to_be_visible()


def test_what_the_desk_does_with_a_promise_leaves_its_editor_alone(rewording: tuple[Seeded, Run]) -> None:
    _, run = rewording
    (phone,) = run.phones
    for _ in range(2):
        run.desk.locator(".commitment button").first.click()
        expect(phone.locator(".own-plan > .state")).to_contain_text("vises")
        still_there(phone)
        phone.click(".own-plan summary")
        expect(editor(phone)).not_to_be_visible()
        run.desk.locator(".commitment button").first.click()
        expect(phone.locator(".own-plan > .state")).not_to_contain_text("vises")
        phone.click(".own-plan summary")
        still_there(phone)


def test_a_promise_half_said_otherwise_keeps_the_device_until_it_is_cancelled(rewording: tuple[Seeded, Run]) -> None:
    _, run = rewording
    (phone,) = run.phones
    phone.click(".pass-on > button")
    expect(phone.locator(".pass-on [role=alert]")).to_contain_text("Lagre eller avbryt")
    editor(phone).locator("[type=reset]").click()
    expect(editor(phone)).not_to_be_visible()
    phone.click(".own-plan summary")
    expect(editor(phone).locator("[name=what]")).to_have_value("Jeg spør")
    phone.reload()
    expect(editor(phone)).not_to_be_visible()
    phone.click(".pass-on > button")
    phone.click("[data-leave] button:last-child")
    phone.wait_for_selector("button[value=parent]")


def test_a_refused_rewording_comes_back_before_what_has_been_typed_since(rewording: tuple[Seeded, Run]) -> None:
    _, run = rewording
    (phone,) = run.phones
    phone.evaluate(HOLD)
    editor(phone).locator("button >> nth=0").click()
    expect(editor(phone)).not_to_be_visible()
    phone.click(".own-plan summary")
    editor(phone).locator("[name=when]").fill("til jul")
    run.next()
    phone.evaluate("letGo()")
    expect(editor(phone).locator("[data-problem]")).to_be_visible()
    still_there(phone)
    expect(editor(phone).locator("[name=when]")).to_have_value("til jul")


def test_words_that_came_back_with_the_page_do_not_stay_when_they_have_been_sent(
    promising: tuple[Seeded, Run], screens: Screens, server: Server
) -> None:
    """A form that was sent before the page's scripts ran, and was refused."""
    screens.tolerate(REFUSED)
    seeded, run = promising
    (phone,) = run.phones
    phone.fill("#promise-what", "Jeg spør")
    phone.fill("#promise-who", "naboen")
    run.next()
    phone.evaluate("document.getElementById('promiser').submit()")
    expect(phone.locator("#refusal")).to_be_visible()
    phone.wait_for_selector(".starters:not([hidden])", state="attached")
    expect(phone.locator("#promise-what")).to_be_visible()
    expect(phone.locator("#promise-what")).to_have_value("Jeg spør")
    screens.picture(phone, "phone-promise-came-back", whole=True)
    run.go(8)
    run.desk.click(".run [value=reopen_step] ~ button")
    expect(phone.locator("#stage")).to_have_attribute("data-kind", "commit")
    phone.click("#promiser button.wide")
    expect(phone.locator(".own-plan > .words")).to_have_text("Jeg spør")
    expect(phone.locator("#promise-what")).to_have_value("")
    expect(phone.locator("#promise-who")).to_have_value("")
    assert [one.who for one in room(server, seeded.code).commitments.values()] == ["naboen"]


def test_what_was_just_promised_is_confirmed_where_it_was_typed(promising: tuple[Seeded, Run]) -> None:
    """Also on a small phone, where its card stands far below the form."""
    _, run = promising
    (phone,) = run.phones
    phone.set_viewport_size({"width": 360, "height": 640})
    promise(phone, "Jeg spør elevrådet")
    receipt = phone.locator("#promiser [data-receipt]")
    expect(receipt).to_contain_text("Jeg spør elevrådet")
    expect(receipt).to_be_in_viewport()
    phone.fill("#promise-what", "Og så")
    expect(receipt).not_to_be_visible()


def test_what_waits_to_be_read_is_told_at_the_desk_and_on_the_phone(screens: Screens, server: Server) -> None:
    seeded = workshop(server, open_now=False, revealed=True, method="fremtidsbilde-60", moderation=True)
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    run.go(8)
    (phone,) = run.phones
    expect(phone.locator("#promiser .hint")).to_contain_text("Noen leser dette før det vises")
    expect(phone.locator("#promiser .hint")).not_to_contain_text("Alle i rommet", use_inner_text=True)
    for words in ("Det ene", "Det andre"):
        promise(phone, words)
        expect(phone.locator(".own-plan", has_text=words)).to_contain_text("Det blir lest før det vises")
    waiting = run.desk.locator(".commitment", has_text="venter på godkjenning")
    expect(waiting).to_have_count(2)
    expect(waiting.first.locator(".words")).not_to_have_css("text-decoration-line", "line-through")
    expect(run.desk.locator(".tally")).to_contain_text("2 venter")
    run.desk.click("[popovertarget=end-asks]")
    expect(run.desk.locator("#end-asks")).to_contain_text("2 venter fortsatt")
    screens.picture(run.desk, "desk-end-asks")
    run.desk.locator("#end-asks [autofocus]").click()
    waiting.first.get_by_role("button", name="Skjul").click()
    expect(waiting).to_have_count(1)
    expect(run.desk.locator(".commitment[data-hidden]")).to_have_count(1)
    run.desk.click(".promises header button")
    expect(waiting).to_have_count(0)
    expect(run.wall.locator(".commitment")).to_have_count(1)
    run.desk.click("[data-key=close]")
    expect(phone.locator("#stage")).not_to_have_attribute("data-stage", "open")


def test_what_is_said_to_be_saved_is_what_is_saved_now(promising: tuple[Seeded, Run]) -> None:
    _, run = promising
    (phone,) = run.phones
    promise(phone, "Jeg spør")
    receipt = phone.locator("#promiser [data-receipt]")
    expect(receipt).to_contain_text("Lagret: Jeg spør")
    phone.click(".own-plan summary")
    phone.fill(".own-plan textarea", "Jeg spør igjen")
    phone.click(".own-plan details form button:has-text('Lagre')")
    expect(receipt).to_contain_text("Lagret: Jeg spør igjen")
    phone.click(".own-plan > form button")
    expect(phone.locator(".own-plan")).to_have_count(0)
    expect(receipt).not_to_be_visible()
