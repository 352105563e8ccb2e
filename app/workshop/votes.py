"""Votes: opened with a step, cast in secret, closed and counted. A paper replaces its voter's earlier one."""

from dataclasses import replace

from app.workshop.ballot import Ballot
from app.workshop.commands import CastFor, CastVote, CloseVote, OpenVote, ReopenVote, TakeBackPaper
from app.workshop.events import Event, PaperTakenBack, VoteCast, VoteClosed, VoteOpened, VoteReopened
from app.workshop.method import Vote
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room, Theme, changed
from app.workshop.shared_map import put
from app.workshop.tally import Paper, fits, next_shown, suggested_votes


def opening(room: Room, command: str) -> tuple[VoteOpened | VoteReopened, ...]:
    """Open the vote of the step that the room is at, if it has one; again, where it was open before."""
    step = room.at
    if not isinstance(step, Vote):
        return ()
    if room.ballot is not None:
        return () if room.ballot.open else (VoteReopened(ballot=room.ballot.id),)
    options = _options(room, step)
    if not options:
        return ()
    votes = min(step.votes or suggested_votes(len(options)), max(1, len(options)))
    opened = VoteOpened(
        ballot=command, step=room.step, on=step.on, of=step.of, options=options, votes=votes, several=step.several
    )
    return (opened,)


def open_now(room: Room, command: OpenVote) -> tuple[VoteOpened | VoteReopened, ...]:
    """Open the vote of the step where there is something to vote on by now."""
    if not isinstance(room.at, Vote):
        raise Refusal("unknown_vote")
    if room.locked or room.stage != "open":
        raise Refusal("step_finished" if room.locked else "workshop_closed")
    if room.ballot is not None:
        return ()
    opened = opening(room, command.id)
    if not opened:
        raise Refusal("no_options")
    return opened


def closing(room: Room) -> tuple[VoteClosed, ...]:
    """Close the vote of the step that the room is at, if one is open."""
    return (VoteClosed(ballot=room.ballot.id),) if room.ballot is not None and room.ballot.open else ()


def cast(room: Room, command: CastVote, by: Actor) -> tuple[VoteCast, ...]:
    """Vote oneself."""
    if by.id not in room.participants:
        raise Refusal("not_joined")
    ballot = _open(room, command.ballot)
    _fits(room, ballot, command.options)
    before = ballot.papers.get(by.id)
    if (before.options if before else ()) == command.options:
        return ()
    return (VoteCast(ballot=ballot.id, voter=by.id, options=command.options),)


def cast_for(room: Room, command: CastFor) -> tuple[VoteCast, ...]:
    """Vote for somebody without a phone."""
    ballot = _open(room, command.ballot)
    _fits(room, ballot, command.options)
    if not command.options:
        raise Refusal("empty")
    if command.group is not None and command.group not in room.groups:
        raise Refusal("unknown_group")
    cast = VoteCast(ballot=ballot.id, voter=command.id, options=command.options, proxy=True, group=command.group)
    return (cast,)


def take_back(room: Room, command: TakeBackPaper) -> tuple[PaperTakenBack, ...]:
    """Take the latest paper back that was entered for somebody."""
    ballot = _open(room, command.ballot)
    entered = [voter for voter, paper in ballot.papers.items() if paper.proxy and paper.options]
    if not entered:
        raise Refusal("nothing_to_undo")
    return (PaperTakenBack(ballot=ballot.id, voter=entered[-1]),)


def turn(room: Room, command: CloseVote | ReopenVote) -> tuple[Event, ...]:
    """Close a vote, or open it again."""
    ballot = room.ballot
    if ballot is None or ballot.id != command.ballot:
        raise Refusal("unknown_vote")
    if isinstance(command, CloseVote):
        return closing(room)
    if room.stage != "open" or room.locked:
        raise Refusal("step_finished" if room.locked else "workshop_closed")
    return () if ballot.open else (VoteReopened(ballot=ballot.id),)


def opened(room: Room, event: VoteOpened) -> Room:
    ballot = Ballot(event.ballot, event.step, event.on, event.of, event.options, event.votes, event.several)
    return _with(room, ballot)


def voted(room: Room, event: VoteCast) -> Room:
    ballot = room.ballots[event.ballot]
    group = event.group if event.proxy else room.participants[event.voter].group
    papers = put(ballot.papers, event.voter, Paper(event.options, group, event.proxy))
    return _with(room, replace(ballot, papers=papers))


def taken_back(room: Room, event: PaperTakenBack) -> Room:
    ballot = room.ballots[event.ballot]
    empty = replace(ballot.papers[event.voter], options=())
    return _with(room, replace(ballot, papers=put(ballot.papers, event.voter, empty)))


def closed(room: Room, event: VoteClosed) -> Room:
    """Count what may be told: where only a few have changed their minds since it was told, what was told stands."""
    ballot = room.ballots[event.ballot]
    told = next_shown(ballot.shown, ballot.papers, ballot.options, room.named_groups)
    shown = ballot.shown if told is None else (*(old for old in ballot.shown if old != told), told)
    return _with(room, replace(ballot, open=False, shown=shown))


def reopened(room: Room, event: VoteReopened) -> Room:
    return _with(room, replace(room.ballots[event.ballot], open=True))


def option_there(room: Room, option: str) -> bool:
    """Whether what was voted on can still be chosen or shown."""
    statement, milestone = room.statements.get(option), room.milestones.get(option)
    if milestone is not None:
        return (
            milestone.shown
            and not milestone.dropped
            and (milestone.source is None or option_there(room, milestone.source))
        )
    return option in room.themes or (statement is not None and statement.standing == "shown")


def _options(room: Room, step: Vote) -> tuple[str, ...]:
    if step.on == "themes":
        return tuple(
            option for theme in room.theme_order() if step.of in (None, theme.of) for option in _as_options(room, theme)
        )
    if step.on == "milestones":
        there = sorted(room.milestones.values(), key=lambda milestone: (milestone.rank, milestone.id))
        return tuple(milestone.id for milestone in there if option_there(room, milestone.id))
    fit = (s for s in room.statements.values() if s.standing == "shown" and step.of in (None, s.into))
    return tuple(s.id for s in sorted(fit, key=lambda s: (s.rank, s.id)))


def _as_options(room: Room, theme: Theme) -> tuple[str, ...]:
    """A theme as an option; of the pile of what stands alone, each statement is one, as good as any theme."""
    if not theme.alone:
        return (theme.id,)
    return tuple(statement.id for statement in room.piled(theme.id) if statement.standing == "shown")


def _open(room: Room, name: str) -> Ballot:
    ballot = room.ballots.get(name)
    if ballot is None:
        raise Refusal("unknown_vote")
    if room.stage != "open":
        raise Refusal("workshop_closed")
    if not ballot.open:
        raise Refusal("vote_closed")
    return ballot


def _fits(room: Room, ballot: Ballot, options: tuple[str, ...]) -> None:
    if len(options) > ballot.votes:
        raise Refusal("too_many", limit=ballot.votes)
    if any(option not in ballot.options or not option_there(room, option) for option in options):
        raise Refusal("unknown_option")
    if not fits(options, ballot.options, ballot.votes, several=ballot.several):
        raise Refusal("one_each")


def _with(room: Room, ballot: Ballot) -> Room:
    return changed(room, ballots={**room.ballots, ballot.id: ballot})
