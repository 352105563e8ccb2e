"""Every door and everybody who may knock: an explicit table of who is let in. Whoever is not named is not."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx2
import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute

from app.store import sessions
from tests.routes.doors_made import (
    job_made,
    person_made,
    plans_made,
    public_made,
    region_made,
    shared_made,
    token_made,
    vision_made,
    webhook_made,
)
from tests.routes.doors_table import ACCOUNTS, DESKS, DOORS, PHONES, SECRET, VOUCHING, WALLS, WHO, Door, get
from tests.routes.line import Line
from tests.server import Room, Server, cookies_of, new_id, running

ENDING = ("/signout", "/account/password")
"""Doors behind which a session may end: knocked at with one of their own."""


@dataclass
class People:
    """A workshop with a secret in it, another one, and the cookies of everybody."""

    server: Server
    room: Room
    places: dict[str, str]
    cookies: dict[str, str]

    async def passing(self, who: str) -> str:
        """The same person in another browser, which is signed in anew where they sign in."""
        session = next((part for part in self.cookies[who].split("; ") if part.startswith("fb_session=")), None)
        cookies = self.server.house.cookies
        session_id = cookies.read_session(session.partition("=")[2]) if session else None
        there = await self.server.house.database.read(lambda c: sessions.by_id(c, session_id)) if session_id else None
        if there is None or session is None:
            return self.cookies[who]
        now = self.server.house.clock()
        begun = await self.server.house.database.write(lambda c: sessions.begin(c, there.account, device="", now=now))
        return self.cookies[who].replace(session, f"fb_session={cookies.session(begun)}")


@pytest.fixture(scope="module")
async def people(tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]) -> AsyncIterator[People]:
    folder = tmp_path_factory.mktemp("doors")
    (folder / "sign-in.toml").write_text(VOUCHING)
    async with running(
        folder,
        database_url=new_address(),
        oidc=str(folder / "sign-in.toml"),
        smtp_url="smtp+plain://127.0.0.1:9",
        mail_from="fremtid@example.no",
        public_url="http://fremtid.example",
        sign_ins_from_address=10_000,
        resets_from_address=10_000,
        wrong_codes_per_minute=10_000,
        sign_ins_per_minute=1_000,
    ) as server:
        kari, ola = (
            await server.account("kari@example.no", "facilitator"),
            await server.account("ola@example.no", "facilitator"),
        )
        boss = await server.account("boss@example.no", "administrator")
        network, municipality, in_network = await region_made(server)
        room, elsewhere = await server.workshop(kari), await server.workshop(ola)
        desk = await server.line(kari, room.code, "desk")
        await desk.command("open_submissions")
        statement, theme = new_id(), new_id()
        await (await server.writer(room)).say(SECRET, statement)
        await desk.command("make_theme", theme, title=SECRET)
        cookies = {
            "nobody": "",
            "participant": cookies_of(await server.participant(room.code)),
            "participant elsewhere": cookies_of(await server.participant(elsewhere.code)),
            "wall": cookies_of(await server.wall(room)),
            "wall elsewhere": cookies_of(await server.wall(elsewhere)),
            "facilitator": cookies_of(kari),
            "facilitator elsewhere": cookies_of(ola),
            "administrator elsewhere": cookies_of(boss),
            **in_network,
        }
        real = "; ".join(cookies[who] for who in ("participant", "wall", "facilitator"))
        cookies["forged"] = "; ".join(_forged(cookie) for cookie in real.split("; "))
        places = {
            "code": room.code,
            "key": room.wall_key,
            "secret": "no-such-secret",
            "statement": statement,
            "theme": theme,
            "name": "json",
            "method": "igp",
            "provider": "feide",
            "network": str(network),
            "municipality": str(municipality),
            "person": await person_made(server, network),
            **await plans_made(server, network),
            "shared": str(await shared_made(server, network)),
            "removable": str(await shared_made(server, network)),
            "vision": await vision_made(server, network),
            "link": await public_made(server, network),
            "job": await job_made(server, network),
            "token": await token_made(server, network),
            "webhook": await webhook_made(server, network),
            "a": "1",
            "b": "1",
        }
        yield People(server, room, places, cookies)


def _forged(cookie: str) -> str:
    """The same claim under a signature that is almost right."""
    return cookie[:-6] + ("A" if cookie[-6] != "A" else "B") + cookie[-5:]


async def knock(people: People, door: Door, who: str, accept: str = "application/json") -> httpx2.Response:
    cookie = await people.passing(who) if door.route in ENDING else people.cookies[who]
    if door.route.endswith("/webhooks/{webhook}/delete"):
        people.places["webhook"] = await webhook_made(people.server, int(people.places["network"]))
    if door.route.endswith("/visions/{vision}/delete"):
        people.places["vision"] = await vision_made(people.server, int(people.places["network"]))
    browser = people.server.visitor(cookie=cookie, accept=accept)
    address = (door.route + door.query).format(**people.places)
    if door.method == "GET":
        return await browser.get(address)
    if door.file is not None:
        return await browser.post(address, files={"file": ("units.csv", door.file)})
    form = {name: value.format(**people.places) for name, value in door.form.items()} | {"id": new_id()}
    return await browser.post(address, data=form)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    "door",
    DOORS,
    ids=lambda d: (
        f"{d.method} {d.route}{d.query} {d.form.get('type', '')} {d.form.get('as', '')}{d.form.get('role', '')}"
    ),
)
async def test_a_door_opens_to_those_it_is_for_and_to_nobody_else(people: People, door: Door, who: str) -> None:
    answer = await knock(people, door, who)
    if who in door.allowed:
        assert answer.status_code == door.status, answer.text
        return
    if door.route == "/signin" and door.method == "GET":
        assert answer.headers["location"] == "/home", "who is signed in is sent on"
        return
    assert answer.status_code == door.denied, answer.text
    assert SECRET not in answer.text
    assert people.room.wall_key not in answer.text
    if door.route.endswith("/send"):
        assert answer.json()["reason"] == "not_allowed"
    elif answer.status_code == 403 and door.route != "/signin":
        signed_out = who not in ACCOUNTS
        assert answer.json()["problem"] == ("sign_in" if signed_out and door.allowed <= ACCOUNTS else "not_allowed")


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("seen", "allowed"), [("phone", PHONES), ("wall", WALLS), ("desk", DESKS)])
async def test_a_socket_opens_to_those_it_is_for_and_to_nobody_else(
    people: People, seen: str, allowed: frozenset[str], who: str
) -> None:
    line = await Line.open(people.server.base, people.room.code, seen, people.cookies[who])
    if who in allowed:
        await line.until(lambda: line.frames)
        assert line.screen
    else:
        assert await line.closed() == 4403
        assert line.frames == []
    await line.close()


@pytest.mark.parametrize("seen", ["phone", "wall"])
async def test_no_socket_but_the_desks_takes_the_desks_commands(people: People, seen: str) -> None:
    who = "participant" if seen == "phone" else "wall"
    line = await Line.open(people.server.base, people.room.code, seen, people.cookies[who])
    answer = await line.command("delete")
    assert (answer["type"], answer["reason"]) == ("refused", "not_allowed")
    if seen == "wall":
        assert (await line.say("Hei"))["reason"] == "not_allowed"
    await line.close()


async def test_a_facilitator_without_a_phone_cannot_write_as_one(people: People) -> None:
    line = await Line.open(people.server.base, people.room.code, "phone", people.cookies["facilitator"])
    assert await line.closed() == 4403
    await line.close()


async def test_who_is_not_signed_in_is_led_to_the_form_and_back(people: People) -> None:
    door = get("/w/{code}/desk", DESKS)
    answer = await knock(people, door, "nobody", accept="text/html")
    assert answer.headers["location"] == f"/signin?then=/w/{people.room.code}/desk"


def test_the_table_names_every_door_there_is(people: People) -> None:
    there = {
        (method, route.path)
        for route in _routes(people.server)
        if isinstance(route, APIRoute) and not route.path.startswith("/api/")  # tests/routes/test_api_doors.py
        for method in route.methods or ()
    }
    assert there == {(door.method, door.route) for door in DOORS}
    sockets = [route.path for route in _routes(people.server) if isinstance(route, APIWebSocketRoute)]
    assert sockets == [], "the one socket there is, is served before the framework: app.routes.live"


def _routes(server: Server) -> list[object]:
    found: list[object] = []
    for route in server.app.routes:
        found += getattr(getattr(route, "original_router", route), "routes", [route])
    return found
