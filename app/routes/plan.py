"""The plan of a network: the year at a glance, gatherings, the tasks between them, and who is to be reminded."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.export.csv_rows import written
from app.i18n import words
from app.region.coverage import stage
from app.region.plan import Plan, by_municipality, counts, months, next_gathering, reminders, school_year, years
from app.region.told import ToldWorkshop
from app.routes.direction import Direction, Fault, Number, Typed, day, direction_of, line, lines, today, told_to, unfit
from app.routes.plan_words import STATES, reminder_rows, reminder_texts
from app.routes.visit import Visit, Visiting, to
from app.store import plans
from app.store.told_groups import told_groups
from app.store.versions import Overtaken

router = APIRouter(prefix="/region/{network}/plan")

FEW = 3
"""Whoever sees no more units than this sees them without opening a task."""


@router.get("")
async def show(
    visit: Visiting,
    network: int,
    year: str = "",
    opened: Annotated[list[str] | None, Query(alias="open")] = None,
    saved: str = "",
) -> Response:
    """A school year's plan. ``year``: the one it began in; ``open``: ids of the tasks whose units are shown."""
    return await plan_page(visit, await direction_of(visit, network), year=year, opened=opened or [], saved=saved)


@router.get("/reminders.csv")
async def show_reminders(visit: Visiting, network: int) -> Response:
    """The units to be reminded, as a table for a spreadsheet."""
    there = await direction_of(visit, network)
    plan = await visit.house.database.read(lambda c: plans.plan_of(c, there.region.id))
    rows = reminder_rows(words(visit.language), reminders(plan, there.units, today(visit)), plan)
    disposition = {"content-disposition": 'attachment; filename="fremtidsbilde-plan.csv"'}
    return Response(written(rows, visit.language), media_type="text/csv; charset=utf-8", headers=disposition)


@router.post("/gathering")
async def save_gathering(
    visit: Visiting,
    network: int,
    gathering: Number = 0,
    version: Number = 0,
    act: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    on: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Put a gathering in, change one, or take one away."""
    there = await direction_of(visit, network)
    there.need_changes()
    when, mine = day(on), {"title": line(title), "on": on[:10], "place": line(place), "note": lines(note)}

    def save(connection: Connection) -> None:
        if act == "remove" and gathering:
            plans.remove_gathering(connection, network, gathering, version)
        elif when is not None:
            facts = {"title": mine["title"], "place": mine["place"], "note": mine["note"]}
            plans.save_gathering(connection, network, gathering or None, version, day=when, **facts)

    fault = unfit(mine, "title") if when else "incomplete"
    if act != "remove" and fault:
        return await _again(visit, there, "gathering", gathering, mine, fault)
    try:
        await visit.house.database.write(save)
    except Overtaken:
        return await _again(visit, there, "gathering", gathering, mine, "overtaken")
    return to(address(there, year=school_year(when) if when else None, saved="yes"))


@router.post("/task")
async def save_task(
    visit: Visiting,
    network: int,
    task: Number = 0,
    version: Number = 0,
    act: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    what: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
    follows: Annotated[str, Form()] = "",
) -> Response:
    """Put a task in, change one, or take one away."""
    there = await direction_of(visit, network)
    there.need_changes()
    plan = await visit.house.database.read(lambda c: plans.plan_of(c, network))
    after = next((one.id for one in plan.gatherings if str(one.id) == follows), None)
    when, mine = day(due), {"title": line(title), "what": lines(what), "due": due[:10], "follows": str(after or "")}

    def save(connection: Connection) -> None:
        if act == "remove" and task:
            plans.remove_task(connection, network, task, version)
        elif when is not None:
            facts = {"title": mine["title"], "what": mine["what"]}
            plans.save_task(connection, network, task or None, version, due=when, gathering=after, **facts)

    fault = unfit(mine, "title") if when else "incomplete"
    if act != "remove" and fault:
        return await _again(visit, there, "task", task, mine, fault)
    try:
        await visit.house.database.write(save)
    except Overtaken:
        return await _again(visit, there, "task", task, mine, "overtaken")
    return to(address(there, year=school_year(when) if when else None, saved="yes"))


async def plan_page(
    visit: Visit,
    there: Direction,
    *,
    year: str = "",
    opened: list[str] | None = None,
    saved: str = "",
    typed: Typed | None = None,
) -> Response:
    """The page of a year. ``typed``: what was not taken, which stands in its form again."""
    plan = await visit.house.database.read(lambda c: plans.plan_of(c, there.region.id))
    now, units = today(visit), there.units
    known = years(plan, now)
    shown = next((one for one in known if str(one) == year), school_year(now))
    tasks = [one for one in plan.tasks if school_year(one.due) == shown]
    wanted = {one.id for one in tasks if str(one.id) in (opened or [])} if len(units) > FEW else {t.id for t in tasks}
    behind = reminders(plan, units, now)
    link = f"{visit.public_address}{there.path}/plan"
    return visit.page(
        "plan",
        status=409 if typed else 200,
        region=there.region,
        there=there,
        plan=plan,
        today=now,
        next=next_gathering(plan, now),
        year=shown,
        years=known,
        months=months(plan, shown),
        gatherings=[one for one in plan.gatherings if school_year(one.day) == shown],
        tasks=[(one, counts(plan, one.id, units), by_municipality(plan, one.id, units)) for one in tasks],
        opened=wanted,
        turned=lambda task: address(there, year=shown, opened=wanted ^ {task}) + f"#t{task}",
        opens=len(units) > FEW,
        units=units,
        reminders=behind,
        texts=reminder_texts(words(visit.language), behind, link) if behind else [],
        to_come=await _to_come(visit, there),
        names={one.id: f"{one.unit.name}, {one.municipality}" for one in units},
        states=STATES,
        typed=typed,
        saved=saved,
    )


def address(there: Direction, *, year: int | None = None, opened: set[int] | None = None, saved: str = "") -> str:
    """The plan's address, with a year and the tasks that are opened."""
    facts = [("year", str(year or "")), *(("open", str(one)) for one in sorted(opened or ())), ("saved", saved)]
    query = urlencode([(name, value) for name, value in facts if value])
    return f"{there.path}/plan{'?' if query else ''}{query}"


async def _to_come(visit: Visit, there: Direction) -> list[ToldWorkshop]:
    """The workshops that are made for some unit and have not been held yet."""
    workshops = await told_to(visit, there)
    if not workshops:
        return []
    groups = await visit.house.database.read(lambda c: told_groups(c, there.region.id))
    return [one for one in workshops if stage(one, groups.get(one.id, {})) == "planned"]


async def _again(
    visit: Visit, there: Direction, kind: str, which: int, mine: Mapping[str, str], problem: Fault
) -> Response:
    """The page with what was typed in its form; in that of a new one where the old one is gone."""
    plan = await visit.house.database.read(lambda c: plans.plan_of(c, there.region.id))
    found = _day_of(plan, kind, which)
    typed = Typed(f"{kind}-{which if found else 'new'}", "gone" if which and not found else problem, mine)
    return await plan_page(visit, there, year=str(school_year(found)) if found else "", typed=typed)


def _day_of(plan: Plan, kind: str, which: int) -> date | None:
    """When a gathering is or a task is due; None where there is no such one."""
    if kind == "gathering":
        return next((one.day for one in plan.gatherings if one.id == which), None)
    return next((one.due for one in plan.tasks if one.id == which), None)
