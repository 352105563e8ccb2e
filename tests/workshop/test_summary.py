"""The vision summary: what leaves the house is what was revealed, and no small group."""

from datetime import timedelta, timezone

from app.workshop.commands import (
    Close,
    CloseSubmissions,
    Conceal,
    Configure,
    CopyStatement,
    DescribeTheme,
    MakeTheme,
    NestTheme,
    PauseWall,
    PlaceTheme,
    Show,
)
from app.workshop.summary import QUOTES, VisionSummary, summarise
from tests.workshop.rooms import QUESTION, START, Trial

LATER = START + timedelta(hours=3)


def summary(trial: Trial) -> VisionSummary:
    return summarise(trial.room, LATER)


def test_before_anything_is_revealed_there_are_no_words_and_no_themes() -> None:
    trial = Trial()
    trial.theme("Ute", trial.say("hemmelig"))
    told = summary(trial)
    assert not told.revealed
    assert (told.themes, told.ungrouped, told.statements, told.held) == ((), (), 0, None)
    assert "hemmelig" not in told.model_dump_json()


def test_themes_stand_in_their_order_with_vision_signs_and_statements() -> None:
    trial = Trial()
    ids = trial.say_all("en", "to", "tre", "fire", "fem")
    first, second = trial.theme("Ute", *ids[:4]), trial.theme("Inne")
    trial.ask(DescribeTheme(id=trial.new_id(), theme=first, vision="Vi lærer ute.", signs="støvler\nbål"))
    trial.ask(PlaceTheme(id=trial.new_id(), theme=second, before=first))
    trial.reveal()
    told = summary(trial)
    inside, outside = told.themes
    assert (inside.title, inside.statements, inside.quotes) == ("Inne", (), 0)
    assert (outside.title, outside.vision, outside.signs) == ("Ute", "Vi lærer ute.", ("støvler", "bål"))
    assert [line.text for line in outside.statements] == ["en", "to", "tre", "fire"]
    assert outside.quotes == QUOTES
    assert [line.text for line in told.ungrouped] == ["fem"]
    assert told.statements == 5


def test_a_theme_within_another_one_comes_after_it_and_a_copy_stands_in_both() -> None:
    trial = Trial()
    first, second, third = trial.say_all("en", "to", "tre")
    inner, _, outer = trial.theme("Stille", first), trial.theme("Inne", second), trial.theme("Ute", third)
    trial.ask(NestTheme(id=trial.new_id(), theme=inner, under=outer))
    trial.ask(CopyStatement(id=trial.new_id(), statement=first, to=outer))
    trial.ask(CopyStatement(id=trial.new_id(), statement=second, to=outer))
    trial.reveal()
    told = summary(trial)
    assert [(theme.title, theme.within) for theme in told.themes] == [("Inne", None), ("Ute", None), ("Stille", outer)]
    assert [(line.id, line.copied) for line in told.themes[1].statements] == [
        (third, False),
        (first, True),
        (second, True),
    ]
    assert told.statements == 3, "each is counted once"
    trial.hide(first)
    assert [line.id for line in summary(trial).themes[1].statements] == [third, second]


def test_the_pile_of_what_stands_alone_is_known_as_such() -> None:
    trial = Trial()
    trial.ask(MakeTheme(id=trial.new_id(), title="Står alene", alone=True))
    trial.theme("Ute")
    trial.reveal()
    assert [(theme.title, theme.alone) for theme in summary(trial).themes] == [("Står alene", True), ("Ute", False)]


def test_what_is_hidden_waiting_or_taken_back_does_not_leave() -> None:
    trial = Trial(moderation=True)
    shown, hidden, waiting, gone = trial.say_all("vist", "skjult", "venter", "angret")
    trial.ask(Show(id=trial.new_id(), statements=(shown, gone)))
    trial.hide(hidden)
    trial.withdraw(gone)
    trial.reveal()
    assert [line.id for line in summary(trial).ungrouped] == [shown]
    assert waiting not in summary(trial).model_dump_json()


def test_words_that_are_concealed_again_do_not_leave() -> None:
    trial = Trial()
    trial.say("en")
    trial.reveal()
    assert summary(trial).statements == 1
    trial.ask(Conceal(id=trial.new_id()))
    assert summary(trial).statements == 0


