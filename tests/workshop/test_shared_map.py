"""The room's mappings: like dictionaries, but every version that was ever made stays as it was."""

from hypothesis import given
from hypothesis import strategies as st

from app.workshop.shared_map import SharedMap, put

changes = st.lists(st.tuples(st.integers(0, 120), st.integers()), max_size=400)


@given(changes)
def test_it_holds_what_a_dictionary_would_and_so_does_every_earlier_version(changes: list[tuple[int, int]]) -> None:
    plain: dict[int, int] = {}
    shared: SharedMap[int, int] = SharedMap()
    versions = [(dict(plain), shared)]
    for key, value in changes:
        plain[key] = value
        shared = shared.put(key, value)
        versions.append((dict(plain), shared))
    for then, there in versions:
        assert list(there.items()) == list(then.items())
        assert list(there) == list(then)
        assert list(there.values()) == list(then.values())
        assert len(there) == len(then)
        assert there == then
        assert all(there.get(key, "none") == then.get(key, "none") for key in range(122))
        assert all((key in there) == (key in then) for key in range(122))


def test_a_plain_mapping_can_be_put_into() -> None:
    plain = {"a": 1}
    assert put(plain, "b", 2) == {"a": 1, "b": 2}
    assert plain == {"a": 1}


def test_two_are_equal_by_what_they_hold_not_by_how_it_came_there() -> None:
    many = {str(number): number for number in range(200)}
    grown: SharedMap[str, int] = SharedMap()
    for key, value in many.items():
        grown = grown.put(key, value)
    assert grown == SharedMap(many)
    assert grown != SharedMap({**many, "0": 1})
