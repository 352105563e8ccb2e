"""What people were told that not all would see is shown to all only where somebody has said so."""

import pytest

from app.workshop.commands import Command, Conceal, Reveal, RevealSome, Spotlight
from app.workshop.parts import PhoneStage
from app.workshop.visible import visible
from tests.workshop.meetings import Meeting
from tests.workshop.plenum import wall
from tests.workshop.rooms import Trial


def alone() -> tuple[Meeting, str]:
    """A meeting in the step in which everybody writes alone, with something written."""
    meeting = Meeting("igp")
    (anna,) = meeting.come(1)
    meeting.go("write")
    return meeting, meeting.say("Bare for meg", by=anna)


@pytest.mark.parametrize("kind", [Reveal, RevealSome])
def test_what_was_promised_is_shown_only_anyway(kind: type[Reveal | RevealSome]) -> None:
    meeting, _ = alone()
    assert meeting.reason(kind(id=meeting.new_id())) == "promised"
    assert "Bare for meg" not in wall(meeting)
    meeting.ask(kind(id=meeting.new_id(), anyway=True))
    assert "Bare for meg" in wall(meeting)


def test_named_statements_are_promised_as_well() -> None:
    meeting, said = alone()
    assert meeting.reason(RevealSome(id=meeting.new_id(), statements=(said,))) == "promised"


def test_what_was_shown_already_is_not_asked_about() -> None:
    meeting, _ = alone()
    meeting.ask(Reveal(id=meeting.new_id(), anyway=True))
    assert meeting.ask(Reveal(id=meeting.new_id())) == []


def test_where_nothing_was_promised_it_is_shown_as_asked() -> None:
    trial = Trial()
    trial.open()
    said = trial.say("Alle får se")
    trial.ask(Reveal(id=trial.new_id()))
    trial.ask(Conceal(id=trial.new_id()))
    trial.ask(RevealSome(id=trial.new_id(), statements=(said,)))
    assert trial.room.revealed


def test_the_spotlight_shows_nothing_that_is_hidden_and_nothing_unrevealed_unasked() -> None:
    trial = Trial()
    trial.open()
    said = trial.say("Alene på veggen")
    light: Command = Spotlight(id=trial.new_id(), subject=said)
    assert trial.reason(light) == "promised"
    trial.ask(Spotlight(id=trial.new_id(), subject=said, anyway=True))
    assert trial.room.spotlight == said
    trial.ask(Spotlight(id=trial.new_id()))
    trial.reveal()
    trial.ask(Spotlight(id=trial.new_id(), subject=said))
    trial.ask(Spotlight(id=trial.new_id()))
    trial.hide(said)
    assert trial.reason(Spotlight(id=trial.new_id(), subject=said, anyway=True)) == "statement_hidden"


def test_phones_are_told_when_everyone_writes_for_the_first_time() -> None:
    meeting = Meeting("future-workshop")

    def first() -> bool:
        stage = visible(meeting.room, "phone")["stage"]
        assert isinstance(stage, PhoneStage)
        return stage.first

    seen = []
    for step in range(len(meeting.method.steps)):
        meeting.go_to(step)
        seen.append(first())
    assert [number for number, there in enumerate(seen, 1) if there] == [2]
    again = Meeting("igp")
    again.go("write")
    assert visible(again.room, "phone")["stage"].first  # type: ignore[attr-defined]  # the part of this id
    again.ask(Reveal(id=again.new_id(), anyway=True))
    assert not visible(again.room, "phone")["stage"].first  # type: ignore[attr-defined]  # the part of this id
