"""Themes as facilitators work with them: made, named, ordered, filled, merged, deleted."""

from itertools import pairwise

import pytest

from app.workshop import themes
from app.workshop.commands import (
    DeleteTheme,
    DescribeTheme,
    MakeTheme,
    MergeThemes,
    Move,
    NestTheme,
    PlaceTheme,
    RenameTheme,
)
from app.workshop.events import StatementMoved
from tests.workshop.rooms import Trial


def place(trial: Trial, theme: str, before: str | None = None) -> int:
    """How many themes got another rank by that."""
    return len(trial.ask(PlaceTheme(id=trial.new_id(), theme=theme, before=before)))


def describe(trial: Trial, theme: str, vision: str = "", signs: str = "") -> None:
    trial.ask(DescribeTheme(id=trial.new_id(), theme=theme, vision=vision, signs=signs))


def test_new_themes_come_last() -> None:
    trial = Trial()
    trial.theme("Ute")
    trial.theme("  Inne \u200b")
    assert trial.titles() == ["Ute", "Inne"]


def test_a_theme_out_of_chosen_statements_keeps_the_order_of_choosing() -> None:
    trial = Trial()
    first, second, third = trial.say_all("en", "to", "tre")
    theme = trial.theme("Ute", third, first, third)
    assert trial.order(theme) == ["tre", "en"]
    assert trial.order() == ["to"]
    assert second in {s.id for s in trial.room.piled(None)}


@pytest.mark.parametrize(("title", "reason"), [("", "empty"), (" \u200b ", "empty"), ("x" * 121, "too_long")])
def test_a_title_says_something_and_fits(title: str, reason: str) -> None:
    trial = Trial()
    theme = trial.theme("Ute")
    assert trial.reason(MakeTheme(id=trial.new_id(), title=title)) == reason
    assert trial.reason(RenameTheme(id=trial.new_id(), theme=theme, title=title)) == reason


def test_a_theme_is_renamed_and_the_same_title_again_changes_nothing() -> None:
    trial = Trial()
    theme = trial.theme("Ute")
    trial.ask(RenameTheme(id=trial.new_id(), theme=theme, title="Ute hele året"))
    assert trial.titles() == ["Ute hele året"]
    assert trial.ask(RenameTheme(id=trial.new_id(), theme=theme, title=" Ute hele året ")) == []


def test_a_theme_gets_its_vision_and_its_signs_one_a_line() -> None:
    trial = Trial()
    theme = trial.theme("Ute")
    describe(trial, theme, " Vi lærer ute. ", "alle har støvler\n\n  bålet brenner  ")
    assert trial.room.themes[theme].vision == "Vi lærer ute."
    assert trial.room.themes[theme].signs == ("alle har støvler", "bålet brenner")


def test_a_vision_and_signs_have_room_for_so_much_and_no_more() -> None:
    trial = Trial()
    theme = trial.theme("Ute")
    describe(trial, theme, "v" * 600, "\n".join(["s" * 200] * 12))
    assert len(trial.room.themes[theme].signs) == 12
    for command, reason in (
        (DescribeTheme(id=trial.new_id(), theme=theme, vision="v" * 601), "too_long"),
        (DescribeTheme(id=trial.new_id(), theme=theme, signs="s" * 201), "too_long"),
        (DescribeTheme(id=trial.new_id(), theme=theme, signs="s\n" * 13), "too_many"),
    ):
        assert trial.reason(command) == reason


def test_there_is_a_bound_on_themes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "MOST_THEMES", 1)
    trial = Trial()
    trial.theme("Ute")
    refusal = trial.refused(MakeTheme(id=trial.new_id(), title="Inne"))
    assert (refusal.reason, refusal.facts) == ("too_many", {"limit": 1})


def test_themes_are_put_before_others_and_last() -> None:
    trial = Trial()
    a, b, c = trial.theme("A"), trial.theme("B"), trial.theme("C")
    place(trial, c, before=a)
    assert trial.titles() == ["C", "A", "B"]
    place(trial, a)
    assert trial.titles() == ["C", "B", "A"]
    place(trial, a, before=b)
    assert trial.titles() == ["C", "A", "B"]


