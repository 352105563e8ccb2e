"""A vote by example: what is counted, what is told by group, and what stays when a vote is closed again.

A second count of many votes, and the attack on what is told by group, are among the laws.
"""

from collections.abc import Mapping
from itertools import combinations

import pytest

from app.workshop.people import StakeholderGroup
from app.workshop.tally import Paper, Result, Shown, counted, next_shown, order_for, suggested_votes

Papers = dict[str, Paper]
NAMED = frozenset[StakeholderGroup](("child", "parent", "staff"))


def voted(*choices: str, group: StakeholderGroup | None = None, proxy: bool = False, first: int = 0) -> Papers:
    """Papers of people who are numbered from ``first`` on; a letter is an option."""
    return {f"{group}-{i}": Paper(tuple(chosen), group, proxy) for i, chosen in enumerate(choices, first)}


def result(papers: Mapping[str, Paper], options: str = "abc") -> Result:
    told = counted(papers, options, NAMED)
    assert told is not None
    return told


def table(told: Result) -> dict[str, dict[str, int | None]]:
    return {bar.option: dict(bar.by_group) for bar in told.bars if bar.by_group}


def test_a_quarter_of_the_options_is_suggested_from_one_to_five() -> None:
    assert [suggested_votes(n) for n in (0, 1, 4, 5, 8, 9, 12, 16, 17, 20, 200)] == [1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5]


def test_each_phone_has_an_order_of_its_own_that_stays() -> None:
    orders = [order_for("abcdef", f"voter {i}") for i in range(300)]
    assert orders == [order_for("fedcba", f"voter {i}") for i in range(300)]
    assert all(sorted(order) == list("abcdef") for order in orders)
    assert all(25 < [order[0] for order in orders].count(option) < 80 for option in "abcdef")


def test_under_five_voters_there_is_nothing_to_show() -> None:
    assert counted(voted("a", "a", "b", "c"), "abc", NAMED) is None
    assert counted(voted("a", "a", "b", "c", ""), "abc", NAMED) is None, "who chose nothing did not vote"
    assert counted(voted("a", "a", "b", "c", "x"), "abc", NAMED) is None, "nor who chose what is no option"
    assert result(voted("a", "a", "b", "c", "c")).voters == 5


def test_bars_stand_by_votes_and_share_places() -> None:
    told = result(voted("cb", "cb", "ca", "a", "d", "e"), "abcdef")
    assert [(bar.option, bar.place, bar.tied, bar.votes) for bar in told.bars] == [
        ("c", 1, False, 3),
        ("a", 2, True, 2),
        ("b", 2, True, 2),
        ("d", 4, True, 1),
        ("e", 4, True, 1),
        ("f", 6, False, 0),
    ]
    assert told.minority == ("d", "e")


def test_several_votes_of_one_person_are_one_voter() -> None:
    told = result(voted("aaa", "ab", "b", "b", "b"))
    assert [(bar.option, bar.votes, bar.voters) for bar in told.bars] == [("a", 4, 2), ("b", 4, 4), ("c", 0, 0)]


@pytest.mark.parametrize(
    ("themselves", "proxies", "told"), [(8, 0, 0), (8, 1, None), (8, 4, None), (8, 5, 5), (4, 8, None), (0, 8, 8)]
)
def test_how_many_voted_through_somebody_else(themselves: int, proxies: int, told: int | None) -> None:
    papers = voted(*"a" * themselves) | voted(*"b" * proxies, proxy=True, first=20)
    assert result(papers).proxies == told


CHILDREN = voted(*["ab"] * 12, *["ac"] * 6, *["bc"] * 2, *["ad"] * 3, *["bd"] * 4, group="child")
PARENTS = voted(*["ab"] * 6, *["ac"] * 9, *["bc"] * 3, group="parent")
BOTH = CHILDREN | PARENTS


