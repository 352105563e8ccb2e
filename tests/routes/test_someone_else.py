"""A page that was painted for one person and is used with another's cookie: refused, however it comes."""

import pytest

from app.identity import Who, is_someone_else, mark
from app.workshop.parts import Audience
from tests.routes.line import Line
from tests.routes.pages import read
from tests.server import Server, cookies_of, new_id

JSON = {"accept": "application/json"}
KARI, ANNA = Who(account="kari", facilitates=True), Who(participant="anna")


@pytest.mark.parametrize(
    ("who", "audience", "me", "is_another"),
    [
        (ANNA, "phone", mark("anna"), False),
        (ANNA, "phone", mark("ola"), True),
        (ANNA, "phone", "", False),
        (Who(), "phone", mark("anna"), True),
        (KARI, "desk", mark("kari"), False),
        (KARI, "desk", mark("ola"), True),
        (KARI, "wall", mark("ola"), False),
    ],
)
def test_the_mark_on_the_page_against_the_cookie(who: Who, audience: Audience, me: str, is_another: bool) -> None:
    assert is_someone_else(who, audience, me) is is_another


async def test_forms_and_frames_of_the_one_before(server: Server) -> None:
    room, _desk = await server.open_room()
    phone = await server.participant(room.code)
    path = f"/w/{room.code}"
    sheet = read(await phone.get(f"{path}/")).all("div", class_="sheet")[0]
    mine = sheet.attributes["data-me"]
    say = {"as": "phone", "type": "say", "text": "Hei"}
    assert (await phone.get(f"{path}/frames?me={mine}", headers=JSON)).status_code == 200
    assert (await phone.post(f"{path}/send", data={**say, "me": mine}, headers=JSON)).json()["type"] == "ack"
    await phone.post(f"{path}/leave")
    phone.cookies.delete("fb_participant", path=path)
    await phone.post(f"{path}/join", data={"group": "parent"}, headers=JSON)
    refused = await phone.post(f"{path}/send", data={**say, "id": new_id(), "me": mine}, headers=JSON)
    assert (refused.status_code, refused.json()["reason"]) == (409, "someone_else")
    polled = await phone.get(f"{path}/frames?me={mine}", headers=JSON)
    assert (polled.status_code, polled.json()["problem"]) == (409, "someone_else")
    live = await server.live(room)
    assert [s.text for s in live.room.statements.values()] == ["Hei"]


async def test_a_socket_of_the_one_before(server: Server) -> None:
    room, _desk = await server.open_room()
    phone = await server.participant(room.code)
    line = await Line.open(server.base, room.code, "phone&me=0123456789ab", cookies_of(phone))
    assert await line.closed() == 4409
    await line.close()
    mine = read(await phone.get(f"/w/{room.code}/")).all("div", class_="sheet")[0].attributes["data-me"]
    line = await Line.open(server.base, room.code, f"phone&me={mine}", cookies_of(phone))
    await line.until(lambda: line.frames)
    await line.close()