def test_a_theme_put_before_itself_stays_where_it_is() -> None:
    trial = Trial()
    a = trial.theme("A")
    trial.theme("B")
    place(trial, a, before=a)
    assert trial.titles() == ["A", "B"]


def test_a_theme_put_where_it_stands_is_not_an_act() -> None:
    trial = Trial()
    first, gone, last = trial.theme("A"), trial.theme("B"), trial.theme("C")
    trial.ask(DeleteTheme(id=trial.new_id(), theme=gone))
    assert place(trial, last) == 0
    assert place(trial, first, before=last) == 0


def test_themes_are_spread_again_when_there_is_no_room_between_two() -> None:
    trial = Trial()
    ids = {title: trial.theme(title) for title in "ABC"}
    place(trial, ids["C"], before=ids["B"])
    for turn in range(80):
        first, second = ("CA", "AC")[turn % 2]
        place(trial, ids[second], before=ids["B"])
        assert trial.titles() == [first, second, "B"]
        ranks = [theme.rank for theme in trial.room.theme_order()]
        assert min(after - before for before, after in pairwise(ranks)) > 1e-8


def test_several_are_moved_in_the_order_they_were_chosen() -> None:
    trial = Trial()
    first, _, third, fourth = trial.say_all("en", "to", "tre", "fire")
    theme = trial.theme("Ute")
    trial.move(fourth, first, third, to=theme)
    assert trial.order(theme) == ["fire", "en", "tre"]
    assert trial.order() == ["to"]


def test_statements_are_moved_before_another_one() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to", "tre", "fire")
    trial.move(ids[3], ids[2], before=ids[0])
    assert trial.order() == ["fire", "tre", "en", "to"]
    theme = trial.theme("Ute", ids[0])
    trial.move(ids[1], ids[3], to=theme, before=ids[0])
    assert trial.order(theme) == ["to", "fire", "en"]


def test_what_comes_back_to_the_pile_comes_last() -> None:
    trial = Trial()
    first = trial.say("en")
    trial.theme("Ute", first)
    trial.say("to")
    trial.move(first)
    assert trial.order() == ["to", "en"]


def test_a_move_touches_nobody_elses_place() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to", "tre", "fire")
    moved = trial.move(ids[3], before=ids[1])
    assert [e.event.statement for e in moved if isinstance(e.event, StatementMoved)] == [ids[3]]


def test_moving_last_what_is_last_already_is_not_an_act() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to", "tre")
    assert trial.move(ids[1], ids[2]) == []
    assert trial.room.acts == ()


def test_moving_before_what_it_stands_before_already_is_not_an_act() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to", "tre", "fire")
    trial.theme("Ute", ids[2])
    assert trial.move(ids[1], before=ids[3]) == []


def test_places_are_spread_again_when_there_is_no_room_between_two() -> None:
    trial = Trial()
    ids = dict(zip("abc", trial.say_all("a", "b", "c"), strict=True))
    trial.move(ids["c"], before=ids["b"])
    for turn in range(80):
        first, second = ("ca", "ac")[turn % 2]
        trial.move(ids[second], before=ids["b"])
        assert trial.order() == [first, second, "b"]
        ranks = [s.rank for s in trial.room.piled(None)]
        assert min(after - before for before, after in pairwise(ranks)) > 1e-8


def test_there_is_room_for_many_between_two() -> None:
    trial = Trial()
    texts = [f"{number:03d}" for number in range(60)]
    last, *many = trial.say_all("sist", *texts)
    for _ in range(12):
        trial.move(*many[30:], before=last)
        trial.move(*many[:30], before=many[30])
        assert trial.order() == [*texts, "sist"]
        ranks = [s.rank for s in trial.room.piled(None)]
        assert min(after - before for before, after in pairwise(ranks)) > 1e-8


