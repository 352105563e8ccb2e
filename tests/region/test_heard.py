"""How many have been heard: sums of what workshops tell themselves, and of nothing else."""

from app.region.heard import Heard, Number, numbers

HERE = (1, 10, 100)


def test_numbers_that_are_told_are_added_up_in_every_place_that_holds_them() -> None:
    there = [
        Heard((1, 10, 100), {"child": 7, "politician": None}),
        Heard((1, 10, 101), {"child": 6, "politician": 5}),
        Heard((1, 10), {"child": None, "parent": 30}),
        Heard((1, 11, 110), {"child": 8}),
        Heard((2, 20, 200), {"child": 99}),
    ]
    assert numbers(there, (1, 10, 100)) == {"child": Number(7, 1, 0), "politician": Number(0, 0, 1)}
    assert numbers(there, (1, 10)) == {
        "child": Number(13, 2, 1),
        "politician": Number(5, 1, 1),
        "parent": Number(30, 1, 0),
    }
    assert numbers(there, (1,)) == {
        "child": Number(21, 3, 1),
        "politician": Number(5, 1, 1),
        "parent": Number(30, 1, 0),
    }
    assert numbers(there, (3,)) == {}


def test_what_is_withheld_adds_nothing_whatever_it_is() -> None:
    """The numbers behind are not even asked for: no page of the region can be of another value because of them."""
    assert numbers([Heard(HERE, {"politician": None})] * 20, (1,)) == {"politician": Number(0, 0, 20)}
