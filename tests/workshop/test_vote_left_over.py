"""Before a vote on themes the desk is told how many statements it leaves out."""

from app.workshop.parts.desk import DeskAgenda
from app.workshop.visible import visible
from tests.workshop.meetings import Meeting


def left_over(meeting: Meeting) -> int:
    part = visible(meeting.room, "desk")["agenda"]
    assert isinstance(part, DeskAgenda)
    return part.left_over


def test_what_is_in_no_theme_is_told_at_the_step_before_the_vote_and_only_there() -> None:
    meeting = Meeting("fremtidsbilde-60")
    (anna,) = meeting.come(1)
    meeting.go("write")
    for text in ("Ute", "Mat", "Tid"):
        meeting.say(text, by=anna)
    first, *_ = meeting.room.statements
    meeting.go("cluster")
    meeting.theme("Ute hver dag", first)
    assert left_over(meeting) == 0, "there is time to sort yet"
    meeting.go("label")
    assert left_over(meeting) == 2
    meeting.theme("Resten", *(s for s in meeting.room.statements if s != first))
    assert left_over(meeting) == 0
    meeting.go("vote")
    assert left_over(meeting) == 0
