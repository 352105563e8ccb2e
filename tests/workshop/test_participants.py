"""Joining: a group and a place are chosen, changed while nothing is written, and named when enough have written."""

import pytest

from app.workshop import participants
from app.workshop.commands import Archive, Close, Configure, Join
from app.workshop.participants import people_by_group, people_by_unit
from tests.workshop.rooms import QUESTION, Trial, person


def test_whoever_comes_takes_part_in_the_group_they_chose() -> None:
    trial = Trial(units=("Hov skole",))
    trial.join(0, "parent", "Hov skole")
    there = trial.room.participants["person-000"]
    assert (there.group, there.unit, there.wrote) == ("parent", "Hov skole", False)


def test_a_place_need_not_be_chosen() -> None:
    trial = Trial(units=("Hov skole",))
    trial.join(0, "parent")
    assert trial.room.participants["person-000"].unit == ""


def test_choosing_the_same_again_changes_nothing() -> None:
    trial = Trial()
    trial.join(0)
    assert trial.ask(Join(id=trial.new_id(), group="child"), person(0)) == []


def test_the_group_can_be_chosen_again_until_something_is_written() -> None:
    trial = Trial(units=("Hov skole", "Åsen"))
    trial.join(0, "child", "Åsen")
    trial.join(0, "parent", "Hov skole")
    assert trial.room.participants["person-000"].group == "parent"
    trial.say("skrevet", person(0))
    assert trial.reason(Join(id=trial.new_id(), group="staff", unit="Hov skole"), person(0)) == "group_fixed"
    assert trial.reason(Join(id=trial.new_id(), group="parent", unit="Åsen"), person(0)) == "group_fixed"


def test_the_group_stays_fixed_also_when_what_was_written_is_taken_back() -> None:
    trial = Trial()
    trial.withdraw(trial.say("angrer"))
    assert trial.reason(Join(id=trial.new_id(), group="staff"), person(0)) == "group_fixed"


@pytest.mark.parametrize(("group", "unit", "reason"), [("other", "", "unknown_group"), ("child", "X", "unknown_unit")])
def test_only_what_is_offered_can_be_chosen(group: str, unit: str, reason: str) -> None:
    trial = Trial(units=("Hov skole",))
    join = Join.model_validate({"id": trial.new_id(), "group": group, "unit": unit})
    assert trial.reason(join, person(0)) == reason


@pytest.mark.parametrize("end", [Close, Archive])
def test_nobody_comes_after_the_end(end: type[Close | Archive]) -> None:
    trial = Trial()
    trial.ask(end(id=trial.new_id()))
    assert trial.reason(Join(id=trial.new_id(), group="child"), person(0)) == "workshop_closed"


def test_there_is_room_for_so_many_and_whoever_is_in_may_still_choose_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(participants, "MOST_PARTICIPANTS", 2)
    trial = Trial()
    trial.join(0)
    trial.join(1)
    refusal = trial.refused(Join(id=trial.new_id(), group="child"), person(2))
    assert (refusal.reason, refusal.facts) == ("too_many", {"limit": 2})
    trial.join(1, "staff")


def test_only_those_who_have_written_are_counted() -> None:
    trial = Trial(units=("Hov skole",))
    trial.join(0, "child")
    trial.write("parent", range(1, 3), "Hov skole")
    trial.write("staff", range(3, 4))
    assert people_by_group(trial.room) == {"child": 0, "parent": 2, "staff": 1}
    assert people_by_unit(trial.room) == {"Hov skole": 2, "": 1}


def test_without_places_there_is_nothing_to_count_by_place() -> None:
    trial = Trial()
    trial.write("child", range(3))
    assert people_by_unit(trial.room) == {}


def test_a_group_is_named_when_enough_of_it_have_written() -> None:
    trial = Trial()
    trial.write("child", range(4))
    assert trial.room.named_groups == frozenset()
    trial.write("child", range(4, 6))
    assert trial.room.named_groups == {"child"}


def test_being_there_is_not_enough_to_be_named() -> None:
    trial = Trial()
    for number in range(10):
        trial.join(number)
    assert trial.room.named_groups == frozenset()


def test_places_are_named_as_groups_are() -> None:
    trial = Trial(units=("Hov skole", "Åsen", "Vik"))
    trial.write("child", range(6), "Hov skole")
    trial.write("child", range(6, 12), "Åsen")
    trial.write("child", range(12, 18), "Vik")
    assert trial.room.named_units >= {"Hov skole", "Åsen", "Vik"}


def test_a_group_offered_later_does_not_bring_a_small_one_to_light() -> None:
    trial = Trial(groups=("child", "parent"))
    trial.write("child", range(6))
    trial.write("parent", range(6, 12))
    assert trial.room.named_groups == {"child", "parent"}
    more = Configure(
        id=trial.new_id(), title="T", question={"nb": QUESTION}, language="nb", groups=("child", "parent", "staff")
    )
    trial.ask(more)
    trial.write("staff", range(12, 13))
    assert len(trial.room.named_groups) < 2
