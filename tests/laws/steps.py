"""Steps of a story: what somebody asks of the room, told by small numbers, and the command that it means there.

A step names statements, themes and all else by number, modulo what is there, so that a story means something whatever
came before. Texts hold a token each that stands nowhere else, and letters that have broken programs before. What can be
told of each activity stands in a file of its own; a new one is put into ``ACTIVITIES``.
"""

from datetime import datetime, timedelta

from app.workshop.people import SYSTEM, Actor
from app.workshop.room import Room
from tests.laws.begun import begun
from tests.laws.methods import METHODS
from tests.laws.steps_agenda import AGENDA
from tests.laws.steps_plans import PLANS
from tests.laws.steps_statements import STATEMENTS, configured, group, unit
from tests.laws.steps_tables import TABLES
from tests.laws.steps_themes import THEMES
from tests.laws.steps_votes import VOTES
from tests.laws.story import (
    FACILITATORS,
    PEOPLE,
    START,
    Activity,
    Request,
    Step,
    Story,
    command,
    nobody,
    nothing,
)

ACTIVITIES: tuple[Activity, ...] = (STATEMENTS, THEMES, AGENDA, VOTES, PLANS, TABLES)
OFTEN = {kind: often for activity in ACTIVITIES for kind, often in activity.often.items()}
_FIELDS = {kind: fields for activity in ACTIVITIES for kind, fields in activity.fields.items()}
_OWN = {kind: whose for activity in ACTIVITIES for kind, whose in activity.own.items()}
_SHARED = frozenset().union(*(activity.shared for activity in ACTIVITIES))
_OF_METHODS = {*AGENDA.fields, *VOTES.fields, *PLANS.fields, "pass_turn", "share_idea", "sort", "follow_hands"}
_OF_METHODS -= {"spotlight", "tell", "gather", "reveal_some", "reveal", "conceal", "settle_unshown", "close"}
"""What nearly always is refused where there is no method."""


def opening(story: Story) -> list[Request]:
    """The workshop is made, people come, and writing opens, sometimes with the wall to be seen from the start."""
    method = METHODS.get(story.method)
    by_form = {"method": method} if method is not None and story.seed % 2 else {}
    asked = [(command("create", 9000, **configured(story, 9000), **by_form), SYSTEM)]
    for n, chosen in enumerate(story.come):
        asked.append((command("join", 9100 + n, group=group(story, chosen), unit=unit(story, n)), PEOPLE[n]))
    if method is None:
        switches = ("open_submissions", "reveal") if story.revealed else ("open_submissions",)
        asked += [(command(kind, 9001 + n), FACILITATORS[0]) for n, kind in enumerate(switches)]
    else:
        if not by_form:
            asked.append((command("choose_method", 9001, method=method), FACILITATORS[0]))
        asked += begun(story, method)
    return [Request(what, by, 3, START + timedelta(seconds=n)) for n, (what, by) in enumerate(asked)]


def request(story: Story, room: Room, step: Step, number: int, before: datetime) -> Request:
    """The command that a step asks for in this room, who sends it, and when: some time after the one before."""
    kind = _fitting(story, room, step)
    helper = FACILITATORS[step.who % len(FACILITATORS)]
    by = SYSTEM if kind == "create" else _person(story, room, step, kind) if kind in _OWN else helper
    if kind in _SHARED and step.three % 2 == 0:
        by = helper
    if step.slip == "wrong role":
        by = helper if by.role == "participant" else PEOPLE[0]
    fields = _FIELDS.get(kind, nothing)(story, room, step, number)
    pause = timedelta(seconds=1 + (step.who % 6) ** 3, microseconds=number * 17)
    return Request(command(kind, number, **fields), by, step.tick, before + pause)


def _fitting(story: Story, room: Room, step: Step) -> str:
    """The step's kind, or what must come before it to make sense, or the rest of the story would be refusals."""
    if step.slip != "none" or step.three % 4 == 0:
        return step.kind
    if room.stage != "open":
        return "restore" if room.stage == "deleted" else "reopen"
    told = Step(_told(story, room, step), step.who, step.one, step.two, step.three, step.slip, step.tick)
    for activity in ACTIVITIES:
        if (first := activity.first(room, told)) != told.kind:
            return first
    return told.kind


def _told(story: Story, room: Room, step: Step) -> str:
    """What is told instead: hardly anything of a method where there is none, and in a step mostly what it is for."""
    chance = step.who // 64 % 16
    if room.method is None or not story.method:
        return "say" if step.kind in _OF_METHODS else step.kind
    if chance == 0 or room.at is None:
        return "go_to"
    if room.locked and chance < 7:
        return "reopen_step" if chance < 4 else "go_to"
    usual = [kind for activity in ACTIVITIES for kind in activity.at.get(room.at.kind, ())]
    return usual[step.who // 1024 % len(usual)] if usual and chance < 12 else step.kind


def _person(story: Story, room: Room, step: Step, kind: str) -> Actor:
    """Mostly somebody new where the step is a joining, and the author where it is about something that has one."""
    if kind == "join" and step.three % 3:
        return PEOPLE[len(room.participants) % len(PEOPLE)]
    stranger = PEOPLE[step.who % (len(story.come) + 1)]
    if _OWN[kind] is nobody or step.two % 8 == 0:
        return stranger
    author = _OWN[kind](room, step)
    return Actor(role="participant", id=author) if author else stranger
