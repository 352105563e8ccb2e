"""What phones see: what the room asks of all, and of one participant alone their own words and their own paper.

They are told no other person's words but the options of a vote, what their own table writes and what stands on the
sheet before them, and no counts but of what is left for them to sort.
"""

from app.workshop.card import Statement
from app.workshop.kept import kept
from app.workshop.method import Commit, Timeline, Write
from app.workshop.milestone import Commitment, Milestone
from app.workshop.parts import (
    Choice,
    OwnBallot,
    OwnCard,
    OwnMilestone,
    OwnPromise,
    OwnSort,
    Part,
    PhoneServes,
    PhoneStage,
)
from app.workshop.plans import places
from app.workshop.revealing import as_told, is_opened, written_for
from app.workshop.room import Room
from app.workshop.sorting import is_sorting, left_for, to_sort
from app.workshop.tally import order_for
from app.workshop.visible import shown, wall
from app.workshop.visible.tables import (
    OWN_AWAY,
    OWN_SEAT,
    OWN_SHARE,
    OWN_SHEET,
    OWN_SOURCES,
    own_away,
    own_seat,
    own_share,
    own_sheet,
    own_sources,
)
from app.workshop.writing import may_change, read_by

OWN = "own-"
OWN_BALLOT = "own-vote"
OWN_SORT = "own-sort"
OWN_MILESTONE = "own-milestone-"
OWN_PROMISE = "own-promise-"

_AT_TABLES = {
    OWN_SEAT: own_seat,
    OWN_AWAY: own_away,
    OWN_SHARE: own_share,
    OWN_SHEET: own_sheet,
    OWN_SOURCES: own_sources,
}


def stage(room: Room) -> PhoneStage:
    return PhoneStage(
        id="stage",
        title=room.title,
        question=shown.questions(room),
        language=room.language,
        stage=room.stage,
        submissions=room.submissions,
        revealed=room.revealed,
        at_once=room.revealed and written_for(room) in room.opened and room.paused_at is None,
        blank=room.blank,
        moderation=room.moderation,
        limit=room.limit,
        step=None if room.stage != "open" else shown.step_line(room),
        starters=not isinstance(room.at, Write) or room.at.starters,
        into=written_for(room),
        places=places(room) if _places_milestones(room) else (),
        told=room.told,
        gathered=room.gathered,
        readers=read_by(room),
        kept=room.stage != "open" and _told_on(room),
        first=_writes_first(room),
    )


def _writes_first(room: Room) -> bool:
    """Whether the room is at the first step of its method in which everyone writes, and not shown what they do."""
    steps = [step for step in room.begun if isinstance(step, Write) and step.writes == "everyone"]
    shown_now = room.revealed and written_for(room) in room.opened
    return len(steps) == 1 and steps[0] is room.at and not shown_now


def _told_on(room: Room) -> bool:
    """Whether anything that was written stands in files."""
    told = as_told(room)
    if not told.revealed:
        return False
    opened = any(there.standing == "shown" and is_opened(told, there) for there in told.statements.values())
    placed = any(there.shown and not there.dropped for there in told.milestones.values())
    return opened or placed or any(there.shown for there in told.commitments.values())


def _places_milestones(room: Room) -> bool:
    step = room.at
    return isinstance(step, Timeline) and step.writes == "everyone" and not room.locked and room.stage == "open"


def serves(room: Room) -> PhoneServes | None:
    if not shown.promising(room) or not room.revealed or room.stage == "deleted":
        return None
    told = (theme for theme in room.theme_order() if shown.theme_may_be_shown(room, theme) and not theme.alone)
    return PhoneServes(id="serves", into="serves-place", themes=tuple(Choice(theme.id, theme.title) for theme in told))


def own(room: Room, participant: str) -> dict[str, Part]:
    """What one participant alone sees: their own words, newest first, and their paper in a vote."""
    ids = [own_id(statement) for statement in room.written.get(participant, ())]
    ids += (OWN_MILESTONE + m.id for m in room.milestones.values() if m.author == participant)
    ids += (OWN_PROMISE + c.id for c in room.commitments.values() if c.author == participant)
    parts = (own_part(room, participant, part) for part in (*ids, OWN_BALLOT, OWN_SORT, *_AT_TABLES))
    return {part.id: part for part in parts if part is not None}


