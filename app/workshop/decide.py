"""``decide``: what a command leads to in a room. Pure: the same room, command and actor give the same events."""

from typing import assert_never

from app.workshop import acts, participants, running, statements, themes
from app.workshop.commands import (
    Archive,
    Blank,
    Close,
    CloseSubmissions,
    Command,
    Conceal,
    Configure,
    Create,
    Delete,
    DeleteTheme,
    DescribeTheme,
    Edit,
    Hide,
    Join,
    MakeTheme,
    MergeThemes,
    Move,
    OpenSubmissions,
    PauseWall,
    PlaceTheme,
    RenameTheme,
    Reopen,
    Restore,
    ResumeWall,
    Reveal,
    Say,
    Show,
    Unblank,
    Undo,
    Withdraw,
)
from app.workshop.events import Event
from app.workshop.people import Actor, Role
from app.workshop.refusals import Refusal
from app.workshop.room import Room

_BY_PARTICIPANTS = {"join", "say", "edit", "withdraw"}
_BY_FACILITATORS_TOO = {"edit"}
_BY_SYSTEM = {"create"}


def may(role: Role, command: Command) -> bool:
    """The table of rights in a room: whether ``role`` may give this type of command at all."""
    if role == "system":
        return command.type in _BY_SYSTEM
    if role == "participant":
        return command.type in _BY_PARTICIPANTS
    return command.type not in (_BY_PARTICIPANTS | _BY_SYSTEM) - _BY_FACILITATORS_TOO


def decide(room: Room, command: Command, by: Actor) -> tuple[Event, ...]:
    """Return the events that ``command`` leads to; none where it changes nothing.

    Raises:
        Refusal: the command is not carried out; the reason is for the sender alone.
    """
    if not may(by.role, command):
        raise Refusal("not_allowed")
    if room.stage == "deleted" and not isinstance(command, Restore | Withdraw):  # one's own words can always be erased
        raise Refusal("workshop_gone")
    if room.stage == "archived" and not isinstance(command, Reopen | Delete | Archive | Close | Withdraw):
        raise Refusal("workshop_closed")
    match command:
        case Create() | Configure():
            return running.configure(room, command)
        case Join():
            return participants.join(room, command, by)
        case Say():
            return statements.say(room, command, by)
        case Edit():
            return statements.edit(room, command, by)
        case Withdraw():
            return statements.withdraw(room, command, by)
        case Hide() | Show():
            return statements.judge(room, command)
        case MakeTheme():
            return themes.make(room, command)
        case RenameTheme():
            return themes.rename(room, command)
        case DescribeTheme():
            return themes.describe(room, command)
        case PlaceTheme():
            return themes.place(room, command)
        case MergeThemes():
            return themes.merge(room, command)
        case DeleteTheme():
            return themes.delete(room, command)
        case Move():
            return themes.move(room, command)
        case Undo():
            return acts.undo(room, command)
        case OpenSubmissions() | CloseSubmissions() | Reveal() | Conceal():
            return running.switch(room, command)
        case Blank() | Unblank() | PauseWall() | ResumeWall():
            return running.switch(room, command)
        case Close() | Reopen() | Archive() | Delete() | Restore():
            return running.stage(room, command)
        case _:
            assert_never(command)
