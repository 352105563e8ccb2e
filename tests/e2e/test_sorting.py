"""Everyone sorts, on their phones: how far one has come, and the way back from a wrong tap."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import Screens
from tests.e2e.seed import room, workshop
from tests.e2e.server import Server

SAID = ("Vi spiser ute", "Vi leser høyt", "Vi går til skolen")


@pytest.mark.parametrize("size", [(360, 740), (1366, 768)])
def test_a_wrong_tap_can_be_undone(screens: Screens, server: Server, size: tuple[int, int]) -> None:
    seeded = workshop(server, open_now=False, method="affinity")
    writer, phone = screens.phone(seeded), screens.phone(seeded)
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [writer, phone])
    run.go(2)
    for text in SAID:
        writer.fill("#text", text)
        writer.click("#composer button.wide")
    expect(writer.locator(".own[data-standing=shown]")).to_have_count(len(SAID))
    run.go(3)
    for title in ("Ute", "Inne"):
        run.desk.fill("#new-theme", title)
        run.desk.press("#new-theme", "Enter")
    phone.set_viewport_size({"width": size[0], "height": size[1]})
    now = phone.locator(".sort-now")
    expect(now.locator(".choice")).to_have_count(2)
    expect(now).to_contain_text("1 av 3")
    expect(phone.locator(".sorted")).to_have_count(0)
    first = now.locator("blockquote").inner_text()
    _put(phone, "Ute")
    expect(now).to_contain_text("2 av 3")
    screens.picture(phone, "phone-sorting", whole=True)
    phone.locator(".sorted summary").click()
    expect(now).not_to_be_visible()
    expect(phone.locator(".sorted blockquote")).to_have_text(first)
    expect(phone.locator(".sorted .choice[aria-pressed=true]")).to_have_text("Ute")
    run.desk.fill("#new-theme", "Mellom")
    run.desk.press("#new-theme", "Enter")
    expect(phone.locator(".sorted .choice")).to_have_count(3)
    screens.picture(phone, "phone-sorting-again", whole=True)
    phone.locator(".sorted .choice", has_text="Inne").click()
    expect(now).to_contain_text("2 av 3")
    expect(now).to_be_visible()
    _put(phone, "Ute")
    expect(now).to_contain_text("3 av 3")
    _put(phone, "Ute")
    expect(now).to_contain_text("Du har plassert alle")
    there = room(server, seeded.code)
    placed = {
        there.statements[s].text: there.themes[t or ""].title for s, by in there.hands.items() for t in by.values()
    }
    assert placed == {text: "Inne" if text == first else "Ute" for text in SAID}


def _put(phone: Page, theme: str) -> None:
    phone.locator(".sort-now .choice", has_text=theme).click()
