"""On the way back from 2040: milestones on a board of years or horizons, and what people commit themselves to."""

from dataclasses import replace

from app.workshop import acts
from app.workshop.commands import (
    AddMilestone,
    DropMilestone,
    JudgePlan,
    PlaceMilestone,
    Promise,
    RewordMilestone,
    RewordPromise,
    TakeBackPromise,
)
from app.workshop.events import (
    CommitmentJudged,
    CommitmentPut,
    CommitmentTakenBack,
    MilestoneDropped,
    MilestonePut,
    MilestoneTakenBack,
    Recorded,
)
from app.workshop.method import Commit, Timeline
from app.workshop.milestone import Commitment, Milestone
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.remade import milestone_event
from app.workshop.room import Room, changed
from app.workshop.shared_map import put
from app.workshop.words import bounded, worded

TEXT_LIMIT = 280
WHO_LIMIT = 80
MOST_MILESTONES = 500
MOST_COMMITMENTS = 2_000
YEARS = ("2040", "2035", "2030", "2028", "2026")
"""The marks on the way back from 2040 to today."""
HORIZONS = ("h3", "h2", "h1")
"""What is wanted, the change between, and what is losing its fit (Sharpe's three horizons)."""


def places(room: Room) -> tuple[str, ...]:
    """The places of the board of the step that the room is at; of the last board there was, where it has none."""
    boards = [step.board for step in room.begun if isinstance(step, Timeline)]
    return HORIZONS if boards and boards[-1] == "horizons" else YEARS


def add(room: Room, command: AddMilestone, by: Actor) -> tuple[MilestonePut, ...]:
    """Put something on the board; a participant may in a step where everyone writes."""
    _may_place(room, by)
    if sum(1 for there in room.milestones.values() if not there.dropped) >= MOST_MILESTONES:
        raise Refusal("too_many", limit=MOST_MILESTONES)
    source = None
    if command.statement is not None:
        source = room.statements.get(command.statement)
        if source is None or source.standing != "shown" or by.role == "participant":
            raise Refusal("unknown_statement")
        if any(milestone.source == source.id and not milestone.dropped for milestone in room.milestones.values()):
            return ()
    text = "" if source else worded(command.text, TEXT_LIMIT)
    who = bounded(command.who, WHO_LIMIT)
    last = max((milestone.rank for milestone in room.milestones.values()), default=0.0)
    author = by.id if by.role == "participant" else None
    shown = author is None or not room.moderation
    made = MilestonePut(
        milestone=command.id,
        text=text,
        place=_place(room, command.place),
        who=who,
        author=author,
        rank=last + 1,
        source=source.id if source else None,
        shown=shown,
        waits=not shown,
    )
    return (made,)


def change(room: Room, command: PlaceMilestone | RewordMilestone, by: Actor) -> tuple[MilestonePut, ...]:
    """Move or reword; a participant only what they put there themselves."""
    before = _milestone(room, command.milestone, by)
    if isinstance(command, PlaceMilestone):
        after = replace(before, place=_place(room, command.place))
    else:
        text = before.text if before.source else worded(command.text, TEXT_LIMIT)
        shown = before.shown and not (by.role == "participant" and room.moderation)
        waits = before.waits or (before.shown and not shown)
        after = replace(before, text=text, who=bounded(command.who, WHO_LIMIT), shown=shown, waits=waits)
    return () if after == before else (milestone_event(after),)


def drop(room: Room, command: DropMilestone, by: Actor) -> tuple[MilestoneDropped] | tuple[MilestoneTakenBack]:
    """Take it off the board. One's own words can always be erased."""
    there = room.milestones.get(command.milestone)
    if there is None or (there.dropped and by.role != "participant"):
        raise Refusal("unknown_plan")
    if by.role == "participant":
        if there.author != by.id:
            raise Refusal("not_yours")
        return (MilestoneTakenBack(milestone=there.id),)
    if room.locked:
        raise Refusal("step_finished")
    return (MilestoneDropped(milestone=there.id),)


def promise(room: Room, command: Promise | RewordPromise, by: Actor) -> tuple[CommitmentPut, ...]:
    """Commit oneself, or say one's own commitment otherwise, while the method is at it."""
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.id not in room.participants:
        raise Refusal("not_joined")
    if not isinstance(room.at, Commit) or room.locked:
        raise Refusal("submissions_closed")
    before = _own(room, command.commitment, by) if isinstance(command, RewordPromise) else None
    if before is None and sum(1 for there in room.commitments.values() if there.what) >= MOST_COMMITMENTS:
        raise Refusal("too_many", limit=MOST_COMMITMENTS)
    same = before is not None and command.serves == before.serves  # also of a theme that has been taken away since
    if command.serves is not None and command.serves not in room.themes and not same:
        raise Refusal("unknown_theme")
    read = before is not None and not before.shown and not before.waits  # and hidden: it is not asked about again
    shown = (before is None or before.shown) and not room.moderation
    after = CommitmentPut(
        commitment=before.id if before else command.id,
        author=by.id,
        what=worded(command.what, TEXT_LIMIT),
        who=bounded(command.who, WHO_LIMIT),
        when=bounded(command.when, WHO_LIMIT),
        serves=command.serves,
        shown=shown,
        waits=not shown and not read,
    )
    same_words = after.model_copy(update={"shown": before.shown, "waits": before.waits}) if before else None
    if before is not None and commitment_event(before) == same_words:
        return ()
    return (after,)


