"""``decide``: what a command leads to in a room. Pure: the same room, command and actor give the same events."""

from typing import assert_never

from app.workshop import (
    acts,
    agenda,
    leaving,
    participants,
    plans,
    revealing,
    running,
    sharing,
    sorting,
    statements,
    steps,
    tables,
    themes,
    turns,
    votes,
)
from app.workshop import commands as asked
from app.workshop.commands import Command
from app.workshop.events import Event
from app.workshop.people import Actor, Role
from app.workshop.refusals import Refusal
from app.workshop.room import Room

_BY_PARTICIPANTS = {"join", "say", "edit", "withdraw", "cast_vote", "promise", "reword_promise", "take_back_promise"}
_BY_PARTICIPANTS |= {"sort", "add_milestone", "place_milestone", "reword_milestone", "drop_milestone"}
_BY_PARTICIPANTS |= {"sit", "leave", "pass_turn", "share_idea"}
_BY_FACILITATORS_TOO = {"edit", "pass_turn", "add_milestone", "place_milestone", "reword_milestone", "drop_milestone"}
_BY_SYSTEM = {"create"}


def may(role: Role, command: Command) -> bool:
    """The table of rights in a room: whether ``role`` may give this type of command at all."""
    if role == "system":
        return command.type in _BY_SYSTEM
    if role == "participant":
        return command.type in _BY_PARTICIPANTS
    return command.type not in (_BY_PARTICIPANTS | _BY_SYSTEM) - _BY_FACILITATORS_TOO


_ERASING = asked.Withdraw | asked.TakeBackPromise | asked.DropMilestone
"""One's own words can always be erased."""


def decide(room: Room, command: Command, by: Actor) -> tuple[Event, ...]:
    """Return the events that ``command`` leads to; none where it changes nothing.

    Raises:
        Refusal: the command is not carried out; the reason is for the sender alone.
    """
    if not may(by.role, command):
        raise Refusal("not_allowed")
    own = by.role == "participant" and isinstance(command, _ERASING)
    if room.stage == "deleted" and not (own or isinstance(command, asked.Restore)):
        raise Refusal("workshop_gone")
    staging = asked.Reopen | asked.Delete | asked.Archive | asked.Close
    if room.stage == "archived" and not (own or isinstance(command, staging)):
        raise Refusal("workshop_closed")
    match command:
        case asked.Create():
            return running.create(room, command)
        case asked.Configure():
            return running.configure(room, command)
        case asked.OpenSubmissions() | asked.CloseSubmissions():
            return running.switch(room, command)
        case asked.Blank() | asked.Unblank() | asked.PauseWall() | asked.ResumeWall():
            return running.switch(room, command)
        case asked.Close() | asked.Reopen() | asked.Archive() | asked.Delete() | asked.Restore():
            return running.stage(room, command)
        case asked.Undo():
            return acts.undo(room, command)
        case (
            asked.ChooseMethod() | asked.GoTo() | asked.ReopenStep() | asked.RunClock() | asked.HoldClock()
            | asked.AddTime() | asked.EndClock() | asked.Spotlight() | asked.Tell() | asked.Gather()
        ):  # fmt: skip
            return _of_agenda(room, command)
        case asked.Reveal() | asked.RevealSome():
            return revealing.reveal(room, command)
        case asked.SettleUnshown():
            return revealing.settle_now(room, command)
        case asked.Conceal():
            return revealing.conceal(room, command)
        case (
            asked.OpenVote() | asked.CastVote() | asked.CastFor() | asked.TakeBackPaper()
            | asked.CloseVote() | asked.ReopenVote()
        ):  # fmt: skip
            return _of_votes(room, command, by)
        case (
            asked.AddMilestone() | asked.PlaceMilestone() | asked.RewordMilestone() | asked.DropMilestone()
            | asked.Promise() | asked.RewordPromise() | asked.TakeBackPromise() | asked.JudgePlan()
        ):  # fmt: skip
            return _of_plans(room, command, by)
        case (
            asked.SetTables() | asked.ClearTables() | asked.MergeTables() | asked.RotateTables() | asked.DrawRoles()
            | asked.MoveSeat() | asked.EmptySeat() | asked.Sit() | asked.Leave() | asked.PassTurn() | asked.ShareIdea()
        ):  # fmt: skip
            return _of_tables(room, command, by)
        case _:
            return _of_statements(room, command, by)


