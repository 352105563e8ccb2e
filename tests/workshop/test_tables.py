"""Tables: made, mixed, moved, merged and done away with; roles, turns, and seats for those who come late."""

import pytest

from app.workshop import tables
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
from app.workshop.people import Actor
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables, person, step
from tests.workshop.rooms import ANNA


def turn(trial: Tables, table: int, by: Actor = ANNA, since: int | None = None) -> None:
    at = trial.room.turns.get(table, 0) if since is None else since
    trial.ask(PassTurn(id=trial.new_id(), table=table, since=at), by)


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


def test_tables_join_and_roles_are_over() -> None:
    trial = Tables()
    trial.set(number=4)
    trial.ask(DrawRoles(id=trial.new_id()))
    before = dict(trial.room.tables)
    trial.ask(MergeTables(id=trial.new_id(), size=4))
    assert trial.sizes() == {1: 4, 2: 4}
    assert not trial.room.roles
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
    turn(trial, 1)
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
    assert tables.rounds_done(trial.room) == 1
    trial.ask(RotateTables(id=trial.new_id()))
    assert tables.rounds_done(trial.room) == 2
    trial.ask(Sit(id=trial.new_id(), table=1), trial.at(2)[0])
    assert tables.rounds_done(trial.room) == 2


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


def test_the_turn_goes_round_and_the_chair_comes_last() -> None:
    trial = Tables(ROUND, begin=1)
    spoke = []
    for _ in range(8):
        spoke.append(tables.speaking(trial.room, 1))
        turn(trial, 1)
    assert spoke[:4] == spoke[4:]
    assert set(spoke) == {by.id for by in trial.at(1)}
    assert "chair" in trial.room.roles[spoke[3] or ""]


def test_anybody_at_the_table_passes_its_turn_on_and_nobody_else_but_the_facilitator() -> None:
    trial = Tables(ROUND, begin=1)
    for by in trial.at(1):
        turn(trial, 1, by)
    turn(trial, 1)
    assert trial.room.turns[1] == 5
    stranger = trial.at(2)[0]
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=5), stranger) == "not_yours"
    assert trial.reason(PassTurn(id=trial.new_id(), table=0, since=0), stranger) == "not_yours"
    assert trial.reason(PassTurn(id=trial.new_id(), table=9, since=0)) == "unknown_table"
    assert trial.reason(PassTurn(id=trial.new_id(), table=0, since=0)) == "no_turns"


def test_pressing_twice_passes_once() -> None:
    trial = Tables(ROUND, begin=1)
    first, second = trial.at(1)[:2]
    turn(trial, 1, first, since=0)
    turn(trial, 1, second, since=0)
    assert trial.room.turns[1] == 1


def test_turns_are_for_rounds_that_are_not_finished() -> None:
    trial = Tables(ROUND, SHARE, begin=2)
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "no_turns"
    trial.go_to(0)
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "step_finished"
    assert Tables(ROUND).reason(PassTurn(id="pass-a-turn", table=1, since=0)) == "no_tables"


def test_the_turn_stays_with_whoever_has_it_when_people_come_and_go() -> None:
    trial = Tables(ROUND, begin=1)
    turn(trial, 1)
    now = tables.speaking(trial.room, 1)
    other = next(by for by in trial.at(1) if by.id != now)
    trial.ask(Sit(id=trial.new_id(), table=2), other)
    assert tables.speaking(trial.room, 1) == now
    trial.ask(Sit(id=trial.new_id(), table=1), other)
    assert tables.speaking(trial.room, 1) == now
    turns = trial.room.turns[1]
    trial.ask(DrawRoles(id=trial.new_id()))
    assert tables.speaking(trial.room, 1) == now
    assert trial.room.turns[1] >= turns


def test_when_whoever_has_the_turn_leaves_the_next_one_has_it() -> None:
    trial = Tables(ROUND, begin=1)
    now = tables.speaking(trial.room, 1)
    turn(trial, 1)
    following = tables.speaking(trial.room, 1)
    trial = Tables(ROUND, begin=1)
    turn(trial, 1)
    for _ in range(3):
        turn(trial, 1)
    assert tables.speaking(trial.room, 1) == now
    leaver = next(by for by in trial.at(1) if by.id == now)
    trial.ask(Sit(id=trial.new_id(), table=2), leaver)
    assert tables.speaking(trial.room, 1) == following


def test_one_table_tells_after_the_other_and_then_all() -> None:
    trial = Tables(ROUND, TELL, begin=2)
    told = []
    for _ in range(4):
        told.append(tables.telling(trial.room))
        turn(trial, 0)
    assert told == [1, 2, None, 1]
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "no_turns"


def test_a_table_that_goes_while_others_tell_changes_nothing_for_them() -> None:
    trial = Tables(ROUND, TELL)
    trial.set(number=4)
    trial.go_to(1)
    turn(trial, 0)
    turn(trial, 0)
    assert tables.telling(trial.room) == 3
    for by in trial.at(2):
        trial.ask(Sit(id=trial.new_id(), table=1), by)
    assert tables.telling(trial.room) == 3
    for by in trial.at(3):
        trial.ask(Sit(id=trial.new_id(), table=4), by)
    assert tables.telling(trial.room) == 4


@pytest.mark.parametrize("events", [(TablesSet, RolesDrawn, TurnPassed, SeatTaken)])
def test_the_log_leads_to_the_same_tables(events: tuple[type, ...]) -> None:
    trial = Tables(ROUND, step("rotate", moves="people"), begin=1)
    turn(trial, 1)
    trial.late()
    trial.go_to(1)
    assert {type(entry.event) for entry in trial.log} >= set(events)
    assert trial.replayed() == trial.room
