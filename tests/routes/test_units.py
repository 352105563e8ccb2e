"""Networks and units: who may change which, imports that are looked at first, all or nothing, and nothing twice."""

import asyncio

import httpx2
import pytest

from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant, Place
from app.store import region, units
from tests.databases import held
from tests.routes.line import until
from tests.routes.pages import fields_of, read
from tests.server import Server

ROWS = (
    "kommunenr;kommune;enhet;type\n1573;Smøla;Skole A;skole\n1573;Smøla;Barnehage B;barnehage\n1576;Aure;Skole C;skole"
)


async def network(server: Server, name: str = "Nordmøre") -> Network:
    """A network of two municipalities with a school each."""
    there = Network(
        name=name,
        municipalities=(
            Municipality(number="1573", name="Smøla", units=(Unit(name="Skole A", kind="school"),)),
            Municipality(number="1576", name="Aure", units=(Unit(name="Skole C", kind="school"),)),
        ),
    )
    await server.house.database.write(lambda c: region.save_network(c, there))
    found = await server.house.database.read(region.networks)
    return next(one for one in found if one.name == name)


async def coordinator(server: Server, place: Place, email: str = "kari@example.no") -> httpx2.AsyncClient:
    return await server.account(email, grant=Grant("coordinator", place))


async def look_at(desk: httpx2.AsyncClient, there: int | None, text: str) -> httpx2.Response:
    return await desk.post(f"/units/{there}/import", files={"file": ("enheter.csv", text.encode(), "text/csv")})


async def names(server: Server, there: int | None) -> list[str]:
    found = await server.house.database.read(lambda c: units.network_by_id(c, there or 0))
    assert found is not None
    return found.lines()


def unit_form(page: httpx2.Response, unit: int | None) -> dict[str, list[str]]:
    """What the form of a unit would send if nothing were typed."""
    forms = [fields_of(one) for one in read(page).all("form")]
    return next(one for one in forms if one.get("unit") == [str(unit)])


async def test_a_file_is_looked_at_first_and_then_imported_once(server: Server) -> None:
    boss = await server.account("boss@example.no", "administrator")
    made = await boss.post("/units", data={"name": "Oppvekstnettverk Nordmøre"})
    there = int(made.headers["location"].rsplit("/", 1)[1])
    looked = await look_at(boss, there, ROWS)
    assert looked.status_code == 200
    assert await names(server, there) == []
    (content,) = [e.attributes["value"] for e in read(looked).all("input") if e.attributes.get("name") == "content"]
    for _ in range(2):
        done = await boss.post(f"/units/{there}/import/now", data={"content": content})
        assert done.headers["location"] == f"/units/{there}?saved=import"
    assert await names(server, there) == ["Aure", "Aure – Skole C", "Smøla", "Smøla – Skole A", "Smøla – Barnehage B"]
    again = await look_at(boss, there, ROWS)
    assert not [e for e in read(again).all("input") if e.attributes.get("name") == "content"]


async def test_each_problem_is_told_with_its_line_and_nothing_is_changed(server: Server) -> None:
    there = await network(server)
    desk = await coordinator(server, Place(there.id or 0))
    before = await names(server, there.id)
    bad = await look_at(desk, there.id, "kommunenr;kommune;enhet;type\n1573;Smøla;Ny;skole\n15;Smøla;Nyere;hus")
    assert bad.status_code == 409
    cells = [row.text for row in read(bad).all("tr")][1:]
    assert [cell.split()[0] for cell in cells] == ["3", "3"]
    assert "«hus» er ikke en type: Skriv skole, barnehage eller annet. Det står i kolonnen «Type»." in " ".join(cells)
    assert await names(server, there.id) == before