def _of_statements(room: Room, command: asked.OfStatements | asked.OfThemes, by: Actor) -> tuple[Event, ...]:
    match command:
        case asked.Join():
            return participants.join(room, command, by)
        case asked.Say():
            return statements.say(room, command, by)
        case asked.Edit():
            return statements.edit(room, command, by)
        case asked.Withdraw():
            return statements.withdraw(room, command, by)
        case asked.Hide() | asked.Show():
            return statements.judge(room, command)
        case asked.MakeTheme():
            return themes.make(room, command)
        case asked.RenameTheme():
            return themes.rename(room, command)
        case asked.DescribeTheme():
            return themes.describe(room, command)
        case asked.PlaceTheme():
            return themes.place(room, command)
        case asked.MergeThemes():
            return themes.merge(room, command)
        case asked.DeleteTheme():
            return themes.delete(room, command)
        case asked.Move():
            return themes.move(room, command)
        case asked.NestTheme():
            return themes.nest(room, command)
        case asked.LockThemes():
            return themes.lock(room, command)
        case asked.CopyStatement():
            return themes.copy(room, command)
        case asked.DropCopy():
            return themes.drop_copy(room, command)
        case asked.Sort():
            return sorting.sort(room, command, by)
        case asked.FollowHands():
            return sorting.follow(room)
        case _:
            assert_never(command)


def _of_agenda(room: Room, command: asked.OfAgenda) -> tuple[Event, ...]:
    match command:
        case asked.ChooseMethod():
            return agenda.choose(room, command)
        case asked.GoTo():
            return steps.go_to(room, command)
        case asked.ReopenStep():
            return steps.reopen(room, command)
        case asked.RunClock() | asked.HoldClock() | asked.AddTime() | asked.EndClock():
            return agenda.run_clock(room, command)
        case asked.Spotlight() | asked.Tell() | asked.Gather():
            return agenda.look_at(room, command)
        case _:
            assert_never(command)


def _of_votes(room: Room, command: asked.OfVotes, by: Actor) -> tuple[Event, ...]:
    match command:
        case asked.OpenVote():
            return votes.open_now(room, command)
        case asked.CastVote():
            return votes.cast(room, command, by)
        case asked.CastFor():
            return votes.cast_for(room, command)
        case asked.TakeBackPaper():
            return votes.take_back(room, command)
        case asked.CloseVote() | asked.ReopenVote():
            return votes.turn(room, command)
        case _:
            assert_never(command)


def _of_plans(room: Room, command: asked.OfPlans, by: Actor) -> tuple[Event, ...]:
    match command:
        case asked.AddMilestone():
            return plans.add(room, command, by)
        case asked.PlaceMilestone() | asked.RewordMilestone():
            return plans.change(room, command, by)
        case asked.DropMilestone():
            return plans.drop(room, command, by)
        case asked.Promise() | asked.RewordPromise():
            return plans.promise(room, command, by)
        case asked.TakeBackPromise():
            return plans.take_back(room, command, by)
        case asked.JudgePlan():
            return plans.judge(room, command)
        case _:
            assert_never(command)


def _of_tables(room: Room, command: asked.OfTables, by: Actor) -> tuple[Event, ...]:
    match command:
        case asked.MoveSeat():
            return tables.move(room, command)
        case asked.Sit():
            return tables.sit(room, command, by)
        case asked.EmptySeat():
            return leaving.empty(room, command)
        case asked.Leave():
            return leaving.leave(room, command, by)
        case asked.PassTurn():
            return turns.pass_turn(room, command, by)
        case asked.ShareIdea():
            return sharing.share(room, command, by)
        case _:
            return tables.arrange(room, command)
