"""Exports: files that programs ask for, made beside as on the page of files, and fetched when they are ready."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from app.region.api.exports import ExportItem, SummaryWanted, Wanted, What
from app.region.api.value import Page
from app.region.rights import Place
from app.region.tokens import Scope
from app.routes.api.caller import USUAL, After, Caller, Calling, Limit, NetworkId
from app.routes.connections import knows
from app.routes.files import handed_over
from app.routes.problem_json import Refused
from app.routes.region import Region, region_of
from app.routes.visit import Problem
from app.store import jobs, visions
from app.store.jobs import KEPT, Busy, Job
from app.working.order import Kind, Order, ids_of

router = APIRouter(prefix="/api/v1/networks/{network}/exports", tags=["exports"])

Exporter = Annotated[Caller, Depends(Calling("export"))]
ExportId = Annotated[str, Path(max_length=32, description="The export's id.", examples=["0a1b2c3d4e5f6071"])]

KIND_OF: Mapping[What, Kind] = {"summary": "vision", "statements": "statements", "heard": "heard"}
WHAT_OF: Mapping[str, What] = {kind: what for what, kind in KIND_OF.items()}
READS: Mapping[What, Scope] = {
    "summary": "read:summaries",
    "statements": "read:statements",
    "heard": "read:region",
}
"""With which scope the same is read: a file holds nothing that its token could not read."""


@router.post(
    "",
    response_model=ExportItem,
    status_code=202,
    responses={409: {"description": "Another export of the account is being made."}},
)
async def ask(caller: Exporter, network: NetworkId, wanted: Wanted) -> Response:
    """Ask for a file. It is made beside: look at the export until its `state` is `done`, then fetch its `file`.

    One at a time for each account, whatever its tokens. What a token cannot read, it gets in no file: a summary needs
    `read:summaries`, too, statements `read:statements`, and who has been heard `read:region`.
    """
    region = await region_of(caller, network, "take_files")
    _need_scope(caller, wanted.what)
    order = await _order(caller, region, wanted)
    account, house, now = await caller.need_account(), caller.house, caller.house.clock()
    caller.slow_down("api files", caller.token.id, house.settings.api_files_per_minute)
    try:
        made = await house.database.write(lambda c: jobs.ask(c, account.id, network, order.model_dump_json(), now=now))
    except Busy:
        raise Refused("export_going", 409) from None
    house.worker.wake()
    answer = caller.tell(_item(caller, *await _mine(caller, region, made)))
    answer.status_code = 202
    return answer


@router.get("", response_model=Page[ExportItem])
async def listed(caller: Exporter, network: NetworkId, limit: Limit = USUAL, after: After = "") -> Response:
    """The exports of the token's account that the token may fetch, for a day after they have ended."""
    region = await region_of(caller, network, "take_files")
    account = await caller.need_account()
    found = await caller.house.database.read(lambda c: jobs.of_account(c, account.id, network))
    mine = [(job, order) for job in found if _reaches(caller, region, order := _order_of(job))]
    some, more = caller.page_of(mine, lambda pair: (pair[0].id,), ("",), limit=limit, after=after)
    return caller.tell(Page[ExportItem](items=tuple(_item(caller, job, order) for job, order in some), next=more))


@router.get("/{export}", response_model=ExportItem)
async def one(caller: Exporter, network: NetworkId, export: ExportId) -> Response:
    """How far an export has come."""
    region = await region_of(caller, network, "take_files")
    return caller.tell(_item(caller, *await _mine(caller, region, export)))


@router.delete("/{export}", response_model=ExportItem)
async def cancel(caller: Exporter, network: NetworkId, export: ExportId) -> Response:
    """Make an export no further, if it is not ready yet; the account may ask for another one at once."""
    region = await region_of(caller, network, "take_files")
    job, _ = await _mine(caller, region, export)
    now = caller.house.clock()
    await caller.house.database.write(lambda c: jobs.cancel(c, job.id, now=now))
    return caller.tell(_item(caller, *await _mine(caller, region, export)))


@router.get(
    "/{export}/file",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"application/octet-stream": {}}},
        409: {"description": "The export is not ready yet."},
        410: {"description": "There is no file any more; the export says why."},
    },
)
async def fetch(caller: Exporter, network: NetworkId, export: ExportId) -> Response:
    """The file of an export that is ready; of a vision, as long as the version in it is the public one."""
    region = await region_of(caller, network, "take_files")
    job, order = await _mine(caller, region, export)
    if job.going:
        raise Refused("export_not_ready", 409, progress=job.progress)
    if order.kind == "vision":
        kept = await caller.house.database.read(lambda c: visions.by_id(c, order.vision))
        if kept is None or kept.published != order.version:
            raise Refused("not_public", 404)
    return await handed_over(caller.house.database, job)


async def _order(caller: Caller, region: Region, wanted: Wanted) -> Order:
    """What is to be made.

    Raises:
        Problem: not_allowed
        Refused: not_public
    """
    if isinstance(wanted, SummaryWanted):
        kept = await caller.house.database.read(lambda c: visions.by_id(c, wanted.summary))
        if kept is None or not region.reaches(kept.place):
            raise Problem("not_allowed", 403)
        if kept.published is None:
            raise Refused("not_public", 404)
        return Order(
            kind="vision",
            format=wanted.format,
            network=region.id,
            places=(ids_of(kept.place),),
            vision=kept.id,
            version=kept.published,
        )
    there = sorted(map(ids_of, region.places))
    if wanted.municipality is not None:
        place = Place(region.id, wanted.municipality)
        if not knows(region, place):
            raise Problem("not_allowed", 403)
        there = [ids_of(place)]
    return Order(
        kind=KIND_OF[wanted.what],
        format=wanted.format,
        network=region.id,
        places=tuple(there),
        language=wanted.language,
    )


async def _mine(caller: Caller, region: Region, export: str) -> tuple[Job, Order]:
    """An export of the token's account that the token reaches, or a problem; others are as good as none."""
    account = await caller.need_account()
    job = await caller.house.database.read(lambda c: jobs.by_id(c, export))
    if job is None or job.account != account.id or job.network != region.id:
        raise Problem("not_allowed", 403)
    order = _order_of(job)
    if not _reaches(caller, region, order):
        raise Problem("not_allowed", 403)
    return job, order


def _order_of(job: Job) -> Order:
    return Order.model_validate_json(job.order)


def _reaches(caller: Caller, region: Region, order: Order) -> bool:
    what = WHAT_OF.get(order.kind)
    return what is not None and READS[what] in caller.token.scopes and all(map(region.reaches, order.there))


def _need_scope(caller: Caller, what: What) -> None:
    if READS[what] not in caller.token.scopes:
        raise Refused("missing_scope", 403, scope=READS[what])


def _item(caller: Caller, job: Job, order: Order) -> ExportItem:
    done, root = job.state == "done", caller.house.settings.public_url.rstrip("/")
    return ExportItem(
        id=job.id,
        what=WHAT_OF[order.kind],
        summary=order.vision or None,
        format=order.format,
        state=job.state,
        progress=job.progress,
        error=job.error or None,
        made=job.made_at,
        ended=job.ended_at,
        until=job.ended_at + KEPT if done and job.ended_at else None,
        name=job.name if done else None,
        size=job.size if done else None,
        file=f"{root}/api/v1/networks/{job.network}/exports/{job.id}/file" if done else None,
    )
