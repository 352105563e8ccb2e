"""Planted faults: a law is worth what it catches."""

from collections.abc import Callable

import pytest
from hypothesis import given

from tests.laws.stories import faulty, stories
from tests.laws.story import Story

Check = Callable[[Story], None]


def assert_caught(check: Check) -> None:
    """Assert that the law fails in one of the stories that it is tried with."""
    tried: Callable[[], None] = faulty(given(stories)(_plain(check)))
    with pytest.raises(AssertionError):
        tried()


def _plain(check: Check) -> Check:
    """A function of its own for each time, as hypothesis remembers what it has marked."""

    def law(story: Story) -> None:
        check(story)

    return law