async def test_a_number_with_two_names_is_told_with_both_and_a_new_municipality_by_name(server: Server) -> None:
    there = await network(server)
    desk = await coordinator(server, Place(there.id or 0))
    two = await look_at(desk, there.id, "kommunenr;kommune;enhet;type\n9999;Aure;Ny;skole\n9999;Averøy;Nyere;skole")
    assert two.status_code == 409
    assert "Kommunenummer 9999 er Aure på linje 2, men Averøy her." in two.text
    known = await look_at(desk, there.id, "kommunenr;kommune;enhet;type\n1576;Averøy;Ny;skole\n1576;Aure;Nyere;skole")
    assert [row.text for row in read(known).all("tr")][1:] == [
        "2 Kommunenummer 1576 er Aure i nettverket, men Averøy her."
    ]
    new = await look_at(desk, there.id, "kommunenr;kommune;enhet;type\n9999;Ingensted;Ny;skole")
    assert "Ny kommune i nettverket: 9999 Ingensted" in new.text
    assert "Ny kommune" not in (await look_at(desk, there.id, ROWS)).text


async def test_a_network_is_no_business_of_another_networks_coordinator(server: Server) -> None:
    mine, foreign = await network(server), await network(server, "Romsdal")
    desk = await coordinator(server, Place(mine.id or 0))
    assert (await desk.get(f"/units/{mine.id}")).status_code == 200
    assert (await desk.get(f"/units/{foreign.id}")).status_code == 403
    assert (await desk.get("/units/987654")).status_code == 403, "what is not there looks like what is not one's own"
    assert (await look_at(desk, foreign.id, ROWS)).status_code == 403
    smola = foreign.municipalities[0].id
    form = {"name": "Ny", "kind": "school"}
    assert (await desk.post(f"/units/{foreign.id}/{smola}/unit", data=form)).status_code == 403
    crossed = await desk.post(f"/units/{mine.id}/{smola}/unit", data=form)
    assert crossed.status_code == 404, "a foreign municipality under one's own network"
    assert "Romsdal" not in (await desk.get("/units")).text
    assert (await desk.post("/units", data={"name": "Mitt"})).status_code == 403


async def test_a_municipalitys_coordinator_changes_that_one_only(server: Server) -> None:
    there = await network(server)
    aure, smola = there.municipalities
    desk = await coordinator(server, Place(there.id or 0, smola.id))
    page = (await desk.get(f"/units/{there.id}")).text
    assert "Smøla" in page
    assert "Aure" not in page
    refused = await look_at(desk, there.id, f"{ROWS}\n1576;Aure;Ny skole;skole")
    assert refused.status_code == 409
    assert "1576" in refused.text
    unchanged = await look_at(desk, there.id, ROWS)
    (content,) = [e.attributes["value"] for e in read(unchanged).all("input") if e.attributes.get("name") == "content"]
    done = await desk.post(f"/units/{there.id}/import/now", data={"content": content})
    assert done.status_code == 303, "what stands of Aure in the file is so already"
    assert "Smøla – Barnehage B" in await names(server, there.id)
    form = {"name": "Ny skole", "kind": "school"}
    assert (await desk.post(f"/units/{there.id}/{aure.id}/unit", data=form)).status_code == 403
    assert (await desk.post(f"/units/{there.id}/{smola.id}/unit", data=form)).status_code == 303
    assert "Smøla – Ny skole" in await names(server, there.id)


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("orgnr", "123456789"), ("kind", "hus"), ("name", "Skole A")]
)
async def test_a_unit_that_cannot_be_is_refused(server: Server, field: str, value: str) -> None:
    there = await network(server)
    smola = next(one for one in there.municipalities if one.name == "Smøla")
    desk = await coordinator(server, Place(there.id or 0))
    form = {"name": "Ny skole", "kind": "school", field: value}
    assert (await desk.post(f"/units/{there.id}/{smola.id}/unit", data=form)).status_code == 409
    assert len(await names(server, there.id)) == 4


