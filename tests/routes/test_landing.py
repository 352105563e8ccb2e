"""Where somebody comes to who signs in: to what they have to do with."""

import httpx2
import pytest

from app.region.rights import Grant, Place, Role
from tests.routes.test_units import network
from tests.server import PASSWORD, Server


async def lands(server: Server, email: str, **more: str) -> httpx2.Response:
    browser = server.visitor()
    sent = await browser.post("/signin", data={"email": email, "password": PASSWORD, **more})
    assert sent.status_code == 303
    return await browser.get(sent.headers["location"], follow_redirects=True)


@pytest.mark.parametrize("role", ["coordinator", "reader"])
async def test_who_sees_a_region_and_runs_no_workshop_comes_to_the_region(server: Server, role: Role) -> None:
    there = await network(server)
    desk = await server.account("kari@example.no", grant=Grant(role, Place(there.id or 0)))
    assert (await lands(server, "kari@example.no")).url.path == f"/region/{there.id}"
    assert (await lands(server, "kari@example.no", then="/account")).url.path == "/account", "where they were going"
    assert (await desk.get("/home")).status_code == 200, "their workshops stay one press away"
    await server.workshop(desk)
    assert (await lands(server, "kari@example.no")).url.path == "/home"


async def test_who_makes_workshops_or_runs_the_installation_comes_home(server: Server) -> None:
    there = await network(server)
    await server.account("kari@example.no", grant=Grant("facilitator", Place(there.id or 0)))
    await server.account("boss@example.no", "administrator")
    for email in ("kari@example.no", "boss@example.no"):
        assert (await lands(server, email)).url.path == "/home"