def test_a_number_stands_where_neither_those_for_nor_those_not_for_it_are_few() -> None:
    assert table(result(BOTH, "abcd")) == {
        "b": {"child": 18, "parent": 9},
        "c": {"child": 8, "parent": 12},
        "a": {"child": None, "parent": None},  # three parents are not for it, and would be known by the children's
        "d": {"child": None, "parent": None},  # no parents are
    }


def test_nothing_is_told_by_group_where_other_options_tell_what_is_withheld() -> None:
    without_d = {voter: paper for voter, paper in BOTH.items() if "d" not in paper.options}
    assert table(result(without_d)) == {}, "two votes each, less those for b and c, were for a"


def spread(people: int, group: StakeholderGroup | None) -> Papers:
    """Many people with a pair of options each: about as many at each option."""
    pairs = ["".join(pair) for pair in combinations("abcd", 2)]
    return voted(*(pairs[i % 6] for i in range(people)), group=group)


def test_groups_of_ten_that_have_a_name_have_numbers() -> None:
    assert result(spread(12, "child") | spread(12, "parent"), "abcd").groups == ("child", "parent")
    assert result(spread(12, "child") | spread(24, "youth"), "abcd").groups == ("child",), "youth has no name"
    assert result(spread(12, "child") | spread(24, None), "abcd").groups == ("child",)
    assert result(spread(12, "child") | spread(9, "parent"), "abcd").groups == ()
    assert result(spread(24, "child") | spread(12, "parent") | spread(4, "staff"), "abcd").groups in ((), ("child",))


def close(*times: Papers) -> list[Shown]:
    """All that is shown of a vote that is closed at these times."""
    shown: list[Shown] = []
    for papers in times:
        now = next_shown(shown, papers, "abcd", NAMED)
        assert now is not None
        shown.append(now)
    return shown


def to(option: str, *voters: str) -> Papers:
    """What these children and parents hand in anew."""
    return {voter: Paper((option,), BOTH[voter].group) for voter in voters}


FIVE_CHILDREN = ("child-0", "child-1", "child-2", "child-3", "child-4")


@pytest.mark.parametrize("few", range(1, 5))
def test_what_was_shown_stays_while_few_change(few: int) -> None:
    first, second = close(BOTH, BOTH | to("b", *FIVE_CHILDREN[:few]))
    assert second is first


def test_many_who_change_change_what_is_shown() -> None:
    first, second = close(BOTH, BOTH | to("b", *FIVE_CHILDREN))
    assert second.result == result(BOTH | to("b", *FIVE_CHILDREN), "abcd") != first.result
    assert second.result.groups == ("child", "parent")


def test_few_who_differ_from_what_was_shown_long_ago_count_too() -> None:
    first, second, third = close(BOTH, BOTH | to("b", *FIVE_CHILDREN), BOTH | to("b", "child-0"))
    assert third is second is not first
    assert close(BOTH, BOTH | to("b", *FIVE_CHILDREN), BOTH)[-1] is not second, "as it was is no difference"


def test_few_of_one_group_among_many_change_the_bars_in_all_only() -> None:
    changed = BOTH | to("b", *FIVE_CHILDREN, "parent-0")
    first, second = close(BOTH, changed)
    assert first.result.groups
    assert second.result.voters == 45
    assert [bar.votes for bar in second.result.bars] == [bar.votes for bar in result(changed, "abcd").bars]
    assert not second.result.groups
    many = to("b", *(f"parent-{i}" for i in range(5)))
    assert close(BOTH, changed, BOTH | to("b", *FIVE_CHILDREN) | many)[-1].result.groups == ()


def test_the_order_on_a_paper_and_what_is_no_option_are_no_difference() -> None:
    turned = {voter: Paper((*paper.options[::-1], "x"), paper.group) for voter, paper in BOTH.items()}
    first, second = close(BOTH, turned)
    assert second is first


def test_a_vote_that_most_have_taken_back_shows_nothing() -> None:
    (first,) = close(BOTH)
    assert next_shown([first], voted("a", "b"), "abcd", NAMED) is None
