"""Undo as facilitators meet it: one act at a time, the latest first, never by mistake."""

from contextlib import suppress

import pytest

from app.workshop import acts
from app.workshop.commands import (
    Close,
    DeleteTheme,
    DescribeTheme,
    MakeTheme,
    MergeThemes,
    PlaceTheme,
    RenameTheme,
    Reopen,
    Reveal,
    RotateTables,
    SetTables,
    Show,
    Undo,
)
from app.workshop.events import ActUndone
from app.workshop.refusals import Refusal
from tests.workshop.at_tables import ROUND, TELL, WRITE, Tables, step
from tests.workshop.rooms import ANNA, BO, Trial, person


def test_a_move_is_undone() -> None:
    trial = Trial()
    first, _ = trial.say_all("en", "to")
    theme = trial.theme("Ute")
    trial.move(first, to=theme)
    trial.undo()
    assert (trial.order(), trial.order(theme)) == (["en", "to"], [])


def test_hiding_several_is_one_act() -> None:
    trial = Trial()
    first, second, third = trial.say_all("en", "to", "tre")
    trial.hide(second)
    trial.hide(first, second, third)
    assert trial.room.acts[-1].count == 2
    trial.undo()
    assert [trial.the(i).standing for i in (first, second, third)] == ["shown", "hidden", "shown"]


def test_approval_is_undone_to_waiting() -> None:
    trial = Trial(moderation=True)
    statement = trial.say("en")
    trial.ask(Show(id=trial.new_id(), statements=(statement,)))
    trial.undo()
    assert trial.the(statement).standing == "pending"


def test_a_theme_made_of_statements_is_undone_as_one_act() -> None:
    trial = Trial()
    first, second = trial.say_all("en", "to")
    trial.theme("Ute", second, first)
    trial.undo()
    assert (trial.titles(), trial.order()) == ([], ["en", "to"])


def test_a_deleted_theme_comes_back_with_all_it_had() -> None:
    trial = Trial()
    first, second, _ = trial.say_all("en", "to", "tre")
    theme = trial.theme("Ute", second, first)
    trial.ask(DescribeTheme(id=trial.new_id(), theme=theme, vision="Vi lærer ute.", signs="støvler"))
    trial.theme("Inne")
    before = trial.room
    trial.ask(DeleteTheme(id=trial.new_id(), theme=theme))
    trial.undo()
    assert (trial.room.themes, trial.order(theme), trial.order()) == (before.themes, ["to", "en"], ["tre"])
    assert trial.titles() == ["Ute", "Inne"]


def test_a_merger_is_undone() -> None:
    trial = Trial()
    first, second = trial.say_all("en", "to")
    one, other = trial.theme("Ute", first), trial.theme("Inne", second)
    trial.ask(DescribeTheme(id=trial.new_id(), theme=one, vision="Vi lærer ute."))
    trial.ask(MergeThemes(id=trial.new_id(), theme=one, into=other))
    trial.undo()
    assert (trial.titles(), trial.order(one), trial.order(other)) == (["Ute", "Inne"], ["en"], ["to"])
    assert (trial.room.themes[one].vision, trial.room.themes[other].vision) == ("Vi lærer ute.", "")


def test_a_title_a_place_and_a_correction_are_undone() -> None:
    trial = Trial()
    statement = trial.say("svøme")
    first, _ = trial.theme("A"), trial.theme("B")
    trial.ask(RenameTheme(id=trial.new_id(), theme=first, title="Å"))
    trial.ask(PlaceTheme(id=trial.new_id(), theme=first))
    trial.edit(statement, "svømme", ANNA)
    trial.undo()
    assert trial.the(statement).text == "svøme"
    trial.undo()
    assert trial.titles() == ["Å", "B"]
    trial.undo()
    assert trial.titles() == ["A", "B"]


def test_another_facilitator_may_undo() -> None:
    trial = Trial()
    trial.theme("Ute")
    (undone,) = trial.undo(BO)
    assert (undone.by, trial.titles()) == (BO, [])
    assert isinstance(undone.event, ActUndone)
    assert undone.event.act == trial.log[-2].command


def test_undo_is_refused_when_somebody_has_done_something_since() -> None:
    trial = Trial()
    trial.theme("Ute")
    seen = trial.room.acts[-1].command
    trial.ask(MakeTheme(id=trial.new_id(), title="Inne"), BO)
    assert trial.reason(Undo(id=trial.new_id(), act=seen)) == "undo_stale"
    assert trial.titles() == ["Ute", "Inne"]


def test_what_is_undone_is_not_undone_again_nor_is_the_undoing() -> None:
    trial = Trial()
    trial.theme("Ute")
    act = trial.room.acts[-1].command
    trial.undo()
    assert trial.reason(Undo(id=trial.new_id(), act=act)) == "nothing_to_undo"


def test_running_the_room_and_what_participants_do_are_not_acts() -> None:
    trial = Trial()
    mine = trial.say("en")
    trial.edit(mine, "to", person(0))
    trial.ask(Reveal(id=trial.new_id()))
    trial.ask(Close(id=trial.new_id()))
    trial.ask(Reopen(id=trial.new_id()))
    assert trial.room.acts == ()
    assert trial.reason(Undo(id=trial.new_id(), act="whatever-1")) == "nothing_to_undo"