async def test_a_unit_is_changed_and_closed_down(server: Server) -> None:
    there = await network(server)
    smola = next(one for one in there.municipalities if one.name == "Smøla")
    desk = await coordinator(server, Place(there.id or 0))
    form = unit_form(await desk.get(f"/units/{there.id}"), smola.units[0].id)
    changed = {**form, "name": ["Skole A, Smøla"], "language_form": ["nn"], "inactive": ["yes"]}
    for _ in range(2):
        done = await desk.post(f"/units/{there.id}/{smola.id}/unit", data=changed)
        assert done.status_code == 303, "sent twice, as by two presses, it is so once"
    assert "Smøla – Skole A, Smøla" in await names(server, there.id)


async def test_what_was_typed_for_a_new_unit_stands_in_its_form_again(server: Server) -> None:
    there = await network(server)
    smola = next(one for one in there.municipalities if one.name == "Smøla")
    desk = await coordinator(server, Place(there.id or 0, smola.id))
    typed = {
        "name": "Ny skole ved fjorden",
        "kind": "kindergarten",
        "orgnr": "974 76",
        "ownership": "private",
        "language_form": "nn",
    }
    refused = await desk.post(f"/units/{there.id}/{smola.id}/unit", data=typed)
    assert refused.status_code == 409
    assert fields_of(read(refused).by_id("not-saved")) == {name: [value] for name, value in typed.items()}
    opened = [one for one in read(refused).all("details") if "open" in one.attributes and one.all("form")]
    assert [one.all("form")[0].attributes.get("id") for one in opened] == ["not-saved"]
    assert "Aure" not in refused.text, "nor does the answer show what is not theirs"


async def test_who_comes_second_to_a_unit_is_told_and_loses_nothing(server: Server) -> None:
    there = await network(server)
    smola = next(one for one in there.municipalities if one.name == "Smøla")
    unit, at = smola.units[0].id, f"/units/{there.id}/{smola.id}/unit"
    kari = await coordinator(server, Place(there.id or 0))
    ola = await coordinator(server, Place(there.id or 0), "ola@example.no")
    form = unit_form(await ola.get(f"/units/{there.id}"), unit)
    first = unit_form(await kari.get(f"/units/{there.id}"), unit)
    assert (await kari.post(at, data={**first, "name": ["Skole A og B"], "ownership": ["public"]})).status_code == 303

    unfit = await ola.post(at, data={**form, "language_form": ["nn"], "orgnr": ["1"]})
    assert unfit.status_code == 409
    told = await ola.post(at, data={**unit_form(unfit, unit), "orgnr": [""]})
    assert told.status_code == 409
    assert "Noen andre har endret dette" in told.text
    assert "Skole A og B · Skole · Offentlig" in " ".join(read(told).text.split())
    mine = unit_form(told, unit)
    assert (mine["name"], mine["language_form"]) == (["Skole A"], ["nn"])
    assert "Smøla – Skole A og B" in await names(server, there.id)

    assert (await ola.post(at, data=mine)).status_code == 303, "now they have seen it"
    assert "Smøla – Skole A" in await names(server, there.id)


async def test_of_two_at_the_very_same_time_one_is_told(server: Server) -> None:
    there = await network(server)
    smola = next(one for one in there.municipalities if one.name == "Smøla")
    kari = await coordinator(server, Place(there.id or 0))
    form = unit_form(await kari.get(f"/units/{there.id}"), smola.units[0].id)
    at, database = f"/units/{there.id}/{smola.id}/unit", server.house.database
    with held(database):
        asked = asyncio.gather(*(kari.post(at, data={**form, "name": [name]}) for name in ("Skole B", "Skole D")))
        await until(lambda: len(database._writer._waiting) == 2)
    assert sorted(answer.status_code for answer in await asked) == [303, 409]


async def test_who_runs_workshops_changes_no_units(server: Server) -> None:
    there = await network(server)
    for grant in (
        Grant("facilitator"),
        Grant("facilitator", Place(there.id or 0)),
        Grant("reader", Place(there.id or 0)),
    ):
        desk = await server.account(f"{grant.role}{grant.place is None}@example.no", grant=grant)
        assert (await desk.get("/units")).status_code == 403
        assert (await desk.get(f"/units/{there.id}")).status_code == 403
