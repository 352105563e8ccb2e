"""A plenary, and what is told by then: on the wall, and in all files."""

from app.workshop.summary import summarise
from app.workshop.transcript import transcript
from app.workshop.visible import visible
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import START


def plenum() -> tuple[Meeting, int]:
    """IGP where the tables tell: somebody has written alone, and a table's idea is shown. The second is that step."""
    meeting = Meeting("igp")
    (anna,) = meeting.come(1)
    meeting.go("write")
    meeting.say("Bare for meg selv", by=anna)
    meeting.go("share")
    meeting.share(1, "Det vi har sammen", into="shared", by=anna)
    meeting.go("round", 2)
    return meeting, meeting.room.step or 0


def wall(meeting: Meeting) -> str:
    return repr(visible(meeting.room, "wall"))


def in_files(meeting: Meeting) -> str:
    return summarise(meeting.room, START).model_dump_json() + repr(list(transcript(meeting.log, meeting.room)))
