"""A folder of data and its database, for tests of the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import Database


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def database(data: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{data / 'fremtidsbilde.db'}")
    database.migrate()
    yield database
    database.close()
