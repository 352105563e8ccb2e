"""Who said what, added up."""

from app.region.by_group import ByGroup, Row, fullest, most
from app.region.heard import Number

UTE = Row(1, "Ute", {"child": 4, "staff": 4, None: 2}, 9, {"child": Number(7, 1), "parent": Number(0, 0, 1)})
RO = Row(2, "Ro", {"staff": 1}, None)
REST = Row(None, "", {"youth": 20}, 3, {"child": Number(5, 1, 1)})
FOUND = ByGroup((UTE, RO), REST)


def test_the_whole_is_the_sum_of_its_rows_and_holds_every_statement_once() -> None:
    whole = FOUND.whole
    assert whole.statements == {"child": 4, "staff": 5, None: 2, "youth": 20}
    assert whole.said == sum(row.said for row in FOUND.rows) == 31
    assert whole.votes == 12
    assert whole.voters == {"child": Number(12, 2, 1), "parent": Number(0, 0, 1)}
    assert FOUND.unnamed == 2


def test_groups_stand_in_their_own_order_those_alone_that_there_are() -> None:
    assert FOUND.groups == ("child", "youth", "staff")
    assert FOUND.voting == ("child",), "of parents, nothing is told"
    assert ByGroup((RO,), Row(None, "")).whole.votes is None


def test_what_has_most_is_named_with_all_that_have_as_much() -> None:
    assert most({"a": 2, "b": 5, "c": 5}) == (["b", "c"], 5)
    assert most({"a": 0}) == most({}) == ([], 0)
    found = fullest(FOUND.themes)
    assert found is not None
    assert (found.theme, found.group, found.number) == (UTE, "child", 4)
    assert fullest([Row(1, "Ute", {None: 3})]) is None
