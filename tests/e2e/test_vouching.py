"""Signing in by a provider in a real browser: past its own pages and back, under the strict policy of ours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.main import now
from app.region.rights import Grant
from app.store import invitations
from app.store.database import Database
from app.store.invitations import Invitation
from tests.e2e.screens import Screens
from tests.e2e.server import Server
from tests.e2e.test_access import sound
from tests.vouching import Provider, provider

FILE = '[feide]\nname = "Feide"\nissuer = "{issuer}"\nclient_id = "fremtidsbilde"\nclient_secret = "x"\n'


@pytest.fixture(scope="module")
def feide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(tmp_path_factory.mktemp("provider")) as there:
        yield there


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str], feide: Provider
) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("vouched")
    file = folder / "sign-in.toml"
    file.write_text(FILE.format(issuer=feide.issuer))
    started = Server(folder, new_address())
    started.set(oidc=str(file), public_url=started.base)
    started.set(smtp_url="smtp+plain://127.0.0.1:9", mail_from="fremtid@example.no")
    started.start()
    yield started
    started.stop()


@pytest.fixture
def screens(browser: Browser, server: Server) -> Iterator[Screens]:
    opened = Screens(browser, server)
    yield opened
    opened.close()


def link(server: Server) -> str:
    """A one-time link for somebody new."""
    database = Database(server.database)
    with database.writing() as connection:
        secret = invitations.invite(connection, Invitation(Grant("facilitator")), now=now(), days=1)
    database.close()
    return f"{server.base}/invitation/{secret}"


def through(page: Page, feide: Provider, subject: str) -> None:
    """Say who one is there."""
    page.wait_for_url(f"{feide.issuer}/oauth2/authorize**")
    page.fill("input[name=sub]", subject)
    page.click("text=Authorize >> nth=-1")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_somebody_comes_in_by_an_invitation_signs_out_and_in_again(
    screens: Screens, server: Server, feide: Provider, *, scripts: bool
) -> None:
    who = f"kari-{scripts}@smola.example"
    page = screens.open("desk", java_script_enabled=scripts)
    page.goto(link(server))
    if scripts:
        sound(screens, page, "invitation-vouched", "light")
    page.click("text=Logg inn med Feide")
    through(page, feide, who)
    page.wait_for_url(f"{server.base}/signin/new")
    expect(page.locator("#email")).to_have_value(who)
    if scripts:
        sound(screens, page, "newcomer", "light")
    page.fill("#name", "Kari Nordmann")
    page.click("main button")
    page.wait_for_url(f"{server.base}/home")

    page.click("text=Logg ut")
    page.wait_for_url(f"{server.base}/signin/left/feide")
    if scripts:
        sound(screens, page, "left", "light")
    page.goto(f"{server.base}/methods")
    if scripts:
        sound(screens, page, "signin-vouched", "light")
    page.click("text=Logg inn med Feide")
    through(page, feide, who)
    page.wait_for_url(f"{server.base}/methods")
    page.goto(f"{server.base}/account")
    expect(page.locator(".ways")).to_contain_text("koblet til")
    if scripts:
        sound(screens, page, "account-vouched", "light")


def test_the_pages_of_mail_are_sound(screens: Screens, server: Server) -> None:
    page = screens.open("phone")
    page.goto(f"{server.base}/signin")
    page.click("text=Glemt passordet?")
    sound(screens, page, "forgotten", "light")
    page.fill("#email", "nobody@example.no")
    page.click("text=Send meg e-post")
    expect(page.locator("[role=status]")).to_contain_text("nobody@example.no")
    sound(screens, page, "forgotten-asked", "light")
