"""Coming back to a table, and taking over the device of somebody who sat there."""

import pytest

from app.workshop import visible
from app.workshop.commands import Join, MergeTables
from app.workshop.parts import OwnAway
from app.workshop.people import Actor
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables
from tests.workshop.test_leaving import back, empty, leave, undo


@pytest.fixture
def trial() -> Tables:
    """Eight people at two tables have each written alone, and speak in turn."""
    made = Tables(WRITE, ROUND, SHARE, TELL, begin=1)
    made.each_writes()
    made.go_to(1)
    return made


def test_whoever_comes_back_gets_their_own_table_if_there_is_room(trial: Tables) -> None:
    gone = trial.at(2)[1]
    chair = trial.room.seats[2].index(gone.id)
    empty(trial, gone)
    away = visible.own(trial.room, gone.id)["own-away"]
    assert isinstance(away, OwnAway)
    assert "own-seat" not in visible.own(trial.room, gone.id)
    back(trial, gone)
    assert trial.room.seats[2][chair] == gone.id
    assert "own-away" not in visible.own(trial.room, gone.id)
    assert trial.room.participants[gone.id].wrote
    assert trial.reason(Join(id=trial.new_id(), group="leader"), gone) == "group_fixed"
    assert not any(act.kind == "participant_left" for act in trial.room.acts), "what is over cannot be undone"

    leave(trial, gone)
    for _ in range(2):
        trial.late()
    back(trial, gone)
    assert sorted(trial.sizes().values()) == [5, 5]


def take_over(trial: Tables, table: int, since: int) -> Actor:
    """The next person at a device that was passed on."""
    new = Actor(role="participant", id=f"next-{len(trial.log):04d}")
    trial.ask(Join(id=trial.new_id(), group="parent", table=table, since=since), new)
    return new


def test_whoever_takes_over_a_device_takes_the_chair(trial: Tables) -> None:
    since, gone = trial.room.mixings, trial.at(2)[1]
    chair = trial.room.seats[2].index(gone.id)
    for by in trial.at(1)[:2]:
        empty(trial, by)
    leave(trial, gone)
    new = take_over(trial, 2, since)
    assert trial.room.seats[2][chair] == new.id, "though fewer sit at the other table"
    assert new.id not in trial.room.roles
    assert trial.replayed() == trial.room


@pytest.mark.parametrize("meanwhile", ["set", "undo", "merge"])
def test_a_chair_of_other_tables_is_nobodys(trial: Tables, meanwhile: str) -> None:
    since = trial.room.mixings
    leave(trial, trial.at(2)[1])
    trial.set(number=3)
    if meanwhile == "undo":
        undo(trial)
        empty(trial, trial.at(1)[0])
        empty(trial, trial.at(1)[0])
    if meanwhile == "merge":
        trial.ask(MergeTables(id=trial.new_id(), size=8))
    fewest = min(trial.sizes().values())
    new = take_over(trial, max(trial.room.seats), since)
    assert trial.sizes()[trial.table_of(new)] == fewest + 1


def test_a_table_that_all_have_left_is_not_made_again_by_whoever_takes_over(trial: Tables) -> None:
    since = trial.room.mixings
    for by in trial.at(2):
        leave(trial, by)
    assert trial.table_of(take_over(trial, 2, since)) == 1


def test_a_chair_is_wished_for_by_newcomers_only(trial: Tables) -> None:
    there = trial.at(1)[0]
    wish = Join(id=trial.new_id(), group=trial.room.participants[there.id].group, table=2, since=trial.room.mixings)
    assert trial.ask(wish, there) == []
    assert trial.table_of(there) == 1