def own_part(room: Room, participant: str, part: str) -> Part | None:
    """One part of what ``participant`` alone sees, or None where there is nothing of theirs to see."""
    if part == OWN_BALLOT:
        return _own_ballot(room, participant)
    if part == OWN_SORT:
        return _own_sort(room, participant)
    if part in _AT_TABLES:
        return _AT_TABLES[part](room, participant)
    if part.startswith(OWN_MILESTONE):
        milestone = room.milestones.get(part.removeprefix(OWN_MILESTONE))
        return _own_milestone(milestone) if milestone and milestone.author == participant else None
    if part.startswith(OWN_PROMISE):
        there = room.commitments.get(part.removeprefix(OWN_PROMISE))
        return _own_promise(room, there) if there and there.author == participant and there.what else None
    statement = room.statements.get(part.removeprefix(OWN))
    if statement is None or statement.author != participant or statement.standing == "withdrawn":
        return None
    return _own_card(room, statement)


def own_id(statement: str) -> str:
    """The id of a statement's part in its author's own list."""
    return OWN + statement


def _own_card(room: Room, statement: Statement) -> OwnCard:
    return OwnCard(
        id=own_id(statement.id),
        into="own",
        order=-float(statement.number),
        statement=statement.id,
        text=statement.text,
        standing=statement.standing,
        on_wall=shown.on_wall(room, statement) and not room.blank,
        open=may_change(room, statement),
        wrote="" if statement.wrote == statement.text else statement.wrote,
        table=statement.table,
    )


def _own_ballot(room: Room, participant: str) -> OwnBallot | None:
    ballot = room.ballot
    if ballot is None or participant not in room.participants or room.stage != "open":
        return None
    paper = ballot.papers.get(participant)
    choices = shown.choices(room, ballot, order_for(ballot.options, participant))
    there = {choice.option for choice in choices}
    return OwnBallot(
        id=OWN_BALLOT,
        into="own-task",
        ballot=ballot.id,
        open=ballot.open,
        votes=ballot.votes,
        several=ballot.several,
        criterion=shown.criterion(room),
        language=room.language,
        choices=choices,
        chosen=tuple(option for option in ballot.carried(paper.options) if option in there) if paper else (),
        result=wall.mode(room) == "vote" and bool(shown.bars(room, ballot)),
        uncounted=ballot.uncounted,
    )


def _own_sort(room: Room, participant: str) -> OwnSort | None:
    if not is_sorting(room) or participant not in room.participants:
        return None
    first = next((s for s in left_for(room, participant) if shown.on_wall(room, s)), None)
    there, placed = kept(room, _sortable, _ASKED_BY), room.placed.get(participant, ())
    before = room.statements[placed[-1]] if placed and placed[-1] in there else None
    return OwnSort(
        id=OWN_SORT,
        into="own-task",
        statement=first.id if first else "",
        text=first.text if first else "",
        themes=kept(room, _themes, _TOLD_BY),
        left=len(there) - sum(statement in there for statement in placed),
        of=len(there),
        before=before.id if before else "",
        before_text=before.text if before else "",
        to=(room.hands[before.id][participant] or "") if before else "",
    )


_ASKED_BY = ("method", "step", "statements", "revealed", "opened", "singled", "paused_at", "stage")


def _sortable(room: Room) -> frozenset[str]:
    """What can be placed, so that nobody's phone counts what the wall does not show."""
    return frozenset(statement.id for statement in to_sort(room) if shown.on_wall(room, statement))


_TOLD_BY = ("themes", "method", "step", "statements", "copies", "piles", "revealed", "opened", "singled", "stage")


def _themes(room: Room) -> tuple[Choice, ...]:
    return tuple(Choice(t.id, t.title) for t in room.theme_order() if shown.theme_on_wall(room, t))


def _own_milestone(milestone: Milestone) -> OwnMilestone:
    return OwnMilestone(
        id=OWN_MILESTONE + milestone.id,
        into="own-plans",
        milestone=milestone.id,
        text=milestone.text,
        place=milestone.place,
        who=milestone.who,
        shown=milestone.shown,
        waits=milestone.waits,
        dropped=milestone.dropped,
        wrote="" if milestone.wrote == milestone.text else milestone.wrote,
    )


def _own_promise(room: Room, there: Commitment) -> OwnPromise:
    theme = room.themes.get(there.serves or "")
    return OwnPromise(
        id=OWN_PROMISE + there.id,
        into="own-plans",
        order=0.0,
        commitment=there.id,
        what=there.what,
        who=there.who,
        when=there.when,
        theme=there.serves or "",
        serves=theme.title if theme and shown.theme_may_be_shown(room, theme) else "",
        shown=there.shown,
        waits=there.waits,
        open=isinstance(room.at, Commit) and not room.locked and room.stage == "open",
    )
