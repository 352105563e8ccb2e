"""Updates: "put these, drop those" leads from one screen to the next."""

from app.workshop.commands import DescribeTheme
from app.workshop.parts import difference
from app.workshop.visible import visible
from tests.workshop.rooms import Trial


def test_a_difference_leads_from_one_screen_to_the_next_and_leaves_the_rest_alone() -> None:
    trial = Trial()
    first, second = trial.say_all("en", "to")
    theme = trial.theme("Ute", first)
    trial.reveal()
    before = visible(trial.room, "wall")
    trial.hide(first)
    third = trial.say("tre")
    trial.ask(DescribeTheme(id=trial.new_id(), theme=theme, vision="Ute."))
    after = visible(trial.room, "wall")
    put, drop = difference(before, after)
    assert {part.id for part in put} == {f"theme-{theme}", f"card-{third}"}
    assert drop == [f"card-{first}"]
    kept = {**before, **{part.id: part for part in put}}
    assert {i: part for i, part in kept.items() if i not in drop} == after
    assert f"card-{second}" in after


def test_between_two_screens_that_are_alike_there_is_nothing() -> None:
    trial = Trial()
    trial.say("en")
    assert difference(visible(trial.room, "desk"), visible(trial.room, "desk")) == ([], [])
