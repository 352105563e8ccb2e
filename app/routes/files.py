"""Files of a region: what can be made of what one sees, how far it has come, and what is ready to be fetched."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response, StreamingResponse

from app.region.network_places import names_of
from app.region.rights import Place
from app.routes.place_names import path_of, places_in
from app.routes.region import Region, region_of
from app.routes.vision_files import attached
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import jobs
from app.store.database import Database
from app.store.jobs import Busy, Job
from app.working.order import KINDS, Kind, Order, ids_of
from app.working.words import JOB_ERRORS, JOB_STAGES
from app.working.worker import may_have

router = APIRouter(prefix="/region/{network}/files")

ASKED: tuple[Kind, ...] = ("picture", "statements", "heard")
"""The picture is of one place, the others are of all that one sees."""


@router.get("")
async def show(visit: Visiting, network: int) -> Response:
    """What can be made, and one's own files."""
    return await _page(visit, await region_of(visit, network, "take_files"))


@router.get("/jobs")
async def show_jobs(visit: Visiting, network: int) -> Response:
    """One's own files alone, as the page asks for them while one is being made."""
    return await _page(visit, await region_of(visit, network, "take_files"), name="region_file_list")


@router.post("")
async def ask(
    visit: Visiting,
    network: int,
    kind: Annotated[str, Form()] = "",
    name: Annotated[str, Form(alias="format")] = "",
    place: Annotated[str, Form()] = "",
) -> Response:
    """Ask for a file. It is made beside, and stands on the page when it is ready."""
    region = await region_of(visit, network, "take_files")
    chosen = next((one for one in ASKED if one == kind), None)
    if chosen is None or name not in KINDS[chosen]:
        raise Problem("malformed", 422)
    there = sorted(map(ids_of, region.places))
    if chosen == "picture":
        one = {path_of(where): where for where in _places(region)}.get(place)
        if one is None:
            raise Problem("not_allowed", 403)
        there = [ids_of(one)]
    order = Order(
        kind=chosen, format=name, network=network, places=tuple(there), language=visit.language
    ).model_dump_json()
    account, now = await visit.need_account(), visit.house.clock()
    try:
        await visit.house.database.write(lambda c: jobs.ask(c, account.id, network, order, now=now))
    except Busy:
        return await _page(visit, region, busy=True)
    visit.house.worker.wake()
    return to(f"/region/{network}/files#mine")


@router.get("/{job}")
async def fetch(visit: Visiting, network: int, job: str) -> Response:
    """A file that is ready, for whoever has asked for it, and may still have it."""
    there = await _mine(visit, network, job)
    order, house = Order.model_validate_json(there.order), visit.house
    if not await house.database.read(lambda c: may_have(c, there.account, order)):
        raise Problem("not_allowed", 403)
    return await handed_over(house.database, there)


@router.post("/{job}/cancel")
async def cancel(visit: Visiting, network: int, job: str) -> Response:
    """Make it no further."""
    there, now = await _mine(visit, network, job), visit.house.clock()
    await visit.house.database.write(lambda c: jobs.cancel(c, there.id, now=now))
    return to(f"/region/{network}/files#mine")


@router.post("/{job}/again")
async def again(visit: Visiting, network: int, job: str) -> Response:
    """Ask for the same file anew."""
    there, now = await _mine(visit, network, job), visit.house.clock()
    try:
        await visit.house.database.write(lambda c: jobs.again(c, there.id, now=now))
    except Busy:
        return await _page(visit, await region_of(visit, network, "take_files"), busy=True)
    visit.house.worker.wake()
    return to(f"/region/{network}/files#mine")


async def handed_over(database: Database, job: Job) -> Response:
    """The file of a job, a piece at a time, or a problem where there is none."""
    first = await database.read(lambda c: jobs.piece(c, job, 0))
    if first is None:
        raise Problem("file_gone", 410)
    headers = {**attached(job.name), "content-length": str(job.size)}
    return StreamingResponse(_pieces(database, job, first), media_type=job.media_type, headers=headers)


async def _pieces(database: Database, job: Job, first: bytes) -> AsyncIterator[bytes]:
    """A file, a piece at a time, so that no large one stands in memory; it breaks off where it is taken back."""
    n, piece = 0, first
    while True:
        yield piece
        n += 1
        following = await database.read(partial(jobs.piece, job=job, n=n))
        if following is None:
            return
        piece = following


async def _mine(visit: Visit, network: int, job: str) -> Job:
    """A job that the visitor has asked for themselves in this network, or a problem; others' are as good as none."""
    await region_of(visit, network, "take_files")
    account = await visit.need_account()
    there = await visit.house.database.read(lambda c: jobs.by_id(c, job[:32]))
    if there is None or there.account != account.id or there.network != network:
        raise Problem("not_allowed", 403)
    return there


def _places(region: Region) -> list[Place]:
    return [place for place in names_of(region.network) if region.reaches(place)]


async def _page(visit: Visit, region: Region, *, name: str = "region_files", busy: bool = False) -> Response:
    account = await visit.need_account()
    database = visit.house.database
    mine = await database.read(lambda c: jobs.of_account(c, account.id, region.id))
    going = await database.read(lambda c: jobs.going_of(c, account.id))
    seen, called = {path_of(place) for place in _places(region)}, names_of(region.network)
    return visit.page(
        name,
        status=409 if busy else 200,
        region=region,
        places=[(path, text) for path, text in places_in([region.network]) if path in seen],
        mine=[(job, Order.model_validate_json(job.order)) for job in mine],
        called=lambda order: ", ".join(called[place] for place in order.there if place in called),
        going=going,
        busy=busy,
        formats=KINDS,
        stages=JOB_STAGES,
        errors=JOB_ERRORS,
    )
