"""Screens: browser contexts of phones, desks and walls, each watched for errors and for calls to strangers."""

import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FloatRect,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
)

from app.identity import Cookies
from tests.e2e.seed import Seeded
from tests.e2e.server import Server

PICTURES = Path(__file__).parents[2] / ".artifacts" / "screens"

Kind = Literal["phone", "desk", "wall"]
SIZES: dict[Kind, tuple[int, int]] = {"phone": (390, 844), "desk": (1280, 800), "wall": (1920, 1080)}
PATIENCE_MS = 20_000
"""How long a state is waited for: a busy machine's disk alone may take seconds for a commit."""
expect.set_options(timeout=PATIENCE_MS)

OFFLINE = (
    r"ERR_(INTERNET_DISCONNECTED|CONNECTION_|EMPTY_RESPONSE|CONTENT_LENGTH_MISMATCH|NETWORK_|SOCKET_)"
    r"|WebSocket connection to .* failed"
)
"""What the browser itself says on its console when there is no contact."""
REFUSED = r"the server responded with a status of 4(03|04|09|10|29)"
"""What it says of a page that comes with such a status."""


def end(desk: Page) -> None:
    """End the workshop; what is not shown, if the desk asks, is left out."""
    desk.click("[data-key=close]")
    if (asked := desk.locator("#end-with [data-key=close-left]")).is_visible():
        asked.click()


def box(one: Locator) -> FloatRect:
    """Where an element stands."""
    found = one.bounding_box()
    assert found is not None, f"{one} is not to be seen"
    return found


class Screens:
    """Opens screens and closes them. At the end, what any of them complained of fails the test."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser = browser
        self._server = server
        self._contexts: list[BrowserContext] = []
        self._hosts = {"127.0.0.1", "localhost"}
        self._fine: list[str] = []
        self._complaints: list[str] = []
        self.frames: dict[Page, list[str]] = {}

    def trust(self, host: str) -> None:
        """Another address of this same machine."""
        self._hosts.add(host)

    def tolerate(self, *patterns: str) -> None:
        """Console errors that belong to what is being tested."""
        self._fine.extend(patterns)

    def open(self, kind: Kind, *, size: tuple[int, int] | None = None, **options: Any) -> Page:
        """A page in a context of its own."""
        width, height = size or SIZES[kind]
        touch = {"has_touch": True, "is_mobile": options.get("java_script_enabled", True)} if kind == "phone" else {}
        settings = {"locale": "nb-NO", "viewport": {"width": width, "height": height}, **touch, **options}
        context = self._browser.new_context(**settings)
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._complaints.append(f"page error: {error.error}"))
        context.on("request", self._request)
        context.on("page", self._page)
        return context.new_page()

    def facilitator(self, seeded: Seeded, **options: Any) -> Page:
        """A desk, signed in as the one who runs the workshop."""
        page = self.open("desk", **options)
        page.context.add_cookies([{"name": Cookies.SESSION, "value": seeded.session, "url": self._server.base}])
        page.goto(f"{self._server.base}{seeded.path}/desk")
        return page

    def wall(self, seeded: Seeded, **options: Any) -> Page:
        """A wall, through its link."""
        page = self.open("wall", **options)
        page.goto(f"{self._server.base}/wall/{seeded.wall_key}")
        return page

    def phone(self, seeded: Seeded, *, group: str = "child", base: str = "", **options: Any) -> Page:
        """A phone that has joined and chosen a group."""
        page = self.open("phone", **options)
        page.goto(f"{base or self._server.base}{seeded.path}/")
        page.click(f"button[value={group}]")
        page.wait_for_selector(".starters:not([hidden])")  # its script runs
        return page

    def picture(self, page: Page, step: str, *, whole: bool = False) -> None:
        """Keep a picture of the page, named by step and size."""
        size = page.viewport_size or {"width": 0, "height": 0}
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=PICTURES / f"{step}-{size['width']}x{size['height']}.png", full_page=whole, animations="disabled"
        )

    def close(self) -> None:
        """Close all, and say what was wrong."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        wrong = [line for line in self._complaints if not any(re.search(fine, line) for fine in self._fine)]
        self._complaints.clear()
        assert not wrong, "the browser complained:\n" + "\n".join(wrong)

    def _page(self, page: Page) -> None:
        self.frames[page] = []
        page.on("websocket", lambda socket: self._socket(page, socket))

    def _socket(self, page: Page, socket: WebSocket) -> None:
        self._stranger("socket", socket.url)
        socket.on("framereceived", lambda text: self.frames[page].append(str(text)))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        self._stranger(request.resource_type, request.url)

    def _stranger(self, what: str, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in self._hosts:
            self._complaints.append(f"call to a stranger: {what} {url}")
