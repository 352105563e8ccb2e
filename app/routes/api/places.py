"""The token itself, networks, and units."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.region.api.places import MunicipalityItem, NetworkFacts, NetworkItem, TokenFacts, UnitItem
from app.region.api.value import Page
from app.region.network import UnitKind
from app.region.rights import Place, places
from app.routes.api.caller import USUAL, After, Caller, Calling, Limit, MunicipalityId, NetworkId
from app.routes.region import region_of
from app.store.region import network_names

router = APIRouter(prefix="/api/v1", tags=["places"])

Reader = Annotated[Caller, Depends(Calling("read:region"))]


@router.get("/token", response_model=TokenFacts)
async def token(caller: Annotated[Caller, Depends(Calling(None))]) -> Response:
    """The token that asks: what it may, and where."""
    one = caller.token
    return caller.tell(
        TokenFacts(
            name=one.name,
            scopes=tuple(sorted(one.scopes)),
            network=one.place.network,
            municipality=one.place.municipality,
            ends=one.ends_at,
        )
    )


@router.get("/networks", response_model=Page[NetworkItem])
async def networks(caller: Reader, limit: Limit = USUAL, after: After = "") -> Response:
    """The networks that the token sees something of."""
    account = await caller.need_account()
    mine = places(account.grants, "see_region")
    names = await caller.house.database.read(network_names)
    there = [
        NetworkItem(id=network, name=name, whole=Place(network) in mine)
        for network, name in names.items()
        if any(place.network == network for place in mine)
    ]
    items, more = caller.page_of(there, lambda one: (one.id,), (0,), limit=limit, after=after)
    return caller.tell(Page[NetworkItem](items=tuple(items), next=more))


@router.get("/networks/{network}", response_model=NetworkFacts)
async def network(caller: Reader, network: NetworkId) -> Response:
    """A network with its municipalities."""
    region = await region_of(caller, network)
    return caller.tell(
        NetworkFacts(
            id=region.id,
            name=region.network.name,
            whole=region.whole,
            municipalities=tuple(
                MunicipalityItem(id=one.id or 0, number=one.number, name=one.name, units=len(one.units))
                for one in region.network.municipalities
            ),
        )
    )


@router.get("/networks/{network}/units", response_model=Page[UnitItem])
async def units(
    caller: Reader,
    network: NetworkId,
    municipality: MunicipalityId = None,
    kind: Annotated[UnitKind | None, Query(description="Only of this kind.")] = None,
    limit: Limit = USUAL,
    after: After = "",
) -> Response:
    """The units of a network, in the order of their ids."""
    region = await region_of(caller, network)
    told = ("name", "kind", "orgnr", "ownership", "language_form", "grade_from", "grade_to", "active")
    there = [
        UnitItem(id=unit.id or 0, municipality=one.id or 0, **{name: getattr(unit, name) for name in told})
        for one in region.network.municipalities
        if municipality in (None, one.id)
        for unit in one.units
        if kind in (None, unit.kind)
    ]
    items, more = caller.page_of(
        there, lambda one: (one.id,), (0,), limit=limit, after=after, municipality=municipality, kind=kind
    )
    return caller.tell(Page[UnitItem](items=tuple(items), next=more))
