"""The phone is kind: it asks before it erases, keeps Send in reach, and says in words how things stand."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import OFFLINE, REFUSED, Screens, box, end
from tests.e2e.seed import Seeded, texts, workshop
from tests.e2e.server import Server
from tests.e2e.test_phone import switch

pytestmark = pytest.mark.long

SENTENCE = "er det dyr i barnehagen"
WHOLE = "I 2040 er det dyr i barnehagen"


def write(phone: Page, text: str) -> None:
    phone.fill("#text", text)
    phone.tap("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown] > .words").first).to_have_text(text)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_taking_back_asks_first(screens: Screens, server: Server, scripts: bool) -> None:
    there = workshop(server)
    phone = screens.phone(there) if scripts else _scriptless(screens, there, server)
    phone.fill("#text", "Dette angrer jeg på")
    phone.tap("#composer button.wide")
    phone.tap(".own[data-standing=shown] summary")
    phone.tap(".own .change > [popovertarget]")
    asked = phone.get_by_role("dialog", name="Trekk tilbake?")
    expect(asked).to_be_visible()
    expect(asked).to_contain_text("Dette angrer jeg på")
    screens.picture(phone, f"phone-take-back-{'with' if scripts else 'without'}-scripts")
    phone.tap(".take-back:popover-open >> text=Avbryt")
    expect(asked).not_to_be_visible()
    assert texts(server, there.code) == ["Dette angrer jeg på"]
    phone.tap(".own .change > [popovertarget]")
    phone.tap(".take-back:popover-open >> text=Ja, trekk tilbake")
    expect(phone.locator(".own")).to_have_count(0)
    assert texts(server, there.code) == []


def _scriptless(screens: Screens, there: Seeded, server: Server) -> Page:
    phone = screens.open("phone", java_script_enabled=False)
    phone.goto(f"{server.base}{there.path}/")
    phone.click("button[value=child]")
    return phone


def test_the_keyboard_takes_back_and_changes_its_mind(screens: Screens, server: Server) -> None:
    """The focus lands on what does no harm, comes back when nothing is done, and is not lost with the card."""
    there = workshop(server)
    phone = screens.phone(there)
    write(phone, "Bort")
    phone.tap(".own summary")
    opener = phone.locator(".own .change > [popovertarget]")
    opener.press("Enter")
    expect(phone.locator(".take-back:popover-open >> text=Avbryt")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(opener).to_be_focused()
    assert texts(server, there.code) == ["Bort"]
    opener.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator(".own")).to_have_count(0)
    expect(phone.locator("#own-title")).to_be_focused()
    expect(phone.locator(".sent-news")).to_have_text("Trukket tilbake")


def _in_view(phone: Page, what: str) -> None:
    phone.wait_for_function(
        """what => { const {top, bottom} = document.querySelector(what).getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight; }""",
        arg=what,
    )


@pytest.mark.parametrize("text", ["", "m" * 20, "En lang setning om 2040. " * 11], ids=["empty", "short", "long"])
def test_send_stays_in_reach_above_the_keyboard(screens: Screens, server: Server, text: str) -> None:
    phone = screens.phone(workshop(server), size=(320, 640))
    for one in ("#text", "#composer button.wide"):
        _in_view(phone, one)
    phone.fill("#text", text)
    phone.tap("#text")
    phone.set_viewport_size({"width": 320, "height": 340})
    for one in ("#text", "#composer button.wide"):
        _in_view(phone, one)
    screens.picture(phone, f"phone-keyboard-{len(text)}")
    assert box(phone.locator("#text"))["height"] >= 60


def test_words_stand_as_they_were_typed(screens: Screens, server: Server) -> None:
    """The label asks a question, so that no beginning is missing from an answer, and none is doubled."""
    there = workshop(server, revealed=True)
    phone, desk, wall = screens.phone(there), screens.facilitator(there), screens.wall(there)
    expect(phone.get_by_label("Hva ser du for deg i 2040?")).to_be_visible()
    for text in (SENTENCE, WHOLE):
        write(phone, text)
    phone.tap(".starters >> text=I 2040 kan alle barn")
    expect(phone.locator("#text")).to_have_value("I 2040 kan alle barn ")
    assert texts(server, there.code) == [SENTENCE, WHOLE]
    for screen in (desk, wall):
        expect(screen.locator(".card .words", has_text=SENTENCE)).to_have_count(2)
        assert sorted(screen.locator(".card .words").all_inner_texts()) == sorted([SENTENCE, WHOLE])
    file = desk.request.get(f"{server.base}{there.path}/export/md").text().splitlines()
    assert {SENTENCE, WHOLE} <= {line.removeprefix("- ").strip() for line in file}


def test_a_card_says_in_words_how_it_stands(screens: Screens, server: Server) -> None:
    screens.tolerate(OFFLINE)
    there = workshop(server)
    phone = screens.phone(there)
    write(phone, "Lagret ord")
    saved = phone.locator(".own[data-standing=shown]")
    expect(saved.locator("> .state")).to_have_text("Lagret")
    server.freeze()
    try:
        phone.fill("#text", "På vei")
        phone.tap("#composer button.wide")
        waiting = phone.locator(".own[data-standing=waiting]")
        expect(waiting.locator(".state :not([hidden]) > svg")).to_be_visible()
        expect(waiting.locator("[data-sending], [data-offline]").locator("visible=true")).to_have_count(1)
        edges = [one.evaluate("one => getComputedStyle(one).borderInlineStartStyle") for one in (saved, waiting)]
        assert edges == ["solid", "dashed"]
        saved.locator("summary").click()
        saved.locator("textarea").fill("Nye ord")
        saved.locator(".reword button").first.click()
        expect(saved).to_have_attribute("data-going", "")
        expect(saved.locator("> .state")).not_to_be_visible()
        expect(saved.locator("[data-edit-state]")).to_be_visible()
        screens.picture(phone, "phone-sending", whole=True)
    finally:
        server.thaw()
    expect(phone.locator(".own[data-standing=shown] > .words")).to_have_text(["På vei", "Nye ord"])
    expect(phone.locator(".own > .state")).to_have_text(["Lagret", "Lagret"])


def test_a_refused_change_says_so_on_its_card(screens: Screens, server: Server) -> None:
    phone = screens.phone(workshop(server))
    write(phone, "Kort")
    phone.tap(".own summary")
    phone.fill(".own textarea", "x" * 281)
    phone.tap(".own .reword button >> nth=0")
    expect(phone.locator(".own")).to_have_attribute("data-refused", "")
    expect(phone.locator(".own [data-edit-problem]")).to_contain_text("281 tegn")
    screens.picture(phone, "phone-refused", whole=True)
    phone.fill(".own textarea", "Kortere")
    expect(phone.locator(".own")).not_to_have_attribute("data-refused", "")


@pytest.mark.parametrize("known", [True, False], ids=["took-part", "late"])
def test_an_ended_workshop_says_so(screens: Screens, server: Server, known: bool) -> None:
    there = workshop(server)
    phone = screens.phone(there) if known else screens.open("phone")
    desk = screens.facilitator(there)
    end(desk)
    expect(desk.locator("[data-key=reopen]")).to_be_visible()
    phone.goto(f"{server.base}{there.path}/group")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Verkstedet er avsluttet")
    assert phone.get_by_text("Hvem er du?").count() == 0
    screens.picture(phone, f"choose-ended-{'known' if known else 'late'}")
    phone.tap("main a.ds-button")
    if known:
        expect(phone.locator("#own-title")).to_be_visible()
    else:
        expect(phone.locator("#code")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_sending_only_spaces_is_answered(screens: Screens, server: Server, scripts: bool) -> None:
    screens.tolerate(REFUSED)
    there = workshop(server)
    phone = screens.phone(there) if scripts else _scriptless(screens, there, server)
    phone.fill("#text", "   ")
    phone.tap("#composer button.wide")
    expect(phone.get_by_role("alert").locator("visible=true")).to_have_text("Teksten er tom. Skriv litt først.")
    expect(phone.locator("#text")).to_be_focused()
    expect(phone.locator("#text")).to_have_attribute("aria-invalid", "true")
    assert texts(server, there.code) == []


def test_what_comes_in_meanwhile_does_not_put_off_that_it_is_too_much(screens: Screens, server: Server) -> None:
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there, locale="en-GB")
    phone.clock.install()
    phone.fill("#text", "å" * 292)
    phone.clock.run_for(600)
    switch(desk, "close_submissions", "open_submissions")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    phone.clock.run_for(600)
    expect(phone.locator(".count-news")).to_have_text("12 characters too many")


@pytest.mark.parametrize(
    ("locale", "one", "many"),
    [
        ("nb-NO", "1 tegn for mye", "12 tegn for mye"),
        ("nn-NO", "1 teikn for mykje", "12 teikn for mykje"),
        ("en-GB", "1 character too many", "12 characters too many"),
    ],
)
def test_too_many_characters_are_counted_in_words(
    screens: Screens, server: Server, locale: str, one: str, many: str
) -> None:
    """Seen at each key, and told when the typing rests."""
    phone = screens.phone(workshop(server), locale=locale)
    told = phone.locator(".count-news")
    phone.clock.install()
    phone.fill("#text", "å" * 281)
    expect(phone.locator("#count")).to_have_text(one)
    phone.fill("#text", "å" * 292)
    expect(phone.locator("#count")).to_have_text(many)
    expect(told).to_be_empty()
    phone.clock.run_for(1_100)
    expect(told).to_have_text(many)
    phone.fill("#text", "å")
    phone.clock.run_for(1_100)
    expect(phone.locator("#count")).to_have_text("279")
    expect(told).to_be_empty()


def test_whose_words_are_mended_is_told_so_with_the_old_ones_and_the_new(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone, other, desk = screens.phone(there), screens.phone(there), screens.facilitator(there)
    write(phone, "Det er dyr i barnehagn")
    desk.locator(".card .more").click()
    desk.fill("#card-text", "Det er dyr i barnehagen")
    desk.click("#card-form [value=save]")
    mine = phone.locator(".own")
    expect(mine.locator("> .words")).to_have_text("Det er dyr i barnehagen")
    expect(mine.locator(".reworded")).to_contain_text("De som leder verkstedet, har rettet på ordlyden")
    expect(mine.locator(".reworded blockquote")).to_have_text("Det er dyr i barnehagn")
    screens.picture(phone, "phone-reworded")
    expect(other.locator(".own")).to_have_count(0)
    desk.click(".undo button")
    expect(mine.locator("> .words")).to_have_text("Det er dyr i barnehagn")
    expect(mine.locator(".reworded")).to_have_count(0)


def test_whose_milestone_is_mended_is_told_so_too(screens: Screens, server: Server) -> None:
    seeded = workshop(server, open_now=False, revealed=True, method="backcasting")
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    run.go(4)
    phone = run.phones[0]
    phone.fill("#placed-text", "Skolegården er byggd")
    phone.select_option("#placed-place", "2030")
    phone.tap("#placer button.wide")
    mine = phone.locator("#own-plans > *")
    expect(mine.locator("> .words")).to_have_text("Skolegården er byggd")
    run.desk.click(".milestone .change > summary")
    run.desk.fill(".milestone textarea[name=text]", "Skolegården er bygd")
    run.desk.click(".milestone form.stack button")
    expect(mine.locator("> .words")).to_have_text("Skolegården er bygd")
    expect(mine.locator(".reworded blockquote")).to_have_text("Skolegården er byggd")
    mine.scroll_into_view_if_needed()
    screens.picture(phone, "phone-milestone-reworded")
    run.desk.click(".undo button")
    expect(mine.locator("> .words")).to_have_text("Skolegården er byggd")
    expect(mine.locator(".reworded")).to_have_count(0)
