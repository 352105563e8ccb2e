"""Laws of seating: how they are tried, and how a planted fault is looked for."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.workshop import seating
from app.workshop.people import StakeholderGroup

Check = Callable[[Any], None]
Groups = list[StakeholderGroup]
Laws = dict[Check, st.SearchStrategy[Any]]
Faults = dict[str, tuple[Check, str, Any]]
"""By what is wrong: the law that catches it, the name in ``seating`` that is replaced, and what by."""

few_groups: st.SearchStrategy[Groups] = st.lists(st.sampled_from(["child", "youth", "parent", "staff"]), max_size=14)

tried = settings(max_examples=150, deadline=None, derandomize=True, database=None)
faulty = settings(tried, max_examples=600, phases=[Phase.generate], report_multiple_bugs=False)


def person(number: int) -> str:
    return f"p{number:03}"


def people_of(groups: Sequence[StakeholderGroup]) -> dict[str, StakeholderGroup]:
    return {person(number): group for number, group in enumerate(groups)}


def differ(counts: Collection[int]) -> int:
    return max(counts) - min(counts)


def hold(check: Check, cases: st.SearchStrategy[Any], how: settings = tried) -> None:
    """Try a law, in a function of its own, as hypothesis remembers what it has marked."""

    def law(case: Any) -> None:
        check(case)

    tried_law: Callable[[], None] = how(given(cases)(law))
    tried_law()


def assert_caught(laws: Laws, fault: tuple[Check, str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    check, name, wrong = fault
    monkeypatch.setattr(seating, name, wrong, raising=False)
    with pytest.raises(AssertionError):
        hold(check, laws[check], faulty)
