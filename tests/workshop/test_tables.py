"""Tables: made, mixed, moved, merged and done away with; roles, and seats for those who come late."""

import pytest

from app.workshop import tables, turns
from app.workshop.commands import (
    ClearTables,
    Close,
    DrawRoles,
    Join,
    MergeTables,
    MoveSeat,
    PassTurn,
    RotateTables,
    SetTables,
    Sit,
)
from app.workshop.events import RolesDrawn, SeatTaken, TablesSet, TurnPassed
from app.workshop.seating import ROLES
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables, person, step


def test_tables_are_made_by_number_or_by_size_and_everyone_has_a_seat() -> None:
    trial = Tables()
    trial.set(number=3)
    assert sorted(trial.sizes().values()) == [2, 3, 3]
    trial.set(size=4)
    assert trial.sizes() == {1: 4, 2: 4}
    assert trial.room.tables.keys() == trial.room.participants.keys()
    assert {who for chairs in trial.room.seats.values() for who in chairs} == set(trial.room.tables)


def test_without_a_wish_tables_are_as_large_as_the_method_says() -> None:
    assert tables.usual_size(None) == 4
    trial = Tables(ROUND)
    trial.set()
    assert trial.sizes() == {1: 4, 2: 4}


def test_there_are_never_more_tables_than_people() -> None:
    trial = Tables(people=3)
    trial.set(number=9)
    assert trial.sizes() == {1: 1, 2: 1, 3: 1}


def test_mixing_anew_seats_people_otherwise_and_the_same_command_seats_them_the_same() -> None:
    trial, again = Tables(), Tables()
    trial.set(number=2)
    again.set(number=2)
    assert trial.room.tables == again.room.tables
    first = dict(trial.room.tables)
    trial.set(number=2)
    assert dict(trial.room.tables) != first


def test_tables_need_people_and_an_open_workshop() -> None:
    trial = Tables(people=0)
    assert trial.reason(SetTables(id=trial.new_id(), number=2)) == "nobody_yet"
    for command in (MergeTables(id="merge-them", size=4), RotateTables(id="rotate-them"), DrawRoles(id="draw-them")):
        assert trial.reason(command) == "no_tables"
    assert trial.reason(MoveSeat(id="move-a-seat", table=1, seat=1, to=2)) == "no_tables"
    assert trial.ask(ClearTables(id=trial.new_id())) == []
    trial.join(0)
    trial.ask(Close(id=trial.new_id()))
    assert trial.reason(SetTables(id=trial.new_id(), number=2)) == "workshop_closed"
    assert trial.reason(Sit(id=trial.new_id(), table=1), person(0)) == "workshop_closed"
    assert trial.reason(MoveSeat(id="move-a-seat", table=1, seat=1, to=2)) == "workshop_closed"
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "workshop_closed"


def test_tables_are_cleared_with_their_roles() -> None:
    trial = Tables()
    trial.set(number=2)
    trial.ask(DrawRoles(id=trial.new_id()))
    trial.ask(ClearTables(id=trial.new_id()))
    assert (trial.room.tables, trial.room.seats, trial.room.roles) == ({}, {}, {})


def test_tables_made_anew_after_a_step_that_drew_roles_have_them_again() -> None:
    trial = Tables(WRITE, ROUND, SHARE, begin=2)
    trial.ask(ClearTables(id=trial.new_id()))
    trial.set(number=2)
    for table in (1, 2):
        assert sorted(role for by in trial.at(table) for role in trial.room.roles[by.id]) == sorted(ROLES)


