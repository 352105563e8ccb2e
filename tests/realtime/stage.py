"""A hub on a stage: a room without a writer, whose events are put in by hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from app.realtime.hub import Hub
from app.workshop.apply import apply
from app.workshop.events import Event, ParticipantJoined, Recorded, StatementSaid, WorkshopConfigured
from app.workshop.parts import PhoneStage, WallStage
from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.room import Room
from tests.realtime.stations import DESK, NOW, Watcher, new_id

NEAR, FAR = 10.0, 60.0

Forward = Callable[[float], Awaitable[None]]


@dataclass
class Stage:
    """A room without a writer: events are put in by hand."""

    room: Room = field(default_factory=Room)
    hub: Hub = field(init=False)

    def __post_init__(self) -> None:
        self.hub = Hub(lambda: self.room, ring=16, near=NEAR, far=FAR)
        self.happen(configured("2040"))

    def happen(self, *events: Event) -> None:
        before, recorded = self.room, []
        for event in events:
            entry = Recorded(seq=self.room.seq + 1, command=new_id(), n=0, by=DESK, at=NOW, event=event)
            self.room = apply(self.room, entry)
            recorded.append(entry)
        self.hub.became(before, recorded, self.room)


def configured(title: str) -> WorkshopConfigured:
    return WorkshopConfigured(
        title=title, question={"nb": "?"}, language="nb", groups=GROUPS, units=(), limit=280, moderation=False
    )


def joined(who: str, group: StakeholderGroup = "child") -> ParticipantJoined:
    return ParticipantJoined(participant=who, group=group, unit="")


def said(author: str, text: str = "Hei") -> StatementSaid:
    return StatementSaid(statement=new_id(), author=author, text=text, standing="shown", rank=1.0)


def titles(watcher: Watcher) -> list[str]:
    """The titles that a watcher is shown by the frames that wait for it."""
    stages = [part for frame in watcher.look() for part in frame.put if isinstance(part, PhoneStage | WallStage)]
    return [stage.title for stage in stages]
