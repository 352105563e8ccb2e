"""The themes that a network or a municipality has put together."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from app.region.api.said import LocalReference, SharedThemeItem
from app.region.api.value import Page
from app.region.shared_theme import SharedTheme
from app.routes.api.caller import LARGEST_ID, USUAL, After, Caller, Calling, Limit, MunicipalityId, NetworkId
from app.routes.region import Region
from app.routes.theme_places import themes_of, themes_with
from app.routes.visit import Problem
from app.store import shared_themes

router = APIRouter(prefix="/api/v1/networks/{network}/shared-themes", tags=["shared themes"])

Reader = Annotated[Caller, Depends(Calling("read:region"))]


@router.get("", response_model=Page[SharedThemeItem])
async def shared(
    caller: Reader, network: NetworkId, municipality: MunicipalityId = None, limit: Limit = USUAL, after: After = ""
) -> Response:
    """The shared themes of a network; with `municipality`, that one’s own."""
    themes = await themes_of(caller, network, municipality)
    there = await caller.house.database.read(lambda c: shared_themes.shared_themes(c, network, municipality))
    some, more = caller.page_of(there, lambda one: (one.id,), (0,), limit=limit, after=after, municipality=municipality)
    items = tuple(_item(themes.region, one) for one in some)
    return caller.tell(Page[SharedThemeItem](items=items, next=more))


@router.get("/{theme}", response_model=SharedThemeItem)
async def shared_theme(
    caller: Reader, network: NetworkId, theme: Annotated[int, Path(ge=1, le=LARGEST_ID, examples=[3])]
) -> Response:
    """A shared theme."""
    themes = await themes_with(caller, network, theme)
    found = await caller.house.database.read(lambda c: shared_themes.shared_theme(c, themes.place, theme, 0, 0))
    if found is None:
        raise Problem("unknown_page", 404)
    return caller.tell(_item(themes.region, found[0]))


def _item(region: Region, theme: SharedTheme) -> SharedThemeItem:
    """A shared theme, with those of its local themes whose workshops are seen."""
    seen = [one for one in theme.local if any(region.reaches(unit) for unit in one.workshop.units)]
    return SharedThemeItem(
        id=theme.id,
        municipality=theme.place.municipality,
        title=theme.title,
        vision=theme.vision,
        signs=theme.signs,
        tags=theme.tags,
        statements=theme.statements,
        votes=theme.votes,
        unvoted=theme.unvoted,
        workshops=theme.workshops,
        groups=theme.groups,
        local=tuple(LocalReference(workshop=one.workshop.id, id=one.theme) for one in seen),
        version=theme.version,
        changed=theme.changed_at,
    )
