"""People and their roles: who may give and take which, and that nobody gets at others' networks by it."""

import asyncio
import re

import httpx2
import pytest

from app.region.rights import Grant, Place
from app.store import accounts
from tests.databases import held
from tests.routes.line import until
from tests.routes.pages import read
from tests.routes.test_units import coordinator, network
from tests.server import PASSWORD, Server


async def grants_of(server: Server, email: str) -> set[Grant]:
    there = await server.house.database.read(lambda c: accounts.by_email(c, email))
    assert there is not None
    return set(there.grants)


async def id_of(server: Server, email: str) -> str:
    there = await server.house.database.read(lambda c: accounts.by_email(c, email))
    assert there is not None
    return there.id


async def made(browser: httpx2.AsyncClient, door: str = "invite", **fields: str) -> httpx2.Response:
    """The page that shows what a form of the people's page has made."""
    sent = await browser.post(f"/people/{door}", data=fields)
    assert (sent.status_code, sent.headers["location"]) == (303, "/people")
    return await browser.get("/people")


async def follow(browser: httpx2.AsyncClient, page: httpx2.Response, **fields: str) -> httpx2.Response:
    """Take the link that a page shows."""
    found = re.search(r"/invitation/([\w-]+)", page.text)
    assert found, page.text
    await browser.get(f"/invitation/{found[1]}")
    return await browser.post("/invitation", data=fields)


async def test_a_coordinator_invites_into_their_own_places_and_no_others(server: Server) -> None:
    mine, foreign = await network(server), await network(server, "Romsdal")
    smola = next(one for one in mine.municipalities if one.name == "Smøla")
    desk = await coordinator(server, Place(mine.id or 0, smola.id))
    inside = {"role": "facilitator", "place": f"{mine.id}/{smola.id}/{smola.units[0].id}"}
    invited = await made(desk, **inside)
    browser = server.visitor()
    await follow(browser, invited, email="ola@example.no", name="Ola", password=PASSWORD)
    assert await grants_of(server, "ola@example.no") == {
        Grant("facilitator", Place(mine.id or 0, smola.id, smola.units[0].id))
    }
    assert (await browser.get("/people")).status_code == 403, "a facilitator invites nobody"
    for role, place in [
        ("coordinator", f"{mine.id}"),
        ("reader", f"{foreign.id}"),
        ("administrator", ""),
        ("facilitator", ""),
        ("facilitator", f"{foreign.id}/{smola.id}"),
    ]:
        refused = await desk.post("/people/invite", data={"role": role, "place": place})
        assert refused.status_code == 403, (role, place)


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("king", "", 422),
        ("reader", "", 409),
        ("reader", "x", 422),
        ("reader", "1/2/3/4", 422),
        ("administrator", "1", 409),
    ],
)
async def test_a_role_where_there_is_none_is_refused(server: Server, role: str, place: str, status: int) -> None:
    boss = await server.account("boss@example.no", "administrator")
    assert (await boss.post("/people/invite", data={"role": role, "place": place})).status_code == status


async def test_who_has_an_account_already_gets_the_role_besides(server: Server) -> None:
    there = await network(server)
    boss = await server.account("boss@example.no", "administrator")
    ola = await server.account("ola@example.no", "facilitator")
    link = await made(boss, role="coordinator", place=f"{there.id}")
    assert (await follow(ola, link)).status_code == 303
    assert await grants_of(server, "ola@example.no") == {
        Grant("facilitator"),
        Grant("coordinator", Place(there.id or 0)),
    }
    assert (await ola.get("/units")).status_code == 200


async def test_a_role_is_given_and_taken(server: Server) -> None:
    there = await network(server)
    boss = await server.account("boss@example.no", "administrator")
    await server.account("ola@example.no", "facilitator")
    ola = await id_of(server, "ola@example.no")
    await boss.post(f"/people/{ola}/give", data={"role": "reader", "place": f"{there.id}"})
    assert Grant("reader", Place(there.id or 0)) in await grants_of(server, "ola@example.no")
    await boss.post(f"/people/{ola}/take", data={"given": f"reader {there.id}"})
    assert await grants_of(server, "ola@example.no") == {Grant("facilitator")}


