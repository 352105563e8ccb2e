"""What desk, wall and phones show, as the people in front of them see it."""

from typing import TypeVar

import pytest

from app.workshop.commands import (
    Archive,
    Blank,
    Close,
    CloseSubmissions,
    Conceal,
    Delete,
    DescribeTheme,
    PauseWall,
    ResumeWall,
    Show,
    Unblank,
)
from app.workshop.parts import (
    DeskActs,
    DeskBar,
    DeskCard,
    DeskPile,
    DeskPresence,
    DeskTheme,
    OwnCard,
    Part,
    PhoneStage,
    Presence,
    WallCard,
    WallPresence,
    WallStage,
    WallTheme,
)
from app.workshop.visible import own, visible, visible_part
from tests.workshop.rooms import QUESTION, Trial, person

P = TypeVar("P", bound=Part)


def one(parts: dict[str, Part], kind: type[P]) -> P:
    """The only part of its kind."""
    (part,) = (part for part in parts.values() if isinstance(part, kind))
    return part


def every(parts: dict[str, Part], kind: type[P]) -> list[P]:
    """All parts of a kind, as they stand on the screen."""
    return sorted((part for part in parts.values() if isinstance(part, kind)), key=lambda part: (part.order, part.id))


def on_wall(trial: Trial) -> set[str]:
    return {card.text for card in every(visible(trial.room, "wall"), WallCard)}


def mode(trial: Trial) -> str:
    return one(visible(trial.room, "wall"), WallStage).mode


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


def test_a_theme_on_the_wall_has_title_and_vision_but_no_signs() -> None:
    trial = Trial()
    theme = trial.theme("Ute")
    trial.ask(DescribeTheme(id=trial.new_id(), theme=theme, vision="Vi lærer ute.", signs="støvler"))
    trial.reveal()
    part = one(visible(trial.room, "wall"), WallTheme)
    assert (part.title, part.vision, hasattr(part, "signs")) == ("Ute", "Vi lærer ute.", False)


def test_small_groups_have_no_mark_on_the_wall() -> None:
    trial = Trial()
    trial.write("child", range(6))
    trial.write("parent", range(6, 10))
    trial.write("staff", range(10, 14))
    trial.reveal()
    groups = {card.text.split()[0]: card.group for card in every(visible(trial.room, "wall"), WallCard)}
    assert groups == {"child": "child", "parent": None, "staff": None}


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