def test_tables_join_and_draw_their_roles_anew() -> None:
    trial = Tables()
    trial.set(number=4)
    trial.ask(DrawRoles(id=trial.new_id()))
    before = dict(trial.room.tables)
    trial.ask(MergeTables(id=trial.new_id(), size=4))
    assert trial.sizes() == {1: 4, 3: 4}, "each keeps its lowest number"
    held = {table: [trial.room.roles.get(by.id, ()) for by in trial.at(table)] for table in (1, 3)}
    assert all(sorted(role for roles in there for role in roles) == sorted(ROLES) for there in held.values())
    mates = {who: {other for other in before if before[other] == before[who]} for who in before}
    for who, there in trial.room.tables.items():
        assert {trial.room.tables[mate] for mate in mates[who]} == {there}, "nobody is parted"
    assert trial.ask(MergeTables(id=trial.new_id(), size=4)) == []


def test_all_but_the_hosts_move_on_and_whoever_chairs_is_the_host() -> None:
    trial = Tables()
    trial.set(number=2)
    trial.ask(DrawRoles(id=trial.new_id()))
    before, roles = dict(trial.room.tables), dict(trial.room.roles)
    hosts = {who for who, theirs in roles.items() if "chair" in theirs}
    trial.ask(RotateTables(id=trial.new_id()))
    assert {who for who in before if trial.room.tables[who] == before[who]} == hosts
    assert trial.room.roles == dict.fromkeys(hosts, ("chair",))


def test_where_nobody_chairs_a_host_is_drawn() -> None:
    trial = Tables()
    trial.set(number=2)
    before = dict(trial.room.tables)
    trial.ask(RotateTables(id=trial.new_id()))
    stay = {who for who in before if trial.room.tables[who] == before[who]}
    assert len(stay) == 2
    assert {before[who] for who in stay} == {1, 2}
    assert set(trial.room.roles) == stay


def test_roles_are_drawn_at_each_table() -> None:
    trial = Tables()
    trial.set(number=2)
    trial.ask(DrawRoles(id=trial.new_id()))
    for table in (1, 2):
        held = [role for by in trial.at(table) for role in trial.room.roles[by.id]]
        assert sorted(held) == ["chair", "scout", "secretary", "timekeeper"]


def test_a_seat_moves_to_another_table_and_leaves_an_empty_chair() -> None:
    trial = Tables()
    trial.set(number=2)
    first, second, third, fourth = trial.at(1)
    trial.ask(DrawRoles(id=trial.new_id()))
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=2, to=2))
    assert trial.room.seats[1] == (first.id, "", third.id, fourth.id)
    assert trial.room.seats[2][-1] == second.id
    assert second.id not in trial.room.roles
    trial.ask(Sit(id=trial.new_id(), table=1), trial.at(2)[0])
    assert trial.room.seats[1][1] != "", "the empty chair is taken first"


def test_a_seat_can_move_to_a_new_table_but_not_past_it() -> None:
    trial = Tables()
    trial.set(number=2)
    assert trial.reason(MoveSeat(id=trial.new_id(), table=1, seat=1, to=4)) == "unknown_table"
    assert trial.reason(MoveSeat(id=trial.new_id(), table=1, seat=9, to=2)) == "unknown_table"
    assert trial.reason(MoveSeat(id=trial.new_id(), table=7, seat=1, to=2)) == "unknown_table"
    assert trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=1, to=1)) == []
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=1, to=3))
    assert len(trial.at(3)) == 1
    assert trial.reason(MoveSeat(id=trial.new_id(), table=1, seat=1, to=2)) == "unknown_table", "an empty chair"


def test_people_sit_down_elsewhere_and_an_empty_table_is_gone() -> None:
    trial = Tables(people=3)
    trial.set(number=3)
    assert trial.reason(Sit(id=trial.new_id(), table=4), person(0)) == "unknown_table"
    assert trial.reason(Sit(id=trial.new_id(), table=1), person(9)) == "not_joined"
    mover, to = trial.at(3)[0], 1
    trial.ask(Sit(id=trial.new_id(), table=to), mover)
    assert trial.room.seats.keys() == {1, 2}
    assert trial.ask(Sit(id=trial.new_id(), table=to), mover) == []


def test_without_tables_nobody_sits_down() -> None:
    trial = Tables()
    assert trial.reason(Sit(id=trial.new_id(), table=1), person(0)) == "no_tables"


