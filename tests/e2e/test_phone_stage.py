"""What the phone says of the room is true: who reads first, whether the wall is lit, what is left when all is gone."""

import httpx2
from playwright.sync_api import Page, expect

from app.identity import Cookies
from tests.e2e.screens import REFUSED, Screens
from tests.e2e.seed import Seeded, room, texts, workshop
from tests.e2e.server import Server
from tests.e2e.test_phone import switch, write


def _says(phone: Page, text: str) -> None:
    expect(phone.locator("#stage .room-news")).to_contain_text(text)


def test_somebody_reads_first(screens: Screens, server: Server) -> None:
    there = workshop(server, moderation=True)
    desk, phone = screens.facilitator(there), screens.phone(there)
    _says(phone, "De leser det før det vises på veggen")
    switch(desk, "reveal", "conceal")
    _says(phone, "Noen leser det du sender, før det vises på veggen")
    screens.picture(phone, "phone-moderated", whole=True)


def test_nobody_is_asked_to_look_at_a_dark_wall(screens: Screens, server: Server) -> None:
    there = workshop(server, revealed=True)
    desk, phone = screens.facilitator(there), screens.phone(there)
    _says(phone, "vises på veggen")
    switch(desk, "blank", "unblank")
    _says(phone, "Veggen er mørk")
    screens.picture(phone, "phone-dark-wall", whole=True)
    switch(desk, "close_submissions", "open_submissions")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    expect(phone.locator("#stage")).not_to_contain_text("Se opp")
    switch(desk, "unblank", "blank")
    _says(phone, "Se opp")


def _delete(server: Server, there: Seeded) -> None:
    with httpx2.Client(base_url=server.base, trust_env=False, cookies={Cookies.SESSION: there.session}) as desk:
        answer = desk.post(f"{there.path}/send", data={"as": "desk", "type": "delete", "then": "home"})
    assert answer.status_code == 303


def test_after_the_end_there_is_only_to_take_back_and_a_draft_is_told_the_truth(
    screens: Screens, server: Server
) -> None:
    there = workshop(server)
    desk, phone = screens.facilitator(there), screens.phone(there)
    write(phone, "Sendt i tide")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(1)
    phone.fill("#text", "Rakk det ikke")
    switch(desk, "close", "reopen")
    expect(phone.locator("#stage")).to_have_attribute("data-stage", "closed")
    phone.tap(".own summary")
    expect(phone.locator(".own .change > [popovertarget]")).to_be_visible()
    expect(phone.locator(".own .reword")).to_be_hidden()
    phone.tap("#composer button.wide")
    expect(phone.locator("#problem")).to_contain_text("er slutt")
    expect(phone.locator("#text")).to_have_value("Rakk det ikke")
    expect(phone.locator(".own")).to_have_count(1)
    screens.picture(phone, "phone-ended-draft", whole=True)
    phone.reload()
    expect(phone.locator("#text")).to_have_value("Rakk det ikke")
    switch(desk, "reopen", "close")
    expect(phone.locator("#stage")).to_have_attribute("data-stage", "open")
    phone.tap("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(2)


def test_own_words_can_be_erased_when_the_workshop_is_deleted(screens: Screens, server: Server) -> None:
    screens.tolerate(REFUSED)
    there = workshop(server)
    phone, stranger = screens.phone(there), screens.open("phone")
    for text in ("Bort med dette", "Dette også"):
        write(phone, text)
    expect(phone.locator(".own[data-standing=shown]")).to_have_count(2)
    _delete(server, there)
    expect(phone.locator("#stage")).to_have_attribute("data-stage", "deleted")
    phone.tap(".own >> nth=0 >> summary")  # a page that was open
    phone.tap(".own >> nth=0 >> .change > [popovertarget]")
    phone.tap(".take-back:popover-open button[data-color=danger]")
    expect(phone.locator(".own")).to_have_count(1)
    phone.reload()
    expect(phone.locator(".own .words")).to_have_text("Bort med dette")
    assert phone.locator("#text, .reword").count() == 0
    screens.picture(phone, "phone-deleted", whole=True)
    phone.tap(".own > [popovertarget]")
    phone.tap(".take-back:popover-open button[data-color=danger]")
    expect(phone.locator(".own")).to_have_count(0)
    assert texts(server, there.code) == []
    assert room(server, there.code).stage == "deleted"
    gone = stranger.goto(f"{server.base}{there.path}/")
    assert gone is not None
    assert gone.status == 410
