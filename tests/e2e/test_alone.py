"""A server that only its own machine reaches."""

from playwright.sync_api import expect

from tests.e2e.screens import Screens
from tests.e2e.seed import workshop
from tests.e2e.server import Server


def test_a_server_that_only_its_machine_reaches_gives_no_links_to_others(screens: Screens, server: Server) -> None:
    """The tests' server listens on loopback alone."""
    there = workshop(server)
    desk = screens.facilitator(there)
    desk.goto(f"{server.base}{there.path}/desk/share")
    expect(desk.locator(".share-address")).to_have_text(server.base)
    assert desk.input_value("#wall-link").startswith(f"{server.base}/wall/")
    expect(desk.locator(".ds-alert")).to_contain_text("--host 0.0.0.0")
    expect(screens.wall(there).locator(".wall-address")).to_have_text(server.base.removeprefix("http://"))