def test_whoever_comes_late_gets_a_seat_at_once() -> None:
    trial = Tables()
    trial.set(number=2)
    came = trial.ask(Join(id=trial.new_id(), group="parent"), person(8))
    assert [type(entry.event) for entry in came][1:] == [SeatTaken]
    assert trial.room.tables[person(8).id] in (1, 2)
    again = trial.ask(Join(id=trial.new_id(), group="staff"), person(8))
    assert len(again) == 1, "who chooses another group keeps the seat"


def test_seats_are_in_an_order_that_says_nothing_of_groups() -> None:
    trial = Tables(people=80)
    trial.set(number=2)
    first = [trial.room.participants[by.id].group for by in trial.at(1)]
    assert first != sorted(first)
    assert first[:6] != ["child"] * 6


def test_a_round_makes_tables_and_draws_roles_by_itself() -> None:
    trial = Tables(WRITE, ROUND, begin=1)
    kinds = [type(entry.event) for entry in trial.go_to(1)]
    assert kinds[-2:] == [TablesSet, RolesDrawn]
    assert trial.sizes() == {1: 4, 2: 4}
    assert len(trial.room.roles) == 8


def test_tables_that_are_there_stay_and_turns_begin_anew_with_a_step() -> None:
    trial = Tables(ROUND, ROUND, begin=1)
    seated = dict(trial.room.tables)
    trial.turn(1)
    trial.go_to(1)
    assert dict(trial.room.tables) == seated
    assert trial.room.turns == {}


def test_a_step_of_pairs_makes_pairs_and_the_next_makes_fours() -> None:
    trial = Tables(step("merge", size=2), step("merge", size=4), begin=1)
    assert set(trial.sizes().values()) == {2}
    trial.go_to(1)
    assert set(trial.sizes().values()) == {4}


def test_people_move_on_when_their_step_is_begun_and_are_counted() -> None:
    trial = Tables(SHARE, step("rotate", moves="people", rounds=2), begin=1)
    before = dict(trial.room.tables)
    trial.go_to(1)
    assert dict(trial.room.tables) != before
    assert turns.rounds_done(trial.room) == 1
    trial.ask(RotateTables(id=trial.new_id()))
    assert turns.rounds_done(trial.room) == 2
    trial.ask(Sit(id=trial.new_id(), table=1), trial.at(2)[0])
    assert turns.rounds_done(trial.room) == 2


def test_sheets_move_without_the_people() -> None:
    trial = Tables(step("rotate", moves="sheets"), step("rotate", moves="sheets"), begin=1)
    before = dict(trial.room.tables)
    trial.go_to(1)
    assert dict(trial.room.tables) == before


def test_a_finished_step_that_is_looked_at_or_reopened_moves_nobody() -> None:
    trial = Tables(SHARE, step("rotate", moves="people"), ROUND, begin=3)
    room = trial.room
    trial.go_to(1)
    trial.reopen_step(1)
    assert (trial.room.tables, trial.room.roles) == (room.tables, room.roles)
    trial.go_to(2)
    trial.reopen_step(2)
    assert (trial.room.tables, trial.room.roles) == (room.tables, room.roles)


def test_other_steps_and_an_empty_room_make_no_tables() -> None:
    trial = Tables(WRITE, TELL, begin=2)
    assert trial.room.tables == {}
    empty = Tables(ROUND, people=0, begin=1)
    assert empty.room.tables == {}


@pytest.mark.parametrize("events", [(TablesSet, RolesDrawn, TurnPassed, SeatTaken)])
def test_the_log_leads_to_the_same_tables(events: tuple[type, ...]) -> None:
    trial = Tables(ROUND, step("rotate", moves="people"), begin=1)
    trial.turn(1)
    trial.late()
    trial.go_to(1)
    assert {type(entry.event) for entry in trial.log} >= set(events)
    assert trial.replayed() == trial.room
