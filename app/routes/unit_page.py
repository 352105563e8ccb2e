"""A unit's page: its workshops, how far it is with tasks, where it sees itself, and what it has committed itself to."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from app.region.plan import STATES as TASK_STATES
from app.region.plan import InterimTask, PlacedUnit, open_first, school_year
from app.routes.direction import Direction, Number, Typed, day, direction_of, lines, today, told_to, unfit
from app.routes.plan import address, plan_page
from app.routes.plan_words import FOLLOW_UP_STATES, NOTE_FIELDS, STATES
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import follow_ups, plans
from app.store.versions import Overtaken

router = APIRouter(prefix="/region/{network}")


@router.post("/plan/{task}/{unit}")
async def say_progress(
    visit: Visiting,
    network: int,
    task: int,
    unit: int,
    state: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    version: Number = 0,
    then: Annotated[str, Form()] = "",
) -> Response:
    """Say how far a unit has come with a task. ``then``: "unit" leads back to its own page."""
    there = await direction_of(visit, network)
    placed = _spoken_for(there, unit)
    asked = await _task(visit, network, task)
    if asked is None and not lines(note):
        raise Problem("unknown_page", 404)
    chosen = next((one for one in TASK_STATES if one == state), None)
    if chosen is None:
        raise Problem("malformed", 422)
    year = school_year(asked.due if asked else today(visit))
    mine, who, now = {"state": str(chosen), "note": lines(note)}, there.account.id, visit.house.clock()
    fault = unfit(mine) if asked else "lost"
    try:
        if not fault:
            await visit.house.database.write(
                lambda c: plans.say_progress(
                    c, task, placed.id, version, state=chosen, note=mine["note"], who=who, now=now
                )
            )
    except Overtaken:
        fault = "overtaken" if await _task(visit, network, task) else "lost"
    typed = Typed(f"t{task}-u{unit}", fault, mine) if fault else None
    if then == "unit":
        if typed:
            return await _page(visit, there, placed, typed=typed)
        return to(f"{there.path}/unit/{unit}?saved=yes#tasks")
    if typed:
        return await plan_page(visit, there, year=str(year), opened=[str(task)], typed=typed)
    return to(address(there, year=year, opened={task}) + f"#t{task}-u{unit}")


@router.get("/unit/{unit}")
async def show(visit: Visiting, network: int, unit: int, saved: str = "") -> Response:
    """The unit."""
    there = await direction_of(visit, network)
    return await _page(visit, there, there.unit(unit), saved=saved)


@router.post("/unit/{unit}/note")
async def save_note(
    visit: Visiting,
    network: int,
    unit: int,
    note: Number = 0,
    version: Number = 0,
    on: Annotated[str, Form()] = "",
    strengths: Annotated[str, Form()] = "",
    challenges: Annotated[str, Form()] = "",
    children: Annotated[str, Form()] = "",
    ahead: Annotated[str, Form()] = "",
) -> Response:
    """Write down where the unit is, or change what was written."""
    there = await direction_of(visit, network)
    placed = _spoken_for(there, unit)
    said = {
        "strengths": lines(strengths),
        "challenges": lines(challenges),
        "children": lines(children),
        "ahead": lines(ahead),
    }
    mine, when = {"on": on[:10], **said}, day(on)
    who, now = there.account.id, visit.house.clock()
    fault = unfit(mine) if when and any(said.values()) else "incomplete"
    try:
        if when and not fault:
            await visit.house.database.write(
                lambda c: follow_ups.save_note(
                    c, placed.id, note or None, version, day=when, said=said, who=who, now=now
                )
            )
    except Overtaken:
        fault = "overtaken"
    if fault:
        return await _page(visit, there, placed, typed=Typed(f"note-{note or 'new'}", fault, mine))
    return to(f"{there.path}/unit/{unit}?saved=yes#notes")


async def _task(visit: Visit, network: int, task: int) -> InterimTask | None:
    plan = await visit.house.database.read(lambda c: plans.plan_of(c, network))
    return next((one for one in plan.tasks if one.id == task), None)


def _spoken_for(there: Direction, unit: int) -> PlacedUnit:
    """A unit that the visitor speaks for, or a problem."""
    placed = there.unit(unit)
    if not there.speaks_for(placed.place):
        raise Problem("not_allowed", 403)
    return placed


async def _page(
    visit: Visit, there: Direction, unit: PlacedUnit, *, saved: str = "", typed: Typed | None = None
) -> Response:
    database = visit.house.database
    plan = await database.read(lambda c: plans.plan_of(c, there.region.id))
    notes = await database.read(lambda c: follow_ups.notes_of(c, unit.id))
    reads = any(one.holds(unit.place) for one in there.told)
    workshops = [one for one in await told_to(visit, there) if unit.place in one.units] if reads else []
    return visit.page(
        "unit",
        status=409 if typed else 200,
        region=there.region,
        there=there,
        unit=unit,
        speaks=there.speaks_for(unit.place),
        reads=reads,
        today=today(visit),
        tasks=open_first(plan, unit.id),
        notes=notes,
        workshops=workshops,
        commitments=await database.read(lambda c: follow_ups.commitments(c, workshops)),
        states=STATES,
        follow_up_states=FOLLOW_UP_STATES,
        note_fields=NOTE_FIELDS,
        typed=typed,
        saved=saved,
    )
