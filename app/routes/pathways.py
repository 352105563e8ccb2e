"""Learning pathways: three pathways of three times three years, with their goals and what these serve."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from app.region.pathway import PROPOSED, STAGES, LearningPathway, years_of
from app.routes.direction import Direction, Number, Typed, direction_of, line, lines, unfit
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import pathways
from app.store.versions import Overtaken

router = APIRouter(prefix="/region/{network}/pathways")


@router.get("")
async def show(visit: Visiting, network: int, saved: str = "") -> Response:
    """The board: a pathway to a row, a stage to a column."""
    return await _page(visit, await direction_of(visit, network), saved=saved)


@router.post("")
async def begin(visit: Visiting, network: int) -> Response:
    """Begin with the pathways that are proposed, where there are none."""
    there = await direction_of(visit, network)
    there.need_changes()
    await visit.house.database.write(lambda c: pathways.begin_pathways(c, network, PROPOSED))
    return to(f"{there.path}/pathways")


@router.post("/{pathway}")
async def name(
    visit: Visiting,
    network: int,
    pathway: int,
    title: Annotated[str, Form()] = "",
    version: Number = 0,
) -> Response:
    """Call a pathway otherwise."""
    there = await direction_of(visit, network)
    there.need_changes()
    await _pathway(visit, there, pathway)
    mine = {"title": line(title)}
    fault = unfit(mine, "title")
    try:
        if not fault:
            await visit.house.database.write(
                lambda c: pathways.name_pathway(c, network, pathway, version, mine["title"])
            )
    except Overtaken:
        fault = "overtaken"
    if fault:
        return await _page(visit, there, typed=Typed(f"p{pathway}", fault, mine))
    return to(f"{there.path}/pathways?saved=yes#p{pathway}")


@router.post("/{pathway}/{stage}")
async def set_goal(
    visit: Visiting,
    network: int,
    pathway: int,
    stage: int,
    text: Annotated[str, Form()] = "",
    version: Number = 0,
    themes: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Say what a stage of a pathway is to reach."""
    there = await direction_of(visit, network)
    there.need_changes()
    await _pathway(visit, there, pathway)
    if stage not in STAGES:
        raise Problem("unknown_page", 404)
    said = "\n".join(one for one in lines(text).splitlines() if one)
    known = await visit.house.database.read(lambda c: pathways.shared_words(c, network))
    mine, chosen = {"text": said}, frozenset(themes or ())
    fault = unfit(mine)
    try:
        if not fault:
            await visit.house.database.write(
                lambda c: pathways.set_goal(c, pathway, stage, version, text=said, themes=chosen, known=list(known))
            )
    except Overtaken:
        fault = "overtaken"
    if fault:
        return await _page(visit, there, typed=Typed(f"g{pathway}-{stage}", fault, mine), chosen=chosen)
    return to(f"{there.path}/pathways?saved=yes#g{pathway}-{stage}")


async def _pathway(visit: Visit, there: Direction, pathway: int) -> LearningPathway:
    found = await visit.house.database.read(lambda c: pathways.pathways_of(c, there.region.id))
    one = next((one for one in found if one.id == pathway), None)
    if one is None:
        raise Problem("unknown_page", 404)
    return one


async def _page(
    visit: Visit, there: Direction, *, saved: str = "", typed: Typed | None = None, chosen: frozenset[int] = frozenset()
) -> Response:
    database = visit.house.database
    return visit.page(
        "pathways",
        status=409 if typed else 200,
        region=there.region,
        there=there,
        pathways=await database.read(lambda c: pathways.pathways_of(c, there.region.id)),
        shared=await database.read(lambda c: pathways.shared_words(c, there.region.id)),
        stages={stage: years_of(stage) for stage in STAGES},
        proposed=PROPOSED,
        typed=typed,
        chosen=chosen,
        saved=saved,
    )
