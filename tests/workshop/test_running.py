"""Running a workshop: made, opened, revealed, held, closed, put away and taken out again."""

from collections.abc import Callable

import pytest

from app.workshop.commands import (
    Archive,
    Blank,
    Close,
    CloseSubmissions,
    Conceal,
    Configure,
    Create,
    Delete,
    MakeTheme,
    OpenSubmissions,
    PauseWall,
    Reopen,
    Restore,
    ResumeWall,
    Reveal,
    Unblank,
    Withdraw,
)
from app.workshop.people import SYSTEM, StakeholderGroup
from app.workshop.room import Room
from app.workshop.running import Staging, Switch
from tests.workshop.rooms import QUESTION, Trial, person


def configure(
    trial: Trial,
    *,
    title: str = "Fremtidsverksted",
    question: str = QUESTION,
    groups: tuple[StakeholderGroup, ...] = ("child", "parent", "staff"),
    units: tuple[str, ...] = (),
    limit: int = 280,
) -> Configure:
    return Configure(
        id=trial.new_id(),
        title=title,
        question={"nb": question, "en": "How do we want it to be in 2040?"},
        language="nb",
        groups=groups,
        units=units,
        limit=limit,
    )


def test_a_workshop_begins_open_hidden_and_not_yet_for_writing() -> None:
    room = Trial().room
    assert (room.stage, room.submissions, room.revealed, room.blank, room.paused_at) == (
        "open",
        False,
        False,
        False,
        None,
    )
    assert (room.title, room.question["nb"], room.groups) == (
        "Fremtidsverksted",
        QUESTION,
        ("child", "parent", "staff"),
    )


def test_a_workshop_is_made_once() -> None:
    trial = Trial()
    again = Create(id=trial.new_id(), title="Igjen", question={"nb": "?"}, language="nb", groups=("child",))
    assert trial.reason(again, SYSTEM) == "id_taken"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": " \u200b"}, "empty"),
        ({"title": "x" * 121}, "too_long"),
        ({"question": "x" * 301}, "too_long"),
        ({"groups": ()}, "empty"),
        ({"units": ("x" * 81,)}, "too_long"),
    ],
)
def test_a_workshop_has_a_title_that_fits_a_question_and_groups(change: dict[str, object], reason: str) -> None:
    trial = Trial()
    assert trial.reason(configure(trial, **change)) == reason  # type: ignore[arg-type]


def test_a_question_may_be_missing_in_some_languages_but_not_in_all() -> None:
    trial = Trial()
    trial.ask(configure(trial, question=" "))
    assert trial.room.question == {"en": "How do we want it to be in 2040?"}
    none = Configure(id=trial.new_id(), title="T", question={"nb": " "}, language="nb", groups=("child",))
    assert trial.reason(none) == "empty"


def test_saving_the_same_settings_changes_nothing() -> None:
    trial = Trial()
    assert trial.ask(configure(trial)) == []


def test_places_are_cleaned_and_none_is_there_twice() -> None:
    trial = Trial()
    trial.ask(configure(trial, units=(" Hov  skole", "Hov skole", "", "Åsen")))
    assert trial.room.units == ("Hov skole", "Åsen")


def test_a_group_and_a_place_that_somebody_has_chosen_stay_on_offer() -> None:
    trial = Trial(units=("Hov skole", "Åsen"))
    trial.join(0, "staff", "Åsen")
    trial.ask(configure(trial, groups=("parent", "youth"), units=("Vik",)))
    assert trial.room.groups == ("youth", "parent", "staff")
    assert trial.room.units == ("Vik", "Åsen")


Look = Callable[[Room], bool]


@pytest.mark.parametrize(
    ("on", "off", "stands"),
    [
        (OpenSubmissions, CloseSubmissions, lambda room: room.submissions),
        (Reveal, Conceal, lambda room: room.revealed),
        (Blank, Unblank, lambda room: room.blank),
        (PauseWall, ResumeWall, lambda room: room.paused_at is not None),
    ],
)
def test_switches_are_turned_on_and_off_and_twice_is_once(on: type[Switch], off: type[Switch], stands: Look) -> None:
    trial = Trial()
    assert trial.ask(off(id=trial.new_id())) == []
    assert len(trial.ask(on(id=trial.new_id()))) == 1
    assert stands(trial.room)
    assert trial.ask(on(id=trial.new_id())) == []
    trial.ask(off(id=trial.new_id()))
    assert not stands(trial.room)


