"""What was said in workshops: statements, and the workshops' own themes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.region.api.said import LocalThemeItem, StatementItem
from app.region.api.value import Page
from app.region.network import UnitKind
from app.region.search import LONGEST, Filters, among, question
from app.routes.api.caller import USUAL, After, Caller, Calling, Limit, MunicipalityId, NetworkId
from app.routes.region import region_of, workshops_of
from app.store.local_themes import lines_in
from app.store.told_pages import statements_after, themes_after
from app.workshop.people import StakeholderGroup
from app.workshop.written_in import written_in

router = APIRouter(prefix="/api/v1/networks/{network}", tags=["said"])

OneWorkshop = Annotated[str, Query(max_length=32, description="Only of this workshop, by id.")]


@router.get("/statements", response_model=Page[StatementItem])
async def statements(
    caller: Annotated[Caller, Depends(Calling("read:statements"))],
    network: NetworkId,
    q: Annotated[str, Query(max_length=LONGEST, description="Words that are looked for, as on the page.")] = "",
    group: Annotated[StakeholderGroup | None, Query(description="Only those that are told to be this group’s.")] = None,
    municipality: MunicipalityId = None,
    kind: Annotated[UnitKind | None, Query(description="Only of workshops for units of this kind.")] = None,
    workshop: OneWorkshop = "",
    limit: Limit = USUAL,
    after: After = "",
) -> Response:
    """Statements that workshops tell, workshop by workshop, in the order of ids."""
    region = await region_of(caller, network)
    filters = Filters(municipality=municipality, kind=kind, workshop=workshop)
    there = {one.id: one for one in among(await workshops_of(caller, region), region.network, filters)}
    asked = {"q": q, "group": group, "municipality": municipality, "kind": kind, "workshop": workshop}
    key = caller.after(after, asked, ("", ""))
    some, more = await caller.house.database.read(
        lambda c: statements_after(
            c, question(q), list(there), group=group, after=(str(key[0]), str(key[1])) if key else None, most=limit
        )
    )
    items = tuple(
        StatementItem.model_validate({**one._asdict(), "language": written_in(one.text, there[one.workshop].language)})
        for one in some
    )
    return caller.tell(
        Page[StatementItem](items=items, next=caller.next((some[-1].workshop, some[-1].id), asked) if more else None)
    )


@router.get("/themes", response_model=Page[LocalThemeItem])
async def themes(
    caller: Annotated[Caller, Depends(Calling("read:region"))],
    network: NetworkId,
    municipality: MunicipalityId = None,
    workshop: OneWorkshop = "",
    limit: Limit = USUAL,
    after: After = "",
) -> Response:
    """The workshops' own themes, workshop by workshop, in the order of ids."""
    region = await region_of(caller, network)
    filters = Filters(municipality=municipality, workshop=workshop)
    there = {one.id: one for one in among(await workshops_of(caller, region), region.network, filters)}
    asked = {"municipality": municipality, "workshop": workshop}
    key = caller.after(after, asked, ("", ""))
    some, more = await caller.house.database.read(
        lambda c: themes_after(c, list(there), after=(str(key[0]), str(key[1])) if key else None, most=limit)
    )
    items = tuple(
        LocalThemeItem(**{**one._asdict(), "signs": lines_in(one.signs), "language": there[one.workshop].language})
        for one in some
    )
    return caller.tell(
        Page[LocalThemeItem](items=items, next=caller.next((some[-1].workshop, some[-1].id), asked) if more else None)
    )
