"""What screens tell of hosts, and of those who have no contact: who stays when others move on."""

from app.workshop import writing
from app.workshop.commands import Sit
from app.workshop.visible import tables as seen
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables, step
from tests.workshop.test_tables_screens import desk, seat


def test_whoever_hosts_is_told_to_stay() -> None:
    trial = Tables(SHARE, step("rotate", moves="people", rounds=2), begin=2)
    stay = {who for who in trial.room.tables if seat(trial, who).stays}
    assert stay == set(trial.room.roles)
    panel = desk(trial)
    assert (panel.moves, panel.moved) == (2, 1)
    assert writing.collection(trial.room) is None


def test_how_many_have_no_contact_is_told_before_tables_are_made_where_it_may_be() -> None:
    trial = Tables(WRITE, ROUND, begin=1)
    told = [seen.at_desk(trial.room, here) for here in (0, 5, 8, 9, None)]
    assert [part.absent for part in told if part] == [8, 3, 0, 0, None]
    trial.go_to(1)
    part = seen.at_desk(trial.room, 5)
    assert part is not None
    assert part.absent == 0


def test_hosts_are_known_before_people_move_and_stay_who_they_are() -> None:
    trial = Tables(step("brief"), SHARE, step("rotate", moves="people", rounds=2), TELL, begin=2)
    hosts = {who for who in trial.room.tables if seat(trial, who).host}
    assert {trial.room.tables[who] for who in hosts} == {*trial.room.seats}
    assert all(seat(trial, who).stays for who in hosts)
    assert not any(trial.room.participants[who].group == "child" for who in hosts)
    assert desk(trial).hosts
    before = {who: trial.room.tables[who] for who in hosts}
    trial.go_to(2)
    assert {who: trial.room.tables[who] for who in trial.room.tables if seat(trial, who).host} == before
    trial.go_to(3)
    assert {who for who in trial.room.tables if seat(trial, who).host} == hosts
    assert not any(seat(trial, who).stays for who in hosts), "nobody moves on any more"


def test_tables_that_are_mixed_anew_have_a_host_each_and_no_other_role() -> None:
    trial = Tables(SHARE, step("rotate", moves="people", rounds=2), begin=1)
    trial.set(number=3)
    hosts = [trial.room.tables[who] for who in trial.room.tables if seat(trial, who).host]
    assert sorted(hosts) == [1, 2, 3]
    assert set(trial.room.roles.values()) == {("chair",)}


def test_a_host_who_goes_to_another_table_leaves_one_behind() -> None:
    trial = Tables(SHARE, step("rotate", moves="people", rounds=2), begin=1)
    (host,) = (by for by in trial.at(1) if seat(trial, by.id).host)
    trial.ask(Sit(id=trial.new_id(), table=2), host)
    assert not seat(trial, host.id).host
    assert sum(seat(trial, by.id).host for by in trial.at(1)) == 1


def test_who_chairs_where_nobody_moves_on_is_no_host() -> None:
    trial = Tables(ROUND, SHARE, begin=2)
    assert not any(seat(trial, who).host for who in trial.room.tables)
    assert not desk(trial).hosts
