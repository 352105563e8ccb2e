"""Promises and milestones from phones without scripts: what no form asks for stays, what is refused comes back."""

import httpx2

from app.workshop.method import shipped
from tests.routes.line import Line
from tests.routes.pages import submit
from tests.server import Room, Server, new_id


async def at(server: Server, method: str, kind: str) -> tuple[Room, Line]:
    """A workshop at the step of this kind, and its desk."""
    room, desk = await server.open_room()
    steps = shipped()[method]
    await _done(desk, "choose_method", method=steps.model_dump(mode="json"))
    await _done(desk, "go_to", step=next(n for n, step in enumerate(steps.steps) if step.kind == kind))
    return room, desk


async def _done(desk: Line, type_: str, **fields: object) -> None:
    answer = await desk.ask({"type": type_, "id": new_id(), **fields})
    assert answer["type"] == "ack", answer


async def _page(phone: httpx2.AsyncClient, room: Room) -> httpx2.Response:
    return await phone.get(f"/w/{room.code}/")


async def test_a_promise_said_otherwise_serves_the_theme_it_served(server: Server) -> None:
    room, desk = await at(server, "fremtidsbilde-60", "commit")
    await _done(desk, "make_theme", id="theme-friends", title="Venner")
    await _done(desk, "reveal")
    phone = await server.participant(room.code)
    page = await submit(phone, await _page(phone, room), "promise", what="Jeg hilser", serves="theme-friends")
    page = await submit(phone, page, "reword_promise", what="Jeg hilser på alle")
    assert page.status_code == 200
    (promise,) = (await server.live(room)).room.commitments.values()
    assert (promise.what, promise.serves) == ("Jeg hilser på alle", "theme-friends")
