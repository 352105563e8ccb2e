"""Who has been heard: each workshop in one place, sums of sums, and nothing out of what is withheld."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.region.coverage import Month, Row, behind, coverage, growth, stage, unheard
from app.region.heard import Number
from app.region.network import Municipality, Network, Unit
from app.region.rights import Place
from app.region.told import ToldWorkshop
from app.workshop.people import GROUPS, StakeholderGroup

NETWORK = Network(
    id=1,
    name="Nordmøre",
    municipalities=tuple(
        Municipality(
            id=10 + m,
            number=f"15{m:02}",
            name=f"Kommune {m}",
            units=tuple(Unit(id=100 + 10 * m + u, name=f"Enhet {m}{u}", kind="school") for u in range(3)),
        )
        for m in range(3)
    ),
)
UNITS = tuple(Place(1, place.id, unit.id) for place in NETWORK.municipalities for unit in place.units)
Told = Mapping[str, Mapping[StakeholderGroup, int | None]]


def workshop(number: int, *units: Place, held: date | None = date(2026, 11, 3), ended: bool = True) -> ToldWorkshop:
    return ToldWorkshop(f"w{number}", f"Verksted {number}", "nb", "igp", ended, held, None, False, 10, units)


@st.composite
def regions(draw: st.DrawFn) -> tuple[list[ToldWorkshop], Told]:
    """Workshops of one or more units, and what they tell of groups."""
    chosen = draw(st.lists(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True), max_size=8))
    days = st.one_of(st.none(), st.dates(date(2025, 10, 1), date(2027, 3, 1)))
    workshops = [
        workshop(number, *units, held=draw(days), ended=draw(st.booleans())) for number, units in enumerate(chosen)
    ]
    counts = st.one_of(st.none(), st.integers(5, 40))
    told = {one.id: draw(st.dictionaries(st.sampled_from(GROUPS), counts)) for one in workshops}
    return workshops, told


def added(parts: tuple[Row, ...]) -> dict[StakeholderGroup, Number]:
    found: dict[StakeholderGroup, Number] = {}
    for part in parts:
        for group, number in part.groups.items():
            one = found.get(group, Number())
            found[group] = Number(
                one.people + number.people, one.workshops + number.workshops, one.withheld + number.withheld
            )
    return found


def rows(row: Row) -> list[Row]:
    return [row, *(below for part in row.parts for below in rows(part))]


@given(regions())
def test_a_place_is_the_sum_of_what_lies_wholly_in_its_parts_and_of_what_several_had_together(
    region: tuple[list[ToldWorkshop], Told],
) -> None:
    whole = coverage(NETWORK, *region)
    for row in rows(whole):
        if row.parts:
            assert row.groups == added(row.parts)
            assert Counter(row.stages) == sum((Counter(part.stages) for part in row.parts), Counter())
            assert (row.units, row.heard) == (sum(p.units for p in row.parts), sum(p.heard for p in row.parts))
    assert sum(whole.stages.values()) == len(region[0]), "each workshop counts once"


@given(regions())
def test_behind_each_number_stand_the_workshops_that_it_is_made_of(region: tuple[list[ToldWorkshop], Told]) -> None:
    workshops, told = region
    for row in rows(coverage(NETWORK, workshops, told)):
        for at, count in row.stages.items():
            own, _ = behind(workshops, told, row.place, at=at, several=row.several)
            assert len(own) == count
        for group, number in row.groups.items():
            own, _ = behind(workshops, told, row.place, group=group, several=row.several)
            numbers = [told[one.id][group] for one in own]
            assert number == Number(
                sum(people or 0 for people in numbers), len(numbers) - numbers.count(None), numbers.count(None)
            )


@given(regions())
def test_every_unit_is_either_heard_or_on_the_list_of_those_that_are_not(
    region: tuple[list[ToldWorkshop], Told],
) -> None:
    whole = coverage(NETWORK, *region)
    silent = {unit.id for there in unheard(NETWORK, *region) for unit in there.units}
    for row in rows(whole):
        if row.place.unit is not None:
            assert row.heard == (row.place.unit not in silent)
    assert whole.units - whole.heard == len(silent)


@given(regions(), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_what_has_grown_never_shrinks_and_ends_at_all_that_was_held(
    region: tuple[list[ToldWorkshop], Told], today: date
) -> None:
    months = growth(region[0], today)
    held = [one for one in region[0] if one.held]
    assert [month.workshops for month in months] == sorted(month.workshops for month in months)
    if held:
        assert months[-1] == Month(months[-1].first, len(held), 10 * len(held))
        assert months[-1].first >= today.replace(day=1), "what is quiet now looks quiet"


def test_months_in_which_nothing_was_held_stand_there_too_also_over_new_year() -> None:
    there = [workshop(1, UNITS[0], held=date(2026, 2, 3)), workshop(2, UNITS[0], held=date(2025, 11, 30))]
    assert [(month.first.year, month.first.month, month.workshops) for month in growth(there, date(2026, 4, 1))] == [
        (2025, 11, 1),
        (2025, 12, 1),
        (2026, 1, 1),
        (2026, 2, 2),
        (2026, 3, 2),
        (2026, 4, 2),
    ]
    assert growth(there, date(2025, 1, 1))[-1].first == date(2026, 2, 1), "what was held later stands there too"
    assert growth([workshop(1, UNITS[0], held=None)], date(2026, 4, 1)) == []


def test_how_far_a_workshop_is_follows_from_what_it_has_told() -> None:
    to_come = workshop(1, UNITS[0], held=None, ended=False)
    assert stage(to_come, {"child": None}) == "planned"
    assert stage(replace(to_come, people=0), {}) == "planned"
    assert stage(replace(to_come, people=10), {}) == stage(to_come, {"child": 7}) == "running"
    assert stage(workshop(1, UNITS[0], ended=False), {}) == "running"
    assert stage(workshop(1, UNITS[0]), {}) == "run"
    assert stage(workshop(1, UNITS[0], held=None), {"child": None}) == "silent"


def test_a_workshop_to_come_withholds_nothing_and_makes_nobody_heard() -> None:
    to_come = workshop(1, UNITS[0], held=None, ended=False)
    told: Told = {"w1": dict.fromkeys(GROUPS)}
    whole = coverage(NETWORK, [to_come], told)
    assert (whole.groups, whole.heard, whole.stages) == ({}, 0, {"planned": 1})
    assert unheard(NETWORK, [to_come], told)[0].planned == {UNITS[0].unit}


def test_a_unit_that_is_closed_down_stands_there_only_with_what_it_had() -> None:
    first, second, *_ = (one.model_copy(update={"active": False}) for one in NETWORK.municipalities[0].units)
    place = NETWORK.municipalities[0].model_copy(update={"units": (first, second)})
    network = NETWORK.model_copy(update={"municipalities": (place,)})
    whole = coverage(network, [workshop(1, UNITS[0])], {})
    assert [row.name for row in whole.parts[0].parts] == [first.name]
    assert (whole.units, whole.heard) == (1, 1)
    assert unheard(network, [], {}) == []


def test_together_with_units_elsewhere_is_told_apart() -> None:
    alone, both = workshop(1, UNITS[0]), workshop(2, UNITS[0], UNITS[3])
    assert behind([alone, both], {}, UNITS[0]) == ([alone], [both])
    assert behind([alone, both], {}, Place(1, 11)) == ([], [both])
    assert behind([alone, both], {}, Place(1)) == ([alone, both], [])
    assert behind([alone, both], {}, Place(1), several=True) == ([both], [])
    assert coverage(NETWORK, [alone, both], {}).heard == 2
