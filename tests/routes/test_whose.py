"""Whose a workshop is: chosen where one may make workshops, kept where one has no say, and offered to nobody else."""

import httpx2
import pytest

from app.region.network import Network
from app.region.rights import Grant, Place
from app.store import workshops
from app.store.told_workshops import give_units, units_of
from app.store.units import change_unit
from tests.routes.pages import Element, fields_of, form_of, read, submit
from tests.routes.told_region import made, unit_named
from tests.server import Room, Server, new_id


async def facilitator(server: Server, *places: Place) -> httpx2.AsyncClient:
    """Somebody who makes workshops in these places."""
    first, *more = places
    browser = await server.account(f"{new_id()}@example.no", grant=Grant("facilitator", first))
    for place in more:
        secret = server.invite(grant=Grant("facilitator", place))
        await browser.get(f"/invitation/{secret}")
        assert (await browser.post("/invitation")).status_code == 303
    return browser


async def whose(server: Server, room: Room) -> list[int]:
    there = await server.house.database.read(lambda c: workshops.by_code(c, room.code))
    assert there is not None
    return await server.house.database.read(lambda c: units_of(c, there.id))


def offered(page: Element) -> dict[str, bool]:
    """The units that a page offers, by their ids, and whether they are ticked."""
    boxes = page.all("input", type="checkbox", name="held_for")
    return {box.attributes["value"]: "checked" in box.attributes for box in boxes}


def place(network: Network, municipality: str, unit: str = "") -> Place:
    there = next(one for one in network.municipalities if one.name == municipality)
    return Place(network.id or 0, there.id, unit_named(network, unit) if unit else None)


async def test_a_workshop_is_made_for_units_and_given_to_others_in_its_settings(server: Server) -> None:
    network = await made(server)
    a, b, c = (unit_named(network, name) for name in ("Skole A", "Barnehage B", "Skole C"))
    kari = await facilitator(server, Place(network.id or 0))
    form = await kari.get("/workshops/new")
    assert len(offered(read(form))) == 4
    done = await submit(kari, form, "create", title="Skolen i 2040", held_for=["", str(a), str(c)])
    room = Room(done.url.path.split("/")[2], "")
    assert await whose(server, room) == sorted([a, c])
    settings = await kari.get(f"/w/{room.code}/desk/settings")
    assert {unit for unit, ticked in offered(read(settings)).items() if ticked} == {str(a), str(c)}
    await submit(kari, settings, "configure", held_for=["", str(b)])
    assert await whose(server, room) == [b]
    await submit(kari, await kari.get(f"/w/{room.code}/desk/settings"), "configure", title="Et annet navn")
    assert await whose(server, room) == [b], "what is ticked stays so"
    await submit(kari, await kari.get(f"/w/{room.code}/desk/settings"), "configure", held_for=[""])
    assert await whose(server, room) == []


async def test_whoever_has_no_place_sees_no_units(server: Server) -> None:
    await made(server)
    for role in ("facilitator", "administrator"):
        browser = await server.account(f"{new_id()}@example.no", role)
        form = await browser.get("/workshops/new")
        assert offered(read(form)) == {}
        assert "held_for" not in form.text
        done = await submit(browser, form, "create", title="Uten sted")
        assert "held_for" not in (await browser.get(done.url.path + "/settings")).text


async def test_no_workshop_is_given_to_a_unit_outside_ones_places_and_nothing_typed_is_lost(server: Server) -> None:
    network = await made(server)
    smola = await facilitator(server, place(network, "Smøla"))
    form = await smola.get("/workshops/new")
    a, c = unit_named(network, "Skole A"), unit_named(network, "Skole C")
    assert str(c) not in offered(read(form))
    for foreign in (str(c), "987654", "x", "0", "-1", "99999999999999999999"):
        refused = await submit(smola, form, "create", title="Lang tittel", held_for=["", str(a), foreign])
        assert refused.status_code == 409
        page = read(refused)
        assert page.by_id("title").attributes["value"] == "Lang tittel"
        assert {unit for unit, ticked in offered(page).items() if ticked} == {str(a)}
    assert "Lang tittel" not in (await smola.get("/home")).text
    room = await server.workshop(smola, held_for=["", str(a)])
    settings = await smola.get(f"/w/{room.code}/desk/settings")
    assert (await submit(smola, settings, "configure", title="X", held_for=["", str(c)])).status_code == 409
    assert await whose(server, room) == [a]
    assert "Skolen i 2040" in (await smola.get(f"/w/{room.code}/desk/settings")).text, "nothing is saved by halves"