def test_what_participants_write_meanwhile_stays_when_an_act_is_undone() -> None:
    trial = Trial()
    first = trial.say("en")
    theme = trial.theme("Ute", first)
    trial.say("to")
    trial.edit(first, "en og en halv", person(0))
    trial.undo()
    assert trial.order() == ["en og en halv", "to"]
    assert theme not in trial.room.themes


def test_undoing_brings_no_words_back_that_were_taken_back() -> None:
    trial = Trial()
    first, second = trial.say_all("hemmelig", "to")
    trial.edit(first, "hemmeligere", ANNA)
    trial.theme("Ute", first, second)
    trial.withdraw(first)
    trial.undo()
    assert trial.order() == ["to"]
    assert trial.titles() == []
    assert trial.room.acts == (), "nothing was left of the correction"
    assert "hemmelig" not in repr(trial.room)


def test_undoing_a_hiding_does_not_show_words_that_nobody_has_approved() -> None:
    trial = Trial(moderation=True)
    statement = trial.say("pent")
    trial.ask(Show(id=trial.new_id(), statements=(statement,)))
    trial.hide(statement)
    trial.edit(statement, "stygt", person(0))
    with suppress(Refusal):
        trial.undo()
    assert trial.the(statement).standing != "shown"


def test_undoing_a_correction_does_not_throw_away_what_the_author_wrote_since() -> None:
    trial = Trial()
    statement = trial.say("svøme")
    trial.edit(statement, "svømme", ANNA)
    trial.edit(statement, "svømme og dykke", person(0))
    with suppress(Refusal):
        trial.undo()
    assert trial.the(statement).text == "svømme og dykke"


def test_the_desk_is_told_what_the_latest_act_was() -> None:
    trial = Trial()
    first, second = trial.say_all("en", "to")
    trial.hide(first, second)
    act = trial.room.acts[-1]
    assert (act.command, act.by, act.kind, act.count) == (trial.log[-1].command, ANNA, "statement_judged", 2)
    theme = trial.theme("Ute", first, second)
    trial.ask(DeleteTheme(id=trial.new_id(), theme=theme))
    act = trial.room.acts[-1]
    assert (act.kind, act.about, act.count) == ("theme_deleted", "Ute", 3)


def test_the_desk_is_told_in_words_what_was_done_and_to_what() -> None:
    trial = Trial()
    first, second = trial.say_all("en", "to")
    heard = []

    def done() -> None:
        heard.append((trial.room.acts[-1].kind, trial.room.acts[-1].about))

    trial.hide(first)
    done()
    trial.ask(Show(id=trial.new_id(), statements=(first,)))
    done()
    one = trial.theme("Ute", first)
    done()
    other = trial.theme("Inne", second)
    trial.ask(DescribeTheme(id=trial.new_id(), theme=one, vision="Vi lærer ute."))
    done()
    trial.ask(MergeThemes(id=trial.new_id(), theme=one, into=other))
    done()
    assert heard == [
        ("statement_judged", "hidden"),
        ("statement_judged", "shown"),
        ("theme_made", "Ute"),
        ("theme_described", "Ute"),
        ("themes_merged", "Ute"),
    ]


def test_so_many_acts_are_remembered_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "REMEMBERED", 3)
    trial = Trial()
    for number in range(5):
        trial.theme(f"Tema {number}")
    for _ in range(3):
        trial.undo()
    assert trial.titles() == ["Tema 0", "Tema 1"]
    assert trial.room.acts == ()


def test_tables_that_a_step_made_are_not_undone_there_nor_in_a_later_step() -> None:
    trial = Tables(WRITE, ROUND, TELL, begin=2)
    assert trial.room.tables
    assert trial.room.acts == ()
    trial.go_to(2)
    trial.theme("Ute")
    trial.undo()
    assert trial.room.acts == ()
    assert trial.reason(Undo(id=trial.new_id(), act="whatever-1")) == "nothing_to_undo"
    assert trial.room.tables


def test_tables_that_the_facilitator_made_are_undone_also_after_a_step() -> None:
    trial = Tables(WRITE, ROUND)
    trial.set(number=2)
    trial.go_to(0)
    trial.undo()
    assert trial.room.tables == {}


def test_tables_that_a_step_let_join_part_again_until_the_room_has_gone_on() -> None:
    pairs, fours = step("merge", size=2), step("merge", size=4)
    trial = Tables(pairs, fours, TELL, begin=1)
    before = dict(trial.room.tables)
    trial.go_to(1)
    trial.go_to(0)
    trial.undo()
    assert dict(trial.room.tables) == before
    trial = Tables(pairs, fours, TELL, begin=3)
    assert trial.room.acts == ()


def test_nobody_is_moved_back_for_a_round_once_the_room_has_gone_on() -> None:
    trial = Tables(ROUND, WRITE, people=8, begin=1)
    named = trial.theme("moved_on")
    trial.ask(RotateTables(id=trial.new_id()))
    assert trial.room.acts[-1].about == "moved_on"
    trial.go_to(1)
    assert [act.kind for act in trial.room.acts if act.about == "moved_on"] == ["theme_made"], named


def test_a_mix_by_hand_is_taken_back_in_a_later_step_too() -> None:
    trial = Tables(ROUND, WRITE, people=8, begin=1)
    before = dict(trial.room.tables)
    trial.ask(SetTables(id=trial.new_id(), number=3))
    trial.go_to(1)
    trial.undo()
    assert dict(trial.room.tables) == before
