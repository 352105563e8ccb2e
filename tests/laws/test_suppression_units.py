"""Suppression where a workshop asks for units too: two tables of the same people do not give each other away."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.laws import attack_units
from tests.laws.attack_units import NOBODY, Attacker
from tests.laws.stories import lawful

ALONE_IN_A_GROUP = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]
ALONE_IN_A_UNIT = [0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 1]


def check(coming: list[int], last: int = 1) -> None:
    """One who has two files: from before the last few came, and from after."""
    where = NOBODY
    reader = Attacker({where})
    for number, place in enumerate(coming, start=1):
        where = attack_units.one_more(where)[place]
        if number in (len(coming) - last, len(coming)):
            reader.looks(where, at_most=len(coming) + 3)
            assert not list(reader.knows_small()), where


@settings(lawful, max_examples=lawful.max_examples // 4)
@given(st.lists(st.integers(0, 3), min_size=6, max_size=13), st.integers(1, 4))
@example(ALONE_IN_A_GROUP, 1)
@example(ALONE_IN_A_UNIT, 1)
def test_groups_and_units_together_tell_of_no_small_one(coming: list[int], last: int) -> None:
    check(coming, last)


@pytest.fixture
def _forgetful() -> Iterator[None]:
    """What has been tried so far is forgotten before the program is changed, and after."""
    attack_units.forget()
    yield
    attack_units.forget()


@pytest.mark.usefixtures("_forgetful")
@pytest.mark.parametrize("coming", [ALONE_IN_A_GROUP, ALONE_IN_A_UNIT], ids=["group", "unit"])
def test_numbers_that_add_up_to_what_is_withheld_are_caught(monkeypatch: pytest.MonkeyPatch, coming: list[int]) -> None:
    def as_they_are(_counts: object, shown: Mapping[str, int | None]) -> dict[str, int | None]:
        return dict(shown)

    monkeypatch.setattr("app.workshop.summary.not_adding_up", as_they_are)
    with pytest.raises(AssertionError):
        check(coming)
