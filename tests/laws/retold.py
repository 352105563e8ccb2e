"""Stories told otherwise: with other words in secret, more or fewer of them, with other votes; and what screens get."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from random import Random

from app.realtime.own_list import OwnList
from app.workshop.commands import (
    AddMilestone,
    CastFor,
    CastVote,
    Edit,
    Hide,
    Move,
    Promise,
    RewordMilestone,
    RewordPromise,
    Say,
    Withdraw,
)
from app.workshop.events import RevealSet
from app.workshop.parts import Audience
from app.workshop.people import Actor
from app.workshop.revealing import written_for
from app.workshop.room import Room
from app.workshop.visible import phone
from app.workshop.votes import option_there
from tests.laws.oracle import Heard
from tests.laws.screens import House, every_form, told_of
from tests.laws.stories import Turn, replayed
from tests.laws.story import Request

DESK = Actor(role="facilitator", id="desk-of-its-own")

Variant = list[list[Request]]
"""For each turn of a story, what is asked for in its stead."""


class _Quiet(House):
    """A room in which nobody's screen comes or goes."""

    def _come_and_go(self, turn: Turn) -> None: ...


def phone_bytes(variant: Variant, turns: Sequence[Turn], person: Actor) -> list[str]:
    return screen_bytes(variant, turns, "phone", OwnList(person.id))


def screen_bytes(variant: Variant, turns: Sequence[Turn], audience: Audience, own: OwnList | None = None) -> list[str]:
    """All that a screen is sent, frame by frame, while ``turns``'s moments of committing and publishing pass."""
    house, sent = _Quiet(), list[str]()
    epoch = house.streams[audience].cursor.partition(".")[0]
    played = iter(replayed([request for requests in variant for request in requests]))
    for turn, requests in zip(turns, variant, strict=True):
        for _ in requests:
            now = replace(next(played), tick=0)
            house.live(now)
            if own is not None:
                told_of(own, now)
        if turn.tick & 1:
            house.commit()
        if turn.tick & 2:
            frames = house.publish(audience) + (own.take(house.room) if own is not None else [])
            sent += [every_form([frame]).replace(epoch, "") for frame in frames]
    return sent


def as_it_is(turns: Sequence[Turn]) -> Variant:
    return [[Request(turn.command, turn.by, turn.tick, turn.at)] for turn in turns]


def reworded(turns: Sequence[Turn], free: Callable[[str], bool]) -> Variant:
    """Other words wherever words were taken in and ``free`` says that they may be others."""
    variant: Variant = []
    for number, turn in enumerate(turns):
        command = turn.command
        statement = command.id if isinstance(command, Say) else getattr(command, "statement", "")
        if turn.recorded and isinstance(command, Say | Edit) and free(statement):
            command = command.model_copy(update={"text": f"noe helt annet {number}"})
        variant.append([Request(command, turn.by, turn.tick, turn.at)])
    return variant


def without_some(turns: Sequence[Turn], variant: Variant, person: Actor, chance: Random) -> Variant:
    """Without statements of others that nothing later is about."""
    named = {name for turn in turns for name in _named(turn)}
    return [
        []
        if isinstance(turn.command, Say)
        and turn.by != person
        and turn.command.id not in named
        and not _told_of_later(turn.before)
        and chance.random() < 0.5
        else requests
        for turn, requests in zip(turns, variant, strict=True)
    ]


def with_others(turns: Sequence[Turn], variant: Variant, person: Actor, chance: Random) -> Variant:
    """With statements of others, some of them taken back."""
    told: Variant = []
    for number, (turn, requests) in enumerate(zip(turns, variant, strict=True)):
        others = [i for i in turn.after.participants if i != person.id]
        more: list[Request] = []
        if others and _writable(turn.after) and not _told_of_later(turn.after) and chance.random() < 0.3:
            more = _said(turn, number, chance.choice(others), back=chance.random() < 0.3)
        told.append([*requests, *more])
    return told


def with_what_is_taken_back(turns: Sequence[Turn], variant: Variant, chance: Random) -> Variant:
    """With statements that are taken back before anything is revealed, of people who have written anyway."""
    told: Variant = []
    for number, (turn, requests) in enumerate(zip(turns, variant, strict=True)):
        room = turn.after
        writers = sorted({s.author for s in room.statements.values() if s.standing != "withdrawn"})
        more: list[Request] = []
        if writers and _writable(room) and not room.revealed and chance.random() < 0.3:
            more = _said(turn, number, chance.choice(writers), back=True)
        told.append([*requests, *more])
    return told


