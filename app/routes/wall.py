"""The wall's doors: an unguessable link, exchanged for a cookie, and the page that a projector shows."""

import segno
from fastapi import APIRouter
from starlette.responses import Response

from app.identity import Cookies
from app.routes.visit import Problem, Visiting, to
from app.store import workshops

router = APIRouter()


@router.get("/wall/{key}")
async def enter(visit: Visiting, key: str) -> Response:
    """Exchange the link's key for a cookie, so that the address on the projector says nothing."""
    workshop = await visit.house.database.read(lambda c: workshops.by_wall_key(c, key))
    if workshop is None:
        too_many = visit.house.codes.mistyped(visit.address)
        raise Problem("too_many_requests", 429, 60) if too_many else Problem("unknown_link", 404)
    cookies = visit.house.cookies
    path = f"/w/{workshop.code}"
    response = to(f"{path}/wall")
    return visit.keep(response, Cookies.WALL, cookies.wall(workshop.id), cookies.participant_age, path=path)


@router.get("/w/{code}/wall")
async def wall(visit: Visiting, code: str) -> Response:
    """What the room looks at together."""
    try:
        workshop, _ = await visit.need_audience("wall", code)
    except Problem as problem:
        by_a_person = problem.name == "not_allowed" and not visit.wants_json
        raise Problem("no_wall" if by_a_person else problem.name, problem.status) from None
    live = await visit.live(workshop)
    parts, cursor = live.hub.screen("wall")
    return visit.page("wall", parts=parts, cursor=cursor, workshop=workshop, public_address=visit.public_address)


@router.get("/w/{code}/qr.svg")
async def qr(visit: Visiting, code: str) -> Response:
    """The workshop's address as a QR code: dark on light, with the quiet zone that the standard asks for."""
    workshop = await visit.workshop(code)
    image = segno.make(f"{visit.public_address}/w/{workshop.code}/", error="m", micro=False)
    svg = image.svg_inline(border=4, dark="#0b2b33", light="#ffffff", omitsize=True)
    standalone = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns=" not in svg else svg
    return Response(standalone, media_type="image/svg+xml", headers={"cache-control": "private, max-age=3600"})