async def test_what_a_co_facilitator_has_chosen_elsewhere_stays(server: Server) -> None:
    network = await made(server)
    a, b, c = (unit_named(network, name) for name in ("Skole A", "Barnehage B", "Skole C"))
    kari, ola = (
        await facilitator(server, place(network, "Smøla")),
        await facilitator(server, place(network, "Aure")),
    )
    room = await server.workshop(kari, held_for=["", str(a)])
    there = await server.house.database.read(lambda conn: workshops.by_code(conn, room.code))
    assert there is not None
    await ola.get(f"/invitation/{server.invite(workshop=there.id)}")
    assert (await ola.post("/invitation")).status_code == 303
    settings = await ola.get(f"/w/{room.code}/desk/settings")
    assert str(a) not in offered(read(settings))
    await submit(ola, settings, "configure", held_for=["", str(c)])
    assert await whose(server, room) == sorted([a, c])
    await submit(kari, await kari.get(f"/w/{room.code}/desk/settings"), "configure", held_for=["", str(b)])
    assert await whose(server, room) == sorted([b, c])
    anna = await server.account(f"{new_id()}@example.no", "facilitator")
    await anna.get(f"/invitation/{server.invite(workshop=there.id)}")
    await anna.post("/invitation")
    await submit(anna, await anna.get(f"/w/{room.code}/desk/settings"), "configure", title="Annas")
    assert await whose(server, room) == sorted([b, c]), "who has no place changes nothing of it"


async def test_an_old_page_without_the_field_takes_no_unit_away(server: Server) -> None:
    network = await made(server)
    a = unit_named(network, "Skole A")
    kari = await facilitator(server, Place(network.id or 0))
    room = await server.workshop(kari, held_for=["", str(a)])
    settings = read(await kari.get(f"/w/{room.code}/desk/settings"))
    fields = fields_of(form_of(settings, "configure"))
    del fields["held_for"]
    assert (await kari.post(f"/w/{room.code}/desk/settings", data=fields)).status_code == 303
    assert await whose(server, room) == [a]


async def test_whoever_has_one_unit_makes_workshops_for_it(server: Server) -> None:
    network = await made(server)
    a = unit_named(network, "Skole A")
    kari = await facilitator(server, place(network, "Smøla", "Skole A"))
    form = await kari.get("/workshops/new")
    assert offered(read(form)) == {str(a): True}
    done = await submit(kari, form, "create", title="Vår skole")
    assert await whose(server, Room(done.url.path.split("/")[2], "")) == [a]


async def test_a_copy_is_for_the_same_units_as_far_as_one_has_a_say(server: Server) -> None:
    network = await made(server)
    a, c = unit_named(network, "Skole A"), unit_named(network, "Skole C")
    kari = await facilitator(server, place(network, "Smøla"))
    room = await server.workshop(kari, held_for=["", str(a)])
    there = await server.house.database.read(lambda conn: workshops.by_code(conn, room.code))
    assert there is not None
    await server.house.database.write(lambda conn: give_units(conn, there.id, [a, c]))
    copied = await kari.post(f"/w/{room.code}/duplicate", data={"id": new_id()})
    assert await whose(server, Room(copied.headers["location"].split("/")[2], "")) == [a]


@pytest.mark.parametrize("chosen", [True, False])
async def test_a_unit_that_is_closed_down_is_offered_only_where_it_is_chosen(server: Server, chosen: bool) -> None:
    network = await made(server)
    smola = next(one for one in network.municipalities if one.name == "Smøla")
    unit = next(one for one in smola.units if one.name == "Skole A")
    kari = await facilitator(server, Place(network.id or 0))
    room = await server.workshop(kari, held_for=["", str(unit.id)] if chosen else [""])
    closed = unit.model_copy(update={"active": False})
    await server.house.database.write(lambda c: change_unit(c, smola.id or 0, closed, unit))
    assert str(unit.id) not in offered(read(await kari.get("/workshops/new")))
    there = offered(read(await kari.get(f"/w/{room.code}/desk/settings")))
    assert there.get(str(unit.id)) == (True if chosen else None)
