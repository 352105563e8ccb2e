"""Promises and milestones from phones without scripts: what no form asks for stays, what is refused comes back."""

import httpx2

from app.workshop.method import shipped
from tests.routes.line import Line
from tests.routes.pages import Element, fields_of, form_of, read, submit
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


async def test_a_refused_promise_comes_back_whole_in_its_form(server: Server) -> None:
    room, desk = await at(server, "fremtidsbilde-60", "commit")
    await _done(desk, "make_theme", id="theme-friends", title="Venner")
    await _done(desk, "reveal")
    phone = await server.participant(room.code)
    page = await _page(phone, room)
    said = {"what": "Jeg hilser <alle>", "who": "Bo", "when": "til jul", "serves": "theme-friends"}
    await _done(desk, "go_to", step=8)
    page = await submit(phone, page, "promise", **said)
    assert page.status_code == 409
    form = form_of(read(page), "promise")
    assert _said(form, *said) == said | {"serves": None}, "themes can be chosen while promises are made"
    assert "data-typed" in form.attributes, "it is seen also when the step is another"
    assert _said(form_of(read(page), "say"), "text") == {"text": ""}
    await _done(desk, "go_to", step=7)
    await _done(desk, "reopen_step", step=7)
    page = await submit(phone, page, "promise", what="å" * 300, who="Bo", serves="theme-friends")
    assert _said(form_of(read(page), "promise"), "who", "serves") == {"who": "Bo", "serves": "theme-friends"}
    page = await submit(phone, page, "promise", what="Kort")
    assert page.status_code == 200
    assert _said(form_of(read(page), "promise"), "what", "who") == {"what": "", "who": ""}


async def test_a_refused_milestone_comes_back_in_its_form_and_not_among_statements(server: Server) -> None:
    room, desk = await at(server, "backcasting", "timeline")
    phone = await server.participant(room.code)
    page = await _page(phone, room)
    said = {"text": "Skolegården er bygd", "place": "2030", "who": "kommunen"}
    await _done(desk, "go_to", step=4)
    page = await submit(phone, page, "add_milestone", **said)
    assert page.status_code == 409
    form = form_of(read(page), "add_milestone")
    assert _said(form, *said) == said
    assert "data-typed" in form.attributes
    assert _said(form_of(read(page), "say"), "text") == {"text": ""}


async def test_a_refused_rewording_comes_back_in_its_card(server: Server) -> None:
    room, desk = await at(server, "fremtidsbilde-60", "commit")
    phone = await server.participant(room.code)
    page = await submit(phone, await _page(phone, room), "promise", what="Jeg hilser", who="Bo")
    await _done(desk, "go_to", step=8)
    said = {"what": "Jeg hilser på alle", "who": "", "when": "til jul"}
    refused = await submit(phone, page, "reword_promise", **said)
    assert refused.status_code == 409
    (fold,) = read(refused).by_id("own-plans").all("details")
    assert "open" in fold.attributes
    assert _said(form_of(fold, "reword_promise"), *said) == said
    assert _said(form_of(read(refused), "promise"), "what") == {"what": ""}
    await submit(phone, page, "take_back_promise")
    gone = await submit(phone, refused, "reword_promise", **said)
    assert _said(form_of(read(gone), "promise"), *said) == said, "its card is gone"


async def test_who_has_not_joined_gets_all_that_was_written_back(server: Server) -> None:
    room, _ = await at(server, "fremtidsbilde-60", "commit")
    form = {"type": "promise", "id": new_id(), "what": "Jeg hilser", "who": "Bo", "when": "til jul"}
    page = await server.visitor().post(f"/w/{room.code}/send", data=form)
    assert read(page).by_id("typed").text == "Jeg hilser Bo til jul"


def _said(form: Element, *names: str) -> dict[str, str | None]:
    """What fields of a form say; nothing where it has no such field."""
    fields = fields_of(form)
    return {name: fields.get(name, [None])[0] for name in names}
