"""What is sent twice is done once: a double tap, or an answer that never came."""

from tests.routes.pages import fields_of, form_of, read
from tests.server import Server


async def test_joining_twice_by_one_form_is_joining_once(server: Server) -> None:
    room, desk = await server.open_room()
    phone, again = server.visitor(), server.visitor()
    form = fields_of(form_of(read(await phone.get(f"/w/{room.code}/")), action=f"/w/{room.code}/join"))
    fields = {**form, "group": ["child"]}
    first = await phone.post(f"/w/{room.code}/join", data=fields)
    second = await again.post(f"/w/{room.code}/join", data=fields)
    assert (first.status_code, second.status_code) == (303, 303)
    live = await server.live(room)
    assert len(live.room.participants) == 1
    assert (await again.get(f"/w/{room.code}/")).status_code == 200
    assert desk.screen["bar"]["statements"] == 0


async def test_a_ticket_of_another_workshop_or_of_nobody_lets_in_as_a_newcomer(server: Server) -> None:
    room, _ = await server.open_room()
    other, _ = await server.open_room()
    phone = server.visitor()
    form = fields_of(form_of(read(await phone.get(f"/w/{other.code}/")), action=f"/w/{other.code}/join"))
    for ticket in (form["ticket"][0], "nobody's"):
        joined = await server.visitor().post(f"/w/{room.code}/join", data={"group": "child", "ticket": ticket})
        assert joined.status_code == 303
    assert len((await server.live(room)).room.participants) == 2


async def test_a_copy_asked_for_twice_by_one_form_is_made_once(server: Server) -> None:
    browser = await server.account()
    room = await server.workshop(browser)
    form = fields_of(form_of(read(await browser.get("/home")), action=f"/w/{room.code}/duplicate"))
    places = {(await browser.post(f"/w/{room.code}/duplicate", data=form)).headers["location"] for _ in range(2)}
    assert len(places) == 1
    assert (await browser.get("/home")).text.count("/duplicate") == 2
