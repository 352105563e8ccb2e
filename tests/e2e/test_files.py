"""Files of a region in a browser: asked for, followed without a touch, fetched; the same without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.identity import Cookies
from tests.e2e.screens import Screens
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, schemes, sound
from tests.e2e.test_visions import seeded

PATIENCE = 90_000
"""Milliseconds: what is made is made beside whatever else this machine does."""


def opened(screens: Screens, server: Server, **options: Any) -> Page:
    """The page of files of a coordinator who has asked for none."""
    there = seeded(server)
    page = screens.open("desk", **options)
    page.context.add_cookies([{"name": Cookies.SESSION, "value": there.session, "url": server.base}])
    page.goto(f"{server.base}/region/{there.places.network}/files")
    return page


def test_a_file_is_followed_until_it_is_ready_and_then_fetched(screens: Screens, server: Server) -> None:
    page = opened(screens, server)
    page.locator(".file-kinds form").first.get_by_role("button", name="PDF").click()
    expect(page.locator("#files progress")).to_be_visible()
    expect(page.locator("#files-status")).to_have_text("Filen din lages nå.")
    link = page.get_by_role("link", name="Last ned")
    expect(link).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#files-status")).to_have_text("Filen din er klar.")
    expect(page.locator("#files")).not_to_have_attribute("hx-trigger", "every 1s")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith("-v1.pdf")


def test_a_browser_without_scripts_loads_the_page_again_while_something_is_made(
    screens: Screens, server: Server
) -> None:
    page = opened(screens, server, java_script_enabled=False)
    page.get_by_role("button", name="CSV").last.click()
    expect(page.get_by_role("link", name="Last ned")).to_be_visible(timeout=PATIENCE)


@schemes
@pytest.mark.parametrize("size", [(320, 800), (1280, 800)], ids=["narrow", "wide"])
def test_the_page_is_sound_for_all(screens: Screens, server: Server, scheme: Scheme, size: tuple[int, int]) -> None:
    sound(screens, opened(screens, server, size=size, color_scheme=scheme), "files", scheme)
