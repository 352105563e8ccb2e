"""Marks the laws, which `make test-long` tries with more stories than `make test` does."""

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that is in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("laws")
