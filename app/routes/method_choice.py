"""The desk's door to its method: which one the workshop is run by."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from app.routes.offered_methods import Offered, method_named, methods_for
from app.routes.visit import Visit, Visiting, new_id, to
from app.store.workshops import Workshop
from app.workshop.commands import ID, ChooseMethod
from app.workshop.refusals import Refusal

router = APIRouter()


@router.get("/w/{code}/desk/method")
async def show(visit: Visiting, code: str) -> Response:
    """Choose the method, or another one."""
    workshop, _ = await visit.need("run_desk", code)
    return await _page(visit, workshop)


@router.post("/w/{code}/desk/method")
async def choose(
    visit: Visiting,
    code: str,
    name: Annotated[str, Form(alias="method")] = "",
    id: Annotated[str, Form()] = "",  # noqa: A002 - the form's name
) -> Response:
    """Run the workshop by the chosen method, or by none."""
    workshop, who = await visit.need("run_desk", code)
    live = await visit.live(workshop)
    method = await method_named(visit, name) if name else None
    if method is None and name and live.room.method is not None and name == live.room.method.id:
        return to(f"/w/{workshop.code}/desk")  # nobody has it any more but this room
    command = ChooseMethod(id=id if ID.fullmatch(id) else new_id(), method=method)
    try:
        await visit.submit(workshop, who, "desk", lambda: command)
    except Refusal as refusal:
        return await _page(visit, workshop, refusal)
    return to(f"/w/{workshop.code}/desk")


async def _page(visit: Visit, workshop: Workshop, refusal: Refusal | None = None) -> Response:
    room = (await visit.live(workshop)).room
    offered = await methods_for(visit)
    if room.method is not None and room.method.id not in {one.method.id for one in offered}:
        offered.insert(0, Offered(room.method, "shared"))
    chosen = room.method.id if room.method else None if room.step is None else ""
    status = 409 if refusal else 200
    return visit.page(
        "method_for_room", status=status, workshop=workshop, methods=offered, chosen=chosen, refusal=refusal
    )
