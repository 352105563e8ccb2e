"""Votes: opened with a step, cast in secret, closed and counted. A paper replaces its voter's earlier one."""

from collections.abc import Collection
from dataclasses import replace

from app.workshop.ballot import Ballot
from app.workshop.card import Theme
from app.workshop.commands import CastFor, CastVote, CloseVote, OpenVote, ReopenVote, TakeBackPaper
from app.workshop.events import (
    Event,
    PaperTakenBack,
    ThemeDeleted,
    ThemeMade,
    VoteCast,
    VoteClosed,
    VoteOpened,
    VoteReopened,
)
from app.workshop.method import Vote
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.shared_map import put
from app.workshop.tally import Paper, next_shown, suggested_votes, that_count


def opening(room: Room, command: str) -> tuple[VoteOpened | VoteReopened, ...]:
    """Open the vote of the step that the room is at, if it has one; again, where it was open before."""
    step = room.at
    if not isinstance(step, Vote):
        return ()
    if room.ballot is not None:
        return () if room.ballot.open else (_again(room, room.ballot),)
    options = _options(room, step)
    if not options:
        return ()
    votes = _votes_each(step, len(options))
    opened = VoteOpened(
        ballot=command, step=room.step, on=step.on, of=step.of, options=options, votes=votes, several=step.several
    )
    return (opened,)


def to_choose_from(room: Room) -> tuple[str, ...]:
    """What there is to vote on in the step that the room is at, whether or not its vote has it."""
    return _options(room, room.at) if isinstance(room.at, Vote) else ()


def left_over(room: Room) -> int:
    """How many statements the next step's vote on themes would leave out, as they are in none."""
    steps = room.method.steps if room.method else ()
    coming = steps[room.step + 1] if room.step is not None and room.step + 1 < len(steps) else None
    if not isinstance(coming, Vote) or coming.on != "themes" or room.locked:
        return 0
    copied = {copy.statement for copy in room.copies.values()}
    fit = (s for s in room.statements.values() if s.standing == "shown" and coming.of in (None, s.into))
    return sum(1 for one in fit if one.theme is None and one.id not in copied)


def taken_up(room: Room, before: tuple[str, ...], command: str) -> tuple[VoteOpened | VoteReopened, ...]:
    """The vote of a step that the room comes back to; where there was other to choose from ``before``, with what came.

    A vote that has been closed stays so.
    """
    there = room.ballot
    if there is None or not there.open or to_choose_from(room) == before:
        return opening(room, command) if there is None else ()
    again = _again(room, there)
    return (
        () if (again.options or there.options, again.votes or there.votes) == (there.options, there.votes) else (again,)
    )


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


def closing(room: Room, steps: Collection[int]) -> tuple[VoteClosed, ...]:
    """Close the votes of these steps that are open."""
    return tuple(VoteClosed(ballot=there.id) for there in room.ballots.values() if there.open and there.step in steps)


def cast(room: Room, command: CastVote, by: Actor) -> tuple[VoteCast, ...]:
    """Vote oneself."""
    if by.id not in room.participants:
        raise Refusal("not_joined")
    ballot = _open(room, command.ballot)
    before = ballot.papers[by.id].options if by.id in ballot.papers else ()
    chosen = _chosen(room, ballot, command.options)
    return () if chosen == before else (VoteCast(ballot=ballot.id, voter=by.id, options=chosen),)


def cast_for(room: Room, command: CastFor) -> tuple[VoteCast, ...]:
    """Vote for somebody without a phone."""
    ballot = _open(room, command.ballot)
    chosen = _chosen(room, ballot, command.options)
    if not chosen:
        raise Refusal("nothing_chosen")
    if command.group is not None and command.group not in room.groups:
        raise Refusal("unknown_group")
    cast = VoteCast(ballot=ballot.id, voter=command.id, options=chosen, proxy=True, group=command.group)
    return (cast,)


