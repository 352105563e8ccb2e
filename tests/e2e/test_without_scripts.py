"""A whole workshop in browsers that run no scripts: every form posts itself, and screens refresh themselves."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from app.identity import Cookies
from tests.e2e.screens import REFUSED, Screens, end
from tests.e2e.seed import room, texts, workshop
from tests.e2e.server import Server

REFRESHED = 15_000
"""The pages refresh themselves every five seconds."""


def test_a_workshop_without_scripts(screens: Screens, server: Server) -> None:
    screens.tolerate(REFUSED)
    desk = screens.open("desk", java_script_enabled=False)
    session = workshop(server).session
    desk.context.add_cookies([{"name": Cookies.SESSION, "value": session, "url": server.base}])
    desk.goto(f"{server.base}/workshops/new")
    desk.fill("#title", "Uten skript")
    desk.click("main button.wide")
    desk.wait_for_url("**/desk")
    code = urlsplit(desk.url).path.split("/")[2]
    desk_path = f"{server.base}/w/{code}/desk"
    wall = screens.open("wall", java_script_enabled=False)
    desk.goto(f"{desk_path}/share")
    wall.goto(f"{server.base}{urlsplit(desk.input_value('#wall-link')).path}")
    expect(wall.locator("#stage[data-mode=join]")).to_be_visible()

    one, two = (_joined(screens, server, code, group) for group in ("child", "staff"))
    _too_early(one, code)
    desk.goto(desk_path)
    desk.click("[data-key=open_submissions]")
    for phone, text in ((one, "Ute hver fredga"), (two, "Tid til hver og en"), (two, "Bort med alt"), (two, "Kor")):
        phone.fill("#text", text)
        phone.tap("#composer button.wide")
        expect(phone.locator(".own .words").first).to_have_text(text)
        expect(phone.locator("#text")).to_have_value("")
    assert len(texts(server, code)) == 4
    assert "fredga" not in wall.content()

    _read_and_mended(desk)
    _grouped(desk, screens)
    screens.picture(one, "scriptless-phone", whole=True)
    status = one.frame_locator(".status-frame").locator("#stage")
    expect(status).to_have_attribute("data-open", "yes")
    desk.click("[data-key=reveal]")
    end(desk)
    expect(desk.locator("[data-key=reopen]")).to_be_visible()
    expect(wall.locator("#stage[data-mode=show]")).to_be_visible(timeout=REFRESHED)
    expect(wall.locator(".card")).to_have_count(3)
    expect(wall.locator(".theme h2")).to_contain_text(["Alle med"])
    screens.picture(wall, "scriptless-wall")
    expect(status).to_have_attribute("data-stage", "closed", timeout=REFRESHED)
    desk.click("[popovertarget=files]")
    with desk.expect_download() as download:
        desk.click("#files a[href$=md]")
    assert "Ute hver fredag" in Path(download.value.path()).read_text(encoding="utf-8")


def _joined(screens: Screens, server: Server, code: str, group: str) -> Page:
    phone = screens.open("phone", java_script_enabled=False)
    phone.goto(server.base)
    phone.fill("#code", code)
    phone.tap("button.wide")
    phone.tap(f"button[value={group}]")
    expect(phone.locator("#text")).to_be_visible()
    return phone


def _too_early(phone: Page, code: str) -> None:
    """What cannot be sent yet stays in the box, and the choice of language leads back to it."""
    phone.fill("#text", "Skrevet for tidlig")
    phone.tap("#composer button.wide")
    expect(phone.get_by_role("alert").first).to_be_visible()
    expect(phone.locator("#text")).to_have_value("Skrevet for tidlig")
    phone.tap(".languages button[value=nn]")
    expect(phone.locator("html")).to_have_attribute("lang", "nn")
    assert urlsplit(phone.url).path == f"/w/{code}/"


def _read_and_mended(desk: Page) -> None:
    """Through the page of each statement: one is mended, one hidden, one hidden and shown again."""
    desk.reload()
    expect(desk.locator("#cards > .card")).to_have_count(4)
    desk.click(".card:has-text('fredga') .more")
    desk.fill("#text", "Ute hver fredag")
    desk.click("form:has([value=edit]) button")
    expect(desk.locator(".card", has_text="fredag").locator(".edited")).to_be_visible()
    desk.click(".card:has-text('fredag') .more")
    expect(desk.locator(".trace li")).to_have_text(["Ute hver fredga"])
    desk.click("form:has([value=hide]) button")
    expect(desk.locator(".card", has_text="fredag")).to_have_attribute("data-standing", "hidden")
    desk.click(".card:has-text('fredag') .more")
    desk.click("form:has([value=show]) button")
    expect(desk.locator(".card", has_text="fredag")).to_have_attribute("data-standing", "shown")
    desk.click(".card:has-text('Bort') .more")
    desk.click("form:has([value=hide]) button")
    expect(desk.locator(".card", has_text="Bort")).to_have_attribute("data-standing", "hidden")


def _grouped(desk: Page, screens: Screens) -> None:
    """Themes made, filled with the tick-boxes and through the card, named, ordered, merged, deleted, and back."""
    for title in ("Ute", "Tid", "Trygghet"):
        desk.fill("#new-theme", title)
        desk.click(".new-theme button")
        expect(desk.locator(".theme", has_text=title)).to_be_visible()
    desk.check(".card:has-text('fredag') .pick")
    desk.check(".card:has-text('Kor') .pick")
    desk.select_option("#to", label="Ute")
    screens.picture(desk, "scriptless-desk")
    desk.click("#chosen [value=move]")
    expect(desk.locator(".theme:has(.title:text('Ute')) .card")).to_have_count(2)
    desk.click(".card:has-text('Tid til') .more")
    desk.select_option("#to", label="Tid")
    desk.click("form:has([value=move]) button")
    expect(desk.locator(".theme", has_text="Tid").locator(".card")).to_have_count(1)

    desk.click(".theme:has-text('Trygghet') header .more")
    desk.fill("#title", "Alle med")
    desk.click("form:has([value=rename_theme]) button")
    desk.click(".theme:has-text('Alle med') header .more")
    desk.fill("#vision", "I 2040 er alle med.")
    desk.fill("#signs", "Ingen står utenfor\nAlle blir hilst på")
    desk.click("form:has([value=describe_theme]) button")
    expect(desk.locator(".theme", has_text="Alle med").locator(".signs li")).to_have_count(2)
    desk.click(".theme:has-text('Alle med') header .more")
    desk.select_option("#before", label="Ute")
    desk.click("form:has([value=place_theme]) button")
    expect(desk.locator(".theme .title")).to_have_text(["Alle med", "Ute", "Tid"])
    desk.click(".theme:has(.title:text('Tid')) header .more")
    desk.select_option("#into", label="Alle med")
    desk.click("form:has([value=merge_themes]) button")
    expect(desk.locator(".theme .title")).to_have_text(["Alle med", "Ute"])
    desk.click(".theme:has(.title:text('Ute')) header .more")
    desk.click("form:has([value=delete_theme]) button")
    expect(desk.locator(".theme .title")).to_have_text(["Alle med"])
    desk.click("[data-undo] button")
    expect(desk.locator(".theme .title")).to_have_text(["Alle med", "Ute"])
    expect(desk.locator(".theme:has(.title:text('Ute')) .card")).to_have_count(2)


def test_ticked_statements_are_hidden_and_shown(screens: Screens, server: Server) -> None:
    there = workshop(server, [("child", "En"), ("child", "To"), ("child", "Tre")])
    desk = screens.facilitator(there, java_script_enabled=False)
    for act, standing in (("hide", "hidden"), ("show", "shown")):
        for number in (0, 2):
            desk.check(f"#pick-{there.statements[number]}")
        desk.click(f"#chosen [value={act}]")
        expect(desk.locator(f".card[data-standing={standing}]")).to_have_count(2 if act == "hide" else 3)


def test_a_refused_form_says_why_and_keeps_the_words(screens: Screens, server: Server) -> None:
    """At the desk: a settings form with a title of blanks, and a statement that has been taken back meanwhile."""
    screens.tolerate(REFUSED)
    there = workshop(server, [("child", "Ute hver dag")])
    desk = screens.facilitator(there, java_script_enabled=False)
    desk.goto(f"{server.base}{there.path}/desk/card/{there.statements[0]}")
    desk.fill("#text", " ")
    desk.click("form:has([value=edit]) button")
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.click(".languages button[value=en]")
    expect(desk.locator(".card")).to_have_count(1)

    desk.goto(f"{server.base}{there.path}/desk/settings")
    desk.fill("#title", "   ")
    desk.click("details.fold:has(#units) > summary")
    desk.fill("#units", "Lia skole")
    desk.click("main button.wide")
    expect(desk.get_by_role("alert")).to_be_visible()
    expect(desk.locator("#units")).to_have_value("Lia skole")
    desk.fill("#title", "Skole B")
    desk.click("main button.wide")
    desk.wait_for_url("**/desk")
    assert room(server, there.code).title == "Skole B"
    assert room(server, there.code).units == ("Lia skole",)