@pytest.mark.parametrize("where", ["in another theme", "among those that move", "gone"])
def test_what_to_move_before_must_stand_there(where: str) -> None:
    trial = Trial()
    first, second, third = trial.say_all("en", "to", "tre")
    trial.theme("Ute", third)
    if where == "gone":
        trial.withdraw(second)
    before = {"in another theme": third, "among those that move": first, "gone": second}[where]
    assert trial.reason(Move(id=trial.new_id(), statements=(first,), before=before)) == "unknown_statement"


def test_merging_puts_all_of_it_last_in_the_other() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to", "tre")
    one, other = trial.theme("Ute", ids[1], ids[0]), trial.theme("Inne", ids[2])
    trial.ask(MergeThemes(id=trial.new_id(), theme=one, into=other))
    assert trial.titles() == ["Inne"]
    assert trial.order(other) == ["tre", "to", "en"]


def test_merging_keeps_a_vision_and_all_signs() -> None:
    trial = Trial()
    one, other = trial.theme("Ute"), trial.theme("Inne")
    describe(trial, one, "Vi lærer ute.", "støvler\nbål")
    describe(trial, other, "", "bål\nbøker")
    trial.ask(MergeThemes(id=trial.new_id(), theme=one, into=other))
    merged = trial.room.themes[other]
    assert (merged.vision, merged.signs) == ("Vi lærer ute.", ("bål", "bøker", "støvler"))


def test_merging_never_writes_over_a_vision() -> None:
    trial = Trial()
    one, other = trial.theme("Ute"), trial.theme("Inne")
    describe(trial, one, "Vi lærer ute.")
    describe(trial, other, "Vi lærer inne.")
    trial.ask(MergeThemes(id=trial.new_id(), theme=one, into=other))
    assert trial.room.themes[other].vision == "Vi lærer inne."


def test_merging_into_what_stands_alone_puts_no_theme_within_it() -> None:
    trial = Trial()
    outer, inner = trial.theme("Ute"), trial.theme("Skog")
    trial.ask(NestTheme(id=trial.new_id(), theme=inner, under=outer))
    alone = trial.new_id()
    trial.ask(MakeTheme(id=alone, title="Alene", alone=True))
    trial.ask(MergeThemes(id=trial.new_id(), theme=outer, into=alone))
    assert trial.room.themes[inner].under is None


def test_a_theme_is_not_merged_into_itself() -> None:
    trial = Trial()
    theme = trial.theme("Ute")
    assert trial.reason(MergeThemes(id=trial.new_id(), theme=theme, into=theme)) == "same_theme"


def test_deleting_a_theme_puts_its_statements_back_last_on_the_pile() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to", "tre")
    theme = trial.theme("Ute", ids[1], ids[0])
    trial.ask(DeleteTheme(id=trial.new_id(), theme=theme))
    assert trial.titles() == []
    assert trial.order() == ["tre", "to", "en"]


def test_what_was_taken_back_in_a_theme_does_not_come_back_with_it() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to")
    theme = trial.theme("Ute", *ids)
    trial.withdraw(ids[0])
    trial.ask(DeleteTheme(id=trial.new_id(), theme=theme))
    assert trial.order() == ["to"]


def test_a_theme_that_is_gone_is_nowhere_to_be_used() -> None:
    trial = Trial()
    statement, there, gone = trial.say("en"), trial.theme("Inne"), "not-there-1"
    for command in (
        RenameTheme(id=trial.new_id(), theme=gone, title="x"),
        DescribeTheme(id=trial.new_id(), theme=gone),
        PlaceTheme(id=trial.new_id(), theme=gone),
        PlaceTheme(id=trial.new_id(), theme=there, before=gone),
        MergeThemes(id=trial.new_id(), theme=gone, into=there),
        MergeThemes(id=trial.new_id(), theme=there, into=gone),
        DeleteTheme(id=trial.new_id(), theme=gone),
        Move(id=trial.new_id(), statements=(statement,), to=gone),
    ):
        assert trial.reason(command) == "unknown_theme"
