"""Non-interference: what others write in secret changes no byte that a phone or a wall gets, and no frame more or less.

A story is told twice: once as it is, once with other words in what stays hidden, with hidden statements that nobody
wrote before, and without some that somebody did.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given

from app.realtime.own_list import OwnList
from app.workshop import visible
from app.workshop.commands import Edit, Hide, Move, Say, Withdraw
from app.workshop.events import Standing
from app.workshop.parts import Audience
from app.workshop.people import Actor
from app.workshop.room import Participant, Room, Statement, Theme
from tests.laws.faults import assert_caught
from tests.laws.oracle import Heard
from tests.laws.screens import House, every_form, told_of
from tests.laws.stories import Turn, lawful, play, replayed, stories
from tests.laws.story import PEOPLE, START, Request, Story

DESK = Actor(role="facilitator", id="desk-of-its-own")

Variant = list[list[Request]]
"""For each turn of a story, what is asked for in its stead."""


def check_phone(story: Story) -> None:
    turns, chance = play(story), Random(story.seed)
    person = chance.choice(PEOPLE[:3])
    variant = _reworded(turns, lambda statement: _author(turns, statement) != person.id)
    variant = _without_some(turns, variant, person, chance)
    variant = _with_others(turns, variant, person, chance)
    if not _desk_does_the_same(variant, turns):
        return
    told = _phone_bytes(_as_it_is(turns), turns, person)
    assert _phone_bytes(variant, turns, person) == told


def check_wall(story: Story) -> None:
    turns, chance = play(story), Random(story.seed)
    seen = _ever_on_wall(turns)
    variant = _reworded(turns, lambda statement: statement not in seen)
    variant = _with_what_is_taken_back(turns, variant, chance)
    variant = _with_what_is_hidden_in_themes(turns, variant, chance)
    assert _bytes(variant, turns, "wall") == _bytes(_as_it_is(turns), turns, "wall")


@lawful
@given(stories)
def test_my_phone_cannot_tell_what_others_write(story: Story) -> None:
    check_phone(story)


@lawful
@given(stories)
def test_the_wall_cannot_tell_what_is_never_shown(story: Story) -> None:
    check_wall(story)


def test_a_phone_that_counts_the_statements_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = visible.phone.stage
    monkeypatch.setattr(
        "app.workshop.visible.phone.stage", lambda room: replace(stage(room), limit=280 + len(room.statements))
    )
    assert_caught(check_phone)


def test_an_order_that_tells_how_much_was_written_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    card = visible.phone._own_card
    monkeypatch.setattr(
        "app.workshop.visible.phone._own_card",
        lambda room, statement: replace(card(room, statement), order=-statement.rank),
    )
    assert_caught(check_phone)


def test_a_wall_that_orders_by_arrival_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    card = visible.wall.card

    def ranked(room: Room, statement: object, places: object) -> object:
        part = card(room, statement, places)  # type: ignore[arg-type]
        return part and replace(part, order=room.statements[part.statement].rank)

    monkeypatch.setattr("app.workshop.visible.wall.card", ranked)
    assert_caught(check_wall)


def _wall_with_hidden(hidden: int) -> object:
    """The wall of a theme with two shown statements, and so many hidden ones between them."""
    standings: dict[str, Standing] = {
        "first": "shown",
        **{f"hidden-{n}": "hidden" for n in range(hidden)},
        "last": "shown",
    }
    people = {"anna": Participant("anna", "child", "", wrote=True)}
    room = Room(revealed=True, participants=people, themes={"ute": Theme("ute", "Ute", 1.0)})
    for n, (i, standing) in enumerate(standings.items(), 1):
        room = room.with_statement(Statement(i, "anna", i, START, standing, rank=float(n), cleared=1, theme="ute"))
    return visible.visible(room, "wall")


def check_places() -> None:
    assert _wall_with_hidden(7) == _wall_with_hidden(0)


def test_places_in_a_theme_do_not_tell_how_many_are_hidden_between_them() -> None:
    check_places()


def test_places_that_count_the_hidden_ones_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.wall.Places.of", lambda _, statement: statement.rank)
    with pytest.raises(AssertionError):
        check_places()


class _Quiet(House):
    """A room in which nobody's screen comes or goes."""

    def _come_and_go(self, turn: Turn) -> None: ...


