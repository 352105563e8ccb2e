"""Workshops as the region knows them: those that have told something."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from app.region.api.said import GroupItem, WorkshopFacts, WorkshopItem
from app.region.api.value import Page
from app.region.search import Filters, among
from app.region.told import ToldWorkshop
from app.routes.api.caller import USUAL, After, Caller, Calling, Limit, MunicipalityId, NetworkId
from app.routes.region import Region, region_of, workshops_of
from app.routes.visit import Problem
from app.store.told_groups import told_groups
from app.workshop.people import GROUPS

router = APIRouter(prefix="/api/v1/networks/{network}/workshops", tags=["workshops"])

Reader = Annotated[Caller, Depends(Calling("read:region"))]
WorkshopId = Annotated[str, Path(max_length=32, description="The workshop's id.", examples=["4f0c1d2e3a4b5c6d"])]


@router.get("", response_model=Page[WorkshopItem])
async def workshops(
    caller: Reader,
    network: NetworkId,
    municipality: MunicipalityId = None,
    ended: Annotated[bool | None, Query(description="Only those that have ended, or that have not.")] = None,
    since: Annotated[date | None, Query(alias="from", description="Held on this day or later.")] = None,
    until: Annotated[date | None, Query(alias="to", description="Held on this day or before.")] = None,
    limit: Limit = USUAL,
    after: After = "",
) -> Response:
    """The workshops of a network that have told something, in the order of their ids."""
    region = await region_of(caller, network)
    filters = Filters(municipality=municipality, since=since, until=until)
    there = among(await workshops_of(caller, region), region.network, filters)
    some, more = caller.page_of(
        [one for one in there if ended in (None, one.ended)],
        lambda one: (one.id,),
        ("",),
        limit=limit,
        after=after,
        municipality=municipality,
        ended=ended,
        since=since,
        until=until,
    )
    return caller.tell(Page[WorkshopItem](items=tuple(_item(region, one) for one in some), next=more))


@router.get("/{workshop}", response_model=WorkshopFacts)
async def workshop(caller: Reader, network: NetworkId, workshop: WorkshopId) -> Response:
    """A workshop, with how many of each group took part, as far as it tells that."""
    region = await region_of(caller, network)
    found = next((one for one in await workshops_of(caller, region) if one.id == workshop), None)
    if found is None:
        raise Problem("not_allowed", 403)
    groups = (await caller.house.database.read(lambda c: told_groups(c, region.id))).get(workshop, {})
    told = tuple(GroupItem(group=group, people=groups[group]) for group in GROUPS if group in groups)
    return caller.tell(WorkshopFacts(**_item(region, found).model_dump(), groups=told))


def _item(region: Region, workshop: ToldWorkshop) -> WorkshopItem:
    """A workshop, with those of its units that are seen."""
    units = [unit for unit in workshop.units if region.reaches(unit)]
    return WorkshopItem(
        id=workshop.id,
        title=workshop.title,
        language=workshop.language,
        method=workshop.method,
        ended=workshop.ended,
        held=workshop.held,
        people=workshop.people,
        exact=workshop.exact,
        statements=workshop.statements,
        municipalities=tuple(sorted({unit.municipality for unit in units if unit.municipality is not None})),
        units=tuple(sorted(unit.unit for unit in units if unit.unit is not None)),
    )
