"""The table of rights: each role, each right, own and foreign places."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region.rights import RIGHTS, ROLES, TABLE, Grant, Place, Right, Role, allowed, may_give, places

NETWORK = Place(1)
MUNICIPALITY = Place(1, 10)
UNIT = Place(1, 10, 100)
FOREIGN = (Place(2), Place(1, 11), Place(1, 11, 101), Place(1, 10, 102), Place(2, 20, 200))

LEVELS: dict[Role, tuple[Place | None, ...]] = {
    "administrator": (None,),
    "coordinator": (NETWORK, MUNICIPALITY),
    "facilitator": (None, NETWORK, MUNICIPALITY, UNIT),
    "reader": (NETWORK, MUNICIPALITY, UNIT),
}
GRANTS = [Grant(role, place) for role in ROLES for place in LEVELS[role]]
PLACES = [NETWORK, MUNICIPALITY, UNIT, *FOREIGN]


@pytest.mark.parametrize(("grant", "right"), list(product(GRANTS, RIGHTS)))
def test_a_right_reaches_as_far_as_its_place(grant: Grant, right: Right) -> None:
    has = grant.role in TABLE[right]
    for place in PLACES:
        inside = grant.role == "administrator" or (grant.place is not None and grant.place.holds(place))
        assert allowed([grant], right, place) is (has and inside)


def test_nobody_without_a_grant_may_do_anything() -> None:
    assert not any(allowed([], right, place) for right in RIGHTS for place in (None, *PLACES))


WORDS: tuple[Right, ...] = ("see_region", "map_themes", "write_summary", "take_files")


def test_an_administrator_reads_nobodys_words() -> None:
    one = [Grant("administrator")]
    assert not any(allowed(one, right, NETWORK) for right in WORDS)
    assert allowed(one, "run_installation")


def test_a_facilitator_without_a_place_has_workshops_of_their_own_and_no_region() -> None:
    one = [Grant("facilitator")]
    assert allowed(one, "make_workshop")
    assert not allowed(one, "make_workshop", UNIT)
    assert not any(allowed(one, right) for right in RIGHTS if right != "make_workshop")


@pytest.mark.parametrize("right", [right for right in RIGHTS if right not in ("make_workshop", "run_installation")])
def test_what_is_done_at_a_place_is_done_nowhere_else(right: Right) -> None:
    for grant in GRANTS:
        if grant.role != "administrator":
            assert not allowed([grant], right)


@given(st.lists(st.sampled_from(GRANTS), max_size=4), st.sampled_from(GRANTS))
def test_nobody_gives_more_than_they_have(grants: list[Grant], given_on: Grant) -> None:
    after = [*grants, given_on]
    if may_give(grants, given_on) and not allowed(grants, "run_installation"):
        assert all(
            allowed(grants, right, place) for right in RIGHTS for place in PLACES if allowed([given_on], right, place)
        ), after


@given(st.lists(st.sampled_from(GRANTS), max_size=4), st.sampled_from(RIGHTS), st.sampled_from(PLACES))
def test_places_are_where_one_may(grants: list[Grant], right: Right, place: Place) -> None:
    there = places([grant for grant in grants if grant.role != "administrator"], right)
    assert any(one.holds(place) for one in there) is allowed(
        [grant for grant in grants if grant.role != "administrator"], right, place
    )


@pytest.mark.parametrize(
    ("role", "place"),
    [("administrator", NETWORK), ("coordinator", None), ("coordinator", UNIT), ("reader", None)],
)
def test_a_role_where_there_is_no_such_thing_is_none(role: Role, place: Place | None) -> None:
    with pytest.raises(ValueError, match=r"place|unit"):
        Grant(role, place)


def test_a_unit_lies_in_a_municipality() -> None:
    with pytest.raises(ValueError, match="municipality"):
        Place(1, None, 100)