def _as_it_is(turns: Sequence[Turn]) -> Variant:
    return [[Request(turn.command, turn.by, turn.tick, turn.at)] for turn in turns]


def _reworded(turns: Sequence[Turn], free: Callable[[str], bool]) -> Variant:
    """Other words wherever words were taken in and ``free`` says that they may be others."""
    variant: Variant = []
    for number, turn in enumerate(turns):
        command = turn.command
        statement = command.id if isinstance(command, Say) else getattr(command, "statement", "")
        if turn.recorded and isinstance(command, Say | Edit) and free(statement):
            command = command.model_copy(update={"text": f"noe helt annet {number}"})
        variant.append([Request(command, turn.by, turn.tick, turn.at)])
    return variant


def _without_some(turns: Sequence[Turn], variant: Variant, person: Actor, chance: Random) -> Variant:
    """Without statements of others that nothing later is about."""
    named = {name for turn in turns for name in _named(turn)}
    return [
        []
        if isinstance(turn.command, Say)
        and turn.by != person
        and turn.command.id not in named
        and chance.random() < 0.5
        else requests
        for turn, requests in zip(turns, variant, strict=True)
    ]


def _with_others(turns: Sequence[Turn], variant: Variant, person: Actor, chance: Random) -> Variant:
    """With statements of others, some of them taken back."""
    told: Variant = []
    for number, (turn, requests) in enumerate(zip(turns, variant, strict=True)):
        others = [i for i in turn.after.participants if i != person.id]
        more: list[Request] = []
        if others and _writable(turn.after) and chance.random() < 0.3:
            more = _said(turn, number, chance.choice(others), back=chance.random() < 0.3)
        told.append([*requests, *more])
    return told


def _with_what_is_taken_back(turns: Sequence[Turn], variant: Variant, chance: Random) -> Variant:
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


def _with_what_is_hidden_in_themes(turns: Sequence[Turn], variant: Variant, chance: Random) -> Variant:
    """With hidden statements in themes, put there before anything is revealed, and after all that is undone.

    By people who keep something that they wrote to the end: how many have written, from five, the wall may tell.
    """
    end = turns[-1].after.statements
    undone = max((number for number, turn in enumerate(turns) if turn.command.type == "undo"), default=-1)
    told: Variant = []
    for number, (turn, requests) in enumerate(zip(turns, variant, strict=True)):
        room = turn.after
        writers = sorted({s.author for s in room.statements.values() if end[s.id].standing != "withdrawn"})
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


def _desk_does_the_same(variant: Variant, turns: Sequence[Turn]) -> bool:
    """Whether what the desk did comes to the same: to move a statement to where it stands is no act that is undone."""
    played = replayed([request for requests in variant for request in requests])
    outcomes = {turn.command.id: _outcome(turn) for turn in played}
    desk = [turn for turn in turns if turn.by.role == "facilitator"]
    return all(outcomes.get(turn.command.id, _outcome(turn)) == _outcome(turn) for turn in desk)


def _outcome(turn: Turn) -> tuple[str, set[str]]:
    return turn.refusal.reason if turn.refusal else "", {entry.event.type for entry in turn.recorded}


def _phone_bytes(variant: Variant, turns: Sequence[Turn], person: Actor) -> list[str]:
    return _bytes(variant, turns, "phone", OwnList(person.id))


def _bytes(variant: Variant, turns: Sequence[Turn], audience: Audience, own: OwnList | None = None) -> list[str]:
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


def _named(turn: Turn) -> list[str]:
    command = turn.command.model_dump()
    one = (command.get("statement"), command.get("before"))
    return [name for name in (*one, *command.get("statements", ())) if name]


def _author(turns: Sequence[Turn], statement: str) -> str:
    there = turns[-1].after.statements.get(statement)
    return there.author if there else ""


def _ever_on_wall(turns: Sequence[Turn]) -> set[str]:
    heard, seen = Heard(), set[str]()
    for turn in turns:
        for entry in turn.recorded:
            heard.hear(entry)
            seen |= heard.on_wall()
    return seen


def _writable(room: Room) -> bool:
    return room.submissions and room.stage == "open"
