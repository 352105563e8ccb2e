"""Planning of a network: gatherings, the tasks between them, how far each unit has come, and who is to be reminded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from app.region.network import Network, Unit
from app.region.rights import Place

State = Literal["not_begun", "under_way", "done"]
STATES: tuple[State, ...] = get_args(State)

SOON = timedelta(days=14)
"""So long before a task is due its units are reminded."""

FIRST_MONTH = 8
"""A school year begins in August."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """The development groups of a network meet. ``place``: in words, "" where it is open, so is ``note``."""

    id: int
    title: str
    day: date
    place: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class InterimTask:
    """What all units do until the day that it is ``due``. ``gathering``: the id of the one that it follows."""

    id: int
    title: str
    what: str
    due: date
    gathering: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a unit has come with a task, who said so and when. ``version`` 0: nobody has said anything."""

    state: State = "not_begun"
    note: str = ""
    who: str = ""
    at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit with where it lies. ``municipality``: that one's name."""

    unit: Unit
    place: Place
    municipality: str

    @property
    def id(self) -> int:
        """The unit's id."""
        return self.unit.id or 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The gatherings of a network and its tasks, each by day. ``progress``: by the ids of task and unit."""

    gatherings: tuple[Gathering, ...] = ()
    tasks: tuple[InterimTask, ...] = ()
    progress: Mapping[tuple[int, int], Progress] | None = None

    def of(self, task: int, unit: int) -> Progress:
        """How far a unit has come with a task."""
        return (self.progress or {}).get((task, unit), Progress())


@dataclass(frozen=True, slots=True)
class Reminder:
    """A task with the units that are not done with it. ``late``: it was due before today."""

    task: InterimTask
    late: bool
    units: tuple[PlacedUnit, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The units of a municipality, by its name, with how far each is with a task."""

    municipality: str
    units: tuple[tuple[PlacedUnit, Progress], ...]


@dataclass(frozen=True, slots=True)
class Month:
    """What a month of the school year holds by day: gatherings, and tasks that are due; on one day gatherings first."""

    first: date
    days: tuple[Gathering | InterimTask, ...]


def units_in(network: Network, *, closed: bool = False) -> list[PlacedUnit]:
    """The units of a network that are in use, in its order; with ``closed``, also those closed down."""
    return [
        PlacedUnit(unit, Place(network.id or 0, one.id, unit.id), one.name)
        for one in network.municipalities
        for unit in one.units
        if unit.active or closed
    ]


def counts(plan: Plan, task: int, units: Iterable[PlacedUnit]) -> dict[State, int]:
    """How many of these units are how far with a task."""
    found: dict[State, int] = dict.fromkeys(STATES, 0)
    for one in units:
        found[plan.of(task, one.id).state] += 1
    return found


def reminders(plan: Plan, units: Sequence[PlacedUnit], today: date) -> list[Reminder]:
    """The tasks that are late or due soon, with the units that are not done with them, earliest due first."""
    found = []
    for task in sorted(plan.tasks, key=lambda one: (one.due, one.id)):
        behind = tuple(one for one in units if plan.of(task.id, one.id).state != "done")
        if behind and task.due <= today + SOON:
            found.append(Reminder(task, task.due < today, behind))
    return found


def next_gathering(plan: Plan, today: date) -> Gathering | None:
    """The first gathering that is today or later."""
    return min((one for one in plan.gatherings if one.day >= today), key=lambda one: (one.day, one.id), default=None)


def school_year(day: date) -> int:
    """The year in which the school year of a day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def years(plan: Plan, today: date) -> list[int]:
    """The school years that something is planned in, and the one of today."""
    days = [one.day for one in plan.gatherings] + [one.due for one in plan.tasks]
    return sorted({school_year(day) for day in (*days, today)})


def months(plan: Plan, year: int) -> list[Month]:
    """A school year from August to July."""
    firsts = [
        date(year + (month > 12), (month - 1) % 12 + 1, 1)  # months after December are the next year's
        for month in range(FIRST_MONTH, FIRST_MONTH + 12)
    ]
    both: list[Gathering | InterimTask] = [*plan.gatherings, *plan.tasks]
    there = sorted(both, key=_when)
    return [Month(first, tuple(one for one in there if _when(one).replace(day=1) == first)) for first in firsts]


def _when(one: Gathering | InterimTask) -> date:
    return one.day if isinstance(one, Gathering) else one.due


def by_municipality(plan: Plan, task: int, units: Iterable[PlacedUnit]) -> list[Within]:
    """These units with how far they are with a task, in the network's order whatever they have said."""
    there: dict[int | None, list[PlacedUnit]] = {}
    for one in units:
        there.setdefault(one.place.municipality, []).append(one)
    return [
        Within(some[0].municipality, tuple((one, plan.of(task, one.id)) for one in some)) for some in there.values()
    ]


def open_first(plan: Plan, unit: int) -> list[tuple[InterimTask, Progress]]:
    """The tasks of a unit by the day that they are due, those last that it is done with."""
    there = [(one, plan.of(one.id, unit)) for one in plan.tasks]
    return sorted(there, key=lambda one: one[1].state == "done")
