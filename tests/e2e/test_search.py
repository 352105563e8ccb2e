"""The search in a browser: what is found follows the typing, the address keeps it, and without scripts it works too."""

import re
import secrets
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from app.identity import Cookies
from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant, Place
from app.store import accounts, region
from app.store.database import Database
from tests.e2e.screens import REFUSED, Kind, Screens
from tests.e2e.seed import session
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, schemes, sound
from tests.told_by_hand import line, summary, theme, workshop

NAME = "Nordmøre"


@pytest.fixture(scope="module")
def told(server: Server) -> tuple[str, str]:
    """A network in which two workshops have told; the address of its search, and the cookie of who reads it."""
    database = Database(server.database)
    school = Unit(name="Skole A", kind="school")
    there = Network(name=NAME, municipalities=(Municipality(number="1573", name="Smøla", units=(school,)),))
    with database.writing() as connection:
        region.save_network(connection, there)
        (network,) = region.networks(connection)
        unit = network.municipalities[0].units[0].id
        themes = [
            theme("Ute hver dag", line("Uteskule kvar veke", "child"), vision="Alle er ute", signs=["Gjørmete sko"])
        ]
        workshop(connection, [unit], summary(*(f"Buss nummer {n}" for n in range(40)), themes=themes, title="Skolen"))
        workshop(connection, [unit], summary("Ein ven på skulen", "Tid til å lære", title="Barnehagen"))
        email, grants = f"{secrets.token_hex(4)}@example.no", [Grant("reader", Place(network.id or 0))]
        now = datetime.now(UTC)
        reader = accounts.add_account(connection, email=email, name="", grants=grants, password=None, now=now)
        cookie = session(connection, server, reader)
    database.close()
    return f"{server.base}/region/{network.id}/search", cookie


def opened(screens: Screens, told: tuple[str, str], kind: Kind = "desk", **options: object) -> Page:
    page = screens.open(kind, **options)  # type: ignore[arg-type]
    page.context.add_cookies([{"name": Cookies.SESSION, "value": told[1], "url": told[0]}])
    page.goto(told[0])
    return page


def test_what_is_found_follows_the_typing_and_the_address_keeps_it(screens: Screens, told: tuple[str, str]) -> None:
    page = opened(screens, told)
    page.locator("#q").press_sequentially("venn")
    expect(page.locator(".found-cards > li")).to_have_count(1)
    expect(page.locator(".found-cards mark")).to_have_text("ven")
    expect(page.locator("#how-many")).to_contain_text("1 ")
    expect(page.locator("#q")).to_be_focused()
    page.wait_for_url("**q=venn*")
    page.reload()
    expect(page.locator("#q")).to_have_value("venn")
    expect(page.locator(".found-cards > li")).to_have_count(1)
    page.fill("#q", "")
    page.select_option("#by-group", "child")
    expect(page.locator(".found-cards > li")).to_have_count(1)


def test_more_comes_below_what_is_there(screens: Screens, told: tuple[str, str]) -> None:
    page = opened(screens, told)
    page.fill("#q", "buss")
    expect(page.locator("#how-many")).to_contain_text("40")
    expect(page.locator(".found-cards > li")).to_have_count(30)
    page.click("#more a")
    expect(page.locator(".found-cards > li")).to_have_count(40)
    expect(page.locator("#more")).to_have_count(0)


def test_without_scripts_the_form_and_the_links_do_the_same(screens: Screens, told: tuple[str, str]) -> None:
    page = opened(screens, told, "phone", java_script_enabled=False)
    page.fill("#q", "buss")
    page.press("#q", "Enter")
    expect(page.locator(".found-cards > li")).to_have_count(30)
    page.click("#more a")
    expect(page.locator(".found-cards > li")).to_have_count(10)
    expect(page.locator("#q")).to_have_value("buss")


def test_who_is_not_signed_in_any_more_is_led_to_the_form(screens: Screens, told: tuple[str, str]) -> None:
    screens.tolerate(REFUSED)
    page = opened(screens, told)
    page.context.clear_cookies()
    page.locator("#q").press_sequentially("ute")
    page.wait_for_url(re.compile(r"/signin\?then=/region/\d+/search%3Fq%3Dute"))


@schemes
@pytest.mark.parametrize("kind", [pytest.param("desk", marks=pytest.mark.long), "phone"])
def test_the_page_is_sound(screens: Screens, told: tuple[str, str], scheme: Scheme, kind: Kind) -> None:
    page = opened(screens, told, kind, color_scheme=scheme)
    for name, query in (("all", ""), ("found", "?q=ute&kind=school"), ("nothing", "?q=finnesikke&group=child")):
        page.goto(told[0] + query)
        sound(screens, page, f"search-{name}-{kind}", scheme, least=44 if kind == "phone" else 24)
