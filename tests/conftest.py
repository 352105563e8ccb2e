"""Fixtures that every folder uses: the event loop's kind, cheap passwords, databases, a real server in this process."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.store import accounts
from app.store.database import Database
from tests import databases
from tests.databases import KINDS, Kind, PostgreSQL, SQLite
from tests.redis_server import Redis
from tests.server import Server, running

TESTS = Path(__file__).parent
PAGES = ("e2e", "routes")
"""Folders of tests that ask pages, of which there are thousands. What the database decides is tried in the others."""
LEFT_OUT = "left out"
_heard = pytest.StashKey[set[str]]()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """All async tests run on asyncio, as the server does."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """The same hash with a thousandth of the work, so that making an account does not take longest in each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_passwords", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)))
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Let stories be the same whichever tests run: Hypothesis mixes in constants of those of our modules it can see.

    How long one of them takes says how busy the machine is, and fails nothing.
    """
    settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("unhurried")
    patch = pytest.MonkeyPatch()
    patch.setattr(providers, "_get_local_constants", Constants)
    config.add_cleanup(patch.undo)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave PostgreSQL's tests out where none answers, unless this is where all must run.

    What pages do is tried on both databases by ``make test-long``, and on one of them each time.
    """
    of_postgresql = [item for item in items if _kind(item) == "postgresql"]
    tried = {_function(item) for item in items if _kind(item) == "sqlite"}
    for item in of_postgresql:
        if _asks_pages(item) and _function(item) in tried:
            item.add_marker(pytest.mark.long)
    if of_postgresql and os.environ.get("CI") != "true" and databases.missing():
        items[:] = [item for item in items if item not in of_postgresql]
        config.hook.pytest_deselected(items=of_postgresql)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that started this one, where several run tests beside each other, what was left out here."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[LEFT_OUT] = _left_out()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear of it."""
    node.config.stash.setdefault(_heard, set()).add(getattr(node, "workeroutput", {}).get(LEFT_OUT, ""))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end what was left out."""
    for line in {_left_out(), *config.stash.get(_heard, set())} - {""}:
        terminalreporter.write_line(line, yellow=True)


def _left_out() -> str:
    return databases.missing() if databases.missing.cache_info().currsize else ""


def _asks_pages(item: pytest.Item) -> bool:
    return any(item.path.is_relative_to(TESTS / folder) for folder in PAGES)


def _function(item: pytest.Item) -> tuple[Path, str]:
    return item.path, getattr(item, "originalname", item.name)


def _kind(item: pytest.Item) -> object:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("backend") if callspec else None


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """Makes SQLite files."""
    return SQLite(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Makes PostgreSQL databases, and leaves none behind."""
    made = PostgreSQL()
    yield made
    made.close()


@pytest.fixture(scope="module", params=KINDS)
def backend(request: pytest.FixtureRequest) -> Kind:
    """What a test's database is kept in."""
    backend: Kind = request.param
    return backend


@pytest.fixture(scope="module")
def new_address(
    backend: Kind, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], str]]:
    """Makes an empty database that the tests of one module share, and returns its address."""
    if backend == "sqlite":
        made: SQLite = request.getfixturevalue("sqlite")
        yield lambda: made.new(tmp_path_factory.mktemp("shared"))
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    given: list[str] = []

    def new() -> str:
        given.append(server.new())
        return given[-1]

    yield new
    for address in given:
        server.give_back(address)


@pytest.fixture
def address(backend: Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database; SQLite's lies where the program looks in ``tmp_path`` by itself."""
    if backend == "sqlite":
        made: SQLite = request.getfixturevalue("sqlite")
        yield made.new(tmp_path)
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    given = server.new()
    yield given
    server.give_back(given)


@pytest.fixture
async def server(tmp_path: Path, address: str) -> AsyncIterator[Server]:
    """A fast server with an empty database."""
    async with running(tmp_path, database_url=address) as server:
        yield server


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    """A Redis of the test's own."""
    redis = Redis(tmp_path)
    await redis.start()
    yield redis
    await redis.stop()


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A migrated database."""
    database = Database(address)
    yield database
    database.close()