def take_back(room: Room, command: TakeBackPromise, by: Actor) -> tuple[CommitmentTakenBack, ...]:
    """Erase one's own commitment; that is always possible."""
    return (CommitmentTakenBack(commitment=_own(room, command.commitment, by).id),)


def judge(room: Room, command: JudgePlan) -> tuple[MilestonePut | CommitmentJudged, ...]:
    """Hide milestones or commitments, or show them; those that stand so already, or are gone, are passed over."""
    plans = dict.fromkeys((command.plan, *command.also))
    milestones = [room.milestones[i] for i in plans if i in room.milestones and not room.milestones[i].dropped]
    commitments = [room.commitments[i] for i in plans if i in room.commitments and room.commitments[i].what]
    if not milestones and not commitments:
        raise Refusal("unknown_plan")
    afters = [(m, replace(m, shown=command.shown, waits=False)) for m in milestones]
    return (
        *(milestone_event(after) for milestone, after in afters if after != milestone),
        *(
            CommitmentJudged(commitment=there.id, shown=command.shown)
            for there in commitments
            if there.waits or there.shown != command.shown
        ),
    )


def waiting(room: Room) -> int:
    """How many milestones and commitments are to be read before they are shown."""
    milestones = sum(1 for there in room.milestones.values() if there.waits and not there.dropped)
    return milestones + sum(1 for there in room.commitments.values() if there.waits)


def milestone_put(room: Room, event: MilestonePut, recorded: Recorded) -> Room:
    before = room.milestones.get(event.milestone)
    wrote = event.text
    if before is not None and (recorded.by.role != "participant" or event.text == before.text):
        wrote = before.wrote
    there = Milestone(
        event.milestone,
        event.text,
        event.place,
        event.who,
        event.author,
        event.rank,
        event.source,
        event.shown,
        recorded.seq,
        waits=event.waits,
        wrote=wrote,
    )
    after = changed(room, milestones={**room.milestones, there.id: there})
    return _by_its_author(after, there.id, recorded)


def milestone_dropped(room: Room, event: MilestoneDropped) -> Room:
    there = replace(room.milestones[event.milestone], dropped=True)
    return changed(room, milestones={**room.milestones, there.id: there})


def milestone_taken_back(room: Room, event: MilestoneTakenBack) -> Room:
    after = changed(room, milestones={i: m for i, m in room.milestones.items() if i != event.milestone})
    return acts.without(after, event.milestone)


def commitment_put(room: Room, event: CommitmentPut, recorded: Recorded) -> Room:
    after = Commitment(
        event.commitment,
        event.author,
        event.what,
        event.who,
        event.when,
        event.serves,
        event.shown,
        recorded.seq,
        event.waits,
    )
    return _by_its_author(changed(room, commitments=put(room.commitments, after.id, after)), after.id, recorded)


def commitment_judged(room: Room, event: CommitmentJudged, recorded: Recorded) -> Room:
    after = replace(room.commitments[event.commitment], shown=event.shown, waits=event.waits, cleared=recorded.seq)
    return changed(room, commitments=put(room.commitments, after.id, after))


def commitment_taken_back(room: Room, event: CommitmentTakenBack) -> Room:
    """Leave a shell without words."""
    shell = replace(room.commitments[event.commitment], what="", who="", when="", serves=None, shown=False, waits=False)
    return acts.without(changed(room, commitments=put(room.commitments, shell.id, shell)), shell.id)


def _by_its_author(room: Room, what: str, recorded: Recorded) -> Room:
    """An author's new words are not brought back to old ones, or shown unread, by undoing what was done to those."""
    return acts.without(room, what) if recorded.by.role == "participant" else room


def commitment_event(there: Commitment) -> CommitmentPut:
    """The event that makes a commitment what it says."""
    return CommitmentPut(
        commitment=there.id,
        author=there.author,
        what=there.what,
        who=there.who,
        when=there.when,
        serves=there.serves,
        shown=there.shown,
        waits=there.waits,
    )


def _may_place(room: Room, by: Actor) -> None:
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if by.role != "participant":
        if room.locked:
            raise Refusal("step_finished")
        return
    if by.id not in room.participants:
        raise Refusal("not_joined")
    step = room.at
    if not isinstance(step, Timeline) or step.writes != "everyone" or room.locked:
        raise Refusal("submissions_closed")


def _milestone(room: Room, name: str, by: Actor) -> Milestone:
    there = room.milestones.get(name)
    if there is None or there.dropped:
        raise Refusal("unknown_plan")
    _may_place(room, by)
    if by.role == "participant" and there.author != by.id:
        raise Refusal("not_yours")
    return there


def _own(room: Room, name: str, by: Actor) -> Commitment:
    there = room.commitments.get(name)
    if there is None or not there.what:
        raise Refusal("unknown_plan")
    if there.author != by.id:
        raise Refusal("not_yours")
    return there


def _place(room: Room, place: str) -> str:
    if place not in places(room):
        raise Refusal("unknown_place")
    return place
