"""Guests: who goes to another table by their own phone, and comes home again."""

import pytest

from app.workshop import sharing, visible
from app.workshop.commands import (
    Command,
    DrawRoles,
    EmptySeat,
    MergeTables,
    MoveSeat,
    RotateTables,
    SetTables,
    Sit,
    Undo,
)
from app.workshop.parts import OwnSeat
from app.workshop.people import Actor
from tests.workshop.at_tables import ROUND, SHARE, WRITE, Tables


@pytest.fixture
def trial() -> Tables:
    """Everyone has written one thing alone; roles have been drawn at two tables, which share ideas."""
    made = Tables(WRITE, ROUND, SHARE, begin=1)
    made.each_writes()
    made.go_to(1)
    made.go_to(2)
    return made


def sit(trial: Tables, by: Actor, table: int) -> None:
    trial.ask(Sit(id=trial.new_id(), table=table), by)


def own_seat(trial: Tables, by: Actor) -> OwnSeat:
    part = visible.own(trial.room, by.id)["own-seat"]
    assert isinstance(part, OwnSeat)
    return part


def chair(trial: Tables, table: int) -> Actor:
    return next(by for by in trial.at(table) if "chair" in trial.room.roles.get(by.id, ()))


def read(trial: Tables, by: Actor) -> set[str]:
    there = sharing.originals(trial.room, trial.table_of(by), by.id)
    return {statement.author for statement in there}


def test_who_comes_home_is_there_as_before(trial: Tables) -> None:
    by = chair(trial, 1)
    seat, roles, could = own_seat(trial, by), trial.room.roles, read(trial, by)
    idea = trial.idea(by, "fra før")
    sit(trial, by, 2)
    assert own_seat(trial, by).guest
    assert read(trial, by) == {by.id}
    sit(trial, by, 1)
    assert own_seat(trial, by) == seat
    assert not own_seat(trial, by).guest
    assert (trial.room.roles, read(trial, by)) == (roles, could)
    source = next(s.id for s in sharing.originals(trial.room, 1, by.id) if s.author != by.id)
    trial.idea(by, "bygger på de andres", source)
    assert idea in {there.id for there in sharing.ideas(trial.room, 1, by.id)}


def test_by_way_of_a_third_table_one_comes_home_too() -> None:
    trial = Tables(WRITE, SHARE, people=12)
    trial.go_to(0)
    trial.go_to(1)
    by = trial.at(1)[0]
    for table in (2, 3, 2):
        sit(trial, by, table)
        assert own_seat(trial, by).guest
    sit(trial, by, 1)
    assert not own_seat(trial, by).guest


def test_a_late_comer_has_no_home_among_those_who_wrote(trial: Tables) -> None:
    late = trial.late()
    first = trial.table_of(late)
    sit(trial, late, 3 - first)
    sit(trial, late, first)
    assert own_seat(trial, late).guest


def test_a_new_table_with_the_old_ones_number_is_not_home() -> None:
    trial = Tables(WRITE, SHARE, people=4, begin=1)
    trial.write_at(trial.people[0], "mitt")
    trial.set(number=2)
    trial.go_to(1)
    one, two = trial.at(2)
    sit(trial, one, 1)
    sit(trial, two, 1)
    assert set(trial.room.seats) == {1}
    mate = next(by for by in trial.at(1) if by not in (one, two))
    seat = 1 + trial.room.seats[1].index(mate.id)
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=seat, to=2))
    sit(trial, one, 2)
    assert own_seat(trial, one).guest


def test_roles_that_were_dealt_anew_meanwhile_stay_with_those_who_have_them(trial: Tables) -> None:
    by = chair(trial, 1)
    sit(trial, by, 2)
    trial.ask(DrawRoles(id=trial.new_id()))
    dealt = {who: roles for who, roles in trial.room.roles.items() if who != by.id and trial.room.tables[who] == 1}
    sit(trial, by, 1)
    assert {who: trial.room.roles[who] for who in dealt} == dealt
    assert not own_seat(trial, by).guest


def test_two_who_come_home_have_what_each_did_last_before_they_left(trial: Tables) -> None:
    first = chair(trial, 1)
    had = trial.room.roles
    sit(trial, first, 2)
    second = chair(trial, 1)
    sit(trial, second, 2)
    for by in (first, second):
        sit(trial, by, 1)
    assert trial.room.roles == had


def undo(trial: Tables) -> None:
    trial.ask(Undo(id=trial.new_id(), act=trial.room.acts[-1].command))


def seat(trial: Tables, by: Actor) -> int:
    return 1 + trial.room.seats[trial.table_of(by)].index(by.id)


@pytest.mark.parametrize("done", ["mixed", "merged", "rotated", "moved", "emptied"])
def test_what_is_undone_leaves_a_guest_a_guest(trial: Tables, done: str) -> None:
    by, name = chair(trial, 1), trial.new_id()
    could = read(trial, by)
    sit(trial, by, 2)
    roles, home = trial.room.roles, trial.room.guests
    commands: dict[str, Command] = {
        "mixed": SetTables(id=name, number=2),
        "merged": MergeTables(id=name, size=8),
        "rotated": RotateTables(id=name),
        "moved": MoveSeat(id=name, table=2, seat=seat(trial, by), to=3),
        "emptied": EmptySeat(id=name, table=2, seat=seat(trial, by)),
    }
    trial.ask(commands[done])
    undo(trial)
    assert trial.table_of(by) == 2
    assert own_seat(trial, by).guest
    assert read(trial, by) == {by.id}
    assert (trial.room.roles, trial.room.guests) == (roles, home)
    sit(trial, by, 1)
    assert not own_seat(trial, by).guest
    assert read(trial, by) == could
    assert trial.replayed() == trial.room


def test_who_came_after_what_is_undone_came_late(trial: Tables) -> None:
    trial.set(number=2)
    late = trial.late()
    undo(trial)
    assert own_seat(trial, late).guest


def test_in_a_step_that_is_begun_anew_nobody_becomes_a_guest_again() -> None:
    trial = Tables(WRITE, SHARE, SHARE | {"of": "shared", "into": "more"}, begin=1)
    trial.set(number=2)
    trial.go_to(1)
    by = trial.at(1)[0]
    sit(trial, by, 2)
    trial.ask(MoveSeat(id=trial.new_id(), table=2, seat=seat(trial, by), to=1))
    sit(trial, by, 2)
    trial.set(number=2)
    trial.go_to(2)
    undo(trial)
    assert not own_seat(trial, by).guest
