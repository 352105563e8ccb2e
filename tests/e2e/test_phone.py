"""The phone: nothing that somebody has typed is ever lost, whatever happens to the network, the page or the room."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.screens import OFFLINE, Screens, end
from tests.e2e.seed import Seeded, texts, workshop
from tests.e2e.server import Server

ARABIC = "في عام 2040 يلعب الجميع معًا"


def write(phone: Page, text: str) -> None:
    phone.fill("#text", text)
    phone.tap("#composer button.wide")


def waiting(phone: Page) -> Locator:
    return phone.locator(".own[data-standing=waiting]")


def switch(desk: Page, key: str, until: str) -> None:
    if key == "close":
        end(desk)
    else:
        desk.click(f"[data-key={key}]")
    expect(desk.locator(f"[data-key={until}]")).to_be_visible()


def test_a_draft_survives_reload_language_and_closing(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone = screens.phone(there)
    phone.fill("#text", "I 2040 er")
    phone.reload()
    expect(phone.locator("#text")).to_have_value("I 2040 er")
    for language in ("nn", "en", "nb"):
        phone.tap(f".languages button[value={language}]")
        expect(phone.locator("html")).to_have_attribute("lang", language)
        expect(phone.locator("#text")).to_have_value("I 2040 er")
    again = phone.context.new_page()
    phone.close()
    again.goto(f"{server.base}{there.path}/")
    expect(again.locator("#text")).to_have_value("I 2040 er")


def test_writing_closes_and_opens_while_typing(screens: Screens, server: Server) -> None:
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there)
    phone.locator("#text").press_sequentially("Halvveis i en ")
    switch(desk, "close_submissions", "open_submissions")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    expect(phone.locator("#text")).to_be_focused()
    phone.keyboard.type("tanke")
    phone.tap("#composer button.wide")
    expect(waiting(phone).locator("[data-kept]")).to_be_visible()
    expect(phone.locator(".sent-news")).not_to_be_empty()
    screens.picture(phone, "phone-closed-while-typing", whole=True)
    switch(desk, "open_submissions", "close_submissions")
    expect(phone.locator(".own[data-standing=shown] .words")).to_have_text("Halvveis i en tanke")
    phone.fill("#text", "Det neste")
    switch(desk, "close", "reopen")
    expect(phone.locator("#stage")).to_have_attribute("data-stage", "closed")
    expect(phone.locator("#text")).to_have_value("Det neste")
    expect(phone.locator("#text")).to_be_visible()
    assert texts(server, there.code) == ["Halvveis i en tanke"]


def test_too_long_is_refused_with_the_counter(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone = screens.phone(there)
    phone.fill("#text", "å" * 281)
    expect(phone.locator("#count")).to_have_text("1 tegn for mye")
    phone.tap("#composer button.wide")
    expect(phone.locator("#problem")).to_be_visible()
    expect(phone.locator("#problem")).to_contain_text("281")
    expect(phone.locator("#text")).to_be_focused()
    expect(phone.locator("#text")).to_have_attribute("aria-invalid", "true")
    screens.picture(phone, "phone-too-long", whole=True)
    assert phone.locator(".own").count() == 0
    phone.keyboard.press("Backspace")
    expect(phone.locator("#problem")).not_to_be_visible()
    expect(phone.locator("#text")).not_to_have_attribute("aria-invalid", "true")
    phone.tap("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    assert texts(server, there.code) == ["å" * 280]


def test_own_statement_is_edited_while_frames_arrive(screens: Screens, server: Server) -> None:
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there)
    write(phone, "Ute hver dga")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    phone.tap(".own summary")
    editor = phone.locator(".own textarea").first
    editor.fill("Ute hver da")
    editor.focus()
    write_through_frames(desk, phone)
    expect(editor).to_be_focused()
    expect(editor).to_have_value("Ute hver da")
    phone.keyboard.type("g")
    phone.tap(".own form button >> nth=0")
    expect(phone.locator(".own > .words")).to_have_text("Ute hver dag")
    expect(phone.locator(".own details")).not_to_have_attribute("open", "")
    assert texts(server, there.code) == ["Ute hver dag"]

    write(phone, "Dette tar jeg tilbake")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(2)
    phone.tap(".own >> nth=0 >> summary")
    screens.picture(phone, "phone-editing", whole=True)
    phone.tap(".own >> nth=0 >> [popovertarget]")
    phone.tap(".take-back:popover-open button[data-color=danger]")
    expect(phone.locator(".own")).to_have_count(1)
    expect(desk.locator(".card")).to_have_count(1)
    assert texts(server, there.code) == ["Ute hver dag"]


def write_through_frames(desk: Page, phone: Page) -> None:
    """Several frames of both kinds, each waited for until the phone shows it."""
    switch(desk, "reveal", "conceal")
    expect(phone.locator(".own .state use").first).to_have_attribute("href", re.compile("#Presentation"))
    switch(desk, "blank", "unblank")
    switch(desk, "unblank", "blank")
    switch(desk, "conceal", "reveal")
    expect(phone.locator(".own .state use").first).to_have_attribute("href", re.compile("#Checkmark"))


def test_arabic_runs_from_right_to_left(screens: Screens, server: Server) -> None:
    there = workshop(server, revealed=True)
    desk, wall, phone = screens.facilitator(there), screens.wall(there), screens.phone(there)
    phone.fill("#text", ARABIC)
    assert phone.eval_on_selector("#text", "box => getComputedStyle(box).direction") == "rtl"
    phone.tap("#composer button.wide")
    for page, where in ((phone, ".own > .words"), (desk, ".card .words"), (wall, ".card .words")):
        expect(page.locator(where)).to_have_text(ARABIC)
        assert page.eval_on_selector(where, "words => getComputedStyle(words).direction") == "rtl"
    screens.picture(wall, "wall-arabic")
    screens.picture(phone, "phone-arabic", whole=True)


def test_the_keyboard_alone_is_enough(screens: Screens, server: Server) -> None:
    there = workshop(server)
    phone = screens.open("desk")
    phone.goto(f"{server.base}/")
    phone.keyboard.type(there.code)
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**{there.path}/")
    _tab_to(phone, "button[value=youth]")
    phone.keyboard.press("Enter")
    expect(phone.locator(".starters")).to_be_visible()  # the page's script is there: before, a form posts itself
    _tab_to(phone, "#text")
    phone.keyboard.type("Skrevet uten mus")
    _tab_to(phone, "#composer button.wide")
    phone.keyboard.press("Enter")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    expect(phone.locator("#text")).to_be_focused()
    _tab_to(phone, ".own summary")
    phone.keyboard.press("Enter")
    _tab_to(phone, ".own .change > [popovertarget]")
    phone.keyboard.press("Enter")
    _tab_to(phone, ".take-back button[data-color=danger]")
    phone.keyboard.press("Enter")
    expect(phone.locator(".own")).to_have_count(0)
    assert texts(server, there.code) == []


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with Tab")


def _reflows(page: Page, what: str) -> None:
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    out = """() => [...document.querySelectorAll('main *, header *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1) && !one.closest('.ds-sr-only');
    }).map(one => one.outerHTML.slice(0, 80))"""
    assert wide <= 0, f"{what} scrolls sideways by {wide}: {page.evaluate(out)}"


def test_everything_fits_at_320_pixels(screens: Screens, server: Server) -> None:
    """320 × 256 is 1280 × 1024 at 400 % zoom (WCAG 1.4.10)."""
    long = "Menneskerettighetsopplæringsplangruppemedlemmer " * 4
    there = workshop(server, [("child", long.strip()), ("staff", "Kort")], title=long[:100].strip())
    size = (320, 256)
    phone = screens.phone(there, size=size)
    write(phone, long.strip())
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    phone.fill("#text", "m" * 200)
    _reflows(phone, "phone")
    screens.picture(phone, "phone-narrow", whole=True)
    phone.tap(".own summary")
    _reflows(phone, "phone, editing")
    for path in ("/", "/signin", f"{there.path}/group", "/nowhere"):
        phone.goto(f"{server.base}{path}")
        _reflows(phone, path)
    screens.tolerate("status of 404")
    desk = screens.facilitator(there, size=size)
    for path in ("desk", "desk/share", "desk/settings", f"desk/card/{there.statements[0]}"):
        desk.goto(f"{server.base}{there.path}/{path}")
        _reflows(desk, path)
        screens.picture(desk, f"narrow-{path.split('/')[-1][:8] if 'card' not in path else 'card'}", whole=True)
    for path in ("/home", "/workshops/new"):
        desk.goto(f"{server.base}{path}")
        _reflows(desk, path)
        screens.picture(desk, f"narrow-{path.split('/')[-1]}", whole=True)


def test_two_tabs_keep_what_both_have_written(screens: Screens, server: Server) -> None:
    there = workshop(server)
    one = screens.phone(there)
    two = one.context.new_page()
    two.goto(f"{server.base}{there.path}/")
    expect(two.locator("#text")).to_be_visible()
    server.freeze()
    try:
        write(one, "Fra den ene fanen")
        write(two, "Fra den andre fanen")
        expect(waiting(two)).to_have_count(1)
        one.close()
        two.close()
    finally:
        server.thaw()
    three = _opened_again(screens, there, server, one)
    expect(three.locator(".own[data-standing=shown]")).to_have_count(2)
    assert sorted(texts(server, there.code)) == ["Fra den andre fanen", "Fra den ene fanen"]


def _opened_again(screens: Screens, there: Seeded, server: Server, closed: Page) -> Page:
    screens.tolerate(OFFLINE)
    page = closed.context.new_page()
    page.goto(f"{server.base}{there.path}/")
    return page


def test_words_stay_words(screens: Screens, server: Server) -> None:
    """What looks like markup or an attribute is text, in every place where people's words stand."""
    first = """x' hx-get='/home' hx-trigger='load' y" hx-get="/home" hx-trigger="load" ><b id=bold>b</b>"""
    second = '<img src="//example.org/x.png" onerror=alert(1)> {{ 7 * 7 }} & \\" ]'
    there = workshop(server, revealed=True)
    desk, wall, phone = screens.facilitator(there), screens.wall(there), screens.phone(there)
    phone.fill("#text", first)
    phone.tap("#composer button.wide")
    phone.tap(".own summary")
    phone.fill(".own textarea", second)
    phone.tap(".own form button >> nth=0")
    expect(phone.locator(".own > .words")).to_have_text(second)
    expect(wall.locator(".card .words")).to_have_text(second)
    expect(desk.locator(".card .edited")).to_be_visible()
    for again in (False, True):
        if again:
            desk.reload()
        expect(desk.locator(".card .words")).to_have_text(second)
        assert desk.locator("#bold, [hx-get], .card img").count() == 0
        desk.locator(".card .more").click()
        expect(desk.locator("#card-trace li")).to_have_text([first])
        desk.keyboard.press("Escape")