async def test_a_coordinator_takes_a_role_where_nobody_is_administrator(server: Server) -> None:
    there = await network(server)
    desk = await coordinator(server, Place(there.id or 0))
    await server.account("ola@example.no", grant=Grant("reader", Place(there.id or 0)))
    ola = await id_of(server, "ola@example.no")
    taken = await desk.post(f"/people/{ola}/take", data={"given": f"reader {there.id}"})
    assert taken.status_code == 303
    assert await grants_of(server, "ola@example.no") == set()


async def test_a_role_is_taken_from_oneself_only_after_a_question(server: Server) -> None:
    there = await network(server)
    desk = await coordinator(server, Place(there.id or 0))
    await coordinator(server, Place(there.id or 0), "ola@example.no")
    page = read(await desk.get("/people"))
    asked = {
        form.attributes["action"]
        for dialog in page.all("div", role="dialog")
        for form in dialog.all("form")
        if "Ta denne rollen fra deg selv?" in dialog.text
    }
    assert asked == {f"/people/{await id_of(server, 'kari@example.no')}/take"}
    without = {form.attributes["action"] for form in page.all("form")} - asked
    assert f"/people/{await id_of(server, 'ola@example.no')}/take" in without


async def test_somebody_stays_administrator(server: Server) -> None:
    boss = await server.account("boss@example.no", "administrator")
    me = await id_of(server, "boss@example.no")
    kept = await boss.post(f"/people/{me}/take", data={"given": "administrator "})
    assert kept.status_code == 409
    assert Grant("administrator") in await grants_of(server, "boss@example.no")
    await boss.post(f"/people/{me}/active", data={"active": "no"})
    assert (await boss.get("/people")).status_code == 200, "nobody keeps themselves out"


async def test_of_two_administrators_who_keep_each_other_out_at_once_one_is_left(server: Server) -> None:
    one, two = await server.account("one@example.no"), await server.account("two@example.no")
    ids = [await id_of(server, f"{name}@example.no") for name in ("one", "two")]
    database = server.house.database
    with held(database):
        asked = asyncio.gather(
            one.post(f"/people/{ids[1]}/active", data={"active": "no"}),
            two.post(f"/people/{ids[0]}/active", data={"active": "no"}),
        )
        await until(lambda: len(database._writer._waiting) == 2)
    answers = await asked
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert "Noen må være administrator." in next(one.text for one in answers if one.status_code == 409)
    assert sorted([(await browser.get("/people")).status_code for browser in (one, two)]) == [200, 303]


async def test_who_is_kept_out_is_signed_out_and_can_be_let_in_again(server: Server) -> None:
    boss = await server.account("boss@example.no", "administrator")
    desk = await server.account("ola@example.no", "facilitator")
    ola = await id_of(server, "ola@example.no")
    await boss.post(f"/people/{ola}/active", data={"active": "no"})
    assert (await desk.get("/home")).status_code == 303
    await boss.post(f"/people/{ola}/active", data={"active": "yes"})
    link = await made(boss, f"{ola}/reset")
    browser = server.visitor()
    await follow(browser, link, password="et helt nytt passord")
    assert (await browser.get("/home")).status_code == 200


async def test_a_coordinator_sees_nobody_of_another_network_and_changes_nothing_there(server: Server) -> None:
    mine, foreign = await network(server), await network(server, "Romsdal")
    desk = await coordinator(server, Place(mine.id or 0))
    await coordinator(server, Place(foreign.id or 0), "ola@example.no")
    ola = await id_of(server, "ola@example.no")
    assert "ola@example.no" not in (await desk.get("/people")).text
    taken = await desk.post(f"/people/{ola}/take", data={"given": f"coordinator {foreign.id}"})
    given = await desk.post(f"/people/{ola}/give", data={"role": "reader", "place": f"{mine.id}"})
    assert [taken.status_code, given.status_code] == [403, 403]
    for act in ("reset", "active"):
        assert (await desk.post(f"/people/{ola}/{act}")).status_code == 403
    assert await grants_of(server, "ola@example.no") == {Grant("coordinator", Place(foreign.id or 0))}
