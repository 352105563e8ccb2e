"""Pages: whatever comes and goes between them, what stays is read once, and a cursor is for its own list alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region.api.paging import BadCursor, Key, cursor, key_in, page

KEYS = st.sets(st.tuples(st.text(max_size=4), st.integers(-5, 5)), max_size=20)


@given(KEYS, st.lists(KEYS, max_size=8), st.integers(1, 4))
def test_what_stays_is_read_once_whatever_comes_between(stays: set[Key], comes: list[set[Key]], most: int) -> None:
    read: list[Key] = []
    after: Key | None = None
    between, more = iter(comes), True
    while more:
        some, more = page(stays | next(between, set()), lambda one: one, after, most)
        assert len(some) <= most
        read += some
        if more:
            after = key_in(cursor(some[-1], {"q": "ute"}), {"q": "ute"}, ("", 0))
    assert len(read) == len(set(read))
    assert stays <= set(read)
    assert read == sorted(read)


@given(st.text(max_size=500))
def test_no_text_breaks_it(text: str) -> None:
    with pytest.raises(BadCursor):
        key_in(text, {}, ("",))


def test_a_cursor_of_another_list_is_none() -> None:
    mine = cursor(("a", "b"), {"q": "ute", "group": None})
    assert key_in(mine, {"q": "ute"}, ("", "")) == ("a", "b")
    for asked, like in (({"q": "inne"}, ("", "")), ({"q": "ute"}, ("",)), ({"q": "ute"}, (0, 0))):
        with pytest.raises(BadCursor):
            key_in(mine, asked, like)
