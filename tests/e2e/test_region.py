"""The region in a browser: read on a desk, a phone and in the dark, and units found among many."""

import secrets
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.identity import Cookies
from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant, Place
from app.store import accounts
from app.store.database import Database
from app.store.region import networks, save_network
from app.workshop.people import GROUPS
from tests.e2e.screens import Kind, Screens, box
from tests.e2e.seed import PASSWORD, session
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, schemes, sound
from tests.routes.told_region import tells_in


@pytest.fixture
def region(server: Server) -> tuple[int, str]:
    """A network of 24 units, some of them heard, and the cookie of somebody who coordinates it and makes workshops."""
    name = f"Nordmøre {secrets.token_hex(3)}"
    there = Network(
        name=name,
        municipalities=tuple(
            Municipality(
                number=f"15{number}",
                name=place,
                units=tuple(Unit(name=f"{place[:3]}skolen {n}", kind="school") for n in range(8)),
            )
            for number, place in enumerate(("Averøy", "Smøla", "Kristiansund"), 54)
        ),
    )
    now = datetime.now(UTC)
    database = Database(server.database)
    with database.writing() as connection:
        save_network(connection, there)
        made = next(one for one in networks(connection) if one.name == name)
        for number, place in enumerate(made.municipalities[:2]):
            units = [unit.id or 0 for unit in place.units]
            told = {group: 5 + 9 * n * (number + 1) if n % 3 else None for n, group in enumerate(GROUPS)}
            held = date(2026, 9 + number, 1)
            tells_in(connection, units[:1], told, now=now, statements=20, themes=["Ute"], held=held)
            tells_in(connection, units[:3], {"child": 12}, now=now, statements=5, ended=False)
        grant = Grant("coordinator", Place(made.id or 0))
        email = f"{secrets.token_hex(4)}@example.no"
        account = accounts.add_account(
            connection, email=email, name="Kari", grants=[grant], password=accounts.hashed(PASSWORD), now=now
        )
        cookie = session(connection, server, account)
    database.close()
    return made.id or 0, cookie


def signed_in(screens: Screens, server: Server, cookie: str, path: str, kind: Kind = "desk", **options: Any) -> Page:
    page = screens.open(kind, **options)
    page.context.add_cookies([{"name": Cookies.SESSION, "value": cookie, "url": server.base}])
    page.goto(f"{server.base}{path}")
    return page


@schemes
@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_who_has_been_heard_can_be_read_by_everybody(
    screens: Screens, server: Server, region: tuple[int, str], kind: Kind, scheme: Scheme
) -> None:
    page = signed_in(screens, server, region[1], "/home", kind, color_scheme=scheme)
    page.click("header a[href='/region']")
    expect(page.locator("h1")).to_have_text("Hvem er hørt")
    sound(screens, page, f"coverage-{kind}", scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "only the table moves sideways"
    page.click(".coverage tbody:first-of-type th a")
    expect(page.locator("tr.unit")).to_have_count(9)
    page.click("#unheard summary >> nth=0")
    sound(screens, page, f"coverage-open-{kind}", scheme)
    page.click("tr.place td a >> nth=0")
    expect(page.locator("h1")).to_have_text("Verksteder")
    expect(page.locator(".told-workshop")).to_have_count(1)
    sound(screens, page, f"region-workshops-{kind}", scheme)


def test_a_unit_is_found_by_name_and_what_is_ticked_stays_in_sight(
    screens: Screens, server: Server, region: tuple[int, str]
) -> None:
    page = signed_in(screens, server, region[1], "/workshops/new")
    page.click("summary:has-text('Averøy')")
    page.get_by_label("Aveskolen 0").check()
    page.fill("#find-unit", "smø")
    expect(page.get_by_label("Smøskolen 7")).to_be_visible()
    expect(page.get_by_label("Aveskolen 0")).to_be_visible()
    expect(page.get_by_label("Aveskolen 1")).not_to_be_visible()
    expect(page.locator("summary:has-text('Kristiansund')")).not_to_be_visible()
    page.fill("#find-unit", "finnes ikke")
    expect(page.get_by_text("Ingen enhet heter det.")).to_be_visible()
    page.press("#find-unit", "Enter")
    page.fill("#find-unit", "skolen 3")
    page.get_by_label("Kriskolen 3").check()
    page.fill("#find-unit", "")
    expect(page.get_by_label("Smøskolen 7")).not_to_be_visible()
    expect(page.get_by_label("Kriskolen 3")).to_be_visible()
    sound(screens, page, "new-with-units", "light")
    page.fill("#title", "Skolen i 2040")
    page.click("main form > button")
    page.wait_for_url("**/desk")
    page.goto(page.url + "/settings")
    expect(page.locator("input[name=held_for]:checked")).to_have_count(2)


def test_without_scripts_units_are_chosen_by_municipality(
    screens: Screens, server: Server, region: tuple[int, str]
) -> None:
    page = signed_in(screens, server, region[1], "/workshops/new", "phone", java_script_enabled=False)
    expect(page.locator("#find-unit")).not_to_be_visible()
    page.tap("summary:has-text('Smøla')")
    page.get_by_label("Smøskolen 7").check()
    assert box(page.get_by_label("Smøskolen 7"))["height"] >= 24
    page.fill("#title", "Skolen i 2040")
    page.tap("main form > button")
    page.wait_for_url("**/desk")
    page.goto(page.url + "/settings")
    expect(page.get_by_label("Smøskolen 7")).to_be_checked()
