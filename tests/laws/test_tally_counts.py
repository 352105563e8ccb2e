"""Votes: a second, plain count finds the same, and what is shown at different times never differs by few people."""

from collections.abc import Callable, Mapping
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshop import tally
from app.workshop.people import StakeholderGroup
from app.workshop.tally import Paper, Shown, counted, next_shown
from tests.laws.stories import faulty, lawful

Papers = dict[str, Paper]
NAMED = frozenset[StakeholderGroup](("child", "parent", "staff"))
SIZES: dict[StakeholderGroup | None, tuple[int, ...]] = {
    "child": (0, 11, 17, 30),
    "parent": (0, 3, 10, 16, 25),
    "staff": (0, 2, 6, 12),
    "youth": (0, 1, 14),
    None: (0, 0, 2, 7),
}
"""How many of each group may vote; youth have no name in the room."""


@st.composite
def crowds(draw: st.DrawFn) -> Papers:
    """People of several groups who have voted; some for what is no option (any more), some more than once for one."""
    random = Random(draw(st.integers(0, 2**32)))
    votes = draw(st.integers(0, 4))
    popular = draw(st.sampled_from(["abcdex", "abcd", "abc", "aaabbbccdex"]))
    papers = {}
    for group, sizes in SIZES.items():
        for i in range(draw(st.sampled_from(sizes))):
            chosen = tuple(random.choices(popular, k=max(0, votes - (random.random() < 0.2))))
            papers[f"{group}-{i}"] = Paper(chosen, group, proxy=random.random() < 0.1)
    return papers


@st.composite
def times(draw: st.DrawFn) -> list[Papers]:
    """A vote as it is each time that it is closed: a few people have changed, or many; also from what was long ago."""
    random = Random(draw(st.integers(0, 2**32)))
    sizes: dict[StakeholderGroup, int] = {"child": 16, "parent": 18, "staff": 2}
    first = {f"{group}-{i}": Paper(_two(random), group) for group, size in sizes.items() for i in range(size)}
    closed = [first]
    for _ in range(draw(st.integers(1, 4))):
        papers = draw(st.sampled_from(closed))
        who = random.sample(sorted(first), draw(st.sampled_from([1, 3, 5, 8, 16, 30])))
        closed.append(papers | {voter: Paper(_two(random), first[voter].group) for voter in who})
    return closed


def _two(random: Random) -> tuple[str, ...]:
    return tuple(random.sample("abcd", 2))


def check_count(papers: Papers) -> None:
    """Count again, plainly, and hold what is told against it."""
    said = [(voter, option) for voter, paper in papers.items() for option in paper.options if option in "abcde"]
    who = {voter for voter, _ in said}
    told = counted(papers, "abcde", NAMED)
    if len(who) < 5:
        assert told is None
        return
    assert told is not None
    assert told.voters == len(who)
    proxies = len([voter for voter in who if papers[voter].proxy])
    assert told.proxies == (None if proxies in range(1, 5) or len(who) - proxies in range(1, 5) else proxies)
    votes = {option: len([1 for _, chosen in said if chosen == option]) for option in "abcde"}
    assert [bar.option for bar in told.bars] == [
        option for number in range(len(said), -1, -1) for option in "abcde" if votes[option] == number
    ]
    assert sorted(told.minority) == [option for option in "abcde" if votes[option] == 1]
    for bar in told.bars:
        chose = {voter for voter, option in said if option == bar.option}
        assert (bar.votes, bar.voters) == (votes[bar.option], len(chose))
        assert bar.place == 1 + len([1 for number in votes.values() if number > bar.votes])
        assert bar.tied == (list(votes.values()).count(bar.votes) > 1)
        assert tuple(group for group, _ in bar.by_group) == told.groups
        for group, number in bar.by_group:
            of_group = {voter for voter in who if papers[voter].group == group}
            assert group in NAMED
            assert number in (None, len(chose & of_group))
            assert number is None or (number >= 5 and len(of_group - chose) >= 5)


def check_over_time(closed: list[Papers]) -> None:
    """Close a vote again and again, and compare all that was shown with all else that was."""
    shown: list[Shown] = []
    for papers in closed:
        now = tally.next_shown(shown, papers, "abcde", NAMED)
        shown += [now] if now is not None else []
    for one, other in combinations(shown, 2):
        everybody = differ(one.papers, other.papers)
        assert len(everybody) not in range(1, 5)
        groups = {*one.result.groups, *other.result.groups}
        if one.result.groups and other.result.groups:
            for group in groups:
                assert len({voter for voter, of in everybody if group in of}) not in range(1, 5)
            assert len({voter for voter, of in everybody if of - groups}) not in range(1, 5)


def differ(one: Mapping[str, Paper], other: Mapping[str, Paper]) -> set[tuple[str, frozenset[str | None]]]:
    """Whose papers differ, and in which groups they stand."""
    return {
        (voter, frozenset(papers[voter].group for papers in (one, other) if voter in papers))
        for voter in {*one, *other}
        if one.get(voter) != other.get(voter)
    }


@lawful
@given(crowds())
def test_a_second_count_finds_the_same(papers: Papers) -> None:
    check_count(papers)


@lawful
@given(times())
def test_two_results_never_differ_by_few(closed: list[Papers]) -> None:
    check_over_time(closed)


Fault = Callable[[pytest.MonkeyPatch], None]
COUNTING: dict[str, Fault] = {
    "a smaller five": lambda patch: patch.setattr(tally, "LEAST", 4),
    "few proxies": lambda patch: patch.setattr(tally, "_few", lambda people: False),
    "what is no option": lambda patch: patch.setattr(tally, "that_count", lambda papers, options: dict(papers)),
    "a group too many": lambda patch: patch.setattr(
        tally, "_row", lambda paper, rows: "child" if "child" in rows else ""
    ),
}
COMPARING: dict[str, Fault] = {
    "a smaller five": lambda patch: patch.setattr(tally, "LEAST", 4),
    "only in all": lambda patch: patch.setattr(
        tally, "_changed", lambda old, new, *row: 0 if row else differing(old, new)
    ),
    "only the latest": lambda patch: patch.setattr(
        tally, "next_shown", lambda shown, *now: next_shown(shown[-1:], *now)
    ),
}


def differing(old: Mapping[str, Paper], new: Mapping[str, Paper]) -> int:
    return len(differ(old, new))


@pytest.mark.parametrize("fault", COUNTING)
def test_a_wrong_count_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    COUNTING[fault](monkeypatch)

    def law(papers: Papers) -> None:
        check_count(papers)

    with pytest.raises(AssertionError):
        faulty(given(crowds())(law))()


@pytest.mark.parametrize("fault", COMPARING)
def test_results_that_differ_by_few_are_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    COMPARING[fault](monkeypatch)

    def law(closed: list[Papers]) -> None:
        check_over_time(closed)

    with pytest.raises(AssertionError):
        faulty(given(times())(law))()