def test_closing_the_workshop_closes_writing() -> None:
    trial = Trial()
    trial.open()
    trial.ask(Close(id=trial.new_id()))
    assert (trial.room.stage, trial.room.submissions) == ("closed", False)
    assert trial.reason(OpenSubmissions(id=trial.new_id())) == "workshop_closed"


def test_opening_again_does_not_open_writing_nor_does_it_tell_of_closing_it() -> None:
    trial = Trial()
    trial.ask(Close(id=trial.new_id()))
    assert [entry.event.type for entry in trial.ask(Archive(id=trial.new_id()))] == ["stage_set"]
    assert [entry.event.type for entry in trial.ask(Reopen(id=trial.new_id()))] == ["stage_set"]
    assert not trial.room.submissions


def test_opening_again_after_ending_by_mistake_is_as_if_nothing_had_happened() -> None:
    trial = Trial()
    trial.open()
    trial.ask(Close(id=trial.new_id()))
    trial.ask(Reopen(id=trial.new_id()))
    assert (trial.room.stage, trial.room.submissions, trial.room.writing) == ("open", True, False)


def test_writing_that_was_closed_before_the_end_or_put_away_since_stays_closed() -> None:
    trial = Trial()
    trial.ask(Close(id=trial.new_id()))
    trial.ask(Reopen(id=trial.new_id()))
    assert not trial.room.submissions
    trial.open()
    trial.ask(Close(id=trial.new_id()))
    trial.ask(Archive(id=trial.new_id()))
    trial.ask(Reopen(id=trial.new_id()))
    assert not trial.room.submissions


def test_a_closed_workshop_is_still_worked_on_at_the_desk() -> None:
    trial = Trial()
    statement = trial.say("en")
    trial.ask(Close(id=trial.new_id()))
    theme = trial.theme("Ute", statement)
    trial.reveal()
    assert trial.order(theme) == ["en"]


def test_an_archived_workshop_refuses_all_but_being_opened_deleted_or_left() -> None:
    trial = Trial()
    statement = trial.say("en")
    trial.ask(Archive(id=trial.new_id()))
    assert trial.room.stage == "archived"
    assert trial.reason(MakeTheme(id=trial.new_id(), title="Ute")) == "workshop_closed"
    assert trial.reason(Reveal(id=trial.new_id())) == "workshop_closed"
    assert trial.reason(configure(trial, title="Ny")) == "workshop_closed"
    assert trial.ask(Close(id=trial.new_id())) == []
    trial.ask(Withdraw(id=trial.new_id(), statement=statement), person(0))
    assert "text='en'" not in repr(trial.room)
    trial.ask(Reopen(id=trial.new_id()))
    assert (trial.room.stage, trial.room.submissions) == ("open", False)


def test_a_deleted_workshop_is_gone_until_it_is_restored() -> None:
    trial = Trial()
    trial.open()
    trial.ask(Delete(id=trial.new_id()))
    assert (trial.room.stage, trial.room.submissions) == ("deleted", False)
    assert trial.reason(Reopen(id=trial.new_id())) == "workshop_gone"
    assert trial.reason(Delete(id=trial.new_id())) == "workshop_gone"
    trial.ask(Restore(id=trial.new_id()))
    assert trial.room.stage == "closed"


def test_own_words_can_be_erased_from_a_deleted_workshop() -> None:
    trial = Trial()
    trial.open()
    mine, _ = trial.say_all("en", "to")
    trial.ask(Delete(id=trial.new_id()))
    assert trial.reason(Withdraw(id=trial.new_id(), statement=mine), person(1)) == "not_yours"
    trial.ask(Withdraw(id=trial.new_id(), statement=mine), person(0))
    assert trial.room.stage == "deleted"
    assert "text='en'" not in repr(trial.room)
    assert "text='to'" in repr(trial.room)


@pytest.mark.parametrize(
    ("stage", "led"),
    [
        ("open", {Close: "closed", Reopen: "open", Archive: "archived", Delete: "deleted", Restore: "open"}),
        ("closed", {Close: "closed", Reopen: "open", Archive: "archived", Delete: "deleted", Restore: "closed"}),
        ("archived", {Close: "archived", Reopen: "open", Archive: "archived", Delete: "deleted"}),
        ("deleted", {Restore: "closed"}),
    ],
)
def test_every_stage_leads_where_one_expects(stage: str, led: dict[type[Staging], str]) -> None:
    ways: dict[str, type[Staging]] = {"closed": Close, "archived": Archive, "deleted": Delete}
    for command, target in led.items():
        trial = Trial()
        if stage in ways:
            trial.ask(ways[stage](id=trial.new_id()))
        trial.ask(command(id=trial.new_id()))
        assert trial.room.stage == target, command
