"""The visions of places: what is public of them, and drafts for those who may write them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.region.api.said import SummaryItem
from app.region.api.value import Page
from app.region.rights import allowed
from app.region.vision import Vision
from app.routes.api.caller import USUAL, After, Caller, Calling, Limit, NetworkId
from app.routes.problem_json import Refused
from app.routes.region import Region, region_of
from app.routes.visit import Problem
from app.store import visions
from app.store.vision_material import material_of, read
from app.store.visions import Kept, Version

router = APIRouter(prefix="/api/v1/networks/{network}/summaries", tags=["summaries"])

Reader = Annotated[Caller, Depends(Calling("read:summaries"))]
SummaryId = Annotated[str, Path(max_length=32, description="The summary's id.", examples=["1f2e3d4c5b6a7988"])]
Which = Annotated[
    Literal["published", "draft"], Query(description="`draft`: the latest version, for those who may write it.")
]


@router.get("", response_model=Page[SummaryItem])
async def summaries(
    caller: Reader, network: NetworkId, version: Which = "published", limit: Limit = USUAL, after: After = ""
) -> Response:
    """The visions of a network's places that are public; or drafts, of those places where the token may write."""
    region = await region_of(caller, network)
    account = await caller.need_account()

    def found(connection: Connection) -> list[tuple[Kept, Version]]:
        there = []
        for kept, latest in visions.in_network(connection, network):
            if not region.reaches(kept.place):
                continue
            if version == "draft":
                if allowed(account.grants, "write_summary", kept.place):
                    there.append((kept, latest))
            elif kept.published is not None:
                public = visions.version(connection, kept.id, kept.published)
                there += [(kept, public)] if public else []
        return there

    pairs = await caller.house.database.read(found)
    some, more = caller.page_of(pairs, lambda pair: (pair[0].id,), ("",), limit=limit, after=after, version=version)
    items = tuple(_item(caller, kept, one) for kept, one in some)
    return caller.tell(Page[SummaryItem](items=items, next=more))


@router.get("/{summary}", response_model=Vision)
async def summary(caller: Reader, network: NetworkId, summary: SummaryId, version: Which = "published") -> Response:
    """A vision as a whole, with what its workshops still tell: the value that all its files are made of."""
    region = await region_of(caller, network)
    return caller.tell(await vision_in(caller, region, summary, version))


async def vision_in(caller: Caller, region: Region, summary: str, which: Literal["published", "draft"]) -> Vision:
    """A vision of a place that is seen, or a problem.

    Raises:
        Problem: not_allowed
        Refused: not_public
    """
    account = await caller.need_account()
    kept = await caller.house.database.read(lambda c: visions.by_id(c, summary))
    if kept is None or not region.reaches(kept.place):
        raise Problem("not_allowed", 403)
    if which == "draft" and not allowed(account.grants, "write_summary", kept.place):
        raise Problem("not_allowed", 403)
    number = kept.latest if which == "draft" else kept.published
    if number is None:
        raise Refused("not_public", 404)

    def found(connection: Connection) -> Vision | None:
        one = visions.version(connection, kept.id, number)
        return read(kept, one, material_of(kept.place, one)(connection)) if one else None

    vision = await caller.house.database.slowly(found)
    if vision is None:
        raise Refused("not_public", 404)
    return vision


def _item(caller: Caller, kept: Kept, one: Version) -> SummaryItem:
    public = kept.published == one.version
    return SummaryItem(
        id=kept.id,
        municipality=kept.place.municipality,
        unit=kept.place.unit,
        language=kept.language,
        title=one.written.title,
        version=one.version,
        written=one.at,
        published=kept.published_at if public else None,
        link=f"{caller.public_address}/fremtidsbilde/{kept.key}" if public and kept.key else None,
    )