def with_what_is_hidden_in_themes(turns: Sequence[Turn], variant: Variant, chance: Random) -> Variant:
    """With hidden statements in themes, put there before anything is revealed, and after all that is undone.

    By people who keep something that they wrote to the end: how many have written, from five, the wall may tell.
    """
    end = turns[-1].after.statements
    undone = max((number for number, turn in enumerate(turns) if turn.command.type == "undo"), default=-1)
    told: Variant = []
    for number, (turn, requests) in enumerate(zip(turns, variant, strict=True)):
        room = turn.after
        into = written_for(room)
        kept = (s for s in room.statements.values() if end[s.id].standing != "withdrawn" and s.into == into)
        writers = sorted({statement.author for statement in kept})
        more: list[Request] = []
        if number > undone and writers and room.themes and _writable(room) and not room.revealed:
            (say,) = _said(turn, number + 5_000, chance.choice(writers), back=False)
            hide = Hide(id=f"hide-{number:04d}", statements=(say.command.id,))
            move = Move(id=f"move-{number:04d}", statements=(say.command.id,), to=chance.choice(sorted(room.themes)))
            more = [say, Request(hide, DESK, 0, turn.at), Request(move, DESK, 0, turn.at)]
        told.append([*requests, *more])
    return told


def _said(turn: Turn, number: int, author: str, *, back: bool) -> list[Request]:
    by = Actor(role="participant", id=author)
    say = Say(id=f"more-{number:04d}", text=f"enda et utsagn {number}")
    withdraw = Withdraw(id=f"back-{number:04d}", statement=say.id)
    return [Request(say, by, 0, turn.at), *([Request(withdraw, by, 0, turn.at)] if back else [])]


def desk_does_the_same(variant: Variant, turns: Sequence[Turn]) -> bool:
    """Whether what the desk did comes to the same: to move a statement to where it stands is no act that is undone."""
    played = replayed([request for requests in variant for request in requests])
    outcomes = {turn.command.id: _outcome(turn) for turn in played}
    desk = [turn for turn in turns if turn.by.role == "facilitator"]
    return all(outcomes.get(turn.command.id, _outcome(turn)) == _outcome(turn) for turn in desk)


def told_on(variant: Variant) -> list[bool]:
    """Whether anything is told on once it has ended, as that changes: wall, files and phones say so to everybody."""
    ended = (t.after for t in replayed([request for requests in variant for request in requests]))
    return [kept for kept, _ in groupby(phone.stage(room).kept for room in ended if room.stage != "open")]


def _outcome(turn: Turn) -> tuple[str, set[str], list[RevealSet]]:
    revealed = [entry.event for entry in turn.recorded if isinstance(entry.event, RevealSet)]
    return turn.refusal.reason if turn.refusal else "", {entry.event.type for entry in turn.recorded}, revealed


def _named(turn: Turn) -> list[str]:
    command = turn.command.model_dump()
    one = (command.get("statement"), command.get("before"))
    return [name for name in (*one, *command.get("statements", ())) if name]


def ever(turns: Sequence[Turn], shown: Callable[[Heard], set[str]]) -> set[str]:
    """The statements that are ever shown."""
    heard, seen = Heard(), set[str]()
    for turn in turns:
        for entry in turn.recorded:
            heard.hear(entry)
            seen |= shown(heard)
    return seen


def _told_of_later(room: Room) -> bool:
    """Whether what is written now may stand on others' phones later: voted on, sorted, built on, or on their sheets."""
    into = written_for(room)
    told = ("vote", "cluster", "share")
    steps = room.method.steps if room.method else ()
    works = (step for step in steps if step.kind in told or (step.kind == "rotate" and step.moves == "sheets"))
    return any(getattr(step, "of", None) in (None, into) for step in works)


def _writable(room: Room) -> bool:
    return room.submissions and room.stage == "open"


def voted_otherwise(turns: Sequence[Turn], variant: Variant, person: Actor | None = None) -> Variant:
    """With other choices on all papers but this person's, of as many options that could be chosen then."""
    told: Variant = []
    for turn, requests in zip(turns, variant, strict=True):
        command, ballot = turn.command, turn.before.ballot
        if turn.recorded and isinstance(command, CastVote | CastFor) and turn.by != person and ballot is not None:
            there = [option for option in ballot.options if option_there(turn.before, option)]
            by_one = {option: there[(place + 1) % len(there)] for place, option in enumerate(there)}
            chosen = tuple(by_one.get(option, option) for option in ballot.carried(command.options))
            otherwise = command.model_copy(update={"options": chosen})
            told.append([replace(request, command=otherwise) for request in requests])
        else:
            told.append(requests)
    return told


def planned_otherwise(turns: Sequence[Turn], variant: Variant, person: Actor, seen: set[str]) -> Variant:
    """With other words in all commitments of others, and in their milestones but those that are seen."""
    told: Variant = []
    for number, (turn, requests) in enumerate(zip(turns, variant, strict=True)):
        command = turn.command
        changed: dict[str, object] = {}
        if turn.recorded and isinstance(command, Promise | RewordPromise) and turn.by != person:
            changed = {"what": f"noe helt annet {number}", "who": f"en annen {number}"}
        elif turn.recorded and isinstance(command, AddMilestone | RewordMilestone):
            milestone = getattr(command, "milestone", command.id)
            there = turn.after.milestones.get(milestone)
            if there is not None and there.source is None and there.author != person.id and milestone not in seen:
                changed = {"text": f"noe helt annet {number}"}
        otherwise = command.model_copy(update=changed) if changed else command
        told.append([replace(request, command=otherwise) for request in requests])
    return told