def test_only_the_latest_wording_leaves() -> None:
    trial = Trial()
    trial.edit(trial.say("navnet på et barn"), "et barn")
    trial.reveal()
    assert "navnet" not in summary(trial).model_dump_json()


def test_it_tells_title_question_language_and_days() -> None:
    trial = Trial()
    trial.say("en")
    trial.reveal()
    told = summary(trial)
    assert (told.title, told.question, told.language) == ("Fremtidsverksted", QUESTION, "nb")
    assert (told.held, told.written) == (START.date(), LATER)


def test_the_question_stands_in_another_language_where_there_is_none_in_the_rooms_own() -> None:
    trial = Trial()
    trial.ask(Configure(id=trial.new_id(), title="T", question={"en": "How?"}, language="nb", groups=("child",)))
    assert summary(trial).question == "How?"


def test_an_empty_room_has_a_summary_too() -> None:
    told = summary(Trial())
    assert (told.people, told.held, told.statements) in ((None, None, 0), (0, None, 0))


def test_large_groups_stand_with_number_and_name() -> None:
    trial = Trial()
    for group, people in (("child", range(8)), ("parent", range(8, 15)), ("staff", range(15, 21))):
        trial.write(group, people)  # type: ignore[arg-type]
    trial.reveal()
    told = summary(trial)
    assert {row.group: row.people for row in told.groups} == {"child": 8, "parent": 7, "staff": 6}
    assert told.people == 21
    assert {line.group for line in told.ungrouped} == {"child", "parent", "staff"}


def test_small_groups_have_neither_number_nor_name() -> None:
    trial = Trial()
    trial.write("child", range(8))
    trial.write("parent", range(8, 10))
    trial.write("staff", range(10, 14))
    trial.reveal()
    told = summary(trial)
    assert {row.group: row.people for row in told.groups} == {"child": 8, "parent": None, "staff": None}
    assert [line.group for line in told.ungrouped] == ["child"] * 8 + [None] * 6


def test_where_one_group_is_small_another_one_is_held_back_with_it() -> None:
    trial = Trial()
    trial.write("child", range(8))
    trial.write("parent", range(8, 15))
    trial.write("staff", range(15, 17))
    told = summary(trial)
    assert sum(1 for row in told.groups if row.people is None) == 2
    assert next(row.people for row in told.groups if row.group == "staff") is None


def test_small_places_have_no_number() -> None:
    trial = Trial(units=("Hov skole", "Åsen", "Vik"))
    trial.write("child", range(8), "Hov skole")
    trial.write("child", range(8, 10), "Åsen")
    trial.write("child", range(10, 13), "Vik")
    assert [(row.unit, row.people) for row in summary(trial).units] == [("Hov skole", 8), ("Åsen", None), ("Vik", None)]


def test_what_a_held_wall_does_not_show_yet_leaves_in_files() -> None:
    trial = Trial()
    trial.reveal()
    trial.ask(PauseWall(id=trial.new_id()))
    trial.say("venter på veggen")
    assert [line.text for line in summary(trial).ungrouped] == ["venter på veggen"]


def test_it_stays_the_same_when_the_workshop_ends() -> None:
    trial = Trial()
    trial.say("en")
    trial.reveal()
    before = summary(trial)
    trial.ask(CloseSubmissions(id=trial.new_id()))
    trial.ask(Close(id=trial.new_id()))
    assert summary(trial) == before


def test_it_was_held_on_the_day_that_the_people_in_the_room_had() -> None:
    trial = Trial()
    trial.say("tidlig på dagen")
    trial.reveal()
    further_east = timezone(timedelta(hours=16))
    assert summarise(trial.room, LATER).held == START.date()
    assert summarise(trial.room, LATER.astimezone(further_east)).held == START.date() + timedelta(days=1)


def test_those_who_named_no_unit_are_counted_where_the_units_are() -> None:
    trial = Trial(units=("Smøla", "Aure"))
    trial.write("child", range(5), "Smøla")
    trial.write("child", range(5, 11))
    trial.reveal()
    assert {row.unit: row.people for row in summary(trial).units} == {"Smøla": 5, "Aure": None, "": 6}
