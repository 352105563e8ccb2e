"""A vision as a file: of any version for those who may take files, of the public one for everybody with its link."""

from fastapi import APIRouter
from starlette.responses import Response

from app.export.vision import TABLES
from app.routes.public_vision import HEADERS, kept_by, public_version
from app.routes.vision_reading import opened, version_of
from app.routes.visit import Problem, Visiting
from app.working.order import KINDS, Order, ids_of
from app.working.press import Ready, Unmade

router = APIRouter()

PUBLIC = ("pdf", "docx")
"""Formats that everybody may have."""


@router.get("/region/{network}/visions/{vision}/file/{name}")
async def take(
    visit: Visiting, network: int, vision: str, name: str, version: int | None = None, table: str = TABLES[0]
) -> Response:
    """A version of a vision as a file, the latest where none is named; of CSV, one of its tables."""
    there = await opened(visit, network, vision, "take_files")
    account = await visit.need_right("take_files", there.kept.place)
    if name not in KINDS["vision"] or table not in TABLES:
        raise Problem("unknown_page", 404)
    wanted = await version_of(visit, there, version)
    visit.slow_down("files", account.id, visit.house.settings.files_per_minute)
    order = Order(
        kind="vision",
        format=name,
        network=network,
        places=(ids_of(there.kept.place),),
        table=table,
        vision=there.kept.id,
        version=wanted.version,
    )
    try:
        return _download(*await visit.house.shelf.press.whole(order, visit.house.clock()))
    except Unmade as unmade:
        raise _problem(unmade) from None


@router.get("/fremtidsbilde/{link}/file/{name}")
async def take_public(visit: Visiting, link: str, name: str) -> Response:
    """The version that is public, as a file: made once for all, and anew when something in it is told no more."""
    kept = await kept_by(visit, link)
    if name not in PUBLIC:
        raise Problem("unknown_page", 404)
    if kept.published is None:
        raise Problem("withdrawn", 410)
    house = visit.house
    what, public = f"vision {kept.id} {kept.published}", public_version(kept, kept.published)
    found = await house.database.look(what, public, slow=True)
    order = Order(
        kind="vision",
        format=name,
        network=kept.place.network,
        places=(ids_of(kept.place),),
        vision=kept.id,
        version=kept.published,
    )
    if not house.shelf.has(order, found):
        visit.slow_down("public files", visit.address, house.settings.files_per_minute)
    try:
        answer = _download(*await house.shelf.shared(order, found, house.clock()))
    except Unmade as unmade:
        raise _problem(unmade) from None
    answer.headers.update(HEADERS)
    return answer


def _download(ready: Ready, content: bytes) -> Response:
    return Response(content, media_type=ready.media_type, headers=attached(ready.name))


def attached(name: str) -> dict[str, str]:
    """The headers of a file that a browser is to save under a name, and nobody else is to keep."""
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


def _problem(unmade: Unmade) -> Problem:
    return Problem("full", 503, 30) if unmade.reason == "full" else Problem("no_file", 503, 30)
