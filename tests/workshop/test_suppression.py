"""Small groups, by example: what has a name, what has a number. The attack on it is among the laws."""

import pytest

from app.workshop.suppression import LEAST, Link, all_can_change, at_least_five, name_labels, shown_counts


def test_five_is_the_smallest_crowd() -> None:
    assert LEAST == 5
    assert [at_least_five(count) for count in (0, 1, 4, 5, 6)] == [None, None, None, 5, 6]


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ({"a": 4, "b": 4, "c": 4}, set()),
        ({"a": 7, "b": 3, "c": 4}, {"a"}),
        ({"a": 7, "b": 8, "c": 9}, {"a", "b", "c"}),
        ({"a": 0, "b": 0}, set()),
        ({}, set()),
    ],
)
def test_large_groups_are_named_and_small_ones_are_not(counts: dict[str, int], named: set[str]) -> None:
    assert name_labels(counts, frozenset()) == named


@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_one_small_group_is_never_the_only_one_without_a_name(small: int) -> None:
    assert name_labels({"a": 20, "b": small}, frozenset()) == frozenset()
    assert len(name_labels({"a": 20, "b": 9, "c": small}, frozenset())) == 1


def test_what_is_named_stays_named_when_another_one_must_be_held_back() -> None:
    named = name_labels({"a": 7, "b": 4, "c": 3}, frozenset())
    assert name_labels({"a": 7, "b": 30, "c": 3}, named) == {"a"}


def test_a_number_stands_only_where_there_is_a_name() -> None:
    assert shown_counts({"a": 7, "b": 9, "c": 8}, {"a", "b", "c"}) == {"a": 7, "b": 9, "c": 8}
    assert shown_counts({"a": 7, "b": 9, "c": 8}, {"a"}) == {"a": 7, "b": None, "c": None}


def test_a_named_group_of_which_few_are_there_has_no_number_and_not_alone() -> None:
    assert shown_counts({"a": 7, "b": 9, "c": 2}, {"a", "b", "c"}) == {"a": None, "b": None, "c": None}


def square(a: int, b: int, c: int, d: int, most: int = 4) -> list[Link]:
    """Four secret numbers in two rows and two columns of which the sums are known; none is over ``most``."""
    places = (("row 1", "column 1", a), ("row 1", "column 2", b), ("row 2", "column 1", c), ("row 2", "column 2", d))
    return [Link((row,), (column,), number, 0, most, secret=True) for row, column, number in places]


def test_numbers_in_a_square_can_go_round() -> None:
    assert all_can_change(square(1, 2, 3, 4))
    assert all_can_change(square(0, 1, 1, 0))
    assert not all_can_change(square(1, 2, 3, 4)[:3]), "the fourth is known, and so are all"
    assert not all_can_change(square(0, 0, 3, 2)), "nobody in a row is nobody at each place"
    assert not all_can_change(square(4, 4, 2, 1)), "so is everybody"
    assert not all_can_change(square(0, 2, 1, 2, most=2)), "one way is barred by nobody, the other by the most"
