"""Whose a workshop is, and who sees it."""

from app.region.rights import Place
from app.region.told import ToldWorkshop, visible_in


def held_for(*units: Place) -> ToldWorkshop:
    return ToldWorkshop("w", "Skolen i 2040", "nb", "igp", True, None, 12, True, 30, units)


def test_a_workshop_lies_in_the_smallest_place_that_holds_all_its_units() -> None:
    assert held_for(Place(1, 2, 3)).place == Place(1, 2, 3)
    assert held_for(Place(1, 2, 3), Place(1, 2, 4)).place == Place(1, 2)
    assert held_for(Place(1, 2, 3), Place(1, 5, 4)).place == Place(1)


def test_a_workshop_is_seen_from_each_of_its_municipalities_and_from_no_other() -> None:
    both = held_for(Place(1, 2, 3), Place(1, 5, 4))
    assert visible_in([both], [Place(1, 2)]) == visible_in([both], [Place(1, 5, 4)]) == [both]
    assert visible_in([both], [Place(1, 6), Place(2), Place(1, 2, 9)]) == []
