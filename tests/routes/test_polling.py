"""The same room without a socket: frames that are asked for, and commands as forms."""

import asyncio

import httpx2

from tests.routes.line import Message, apply
from tests.server import Server, cookies_of, new_id

JSON = {"accept": "application/json"}


class Poller:
    """A program that asks for frames now and then."""

    def __init__(self, browser: httpx2.AsyncClient, code: str, seen: str) -> None:
        self.browser = browser
        self.address = f"/w/{code}/frames"
        self.seen = seen
        self.cursor = ""
        self.screen: dict[str, Message] = {}
        self.own: dict[str, Message] = {}

    async def poll(self) -> list[Message]:
        query = {"as": self.seen, "since": self.cursor, "form": "json"}
        answer = await self.browser.get(self.address, params=query, headers=JSON)
        assert answer.status_code == 200
        told = answer.json()
        frames: list[Message] = told["frames"]
        for frame in frames:
            apply(self.own if frame["scope"] == "own" else self.screen, frame)
        self.cursor = told["cursor"]
        return frames


async def test_who_polls_sees_what_the_sockets_see(server: Server) -> None:
    room, desk = await server.open_room()
    projector, phone = await server.wall(room), await server.participant(room.code)
    wall, line = await server.line(projector, room.code, "wall"), await server.line(phone, room.code)
    pollers = {"wall": Poller(projector, room.code, "wall"), "phone": Poller(phone, room.code, "phone")}
    for poller in pollers.values():
        assert (await poller.poll())[0]["whole"] is True
    for n in range(3):
        await line.say(f"Utsagn {n}")
    await desk.command("reveal")
    await wall.until(lambda: len(wall.kinds("wall_card")) == 3)
    await line.until(lambda: line.screen["stage"]["revealed"] and len(line.own) == 3)
    for poller in pollers.values():
        assert not any(frame["whole"] for frame in await poller.poll() if frame["scope"] == "room")
    assert pollers["wall"].screen == wall.screen
    assert pollers["phone"].screen == line.screen
    assert pollers["phone"].own == line.own
    assert [f for f in await pollers["wall"].poll() if f["scope"] == "room"] == []


async def test_who_polls_as_the_only_one_sees_what_happens(server: Server) -> None:
    """No socket is open, so no pulse runs."""
    desk = await server.account()
    room = await server.workshop(desk)
    poller = Poller(await server.wall(room), room.code, "wall")
    await poller.poll()
    assert poller.screen["stage"]["mode"] == "join"
    for type_, mode in [("open_submissions", "write"), ("reveal", "show"), ("blank", "blank")]:
        form = {"type": type_, "as": "desk"}
        assert (await desk.post(f"/w/{room.code}/send", data=form, headers=JSON)).json()["type"] == "ack"
        await poller.poll()
        assert poller.screen["stage"]["mode"] == mode


async def test_frames_for_browsers_are_html_in_the_readers_language(server: Server) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    told = (await phone.get(f"/w/{room.code}/frames", params={"as": "phone"})).json()
    assert all("html" in frame and "put" not in frame for frame in told["frames"])
    assert 'id="stage"' in told["frames"][0]["html"]
    english = (await phone.get(f"/w/{room.code}/frames?as=phone", headers={"accept-language": "en"})).json()
    assert "How do we want it to be?" in english["frames"][0]["html"]


async def test_a_form_is_answered_as_the_socket_answers(server: Server) -> None:
    room, desk = await server.open_room()
    phone = await server.participant(room.code)
    line = await server.line(phone, room.code)
    path, statement = f"/w/{room.code}/send", new_id()
    sent = await phone.post(path, data={"type": "say", "id": statement, "text": "Som skjema"}, headers=JSON)
    assert (sent.status_code, sent.json()) == (200, {"type": "ack", "id": statement})
    again = await phone.post(path, data={"type": "say", "id": statement, "text": "Som skjema"}, headers=JSON)
    assert again.json() == sent.json()
    refused = await phone.post(path, data={"type": "say", "id": (i := new_id()), "text": " "}, headers=JSON)
    assert refused.status_code == 409
    assert refused.json() == await line.say(" ", i)
    await desk.until(lambda: len(desk.kinds("desk_card")) == 1)


async def test_a_form_of_the_desk_moves_many_at_once(server: Server) -> None:
    room, desk = await server.open_room()
    phone, theme = await server.writer(room), new_id()
    statements = [new_id() for _ in range(3)]
    await asyncio.gather(*(phone.say("x", i) for i in statements))
    await desk.command("make_theme", theme, title="Tema")
    browser = server.visitor(cookie=_cookie(desk))
    form = {"type": "move", "as": "desk", "statements": statements, "to": theme}
    assert (await browser.post(f"/w/{room.code}/send", data=form, headers=JSON)).json()["type"] == "ack"
    await desk.until(lambda: {card["theme"] for card in desk.kinds("desk_card")} == {theme})
    form["to"] = ""
    assert (await browser.post(f"/w/{room.code}/send", data=form, headers=JSON)).json()["type"] == "ack"
    await desk.until(lambda: {card["theme"] for card in desk.kinds("desk_card")} == {None})


def _cookie(line: object) -> str:
    request = line.socket.request  # type: ignore[attr-defined]  # a Line
    return str(request.headers["cookie"])


async def test_cookies_of_a_workshop_are_sent_to_that_workshop_only(server: Server) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    await phone.get(f"/wall/{room.wall_key}")
    assert {cookie.path for cookie in phone.cookies.jar} == {f"/w/{room.code}"}
    assert "fb_wall" in cookies_of(phone)
