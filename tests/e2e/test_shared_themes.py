"""Shared themes in a browser: mapped by drag, by key and by menu, undone; and what a screen reader is told."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.identity import Cookies
from app.region.rights import Grant, Place
from app.store import accounts, mapping_themes
from app.store.database import Database
from tests.e2e.screens import OFFLINE, REFUSED, Screens
from tests.e2e.seed import session
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, schemes, sound
from tests.e2e.test_desk import drag
from tests.told_region import AT, NETWORK, ToldTheme, region_in, tell_in

LINES = [("child", "Alle har noen å leke med"), (None, "Ingen er alene"), ("staff", "Trygge venner")]


@dataclass(frozen=True)
class There:
    """A network of its own, with two shared themes, and a coordinator's cookie."""

    path: str
    cookie: str
    shared: tuple[int, int]


@pytest.fixture
def there(server: Server) -> There:
    database = Database(server.database)
    with database.writing() as connection:
        mark = secrets.token_hex(3)
        region = region_in(connection, NETWORK.model_copy(update={"name": f"Nettverk {mark}"}))
        themes = [ToldTheme("Venner", LINES, "I 2040 har alle en venn.", "", 7), ToldTheme("Ute", LINES[:1])]
        tell_in(connection, region, "Kveld på Smøla", ["Nordsmøla skole"], themes)
        tell_in(connection, region, "Kveld i Aure", ["Aure skole"], [ToldTheme("Åleine", LINES[1:]), ToldTheme("Mat")])
        account = accounts.add_account(
            connection,
            email=f"kari-{mark}@example.no",
            name="Kari",
            grants=[Grant("coordinator", Place(region.network))],
            password=None,
            now=datetime.now(UTC),
        )
        place = Place(region.network)
        first, second = (
            mapping_themes.make_shared(connection, place, title, (), who=account.id, now=AT)
            for title in ("Ingen alene", "Ute i all slags vær")
        )
        cookie = session(connection, server, account)
    database.close()
    return There(f"/region/{region.network}/themes", cookie, (first, second))


def opened(screens: Screens, server: Server, there: There, path: str = "", **options: Any) -> Page:
    page = screens.open("desk", **options)
    page.context.add_cookies([{"name": Cookies.SESSION, "value": there.cookie, "url": server.base}])
    page.goto(f"{server.base}{there.path}{path}")
    return page


def local(page: Page, title: str) -> Locator:
    return page.locator("[data-local]", has=page.locator("label", has_text=title))


def pile(page: Page, shared: int | str) -> Locator:
    return page.locator(f"[data-pile='{shared}']")


def inside(page: Page, shared: int | str) -> Locator:
    return pile(page, shared).locator("label")


def test_a_local_theme_is_dragged_there_and_back_and_it_is_kept(screens: Screens, server: Server, there: There) -> None:
    page = opened(screens, server, there)
    first, second = there.shared
    drag(
        page,
        local(page, "Venner").locator(".meta >> nth=0"),
        pile(page, first),
        pile(page, first).locator(".sortable-ghost"),
    )
    expect(inside(page, first)).to_have_text(["Venner"])
    expect(page.locator("[data-last-act]")).to_have_text("Kari flyttet 1 lokalt tema til «Ingen alene».")
    expect(page.locator(f"#t{first} > .meta")).to_have_text("3 utsagn · 7 stemmer · 1 verksted")
    local(page, "Åleine").locator("input").check()
    local(page, "Ute").locator("input").check()
    screens.picture(page, "shared-themes-ticked")
    drag(
        page,
        local(page, "Ute").locator(".meta >> nth=0"),
        pile(page, second),
        pile(page, second).locator(".sortable-ghost"),
    )
    expect(inside(page, second)).to_have_text(["Ute", "Åleine"])
    drag(page, local(page, "Venner").locator(".meta"), pile(page, ""), pile(page, "").locator(".sortable-ghost"))
    expect(inside(page, "")).to_have_text(["Venner", "Mat"])
    expect(page.locator("[data-last-act]")).not_to_contain_text("«Ute i all slags vær»")
    page.reload()
    expect(inside(page, "")).to_have_text(["Venner", "Mat"])
    expect(inside(page, second)).to_have_text(["Ute", "Åleine"])


