"""What the wall shows, as the people in front of it see it."""

import pytest

from app.workshop.commands import (
    Archive,
    Blank,
    Close,
    Conceal,
    Delete,
    DescribeTheme,
    PauseWall,
    ResumeWall,
    Show,
    Unblank,
)
from app.workshop.parts import (
    DeskTheme,
    WallCard,
    WallStage,
    WallTheme,
)
from app.workshop.visible import visible
from tests.workshop.rooms import Trial, person
from tests.workshop.screens import every, one


def on_wall(trial: Trial) -> set[str]:
    return {card.text for card in every(visible(trial.room, "wall"), WallCard)}


def mode(trial: Trial) -> str:
    return one(visible(trial.room, "wall"), WallStage).mode


def test_the_wall_invites_then_waits_then_shows_then_thanks() -> None:
    trial = Trial()
    assert mode(trial) == "join"
    trial.say("en")
    assert (mode(trial), on_wall(trial)) == ("write", set())
    trial.reveal()
    assert (mode(trial), on_wall(trial)) == ("show", {"en"})
    trial.ask(Conceal(id=trial.new_id()))
    trial.ask(Close(id=trial.new_id()))
    assert (mode(trial), on_wall(trial)) == ("over", set())


def test_the_wall_still_shows_when_the_workshop_has_ended() -> None:
    trial = Trial()
    trial.say("en")
    trial.reveal()
    trial.ask(Archive(id=trial.new_id()))
    assert (mode(trial), on_wall(trial)) == ("show", {"en"})


@pytest.mark.parametrize("dark", [Blank, Delete])
def test_a_dark_wall_has_no_words_and_no_themes(dark: type[Blank | Delete]) -> None:
    trial = Trial()
    trial.theme("Ute", trial.say("en"))
    trial.reveal()
    trial.ask(dark(id=trial.new_id()))
    parts = visible(trial.room, "wall")
    assert (one(parts, WallStage).mode, every(parts, WallCard), every(parts, WallTheme)) == ("blank", [], [])


def test_the_wall_is_lit_again_as_it_was() -> None:
    trial = Trial()
    trial.say("en")
    trial.reveal()
    before = visible(trial.room, "wall")
    trial.ask(Blank(id=trial.new_id()))
    trial.ask(Unblank(id=trial.new_id()))
    assert visible(trial.room, "wall") == before


def test_hidden_and_waiting_statements_are_not_on_the_wall() -> None:
    trial = Trial(moderation=True)
    shown, hidden, _ = trial.say_all("vist", "skjult", "venter")
    trial.ask(Show(id=trial.new_id(), statements=(shown, hidden)))
    trial.hide(hidden)
    trial.reveal()
    assert on_wall(trial) == {"vist"}


def test_a_held_wall_keeps_what_it_has_and_lets_nothing_new_in() -> None:
    trial = Trial()
    trial.say("før")
    trial.reveal()
    trial.ask(PauseWall(id=trial.new_id()))
    trial.say("etter")
    assert on_wall(trial) == {"før"}
    assert one(visible(trial.room, "wall"), WallStage).paused
    trial.ask(ResumeWall(id=trial.new_id()))
    assert on_wall(trial) == {"før", "etter"}


def test_a_held_wall_still_lets_go_of_what_is_hidden_or_taken_back() -> None:
    trial = Trial()
    hidden, gone, _ = trial.say_all("skjult", "angret", "blir")
    trial.reveal()
    trial.ask(PauseWall(id=trial.new_id()))
    trial.hide(hidden)
    trial.withdraw(gone)
    assert on_wall(trial) == {"blir"}


def test_what_is_approved_while_the_wall_is_held_waits() -> None:
    trial = Trial(moderation=True)
    statement = trial.say("en")
    trial.reveal()
    trial.ask(PauseWall(id=trial.new_id()))
    trial.ask(Show(id=trial.new_id(), statements=(statement,)))
    assert on_wall(trial) == set()


@pytest.mark.parametrize(("writers", "told"), [(4, None), (5, 5), (6, 6)])
def test_the_wall_tells_how_many_have_written_from_five_on(writers: int, told: int | None) -> None:
    trial = Trial()
    trial.write("child", range(writers))
    trial.say("en til av samme", person(0))
    assert one(visible(trial.room, "wall"), WallStage).writers == told
    trial.reveal()
    assert one(visible(trial.room, "wall"), WallStage).writers is None


def test_the_wall_counts_in_a_theme_only_what_it_shows() -> None:
    trial = Trial()
    first, second = trial.say_all("en", "to")
    trial.theme("Ute", first, second)
    trial.hide(second)
    trial.reveal()
    assert one(visible(trial.room, "wall"), WallTheme).count == 1
    assert one(visible(trial.room, "desk"), DeskTheme).count == 2


def test_the_order_on_the_walls_pile_does_not_tell_who_came_first() -> None:
    trial = Trial()
    texts = [f"nummer {number:02d}" for number in range(12)]
    trial.say_all(*texts)
    trial.reveal()
    assert [card.text for card in every(visible(trial.room, "wall"), WallCard)] != texts


def test_in_a_theme_the_wall_follows_the_facilitator() -> None:
    trial = Trial()
    first, second, third = trial.say_all("en", "to", "tre")
    theme = trial.theme("Ute", third, first, second)
    trial.reveal()
    cards = every(visible(trial.room, "wall"), WallCard)
    assert [card.text for card in cards] == ["tre", "en", "to"]
    assert {card.into for card in cards} == {f"cards-{theme}"}


def test_a_theme_on_the_wall_has_title_and_vision_and_its_signs_once_the_workshop_has_ended() -> None:
    trial = Trial()
    theme = trial.theme("Ute")
    trial.ask(DescribeTheme(id=trial.new_id(), theme=theme, vision="Vi lærer ute.", signs="støvler"))
    trial.reveal()
    part = one(visible(trial.room, "wall"), WallTheme)
    assert (part.title, part.vision, part.signs) == ("Ute", "Vi lærer ute.", ())
    trial.ask(Close(id=trial.new_id()))
    assert one(visible(trial.room, "wall"), WallTheme).signs == ("støvler",)


def test_small_groups_have_no_mark_on_the_wall() -> None:
    trial = Trial()
    trial.write("child", range(6))
    trial.write("parent", range(6, 10))
    trial.write("staff", range(10, 14))
    trial.reveal()
    groups = {card.text.split()[0]: card.group for card in every(visible(trial.room, "wall"), WallCard)}
    assert groups == {"child": "child", "parent": None, "staff": None}
