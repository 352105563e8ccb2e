"""What the desk sees of what a step asks for: a vote, the board of the way back, and what people promise."""

from collections.abc import Mapping

from app.workshop.ballot import NOTHING_YET, Ballot
from app.workshop.method import Timeline, Vote
from app.workshop.milestone import Commitment, Milestone
from app.workshop.parts import Choice, DeskBallot, DeskBoard, DeskMilestone, DeskPromise, DeskPromises
from app.workshop.plans import places
from app.workshop.room import Room
from app.workshop.suppression import at_least_five
from app.workshop.visible import shown


def ballot(room: Room) -> DeskBallot | None:
    there = room.ballot or (NOTHING_YET if isinstance(room.at, Vote) and not room.locked else None)
    if there is None:
        return None
    return DeskBallot(
        id="ballot",
        into="work",
        ballot=there.id,
        open=there.open,
        locked=room.locked,
        votes=there.votes,
        several=there.several,
        criterion=shown.criterion(room),
        language=room.language,
        choices=shown.choices(room, there),
        groups=room.groups,
        voted=voted(there),
        entered=_entered(there),
        bars=shown.bars(room, there),
        minority=shown.minority(room, there),
        uncounted=there.uncounted,
    )


def _entered(ballot: Ballot) -> tuple[tuple[int, str], ...]:
    """The papers for people without a phone, numbered as they came; a number is not given twice."""
    proxies = ((voter, paper) for voter, paper in ballot.papers.items() if paper.proxy)
    return tuple((number, voter) for number, (voter, paper) in enumerate(proxies, 1) if paper.options)


def voted(ballot: Ballot) -> int | None:
    """How many have voted, from five."""
    return at_least_five(sum(1 for paper in ballot.papers.values() if paper.options))


def board(room: Room) -> DeskBoard | None:
    step = room.at
    if not isinstance(step, Timeline):
        return None
    placed = {milestone.source for milestone in room.milestones.values() if not milestone.dropped}
    fit = (s for s in room.statements.values() if s.standing == "shown" and step.of is not None and s.into == step.of)
    sources = tuple(Choice(s.id, s.text) for s in sorted(fit, key=lambda s: (s.rank, s.id)) if s.id not in placed)
    return DeskBoard(
        id="board", into="work", places=places(room), sources=sources, waiting=_unread(room, room.milestones)
    )


def milestone_of(room: Room, milestone: Milestone) -> DeskMilestone | None:
    text = shown.milestone_text(room, milestone)
    if text is None or not isinstance(room.at, Timeline) or milestone.place not in places(room):
        return None
    return DeskMilestone(
        id=f"milestone-{milestone.id}",
        into=f"place-{milestone.place}",
        order=milestone.rank,
        milestone=milestone.id,
        text=text,
        place=milestone.place,
        who=milestone.who,
        places=places(room),
        from_phone=milestone.author is not None,
        from_statement=milestone.source is not None,
        shown=milestone.shown,
        waits=milestone.waits,
    )


def promises(room: Room) -> DeskPromises | None:
    if not shown.promising(room):
        return None
    count = sum(1 for there in room.commitments.values() if there.what)
    return DeskPromises(id="promises", into="work", count=count, waiting=_unread(room, room.commitments))


def _unread(room: Room, plans: Mapping[str, Milestone | Commitment]) -> tuple[str, ...]:
    """Those of these plans that stand at the desk and are to be read."""
    seen = (there for there in plans.values() if there.waits)
    there = (p for p in seen if isinstance(p, Commitment) or (not p.dropped and p.place in places(room)))
    return tuple(plan.id for plan in there)


def promise_of(room: Room, there: Commitment) -> DeskPromise | None:
    if not shown.promising(room) or not there.what:
        return None
    told = shown.promised(room, there, all_themes=True)
    return DeskPromise(**told, commitment=there.id, shown=there.shown, waits=there.waits)
