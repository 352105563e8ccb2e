"""The library of methods in a browser: copied, changed by hand on a phone and at a desk, saved, and as a file."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.identity import Cookies
from app.workshop.method import parse, shipped
from tests.e2e.screens import REFUSED, Kind, Screens
from tests.e2e.seed import workshop
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, schemes, sound

IGP = shipped()["igp"]


def signed_in(screens: Screens, server: Server, kind: Kind = "desk", session: str = "", **options: Any) -> Page:
    page = screens.open(kind, **options)
    session = session or workshop(server).session
    page.context.add_cookies([{"name": Cookies.SESSION, "value": session, "url": server.base}])
    page.goto(f"{server.base}/methods")
    return page


@pytest.mark.parametrize(("kind", "scripts"), [("desk", True), ("phone", False)], ids=["desk", "phone without scripts"])
def test_igp_is_copied_changed_saved_downloaded_and_imported(
    screens: Screens, server: Server, tmp_path: Path, kind: Kind, scripts: bool
) -> None:
    page = signed_in(screens, server, kind, java_script_enabled=scripts)
    page.click(".method-card[data-method=igp] a")
    expect(page.locator(".agenda > li")).to_have_count(len(IGP.steps))
    page.click("form[action='/methods/igp/copy'] button")
    page.fill("#f-nb-title", "Vår IGP")
    page.fill("#f-step-1-minutes", "7")
    page.click("#step-1 summary >> nth=0")
    page.fill("#f-step-1-nb-say", "Nå skriver alle tre ting.")
    page.click("button[value='down:0']")
    expect(page.locator("#step-0 .step-title")).to_have_text(IGP.steps[1].nb.title)
    expect(page.locator("#f-step-0-minutes")).to_have_value("7")
    expect(page.locator("#step-1")).to_be_in_viewport()
    page.click("#step-9 .adder summary")
    page.select_option("[name='add.10']", "vote")
    page.click("button[value='add:10']")
    expect(page.locator("#f-step-10-nb-criterion")).to_be_visible()
    screens.picture(page, f"method-form-{kind}", whole=True)
    page.click(".save-bar button")
    expect(page.get_by_role("status")).to_contain_text("Lagret")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vår IGP")
    with page.expect_download() as download:
        page.click("a[download]")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    method = parse(file.read_text(encoding="utf-8"), file.name)
    assert [step.kind for step in method.steps] == ["write", "brief", *(step.kind for step in IGP.steps[2:]), "vote"]
    assert (method.steps[0].minutes, method.steps[0].nb.say) == (7, "Nå skriver alle tre ting.")
    page.click("text=Alle metoder")
    expect(page.locator(f".method-card[data-method={method.id}]")).to_contain_text("Vår IGP")
    other = signed_in(screens, server, kind, java_script_enabled=scripts)
    expect(other.locator(f".method-card[data-method={method.id}]")).to_have_count(0)
    other.click("text=Fra en fil")
    other.set_input_files("#file", file)
    other.click("main button.wide")
    expect(other.get_by_role("heading", level=1)).to_have_text("Vår IGP")
    expect(other.locator(".agenda > li")).to_have_count(len(method.steps))


def test_enter_saves_and_wrong_fields_are_shown(screens: Screens, server: Server) -> None:
    screens.tolerate(REFUSED)
    page = signed_in(screens, server)
    page.goto(f"{server.base}/methods/igp")
    page.click("form[action='/methods/igp/copy'] button")
    page.fill("#f-step-2-minutes", "0")
    page.press("#f-step-2-minutes", "Enter")
    expect(page.locator("#problem")).to_contain_text("ikke lagret")
    expect(page.locator("#f-step-2-minutes")).to_be_focused()
    expect(page.locator("#f-step-2-minutes-wrong")).to_be_visible()
    page.fill("#f-step-2-minutes", "9")
    page.press("#f-step-2-minutes", "Enter")
    expect(page.get_by_role("status")).to_contain_text("Lagret")


@schemes
@pytest.mark.parametrize("kind", [pytest.param("desk", marks=pytest.mark.long), "phone"])
def test_the_pages_are_sound(screens: Screens, server: Server, scheme: Scheme, kind: Kind) -> None:
    screens.tolerate(REFUSED)
    page = signed_in(screens, server, kind, color_scheme=scheme)
    least = 44 if kind == "phone" else 24
    sound(screens, page, f"methods-{kind}", scheme, least=least)
    page.click(".method-card[data-method=igp] a")
    sound(screens, page, f"method-{kind}", scheme, least=least)
    page.click("form[action='/methods/igp/copy'] button")
    page.click("#step-2 summary >> nth=0")
    page.click("#step-2 .others summary")
    page.click("#step-2 .adder summary")
    sound(screens, page, f"method-edit-{kind}", scheme, least=least)
    page.fill("#f-step-2-minutes", "0")
    page.fill("#f-step-2-nb-say", "Noe nytt.")
    page.click("button[value='remove:1']")
    page.click(".save-bar button")
    expect(page.locator("#problem")).to_be_visible()
    sound(screens, page, f"method-wrong-{kind}", scheme, least=least)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{server.base}/methods/import")
    page.click("main button.wide")
    expect(page.locator("#problem")).to_be_visible()
    sound(screens, page, f"method-import-{kind}", scheme, least=least)
