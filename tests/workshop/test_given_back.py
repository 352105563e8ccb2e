"""A seat that the desk takes from somebody, and gives back by undoing it: all is as it was, and nobody reads more."""

from collections.abc import Callable

import pytest

from app.workshop import sharing, turns, visible
from app.workshop.commands import (
    Command,
    DrawRoles,
    EmptySeat,
    Join,
    Leave,
    MoveSeat,
    RevealSome,
    SetTables,
    Sit,
    Undo,
)
from app.workshop.parts import DeskTables
from app.workshop.people import Actor
from app.workshop.revealing import sits
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables

Takes = Callable[[Tables, Actor], None]


@pytest.fixture
def trial() -> Tables:
    """Eight people at two tables have each written alone, and are in a step of ideas."""
    made = Tables(WRITE, ROUND, SHARE, TELL, begin=1)
    for number, by in enumerate(made.people):
        made.write_at(by, f"utsagn {number}")
    made.go_to(1)
    made.go_to(2)
    return made


@pytest.fixture
def alone(trial: Tables) -> Tables:
    """The same, and all but the first have left table 1."""
    for by in trial.at(1)[1:]:
        leave(trial, by)
    return trial


def seat(trial: Tables, by: Actor) -> int:
    return 1 + trial.room.seats[trial.table_of(by)].index(by.id)


def empty(trial: Tables, by: Actor) -> None:
    trial.ask(EmptySeat(id=trial.new_id(), table=trial.table_of(by), seat=seat(trial, by)))


def move(trial: Tables, by: Actor, to: int = 2) -> None:
    trial.ask(MoveSeat(id=trial.new_id(), table=trial.table_of(by), seat=seat(trial, by), to=to))


def leave(trial: Tables, by: Actor) -> None:
    trial.ask(Leave(id=trial.new_id()), by)


def back(trial: Tables, by: Actor) -> None:
    trial.ask(Join(id=trial.new_id(), group=trial.room.participants[by.id].group), by)


def sit(trial: Tables, by: Actor, table: int) -> None:
    trial.ask(Sit(id=trial.new_id(), table=table), by)


def undo(trial: Tables) -> None:
    trial.ask(Undo(id=trial.new_id(), act=trial.room.acts[-1].command))


def read(trial: Tables, by: Actor) -> set[str]:
    return {there.author for there in sharing.originals(trial.room, trial.table_of(by), by.id)}


BOTH = pytest.mark.parametrize("takes", [empty, move])


@BOTH
def test_words_of_those_who_have_left_come_back_with_the_last_of_their_table(alone: Tables, takes: Takes) -> None:
    (last,), other = alone.at(1), alone.at(2)[0]
    could, others_could = read(alone, last), read(alone, other)
    takes(alone, last)
    assert not read(alone, other) & (could - {last.id}), "they stay where they were written"
    undo(alone)
    assert (read(alone, last), read(alone, other)) == (could, others_could)
    theirs = next(s for s in alone.room.statements.values() if s.author in could - {last.id})
    assert sits(alone.room, theirs) == 1
    alone.go_to(1)
    alone.reopen_step(1)
    alone.ask(RevealSome(id=alone.new_id(), table=1, anyway=True))
    assert theirs.id in alone.room.singled
    assert alone.replayed() == alone.room


def test_the_last_of_a_table_brings_no_words_of_others_to_another(alone: Tables) -> None:
    (last,), other = alone.at(1), alone.at(2)[0]
    could = read(alone, other)
    sit(alone, last, 2)
    assert read(alone, other) == could | {last.id}
    assert read(alone, last) == {last.id}


@BOTH
def test_who_has_come_back_since_is_not_made_to_have_left(alone: Tables, takes: Takes) -> None:
    (last,), gone = alone.at(1), Actor(role="participant", id=next(iter(alone.room.gone)))
    takes(alone, last)
    back(alone, gone)
    undo(alone)
    assert gone.id not in alone.room.gone
    assert gone.id in read(alone, gone)


@BOTH
def test_whose_home_a_table_was_they_come_home_to_it_again(trial: Tables, takes: Takes) -> None:
    *others, last = trial.at(1)
    guest = others.pop()
    for by in others:
        leave(trial, by)
    could = read(trial, guest)
    sit(trial, guest, 2)
    takes(trial, last)
    undo(trial)
    sit(trial, guest, 1)
    assert read(trial, guest) == could


def test_two_seats_given_back_are_those_that_were_taken(trial: Tables) -> None:
    seats = trial.room.seats
    first, _, third, _ = trial.at(1)
    empty(trial, first)
    empty(trial, third)
    undo(trial)
    assert trial.room.seats[1] == ("", *seats[1][1:])
    undo(trial)
    assert trial.room.seats == seats


def test_whose_chair_has_been_taken_since_sits_on_another(trial: Tables) -> None:
    first = trial.at(1)[0]
    empty(trial, first)
    late = trial.late()
    undo(trial)
    assert trial.room.seats[1][0] == late.id
    assert trial.room.seats[1][-1] == first.id


@pytest.fixture
def speaks(trial: Tables) -> Actor:
    """Whoever has the turn at table 1, in the round to which the room has gone back."""
    trial.go_to(1)
    trial.reopen_step(1)
    return Actor(role="participant", id=turns.speaking(trial.room, 1) or "")


