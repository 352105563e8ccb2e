"""Turns at tables and of tables: who has one, who passes it on, and what becomes of it as people come and go."""

from app.workshop import turns
from app.workshop.commands import DrawRoles, MoveSeat, PassTurn, Sit, Undo
from app.workshop.people import Actor
from app.workshop.seating import ROLES
from tests.workshop.at_tables import ROUND, SHARE, TELL, Tables


def test_the_turn_goes_round_and_the_chair_comes_last() -> None:
    trial = Tables(ROUND, begin=1)
    spoke = []
    for _ in range(8):
        spoke.append(turns.speaking(trial.room, 1))
        trial.turn(1)
    assert spoke[:4] == spoke[4:]
    assert set(spoke) == {by.id for by in trial.at(1)}
    assert "chair" in trial.room.roles[spoke[3] or ""]


def test_anybody_at_the_table_passes_its_turn_on_and_nobody_else_but_the_facilitator() -> None:
    trial = Tables(ROUND, begin=1)
    for by in trial.at(1):
        trial.turn(1, by)
    trial.turn(1)
    assert trial.room.turns[1] == 5
    stranger = trial.at(2)[0]
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=5), stranger) == "not_yours"
    assert trial.reason(PassTurn(id=trial.new_id(), table=0, since=0), stranger) == "not_yours"
    assert trial.reason(PassTurn(id=trial.new_id(), table=9, since=0)) == "unknown_table"
    assert trial.reason(PassTurn(id=trial.new_id(), table=0, since=0)) == "no_turns"


def test_pressing_twice_passes_once() -> None:
    trial = Tables(ROUND, begin=1)
    first, second = trial.at(1)[:2]
    trial.turn(1, first, since=0)
    trial.turn(1, second, since=0)
    assert trial.room.turns[1] == 1


def test_turns_are_for_rounds_that_are_not_finished() -> None:
    trial = Tables(ROUND, SHARE, begin=2)
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "no_turns"
    trial.go_to(0)
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "step_finished"
    assert Tables(ROUND).reason(PassTurn(id="pass-a-turn", table=1, since=0)) == "no_tables"


def test_the_turn_stays_with_whoever_has_it_when_people_come_and_go() -> None:
    trial = Tables(ROUND, begin=1)
    trial.turn(1)
    now = turns.speaking(trial.room, 1)
    other = next(by for by in trial.at(1) if by.id != now)
    trial.ask(Sit(id=trial.new_id(), table=2), other)
    assert turns.speaking(trial.room, 1) == now
    trial.ask(Sit(id=trial.new_id(), table=1), other)
    assert turns.speaking(trial.room, 1) == now
    before = trial.room.turns[1]
    trial.ask(DrawRoles(id=trial.new_id()))
    assert turns.speaking(trial.room, 1) == now
    assert trial.room.turns[1] >= before


def test_whoever_comes_to_a_table_that_has_just_begun_takes_nobodys_turn() -> None:
    trial = Tables(ROUND, begin=1)
    now = {table: turns.speaking(trial.room, table) for table in (1, 2)}
    for by in [by for by in trial.at(1) if by.id != now[1]]:
        trial.ask(Sit(id=trial.new_id(), table=2), by)
        assert {table: turns.speaking(trial.room, table) for table in (1, 2)} == now


def test_when_whoever_has_the_turn_leaves_the_next_one_has_it() -> None:
    trial = Tables(ROUND, begin=1)
    now = turns.speaking(trial.room, 1)
    trial.turn(1)
    following = turns.speaking(trial.room, 1)
    trial = Tables(ROUND, begin=1)
    trial.turn(1)
    for _ in range(3):
        trial.turn(1)
    assert turns.speaking(trial.room, 1) == now
    leaver = next(by for by in trial.at(1) if by.id == now)
    trial.ask(Sit(id=trial.new_id(), table=2), leaver)
    assert turns.speaking(trial.room, 1) == following


def test_one_table_tells_after_the_other_and_then_all() -> None:
    trial = Tables(ROUND, TELL, begin=2)
    told = []
    for _ in range(4):
        told.append(turns.telling(trial.room))
        trial.turn(0)
    assert told == [1, 2, None, 1]
    assert trial.reason(PassTurn(id=trial.new_id(), table=1, since=0)) == "no_turns"


def test_a_table_that_goes_while_others_tell_changes_nothing_for_them() -> None:
    trial = Tables(ROUND, TELL)
    trial.set(number=4)
    trial.go_to(1)
    trial.turn(0)
    trial.turn(0)
    assert turns.telling(trial.room) == 3
    for by in trial.at(2):
        trial.ask(Sit(id=trial.new_id(), table=1), by)
    assert turns.telling(trial.room) == 3
    for by in trial.at(3):
        trial.ask(Sit(id=trial.new_id(), table=4), by)
    assert turns.telling(trial.room) == 4


def _at_table(trial: Tables, table: int) -> dict[str, tuple[str, ...]]:
    return {by.id: trial.room.roles.get(by.id, ()) for by in trial.at(table)}


def _with_roles() -> tuple[Tables, str]:
    trial = Tables(people=10)
    trial.set(number=2)
    trial.ask(DrawRoles(id=trial.new_id()))
    return trial, next(who for who, roles in _at_table(trial, 1).items() if "chair" in roles)


def test_whoever_is_moved_from_a_table_leaves_their_role_there_and_undoing_brings_all_back() -> None:
    trial, chair = _with_roles()
    before, seats = (dict(trial.room.roles), dict(trial.room.tables)), dict(trial.room.seats)
    idle = next(who for who, roles in _at_table(trial, 1).items() if not roles)
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=1 + seats[1].index(chair), to=2))
    assert trial.room.roles[idle] == ("chair",)
    assert chair not in trial.room.roles
    trial.ask(Undo(id=trial.new_id(), act=trial.room.acts[-1].command))
    assert (trial.room.roles, trial.room.tables) == before


def test_whoever_sits_down_elsewhere_leaves_their_role_there_also_where_something_is_undone_afterwards() -> None:
    trial, chair = _with_roles()
    idle = next(who for who, roles in _at_table(trial, 1).items() if not roles)
    other = next(who for who in trial.room.seats[2] if "scout" in trial.room.roles.get(who, ()))
    trial.ask(MoveSeat(id=trial.new_id(), table=2, seat=1 + trial.room.seats[2].index(other), to=3))
    trial.ask(Sit(id=trial.new_id(), table=3), Actor(role="participant", id=chair))
    assert trial.room.roles[idle] == ("chair",)
    assert chair not in trial.room.roles
    trial.ask(Undo(id=trial.new_id(), act=trial.room.acts[-1].command))
    assert trial.room.roles[other] == ("scout",)
    for table in (1, 2):
        held = sorted(role for roles in _at_table(trial, table).values() for role in roles)
        assert held == sorted(ROLES), "the chair of the first table is still the one who got it"


def test_what_moved_somebody_is_undone_no_more_once_they_have_moved_themselves() -> None:
    trial, chair = _with_roles()
    trial.ask(MoveSeat(id=trial.new_id(), table=1, seat=1 + trial.room.seats[1].index(chair), to=2))
    roles = dict(trial.room.roles)
    trial.ask(Sit(id=trial.new_id(), table=1), Actor(role="participant", id=chair))
    assert trial.room.acts[-1].kind == "roles_drawn"
    assert trial.room.roles == roles, "the new chair keeps it, and who comes back has none"
