"""What desk and phones show, as the people in front of them see it."""

import pytest

from app.workshop.commands import (
    Blank,
    Close,
    CloseSubmissions,
    PauseWall,
    ResumeWall,
    Unblank,
)
from app.workshop.parts import (
    DeskActs,
    DeskBar,
    DeskCard,
    DeskPile,
    DeskPresence,
    OwnCard,
    PhoneStage,
    Presence,
    WallPresence,
)
from app.workshop.visible import own, visible, visible_part
from tests.workshop.rooms import QUESTION, Trial, person
from tests.workshop.screens import every, one


def mine(trial: Trial, number: int = 0) -> list[OwnCard]:
    return every(own(trial.room, person(number).id), OwnCard)


def test_whoever_wrote_what_a_facilitator_rewords_sees_their_own_words_too() -> None:
    trial = Trial()
    statement = trial.say("Mine ord")
    trial.edit(statement, "Mine rettede ord")
    trial.edit(statement, "Rettet igjen")
    assert [(card.text, card.wrote) for card in mine(trial)] == [("Rettet igjen", "Mine ord")]
    trial.edit(statement, "Sagt på nytt", person(0))
    assert [(card.text, card.wrote) for card in mine(trial)] == [("Sagt på nytt", "")]
    trial.edit(statement, "Rettet")
    trial.undo()
    assert [(card.text, card.wrote) for card in mine(trial)] == [("Sagt på nytt", "")]


def test_the_desk_sees_groups_exactly_only_while_the_workshop_is_open() -> None:
    trial = Trial()
    trial.write("parent", range(2))
    assert {card.group for card in every(visible(trial.room, "desk"), DeskCard)} == {"parent"}
    assert one(visible(trial.room, "desk"), DeskBar).exact
    trial.ask(Close(id=trial.new_id()))
    assert {card.group for card in every(visible(trial.room, "desk"), DeskCard)} == {None}
    assert not one(visible(trial.room, "desk"), DeskBar).exact


def test_the_desk_sees_everything_that_is_there_with_its_counts() -> None:
    trial = Trial(moderation=True)
    first, second, third = trial.say_all("en", "to", "tre")
    trial.edit(first, "én")
    trial.theme("Ute", second)
    trial.withdraw(third)
    parts = visible(trial.room, "desk")
    bar = one(parts, DeskBar)
    cards = sorted((c.text, c.standing, c.editions) for c in every(parts, DeskCard))
    assert cards == [("to", "pending", ()), ("én", "pending", ("en",))]
    assert (bar.statements, bar.pending, bar.limit) == (2, 2, 280)
    assert one(parts, DeskPile).count == 1
    assert (one(parts, DeskActs).what, one(parts, DeskActs).count) == ("theme_made", 2)


def test_the_desk_has_nothing_to_undo_at_first() -> None:
    acts = one(visible(Trial().room, "desk"), DeskActs)
    assert (acts.act, acts.what, acts.count) == ("", "", 0)


def test_phones_see_the_question_and_whether_it_is_open_and_no_more() -> None:
    trial = Trial()
    trial.theme("Ute", trial.say("en"))
    trial.reveal()
    parts = visible(trial.room, "phone")
    assert list(parts) == ["stage"]
    stage = one(parts, PhoneStage)
    assert (stage.stage, stage.submissions, stage.revealed, stage.limit) == ("open", True, True, 280)
    assert (stage.moderation, stage.blank) == (False, False)
    assert dict(stage.question)["nb"] == QUESTION


def test_i_see_my_own_statements_newest_first_and_nobody_elses() -> None:
    trial = Trial()
    trial.say_all("først", "så")
    trial.say("en annens", trial.join(1))
    trial.withdraw(trial.say("angret"))
    assert [card.text for card in mine(trial)] == ["så", "først"]
    assert [card.text for card in mine(trial, 1)] == ["en annens"]
    assert mine(trial, 2) == []


def test_i_see_whether_mine_is_on_the_wall() -> None:
    trial = Trial()
    statement = trial.say("en")
    assert not mine(trial)[0].on_wall
    trial.reveal()
    assert mine(trial)[0].on_wall
    for hide, back in ((Blank, Unblank), (PauseWall, ResumeWall)):
        trial.ask(hide(id=trial.new_id()))
        late = trial.say("ny")
        assert [card.on_wall for card in mine(trial) if card.statement == late] == [False]
        trial.ask(back(id=trial.new_id()))
    trial.hide(statement)
    assert [(c.standing, c.on_wall) for c in mine(trial) if c.statement == statement] == [("hidden", False)]


@pytest.mark.parametrize("end", [Close, CloseSubmissions])
def test_i_see_whether_mine_can_still_be_changed(end: type[Close | CloseSubmissions]) -> None:
    trial = Trial()
    trial.say("en")
    assert mine(trial)[0].open
    trial.ask(end(id=trial.new_id()))
    assert not mine(trial)[0].open


def test_those_who_are_here_are_counted_by_group_where_enough_of_it_are() -> None:
    trial = Trial()
    for group, people in (("child", range(8)), ("parent", range(8, 16)), ("staff", range(16, 24))):
        trial.write(group, people)  # type: ignore[arg-type]
    here = Presence((("child", 8), ("parent", 7), ("staff", 6)))
    desk = one(visible(trial.room, "desk", here), DeskPresence)
    assert (desk.total, dict(desk.groups)) == (21, {"child": 8, "parent": 7, "staff": 6})
    assert one(visible(trial.room, "wall", here), WallPresence).total == 21
    few = one(visible(trial.room, "desk", Presence((("child", 8), ("parent", 7), ("staff", 2)))), DeskPresence)
    assert dict(few.groups)["staff"] is None
    assert all(count is None for _, count in few.groups)


@pytest.mark.parametrize("part", ["", "card-", "card-nobody-1", "theme-none-01", "own-statement", "pile-x", "bar"])
def test_what_is_not_there_is_nothing_on_a_phone_or_wall(part: str) -> None:
    trial = Trial()
    trial.say("en")
    assert visible_part(trial.room, "phone", part) is None
    assert visible_part(trial.room, "wall", part) is None