def test_let_go_over_a_boxs_title_it_is_in_the_box(screens: Screens, server: Server, there: There) -> None:
    page = opened(screens, server, there)
    first, _ = there.shared
    drag(
        page,
        local(page, "Venner").locator(".meta >> nth=0"),
        page.locator(f"#t{first} header"),
        page.locator(f"#t{first}[data-over]"),
    )
    expect(inside(page, first)).to_have_text(["Venner"])


def test_printed_it_is_the_shared_themes_and_how_many_stand_in_none(
    screens: Screens, server: Server, there: There
) -> None:
    page = opened(screens, server, there)
    local(page, "Venner").locator("input").check()
    page.click("#mapping button")
    expect(inside(page, there.shared[0])).to_have_text(["Venner"])
    page.emulate_media(media="print")
    expect(inside(page, there.shared[0])).to_be_visible()
    expect(page.locator("#loose-title .count")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 200})
    cut = "on => [...on.querySelectorAll('.shared')].filter(one => one.scrollHeight > one.clientHeight + 1).length"
    assert page.locator("main").evaluate(cut) == 0, "what does not fit on the first page stands on the next"
    for left_out in (
        inside(page, "").first,
        page.locator("#mapping"),
        page.locator(".region-nav"),
        page.locator("input >> visible=true"),
    ):
        expect(left_out).to_be_hidden()


def test_by_key_alone_a_pile_is_gone_through_and_the_last_is_undone(
    screens: Screens, server: Server, there: There
) -> None:
    page = opened(screens, server, there)
    first, _ = there.shared
    titles = inside(page, "").all_inner_texts()
    local(page, titles[0]).locator("input").focus()
    for _ in range(2):
        page.keyboard.press("m")
        expect(page.locator("#into")).to_be_focused()
        page.keyboard.type("Ingen a")
        page.keyboard.press("Enter")
        expect(page.locator("[data-pile=''] input:focus")).to_have_count(1)
    expect(inside(page, first)).to_have_text(titles[:2])
    expect(page.locator("[data-said]")).to_have_text("Kari flyttet 1 lokalt tema til «Ingen alene».")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen]")).to_have_text("2 lokale temaer er valgt")
    page.keyboard.press("Escape")
    expect(page.locator("#mapping")).not_to_be_visible()
    page.locator(".undo-bar button").press("Enter")
    expect(inside(page, first)).to_have_text(titles[:1])
    expect(inside(page, "")).to_have_count(3)


def test_by_menu_into_a_new_shared_theme_that_needs_a_title(screens: Screens, server: Server, there: There) -> None:
    page = opened(screens, server, there)
    expect(page.locator("#mapping")).not_to_be_visible()
    local(page, "Mat").locator("[data-move]").click()
    expect(page.locator("#into")).to_be_focused()
    expect(page.locator("#new-title")).not_to_be_visible()
    page.select_option("#into", "new")
    page.click("#mapping button")
    expect(page.locator("#new-title")).to_be_focused()
    page.fill("#new-title", "Mat og ro")
    page.click("#mapping button")
    expect(page.locator(".box h3")).to_have_text(["Ingen alene", "Ute i all slags vær", "Mat og ro"])
    expect(inside(page, "")).to_have_count(3)
    page.locator(".box", has_text="Mat og ro").get_by_role("button", name="Lenger fram").click()
    expect(page.locator(".box h3")).to_have_text(["Ingen alene", "Mat og ro", "Ute i all slags vær"])


