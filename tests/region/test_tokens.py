"""What is lent to a token: never more than its maker has, and never more than the place that it was made for."""

from hypothesis import given
from hypothesis import strategies as st

from app.region.rights import RIGHTS, Grant, Place, Right, allowed
from app.region.tokens import SCOPES, lent, scopes_in

NETWORKS, MUNICIPALITIES = st.integers(1, 2), st.one_of(st.none(), st.integers(1, 2))
AREAS = st.builds(Place, NETWORKS, MUNICIPALITIES)
UNITS = st.builds(Place, NETWORKS, st.integers(1, 2), st.integers(1, 2))
GRANTS = st.one_of(
    st.builds(Grant, st.sampled_from(["coordinator", "reader", "facilitator"]), AREAS),
    st.builds(Grant, st.sampled_from(["reader", "facilitator"]), UNITS),
    st.just(Grant("administrator")),
    st.just(Grant("facilitator")),
)


@given(st.frozensets(GRANTS), AREAS, st.sampled_from(RIGHTS), st.one_of(AREAS, UNITS))
def test_a_token_never_has_more_than_its_maker_nor_beyond_its_place(
    grants: frozenset[Grant], place: Place, right: Right, at: Place
) -> None:
    if allowed(lent(grants, place), right, at):
        assert allowed(grants, right, at)
        assert allowed(grants, "make_token", at)
        assert place.holds(at)


@given(st.frozensets(GRANTS), AREAS, st.one_of(AREAS, UNITS))
def test_it_has_all_that_both_reach(grants: frozenset[Grant], place: Place, at: Place) -> None:
    if place.holds(at) and allowed(grants, "make_token", at):
        assert allowed(lent(grants, place), "see_region", at)


def test_scopes_are_read_back() -> None:
    assert scopes_in(" ".join(SCOPES)) == set(SCOPES)
    assert scopes_in("read:region no:such") == {"read:region"}
