"""What people commit themselves to: said otherwise, it serves the theme that it served."""

import pytest

from app.workshop.commands import DeleteTheme, RewordPromise
from app.workshop.parts import OwnPromise
from app.workshop.people import Actor
from app.workshop.visible import own
from tests.workshop.meetings import Meeting


@pytest.fixture
def meeting() -> Meeting:
    made = Meeting("fremtidsbilde-60")
    made.go("commit")
    return made


def _shown(meeting: Meeting, one: Actor, promise: str) -> OwnPromise:
    part = own(meeting.room, one.id)[f"own-promise-{promise}"]
    assert isinstance(part, OwnPromise)
    return part


def test_its_theme_is_known_to_the_phone_also_while_no_titles_are_told(meeting: Meeting) -> None:
    (anna,) = meeting.come(1)
    theme = meeting.theme("Venner")
    promise = meeting.promise(anna, "Jeg hilser", serves=theme)
    part = _shown(meeting, anna, promise)
    assert (part.theme, part.serves) == (theme, "Venner" if meeting.room.revealed else "")
    assert _shown(meeting, anna, meeting.promise(anna, "Jeg smiler")).theme == ""


def test_it_can_be_said_otherwise_after_its_theme_has_been_taken_away(meeting: Meeting) -> None:
    (anna,) = meeting.come(1)
    theme, other = meeting.theme("Venner"), meeting.theme("Ute")
    promise = meeting.promise(anna, "Jeg hilser", serves=theme)
    for gone in (theme, other):
        meeting.ask(DeleteTheme(id=meeting.new_id(), theme=gone))
    reword = RewordPromise(id=meeting.new_id(), commitment=promise, what="Jeg hilser på alle", serves=theme)
    meeting.ask(reword, anna)
    assert meeting.room.commitments[promise].what == "Jeg hilser på alle"
    to_other = reword.model_copy(update={"id": meeting.new_id(), "serves": other})
    assert meeting.refused(to_other, anna).reason == "unknown_theme"
