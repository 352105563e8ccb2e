"""A place's vision in a browser: changed by keyboard and without scripts, published, read, and sound for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from app.identity import Cookies
from app.region.rights import Grant, Place
from app.settings import Settings
from app.store import accounts, sessions
from app.store.database import Database
from tests.e2e.screens import REFUSED, Kind, Screens
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, schemes, sound
from tests.routes.told_places import Places, Said, places_in, summary, tell_in
from tests.server import new_id

THEMES: dict[str, Sequence[Said]] = {
    "Trygge venner": [("Ingen går alene hjem", "child"), ("De voksne ser oss", "parent"), ("Vi har tid", "staff")],
    "Ute hver dag": [("Vi lærer i fjæra", "child"), ("Hele øya er klasserommet", None)],
    "Varm mat": [("Vi lager den selv", "youth")],
}


@dataclass(frozen=True)
class Seeded:
    """A place whose workshop has told, and the session of its coordinator."""

    places: Places
    session: str


def seeded(server: Server) -> Seeded:
    database = Database(server.database)
    now = datetime.now(UTC)
    with database.writing() as connection:
        there = places_in(connection, f"Nordmøre {new_id()}")
        tell_in(connection, [there.school], summary(THEMES, alone=[("Kortere dager", None)]))
        author = accounts.add_account(
            connection,
            email=f"{new_id()}@example.no",
            name="Kari",
            grants=[Grant("coordinator", Place(there.network))],
            password=None,
            now=now,
        )
        session = Cookies(Settings(data=server.data)).session(sessions.begin(connection, author.id, device="", now=now))
    database.close()
    return Seeded(there, session)


def drafted(screens: Screens, server: Server, kind: Kind, **options: Any) -> Page:
    """A screen with a new vision of Smøla."""
    there = seeded(server)
    page = screens.open(kind, **options)
    page.context.add_cookies([{"name": Cookies.SESSION, "value": there.session, "url": server.base}])
    page.goto(f"{server.base}/region/{there.places.network}/visions")
    page.select_option("#new-place", f"{there.places.network}/{there.places.smola}")
    page.click(".vision-new button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fremtidsbilde for Smøla")
    return page


def titles(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator(".vision-item-head input").all()]


def test_themes_are_put_in_order_by_keyboard_and_the_focus_goes_along(screens: Screens, server: Server) -> None:
    page = drafted(screens, server, "desk")
    page.click("a[href$='/edit']")
    page.focus(".vision-item:first-child button[value^=down]")
    page.keyboard.press("Enter")
    expect(page.locator(".save-bar")).to_contain_text("Ikke lagret")
    focus = page.locator(".vision-item .step-acts button:focus")
    assert titles(page) == ["Ute hver dag", "Trygge venner", "Varm mat"]
    expect(focus).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".vision-item:last-child .vision-item-head input")).to_have_value("Trygge venner")
    expect(focus).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".vision-item:last-child .vision-item-head input")).to_have_value("Varm mat")
    assert titles(page) == ["Ute hver dag", "Trygge venner", "Varm mat"], "at the end the focus is on the way back"


def test_a_search_stays_at_its_theme_and_what_it_finds_can_be_chosen(screens: Screens, server: Server) -> None:
    page = drafted(screens, server, "desk")
    page.click("a[href$='/edit']")
    page.click("#minority .vision-others summary")
    page.fill("#minority [name='find.minority']", "SELV")
    page.press("#minority [name='find.minority']", "Enter")
    expect(page.locator("#minority .vision-others .vision-choice")).to_have_count(1)
    expect(page.locator("#minority .vision-others .vision-choice")).to_be_in_viewport()
    page.check("#minority .vision-others .vision-choice input")
    page.click(".save-bar button")
    expect(
        page.locator(".vision > section", has=page.get_by_role("heading", name="Det bare noen få sa"))
    ).to_contain_text("Vi lager den selv")


def test_whoever_leaves_with_something_unsaved_is_asked(screens: Screens, server: Server) -> None:
    page = drafted(screens, server, "desk")
    page.click("a[href$='/edit']")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.fill("[name=title]", "Halvferdig")
    page.click(".vision-form > p a")
    expect(page.locator("[name=title]")).to_have_value("Halvferdig")
    assert asked == ["beforeunload"]
    page.click(".save-bar button")
    expect(page.get_by_role("status")).to_contain_text("versjon 2")
    assert asked == ["beforeunload"], "what is saved may be left"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_vision_is_written_published_read_and_withdrawn_on_a_phone(
    screens: Screens, server: Server, *, scripts: bool
) -> None:
    screens.tolerate(REFUSED)
    page = drafted(screens, server, "phone", java_script_enabled=scripts)
    page.click("a[href$='/edit']")
    page.fill("[name=vision]", "I 2040 er ingen alene.")
    page.click(".vision-item:first-child .vision-inner > summary")
    page.uncheck(".vision-item:first-child .vision-choice input >> nth=0")
    page.click(".save-bar button")
    expect(page.locator(".vision-sentence")).to_have_text("I 2040 er ingen alene.")
    expect(page.locator("blockquote", has_text="Ingen går alene hjem")).to_have_count(0)
    page.click("form[action$='/publish'] button")
    expect(page.locator("#public [role=status]").first).to_contain_text("offentlig")
    there = page.get_attribute(".vision-share a", "href")
    reader = screens.open("phone", java_script_enabled=scripts)
    reader.goto(f"{server.base}{there}")
    expect(reader.locator(".vision-sentence")).to_have_text("I 2040 er ingen alene.")
    reader.click(".vision-languages a[lang=nn]")
    expect(reader.locator(".vision h2").last).to_have_text("Slik vart det til")
    page.click("details:has(form[action$='/withdraw']) > summary")
    page.click("form[action$='/withdraw'] button")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("ikke offentlig")


@schemes
def test_pages_of_a_vision_are_sound(screens: Screens, server: Server, scheme: Scheme) -> None:
    screens.tolerate(REFUSED)
    page = drafted(screens, server, "phone", color_scheme=scheme)
    sound(screens, page, "vision", scheme)
    path = page.url.partition("?")[0]
    page.goto(f"{path}/edit")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    sound(screens, page, "vision-edit", scheme)
    page.fill("[name=title]", "")
    page.click(".save-bar button")
    expect(page.get_by_role("alert")).to_be_visible()
    sound(screens, page, "vision-edit-wrong", scheme)
    page.fill("[name=title]", "Slik vil vi ha det")
    page.click(".save-bar button")
    page.click("form[action$='/publish'] button")
    sound(screens, page, "vision-public-part", scheme)
    page.goto(f"{path}/versions")
    sound(screens, page, "vision-versions", scheme)
    page.goto(f"{path}/versions/1/2")
    sound(screens, page, "vision-compare", scheme)
    page.goto(path)
    page.goto(f"{server.base}{page.get_attribute('.vision-share a', 'href')}")
    sound(screens, page, "vision-public", scheme)
    page.goto(path.rpartition("/")[0])
    sound(screens, page, "visions", scheme)