def test_all_that_a_search_finds_are_chosen_at_once_and_moved(screens: Screens, server: Server, there: There) -> None:
    page = opened(screens, server, there)
    expect(page.locator("[data-pick-shown]")).to_have_count(0)
    local(page, "Mat").locator("input").check()
    page.fill("#find", "kveld på smøla")
    page.press("#find", "Enter")
    page.get_by_role("button", name="Velg alle 2").click()
    expect(page.locator("[data-chosen]")).to_have_text("2 lokale temaer er valgt")
    expect(page.locator("[data-said]")).to_have_text("2 lokale temaer er valgt")
    screens.picture(page, "shared-themes-all-found")
    page.select_option("#into", str(there.shared[1]))
    page.click("#mapping button")
    expect(inside(page, there.shared[1])).to_have_text(["Venner", "Ute"])
    page.goto(f"{server.base}{there.path}")
    expect(inside(page, "")).to_have_text(["Åleine", "Mat"])


def test_without_a_network_nothing_seems_moved_and_it_is_said(screens: Screens, server: Server, there: There) -> None:
    screens.tolerate(OFFLINE)
    page = opened(screens, server, there)
    first, _ = there.shared
    page.context.set_offline(True)
    drag(
        page,
        local(page, "Venner").locator(".meta >> nth=0"),
        pile(page, first),
        pile(page, first).locator(".sortable-ghost"),
    )
    expect(page.locator("[data-said].ds-alert")).to_contain_text("Ingenting ble flyttet")
    expect(inside(page, "")).to_have_count(4)
    page.context.set_offline(False)
    drag(
        page,
        local(page, "Venner").locator(".meta >> nth=0"),
        pile(page, first),
        pile(page, first).locator(".sortable-ghost"),
    )
    expect(inside(page, first)).to_have_text(["Venner"])
    expect(page.locator("[data-said].ds-alert")).to_have_count(0)


def test_without_scripts_the_same_forms_do_it(screens: Screens, server: Server, there: There) -> None:
    page = opened(screens, server, there, java_script_enabled=False)
    first, _ = there.shared
    local(page, "Venner").locator("input").check()
    page.select_option("#into", str(first))
    page.click("#mapping button")
    expect(inside(page, first)).to_have_text(["Venner"])
    page.click(".undo-bar button")
    expect(inside(page, first)).to_have_count(0)


def test_of_two_who_write_at_once_the_second_sees_both(screens: Screens, server: Server, there: There) -> None:
    screens.tolerate(REFUSED)
    way = f"/{there.shared[0]}"
    one, other = opened(screens, server, there, way), opened(screens, server, there, way)
    for page, words in ((one, "I 2040 har alle en venn."), (other, "I 2040 er ingen alene.")):
        page.click("details.fold summary >> nth=0")
        page.fill("#vision", words)
        page.click(".theme-words button")
    expect(one.locator(".theme-head .vision")).to_have_text("I 2040 har alle en venn.")
    expect(other.locator(".theirs")).to_contain_text("I 2040 har alle en venn.")
    expect(other.locator("#vision")).to_have_value("I 2040 er ingen alene.")
    other.click(".theme-words button")
    expect(other.locator(".theme-head .vision")).to_have_text("I 2040 er ingen alene.")


@schemes
def test_pages_of_shared_themes_are_sound(screens: Screens, server: Server, there: There, scheme: Scheme) -> None:
    page = opened(screens, server, there, color_scheme=scheme)
    local(page, "Venner").locator("[data-move]").click()
    page.click("#mapping button")
    expect(inside(page, there.shared[0])).to_have_text(["Venner"])
    local(page, "Åleine").locator("input").check()
    sound(screens, page, "shared-themes", scheme)
    page.goto(f"{server.base}{there.path}/{there.shared[0]}")
    for summary in page.locator("summary").all():
        if summary.evaluate("one => !one.parentElement.open"):
            summary.click()
    sound(screens, page, "shared-theme", scheme)
    page.goto(f"{server.base}{there.path}/suggestions")
    sound(screens, page, "theme-suggestions", scheme)
    for width in (320, 390):
        for path in ("", f"/{there.shared[0]}", "/suggestions"):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{server.base}{there.path}{path}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