@BOTH
def test_the_turn_is_given_back(trial: Tables, speaks: Actor, takes: Takes) -> None:
    takes(trial, speaks)
    assert turns.speaking(trial.room, 1) != speaks.id
    pressed = trial.room.turns[1]
    undo(trial)
    assert turns.speaking(trial.room, 1) == speaks.id
    assert trial.room.turns[1] != pressed, "nobody who passed the other's turn meanwhile passes this one"


@BOTH
def test_a_turn_that_has_been_passed_since_is_not_given_back(trial: Tables, speaks: Actor, takes: Takes) -> None:
    takes(trial, speaks)
    trial.turn(1, Actor(role="participant", id=turns.speaking(trial.room, 1) or ""))
    now = turns.speaking(trial.room, 1)
    undo(trial)
    assert turns.speaking(trial.room, 1) == now
    assert trial.table_of(speaks) == 1


def test_a_table_that_tells_tells_again(alone: Tables) -> None:
    alone.go_to(3)
    assert turns.telling(alone.room) == 1
    empty(alone, alone.at(1)[0])
    assert turns.telling(alone.room) == 2
    undo(alone)
    assert turns.telling(alone.room) == 1


def test_nobody_whom_the_desk_took_away_and_who_then_left_is_brought_back(trial: Tables) -> None:
    gone = trial.at(1)[0]
    empty(trial, gone)
    leave(trial, gone)
    assert not trial.room.acts[-1:] or trial.room.acts[-1].kind != "participant_left", "what is over cannot be undone"
    assert trial.room.gone[gone.id] == 1, "their words are the table's still"
    assert trial.ask(Leave(id=trial.new_id()), gone) == []


def at_desk(trial: Tables) -> int:
    part = visible.visible(trial.room, "desk")["tables"]
    assert isinstance(part, DeskTables)
    return part.since


@pytest.mark.parametrize("asked", [{}, {"to": 2}], ids=["emptied", "moved"])
def test_a_newcomer_is_not_taken_from_a_chair_that_another_was_to_leave(trial: Tables, asked: dict[str, int]) -> None:
    first, second, *_ = trial.at(1)
    seen, kind = at_desk(trial), MoveSeat if asked else EmptySeat

    def ask(number: int) -> Command:
        return kind.model_validate({"id": trial.new_id(), "table": 1, "seat": number, "since": seen, **asked})

    trial.ask(ask(1))
    assert trial.reason(ask(1)) == "unknown_table", "pressed twice"
    late = trial.late()
    if late.id not in trial.room.seats[1]:
        late = trial.late()
    assert trial.room.seats[1][0] == late.id
    assert trial.reason(ask(1)) == "seat_changed"
    trial.ask(ask(2))
    assert trial.room.tables.get(second.id) != 1, "whoever sat there all the time can be meant"
    seen = at_desk(trial)
    trial.ask(ask(1))
    assert trial.room.tables.get(late.id) != 1
    assert first.id != late.id


def test_a_mix_in_between_changes_who_is_meant(trial: Tables) -> None:
    seen, was = at_desk(trial), trial.room.seats[1]
    trial.ask(SetTables(id=trial.new_id(), number=1))
    seat = next(n for n, (old, new) in enumerate(zip(was, trial.room.seats[1], strict=False), 1) if old != new)
    assert trial.reason(EmptySeat(id=trial.new_id(), table=1, seat=seat, since=seen)) == "seat_changed"


def test_roles_that_are_handed_on_are_those_of_before_for_whoever_comes_home() -> None:
    trial = Tables(WRITE, ROUND, SHARE, begin=1, people=12)
    trial.go_to(1)
    trial.go_to(2)
    chair = next(by for by in trial.at(1) if "chair" in trial.room.roles[by.id])
    roles = trial.room.roles[chair.id]
    sit(trial, chair, 2)
    for table in (3, 1):
        empty(trial, next(by for by in trial.at(table) if trial.room.roles.get(by.id)))
    sit(trial, chair, 1)
    assert trial.room.roles[chair.id] == roles
    assert [by.id for by in trial.at(1) if "chair" in trial.room.roles.get(by.id, ())] == [chair.id]


def test_roles_that_were_drawn_anew_and_given_back_are_kept_for_whoever_comes_home(trial: Tables) -> None:
    chair = next(by for by in trial.at(1) if "chair" in trial.room.roles[by.id])
    roles = trial.room.roles
    sit(trial, chair, 2)
    trial.ask(DrawRoles(id=trial.new_id()))
    undo(trial)
    sit(trial, chair, 1)
    assert trial.room.roles == roles


def test_who_left_before_ideas_were_written_comes_back_to_their_own_table() -> None:
    trial = Tables(WRITE, ROUND, SHARE, begin=1)
    for number, by in enumerate(trial.people):
        trial.write_at(by, f"utsagn {number}")
    trial.go_to(1)
    first, mate = trial.at(1)[:2]
    leave(trial, first)
    trial.go_to(2)
    could = read(trial, mate)
    back(trial, first)
    assert trial.table_of(first) == 1
    assert read(trial, first) == could
    sit(trial, first, 2)
    assert read(trial, first) == {first.id}
    sit(trial, first, 1)
    assert read(trial, first) == could
