"""Planning by property: how far units are adds up, and who is reminded is late or nearly so."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region.follow_up import STATES as FOLLOW_UP_STATES
from app.region.follow_up import FollowUp, ToldCommitment, tally
from app.region.follow_up import State as FollowUpState
from app.region.network import Municipality, Network, Unit
from app.region.pathway import Goal, LearningPathway, years_of
from app.region.plan import (
    SOON,
    STATES,
    Gathering,
    InterimTask,
    Plan,
    Progress,
    by_municipality,
    counts,
    months,
    next_gathering,
    open_first,
    reminders,
    school_year,
    units_in,
    years,
)
from app.region.rights import Place
from app.region.told import ToldWorkshop

TODAY = date(2026, 11, 27)
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
UNITS = units_in(
    Network(
        id=1,
        name="Nordmøre",
        municipalities=(
            Municipality(
                id=1,
                number="1573",
                name="Smøla",
                units=tuple(Unit(id=n, name=f"U{n}", kind="school") for n in (1, 2, 3)),
            ),
        ),
    )
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan of three units."""
    tasks = tuple(
        InterimTask(number, f"T{number}", "", due, None, 1)
        for number, due in enumerate(sorted(draw(st.lists(DAYS, max_size=5))))
    )
    gatherings = tuple(
        Gathering(number, f"G{number}", day, "", "", 1)
        for number, day in enumerate(sorted(draw(st.lists(DAYS, max_size=4))))
    )
    keys = [(task.id, unit.id) for task in tasks for unit in UNITS]
    said = draw(st.dictionaries(st.sampled_from(keys), st.sampled_from(STATES))) if keys else {}
    return Plan(gatherings, tasks, {key: Progress(state) for key, state in said.items()})


@given(plans())
def test_each_unit_is_counted_once_and_listed_once(plan: Plan) -> None:
    for task in plan.tasks:
        numbers = counts(plan, task.id, UNITS)
        assert sum(numbers.values()) == len(UNITS)
        there = [one for place in by_municipality(plan, task.id, UNITS) for one in place.units]
        assert [unit.id for unit, _ in there] == [one.id for one in UNITS], "in one order whatever they say"
        states = [said.state for _, said in there]
        assert {state: states.count(state) for state in STATES} == numbers


@given(plans(), DAYS)
def test_whoever_is_not_done_is_reminded_from_two_weeks_before_until_they_are(plan: Plan, today: date) -> None:
    found = {(one.task.id, unit.id): one for one in reminders(plan, UNITS, today) for unit in one.units}
    for task in plan.tasks:
        for unit in UNITS:
            open_still = plan.of(task.id, unit.id).state != "done"
            assert ((task.id, unit.id) in found) == (open_still and task.due <= today + SOON)
    assert all(one.late == (one.task.due < today) for one in found.values())
    assert all(one.units for one in reminders(plan, UNITS, today))


@given(plans(), DAYS)
def test_a_school_year_has_each_of_its_days_in_one_month(plan: Plan, today: date) -> None:
    assert school_year(today) in years(plan, today)
    shown = [month for year in years(plan, today) for month in months(plan, year)]
    there = [one for month in shown for one in month.days]
    assert [one for one in there if isinstance(one, Gathering)] == list(plan.gatherings)
    assert sorted(one.id for one in there if isinstance(one, InterimTask)) == [one.id for one in plan.tasks]
    days = [one.day if isinstance(one, Gathering) else one.due for one in there]
    assert days == sorted(days), "by day, whichever it is"
    assert all(month.first.month in (8, 7) for month in (months(plan, 2026)[0], months(plan, 2026)[-1]))


@given(plans(), DAYS)
def test_the_next_gathering_is_the_first_that_is_not_past(plan: Plan, today: date) -> None:
    there = next_gathering(plan, today)
    ahead = [one for one in plan.gatherings if one.day >= today]
    assert (there is None) == (not ahead)
    assert there is None or all(there.day <= one.day for one in ahead)


@given(plans())
def test_a_unit_sees_what_is_still_to_do_first(plan: Plan) -> None:
    there = open_first(plan, 2)
    done = [said.state == "done" for _, said in there]
    assert done == sorted(done)
    assert sorted(task.id for task, _ in there) == [task.id for task in plan.tasks]


@pytest.mark.parametrize(("day", "year"), [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (TODAY, 2026)])
def test_a_school_year_begins_in_august(day: date, year: int) -> None:
    assert school_year(day) == year


def test_a_task_is_due_soon_for_two_weeks_and_late_the_day_after() -> None:
    plan = Plan(tasks=(InterimTask(1, "T", "", TODAY, None, 1),))
    assert not reminders(plan, UNITS, TODAY - timedelta(days=15))
    assert [one.late for one in reminders(plan, UNITS, TODAY - timedelta(days=14))] == [False]
    assert [one.late for one in reminders(plan, UNITS, TODAY)] == [False]
    assert [one.late for one in reminders(plan, UNITS, TODAY + timedelta(days=1))] == [True]


def test_a_closed_unit_has_nothing_to_do() -> None:
    closed = Unit(id=4, name="Nedlagt", kind="school", active=False)
    network = Network(id=1, name="N", municipalities=(Municipality(id=1, number="1573", name="S", units=(closed,)),))
    assert units_in(network) == []
    assert [one.id for one in units_in(network, closed=True)] == [4]


def test_a_stage_is_three_years_and_has_no_goal_until_there_is_one() -> None:
    assert [years_of(stage) for stage in (1, 2, 3)] == [(1, 3), (4, 6), (7, 9)]
    pathway = LearningPathway(1, "Matematikk", 1, {1: Goal("Ute\nInne", (), 1)})
    assert pathway.goal(1).lines == ["Ute", "Inne"]
    assert pathway.goal(2).lines == []


@given(st.lists(st.sampled_from(FOLLOW_UP_STATES)))
def test_each_commitment_is_counted_once_as_it_stands(states: list[FollowUpState]) -> None:
    workshop = ToldWorkshop("w", "V", "nb", "igp", True, TODAY, 9, True, 0, (Place(1, 1, 1),))
    told = [ToldCommitment(workshop, str(n), "Noe", "", "", "", FollowUp(state)) for n, state in enumerate(states)]
    assert tally(told) == {state: states.count(state) for state in FOLLOW_UP_STATES}
