"""One browser for all of these tests, one server for each module, and fresh screens for each test."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.databases import Kind
from tests.e2e.screens import Screens
from tests.e2e.server import Server
from tests.e2e.wire import Wire

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window: built so, where that is installed, which takes half the processor."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("no chromium is on the PATH: sudo apt-get install chromium-headless-shell", pytrace=False)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS.split(), headless=True)
        yield launched
        launched.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def backend(request: pytest.FixtureRequest) -> Kind:
    """What the database is kept in: browsers see little of it, so that one journey says enough every day."""
    backend: Kind = request.param
    return backend


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]) -> Iterator[Server]:
    """A server that the tests of one module share."""
    started = Server(tmp_path_factory.mktemp("shared"), new_address())
    started.start()
    yield started
    started.stop()


@pytest.fixture
def screens(browser: Browser, server: Server) -> Iterator[Screens]:
    """Screens that are closed after the test, and must not have complained."""
    opened = Screens(browser, server)
    yield opened
    opened.close()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    """A network between phone and server that can be cut."""
    laid = Wire(server)
    yield laid
    laid.close()
