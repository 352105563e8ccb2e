"""What is public of a vision: the page behind an unguessable link, and the link as a QR code."""

from collections.abc import Callable

import segno
from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from app.region.vision import Vision
from app.routes.visit import Problem, Visit, Visiting
from app.store import visions
from app.store.vision_material import material_of, read
from app.store.visions import Kept
from app.workshop.people import LANGUAGES

router = APIRouter(prefix="/fremtidsbilde")

HEADERS = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow", "cache-control": "no-store"}
"""Of whatever is public: whoever follows a link from it tells nobody, search engines stay away, nobody keeps it."""


@router.get("/{link}")
async def show(visit: Visiting, link: str, language: str = "") -> Response:
    """The version that is public, with what its workshops still tell; a withdrawn one says that it was.

    ``language``: of the headings; without it the browser's. It stands in the address, as no form is sent from a page
    that names itself to nobody.
    """
    kept = await kept_by(visit, link)
    visit.language = next((one for one in LANGUAGES if one == language), visit.language_for(kept.language))
    if kept.published is None:
        raise Problem("withdrawn", 410)
    what, public = f"vision {kept.id} {kept.published}", public_version(kept, kept.published)
    found = await visit.house.database.look(what, public, slow=True)
    address = f"{visit.public_address}/fremtidsbilde/{kept.key}"
    page = visit.page("public_vision", vision=found, link=address)
    page.headers.update(HEADERS)
    return page


@router.get("/{link}/qr.svg")
async def qr(visit: Visiting, link: str) -> Response:
    """The link as a QR code: dark on light, with the quiet zone that the standard asks for."""
    kept = await kept_by(visit, link)
    image = segno.make(f"{visit.public_address}/fremtidsbilde/{kept.key}", error="m", micro=False)
    svg = image.svg_inline(border=4, dark="#0b2b33", light="#ffffff", omitsize=True)
    standalone = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns=" not in svg else svg
    return Response(standalone, media_type="image/svg+xml", headers=HEADERS)


def public_version(kept: Kept, number: int) -> Callable[[Connection], Vision]:
    """Reads the version that is public, with what is still told."""

    def found(connection: Connection) -> Vision:
        version = visions.version(connection, kept.id, number)
        if version is None:
            raise Problem("unknown_link", 404)
        return read(kept, version, material_of(kept.place, version)(connection))

    return found


async def kept_by(visit: Visit, key: str) -> Kept:
    """The vision of a public link, or a problem."""
    kept = await visit.house.database.read(lambda c: visions.by_key(c, key[:64]))
    if kept is None:
        too_many = visit.house.codes.mistyped(visit.address)
        raise Problem("too_many_requests", 429, 60) if too_many else Problem("unknown_link", 404)
    return kept