def take_back(room: Room, command: TakeBackPaper) -> tuple[PaperTakenBack, ...]:
    """Take a paper back that was entered for somebody."""
    ballot = _open(room, command.ballot)
    paper = ballot.papers.get(command.paper)
    if paper is None or not paper.proxy:
        raise Refusal("nothing_to_undo")
    return (PaperTakenBack(ballot=ballot.id, voter=command.paper),) if paper.options else ()


def turn(room: Room, command: CloseVote | ReopenVote) -> tuple[Event, ...]:
    """Close a vote, or open it again."""
    ballot = room.ballot
    if ballot is None or ballot.id != command.ballot:
        raise Refusal("unknown_vote")
    if isinstance(command, CloseVote):
        return (VoteClosed(ballot=ballot.id),) if ballot.open else ()
    if room.stage != "open" or room.locked:
        raise Refusal("step_finished" if room.locked else "workshop_closed")
    return () if ballot.open else (_again(room, ballot),)


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
    told = next_shown(ballot.shown, ballot.counting, ballot.options, room.named_groups)
    shown = ballot.shown if told is None else (*(old for old in ballot.shown if old != told), told)
    uncounted = bool(shown) and shown[-1].papers != that_count(ballot.counting, ballot.options)
    return _with(room, replace(ballot, open=False, shown=shown, uncounted=uncounted))


def reopened(room: Room, event: VoteReopened) -> Room:
    ballot = room.ballots[event.ballot]
    options, votes = event.options or ballot.options, event.votes or ballot.votes
    return _with(room, replace(ballot, open=True, uncounted=False, options=options, votes=votes))


def merged(room: Room, event: ThemeMade | ThemeDeleted) -> Room:
    """Let votes for a theme count for the one that it was merged into, until it is there again."""
    into = event.into if isinstance(event, ThemeDeleted) else None
    if not room.ballots or (into is None and not any(event.theme in b.merged for b in room.ballots.values())):
        return room
    went = {} if into is None else {event.theme: into}
    ballots = {
        ballot.id: replace(ballot, merged={t: to for t, to in ballot.merged.items() if t != event.theme} | went)
        for ballot in room.ballots.values()
    }
    return changed(room, ballots=ballots)


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


def _votes_each(step: Vote, options: int) -> int:
    votes = step.votes or suggested_votes(options)
    return votes if step.several else min(votes, max(1, options))


def _again(room: Room, ballot: Ballot) -> VoteReopened:
    """Open it with what can be voted on now: as if for the first time where nobody's vote stands in it.

    Elsewhere what has come since is added, and nobody loses a vote that they have.
    """
    now = _options(room, room.at) if isinstance(room.at, Vote) else ()
    if not isinstance(room.at, Vote) or not now:
        return VoteReopened(ballot=ballot.id)
    votes = _votes_each(room.at, len(now))
    if ballot.shown or any(paper.options for paper in ballot.papers.values()):
        now = (*ballot.options, *(option for option in now if option not in ballot.options))
        votes = max(votes, ballot.votes)
    if (now, votes) == (ballot.options, ballot.votes):
        return VoteReopened(ballot=ballot.id)
    return VoteReopened(ballot=ballot.id, options=now, votes=votes)


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


def _chosen(room: Room, ballot: Ballot, asked: tuple[str, ...]) -> tuple[str, ...]:
    """What a paper says, of what can be chosen now: what has gone since does not hold the rest up."""
    if any(option not in ballot.options for option in asked):
        raise Refusal("unknown_option")
    if not ballot.several and len(set(asked)) < len(asked):
        raise Refusal("one_each")
    chosen = tuple(option for option in ballot.carried(asked) if option_there(room, option))
    if len(chosen) > ballot.votes:
        raise Refusal("votes_used", limit=ballot.votes)
    if asked and not chosen:
        raise Refusal("unknown_option")
    return chosen


def _with(room: Room, ballot: Ballot) -> Room:
    return changed(room, ballots={**room.ballots, ballot.id: ballot})
